"""Geometry and composition of the coin half-cell: from a loading to volume fractions."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pybamm_facets._checks import between
from pybamm_facets.crystal import Lattice, density

MASS_FRACTIONS = {"active": 0.85, "carbon": 0.10, "binder": 0.05}
"""Composition of the coating by mass (paper)."""

DENSITIES = {"active": density(Lattice.nmc811()), "carbon": 1900.0, "binder": 1780.0}
"""[kg.m-3]: X-ray density of NMC811 (derived), carbon black and PVDF (literature)."""

DISC_DIAMETER = 12e-3
"""Electrode disc [m] (paper)."""

SPECIFIC_CURRENT_1C = 180.0
"""Current of 1C per mass of active material [A.kg-1] (paper, 180 mA/g)."""

CELLS = {"rate": (6.3, 30e-6), "cycling": (2.1, 10e-6)}
"""Loading [mg/cm²] and coating thickness [m] of the two cells (paper)."""

PLAUSIBLE = {"loading": (0.05, 100.0, "mg/cm²"), "thickness": (1e-6, 1e-3, "m")}
"""From the thinnest film to the thickest electrode that is coated on a foil, with units."""

READINGS = ("active", "coating")
"""What the loading counts: the active material only, or the whole coating."""


@dataclass(frozen=True)
class Coating:
    """A positive electrode's coating.

    Parameters
    ----------
    loading
        Areal mass [mg/cm²].
    thickness
        [m].
    reading
        ``"active"`` or ``"coating"``: the mass that the loading counts.

    Raises
    ------
    ValueError
        If a number is out of `PLAUSIBLE` (a thickness in µm, say), the reading unknown, or the
        solids leave no pores.
    """

    loading: float
    thickness: float
    reading: str = "active"

    def __post_init__(self) -> None:
        for name, (low, high, unit) in PLAUSIBLE.items():
            between(name, getattr(self, name), low, high, unit)
        if self.reading not in READINGS:
            raise ValueError(f"reading={self.reading!r}: expected one of {', '.join(READINGS)}")
        if self.porosity <= 0:
            raise ValueError(
                f"loading={self.loading!r} mg/cm² in {self.thickness * 1e6:g} µm leaves a porosity "
                f"of {self.porosity:.3f}: expected a lower loading or a thicker coating"
            )

    @property
    def active_mass(self) -> float:
        """Active material per electrode area [kg.m-2]."""
        counted = 1.0 if self.reading == "active" else MASS_FRACTIONS["active"]
        return self.loading * 1e-2 * counted

    def volume_fraction(self, component: str) -> float:
        """Of ``"active"``, ``"carbon"`` or ``"binder"`` in the coating."""
        mass = self.active_mass * MASS_FRACTIONS[component] / MASS_FRACTIONS["active"]
        return mass / DENSITIES[component] / self.thickness

    @property
    def porosity(self) -> float:
        """Pore volume fraction."""
        return 1 - math.fsum(self.volume_fraction(component) for component in MASS_FRACTIONS)


def disc_area() -> float:
    """Projected electrode area [m2]."""
    return math.pi / 4 * DISC_DIAMETER**2
