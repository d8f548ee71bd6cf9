"""Circuits with a name, of an intercalation particle in an electrolyte."""

from __future__ import annotations

from pybamm_facets.impedance.circuits.circuit import Circuit
from pybamm_facets.impedance.circuits.elements import (
    CPE,
    BlockedWarburg,
    C,
    FiniteWarburg,
    L,
    R,
    SphericalWarburg,
    Warburg,
)


def _with_diffusion(element: Circuit) -> Circuit:
    return R("R_s") + (CPE("CT") | (R("R_CT") + element))


RANDLES = _with_diffusion(Warburg("W"))
"""R_s + CPE | (R_CT + W), the circuit of Li et al. 2025 (doi:10.1038/s41467-025-65068-5)."""

NAMED_CIRCUITS: dict[str, Circuit] = {
    "randles": RANDLES,
    "randles-finite": _with_diffusion(FiniteWarburg("W")),
    "randles-blocked": _with_diffusion(BlockedWarburg("W")),
    "randles-spherical": _with_diffusion(SphericalWarburg("W")),
    "randles-inductor": L("L_s") + RANDLES,
    "randles-stray": C("C_stray") | RANDLES,
    "two-arcs": R("R_s") + (CPE("film") | R("R_film")) + (CPE("CT") | (R("R_CT") + Warburg("W"))),
    "two-arcs-series": (
        R("R_s") + (CPE("film") | R("R_film")) + (CPE("CT") | R("R_CT")) + Warburg("W")
    ),
    "arc": R("R_s") + (CPE("CT") | R("R_CT")),
}
"""Circuits by name; every one has a charge-transfer resistance ``R_CT``.

The inductor is that of leads; the stray capacitance that between leads beside a particle of MΩ; the
first of two arcs, at high frequency, that of a film; diffusion follows charge transfer, or both
arcs (``two-arcs-series``).
"""
