"""Charges of an ion before and after its transfer."""

from __future__ import annotations

from pybamm_facets._checks import finite


def two_charges(initial: float, final: float) -> tuple[float, float]:
    """Both charges, or ``ValueError`` if they are equal or not finite."""
    charges = finite("initial_charge", initial), finite("final_charge", final)
    if charges[0] == charges[1]:
        raise ValueError(f"final_charge={final!r}: expected other than the initial_charge")
    return charges
