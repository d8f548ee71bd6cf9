"""Facets that a reconstruction blocks, and nothing else: kinetics alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pybamm_facets import names
from pybamm_facets._checks import inside
from pybamm_facets.ageing.assumed_numbers import assumed_value
from pybamm_facets.ageing.blocking_order import EVEN, check_basal, check_order, open_shares
from pybamm_facets.ageing.changes import Changes
from pybamm_facets.ageing.doses import Dose, hot_surface
from pybamm_facets.ageing.fresh_particle import AgedParticle, FreshFacet
from pybamm_facets.ageing.mechanism import RatedMechanism, checked_damage

LEAST_OPEN_SHARE: float = assumed_value("least open share")


@dataclass(frozen=True)
class FacetPassivation(RatedMechanism):
    """`FacetBlocking` without the constriction: only exchange currents fall.

    Whether ageing of facet kinetics could be all there is; some spots stay open.

    Parameters
    ----------
    rate
        k [s-1].
    order
        As for `FacetBlocking`.
    least_open
        Open share of a facet at the least (estimate: 1 %, 0.1 to 10 %).
    """

    order: str = EVEN
    least_open: float = LEAST_OPEN_SHARE

    name: ClassVar[str] = "facet_kinetics"

    def __post_init__(self) -> None:
        super().__post_init__()
        check_order(self.order)
        inside("least_open", self.least_open, 0, 1)

    @property
    def dose(self) -> Dose:
        """Time that the surface spends at a high state of charge."""
        return hot_surface()

    def inputs(self, particle: AgedParticle) -> tuple[str, ...]:
        """Area fractions of all facets."""
        return tuple(names.area_fraction(facet.label) for facet in self._facets(particle))

    def changes(self, damage: float, particle: AgedParticle) -> Changes:
        """Factors on the area fractions, which then add up to less than 1."""
        facets = self._facets(particle)
        shares = open_shares(self.order, facets, checked_damage(damage), self.least_open)
        return Changes(factors={names.area_fraction(label): o for label, o in shares.items()})

    def _facets(self, particle: AgedParticle) -> tuple[FreshFacet, ...]:
        facets = particle.need_facets(self.name)
        check_basal(self.order, facets)
        return facets
