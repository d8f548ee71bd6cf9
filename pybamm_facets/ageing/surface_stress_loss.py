"""Active material lost to the stress at the surface of a sphere, as PyBaMM has it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from pybamm_facets import names
from pybamm_facets.ageing.changes import Changes
from pybamm_facets.ageing.doses import (
    EXPONENT,
    OTHER_EXPONENTS,
    Dose,
    check_exponent,
    surface_stress,
)
from pybamm_facets.ageing.fresh_particle import AgedParticle
from pybamm_facets.ageing.mechanism import LEAST_SHARE, RatedMechanism, checked_damage


@dataclass(frozen=True)
class SurfaceStressLoss(RatedMechanism):
    """PyBaMM's stress-driven loss of active material (Ai et al. 2019, Reniers et al. 2019).

    Texture enters by the diffusivity alone.

    Parameters
    ----------
    rate
        k [s-1]: share of the fresh material lost a second at 100 MPa of tension.
    exponent
        m of `surface_stress`, from 1 (estimate: 2, 1 to 4).
    """

    exponent: float = EXPONENT

    name: ClassVar[str] = "surface_stress"

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "exponent", check_exponent(self.exponent))

    @property
    def dose(self) -> Dose:
        """Time weighted with the tension at the surface."""
        return surface_stress(self.exponent)

    def variants(self) -> tuple[Self, ...]:
        """With exponents of 1 and 3."""
        return tuple(replace(self, exponent=one) for one in OTHER_EXPONENTS)

    def inputs(self, particle: AgedParticle) -> tuple[str, ...]:
        """The volume fraction of active material."""
        del particle
        return (names.ACTIVE_FRACTION,)

    def changes(self, damage: float, particle: AgedParticle) -> Changes:
        """1 less the damage stays active, a thousandth at the least."""
        del particle
        return Changes(
            factors={names.ACTIVE_FRACTION: max(1 - checked_damage(damage), LEAST_SHARE)}
        )
