"""Grains that lose contact where the texture opens their boundaries."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from pybamm_facets import names
from pybamm_facets.ageing.changes import Changes
from pybamm_facets.ageing.doses import CYCLES, EXPONENT, OTHER_EXPONENTS, Dose, check_exponent
from pybamm_facets.ageing.fresh_particle import AgedParticle
from pybamm_facets.ageing.mechanism import LEAST_SHARE, RatedMechanism, checked_damage


@dataclass(frozen=True)
class GrainBoundaryLoss(RatedMechanism):
    r"""Active material of each zone lost by the opening of its grain boundaries.

    .. math:: \varepsilon_s \to \varepsilon_s \sum_z v_z\, e^{-k N g_z^m}

    Every particle of a cell crosses the largest strain of its lattice once a cycle, so cycles N
    count. v are the zones' shares of the volume, g their texture factors (`openings_table`).
    Cracks between grains are known to follow how grains lie (doi:10.1038/s41467-021-26815-6).

    Parameters
    ----------
    rate
        k [per cycle].
    exponent
        m, from 1 (estimate: 2, 1 to 4).
    """

    exponent: float = EXPONENT

    name: ClassVar[str] = "grain_boundaries"
    dose: ClassVar[Dose] = CYCLES
    needs_openings: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "exponent", check_exponent(self.exponent))

    def variants(self) -> tuple[Self, ...]:
        """With exponents of 1 and 3."""
        return tuple(replace(self, exponent=one) for one in OTHER_EXPONENTS)

    def inputs(self, particle: AgedParticle) -> tuple[str, ...]:
        """The volume fraction of active material."""
        particle.need_zones(self.name)
        particle.need_openings(self.name)
        return (names.ACTIVE_FRACTION,)

    def changes(self, damage: float, particle: AgedParticle) -> Changes:
        """What stays active of both zones, a thousandth at the least."""
        checked_damage(damage)
        zones = zip(particle.need_zones(self.name), particle.need_openings(self.name), strict=True)
        # As losses, so that no damage is a factor of 1 to the last bit.
        lost = math.fsum(-v * math.expm1(-damage * g**self.exponent) for v, g in zones)
        return Changes(factors={names.ACTIVE_FRACTION: max(1 - lost, LEAST_SHARE)})
