"""What is not known of the cells of Li et al. 2025: a prior for every estimate that matters."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pybamm

from pybamm_facets import names
from pybamm_facets.studies.provenance import provenance

ESTIMATED_FACETS = ("(104)", "(102)", "(113)", "(101)")
"""Facets of which the paper says only that they exceed 0.28 mA/cm² and rise with their angle."""


@dataclass(frozen=True)
class Prior:
    """An even distribution between bounds.

    Parameters
    ----------
    name
        Design column of `pybamm_facets.sweep`, or ``kappa_isotropic``.
    low, high
        Bounds.
    label
        What to call it in figures, with its unit.
    log
        Whether it is even in the logarithm.
    factor
        Multiplies the number for people, as the label's unit asks.
    """

    name: str
    low: float
    high: float
    label: str
    log: bool = False
    factor: float = 1.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(f"prior {self.name!r}: bounds [{self.low!r}, {self.high!r}]")
        if self.log and self.low <= 0:
            raise ValueError(f"prior {self.name!r}: a logarithmic one needs low > 0")

    def values(self, unit: np.ndarray) -> np.ndarray:
        """Numbers at positions between 0 and 1."""
        if self.log:
            return np.exp(math.log(self.low) + unit * math.log(self.high / self.low))
        return self.low + unit * (self.high - self.low)


KAPPA_ISOTROPIC = Prior("kappa_isotropic", 0.0, 4.0, "κ of the isotropic particle")
"""Not among the defaults: random grains are what "isotropic" says."""


def li2025_priors(parameters: pybamm.ParameterValues) -> tuple[Prior, ...]:
    """Priors of the estimates of a Li2025 set, between the bounds that its provenance gives."""
    table = provenance(parameters)

    def bounds(parameter: str, factor: float = 1.0) -> tuple[float, float]:
        row = table.loc[parameter]
        return float(row["lower"]) * factor, float(row["upper"]) * factor

    j0 = names.reference_exchange_current_density
    return (
        *(
            Prior(f"j0_{f}_mA_cm2", *bounds(j0(f), 0.1), f"j0 of {f} [mA/cm²]", log=True)
            for f in ESTIMATED_FACETS
        ),
        Prior("radius_m", *bounds(names.PARTICLE_RADIUS), "particle radius [µm]", factor=1e6),
        Prior("diffusivity_anisotropy", 0.0, 0.1, "D_c/D_ab"),
        Prior("core_fraction", *bounds(names.CORE_RADIUS_FRACTION), "core radius / radius"),
        Prior("kappa_shell", -20.0, -5.0, "κ of the shell"),
        Prior(
            names.CONTACT_RESISTANCE, *bounds(names.CONTACT_RESISTANCE), "contact resistance [Ω]"
        ),
        Prior(
            names.FACET_REFERENCE_STOICHIOMETRY,
            *bounds(names.FACET_REFERENCE_STOICHIOMETRY),
            "x_ref",
        ),
    )
