"""Cracks across the radius: dry ones cut lithium's path, wet ones shorten it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from pybamm_facets import names
from pybamm_facets._checks import one_of
from pybamm_facets.ageing.changes import Changes
from pybamm_facets.ageing.doses import CYCLES, EXPONENT, OTHER_EXPONENTS, Dose, check_exponent
from pybamm_facets.ageing.fresh_particle import AgedParticle
from pybamm_facets.ageing.mechanism import RatedMechanism, checked_damage

DIRECTION = {"dry": -1.0, "wet": 1.0}
"""Sign of the change in the logarithm of a zone's diffusivity."""

LARGEST_LOGARITHM = 30.0
"""Beyond it a path is cut, or there is none: the number only has to stay one."""

RATIOS = (names.CORE_RATIO, names.SHELL_RATIO)


@dataclass(frozen=True)
class RadialCracking(RatedMechanism):
    r"""Radial diffusivity of each zone, changed by the opening of its grain boundaries.

    .. math:: d_z \to d_z\, e^{\mp k N g_z^m}

    g are the zones' texture factors (`openings_table`), N cycles.

    Parameters
    ----------
    rate
        k [per cycle].
    exponent
        m, from 1 (estimate: 2, 1 to 4).
    cracks
        ``"dry"``: they cut the path of lithium. ``"wet"``: electrolyte fills them and shortens it,
        so that capacity at high rates rises.
    """

    exponent: float = EXPONENT
    cracks: str = "dry"

    dose: ClassVar[Dose] = CYCLES
    needs_openings: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "exponent", check_exponent(self.exponent))
        one_of("cracks", self.cracks, DIRECTION)

    @property
    def name(self) -> str:
        """``dry_cracking`` or ``wet_cracking``."""
        return f"{self.cracks}_cracking"

    def variants(self) -> tuple[Self, ...]:
        """With exponents of 1 and 3."""
        return tuple(replace(self, exponent=one) for one in OTHER_EXPONENTS)

    def inputs(self, particle: AgedParticle) -> tuple[str, ...]:
        """The diffusivity ratios of core and shell."""
        particle.need_zones(self.name)
        particle.need_openings(self.name)
        return RATIOS

    def changes(self, damage: float, particle: AgedParticle) -> Changes:
        """Factors on both zones' ratios."""
        checked_damage(damage)
        particle.need_zones(self.name)
        sizes = (damage * g**self.exponent for g in particle.need_openings(self.name))
        factors = (
            math.exp(DIRECTION[self.cracks] * min(size, LARGEST_LOGARITHM)) for size in sizes
        )
        return Changes(factors=dict(zip(RATIOS, factors, strict=True)))
