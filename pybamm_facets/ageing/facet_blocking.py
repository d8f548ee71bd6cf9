"""Facets that a reconstruction blocks, with the constriction of lithium's way through the rest."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from pybamm_facets import names
from pybamm_facets.ageing.blocking_order import EVEN, check_basal, check_order, open_shares
from pybamm_facets.ageing.changes import Changes
from pybamm_facets.ageing.constriction import constriction_resistance
from pybamm_facets.ageing.doses import Dose, hot_surface
from pybamm_facets.ageing.fresh_particle import AgedParticle, FreshFacet
from pybamm_facets.ageing.mechanism import RatedMechanism, checked_damage

LEAST_OPEN = 1e-6
"""Open share below which a surface is shut; the number only has to stay one."""


@dataclass(frozen=True)
class FacetBlocking(RatedMechanism):
    r"""Surface that stops taking part, at a high state of charge.

    Each facet's share falls, :math:`f_i \to f_i o_i` with :math:`o_i = e^{-k s_i D}`, and its law
    stays. Lithium squeezes through what is open,

    .. math:: \varphi = \frac{\sum_i f_i o_i w_i}{\sum_i f_i w_i}, \qquad
              w_i = \sin^2\theta_i + \frac{D_c}{D_{ab}} \cos^2\theta_i,

    against the resistance of `constriction_resistance`. Shell models of Ghosh et al. 2021
    (doi:10.1149/1945-7111/abdc71) and Zhuo et al. 2023 (arXiv:2204.13364), abstracts read.

    Parameters
    ----------
    rate
        k [s-1].
    order
        ``"stable_003"``: s = sin²θ, (003) is spared. ``"even"``: s = 1. ``"first_003"``: s = cos²θ,
        (003) goes first. θ is the angle to (003); which of them holds is open.
    """

    order: str = EVEN

    needs_barrier: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        check_order(self.order)

    @property
    def name(self) -> str:
        """``blocking_stable_003``, ``blocking_even`` or ``blocking_first_003``."""
        return f"blocking_{self.order}"

    @property
    def dose(self) -> Dose:
        """Time that the surface spends at a high state of charge."""
        return hot_surface()

    def inputs(self, particle: AgedParticle) -> tuple[str, ...]:
        """Area fractions of all facets, and the surface's resistance."""
        facets = self._facets(particle)
        return (*(names.area_fraction(facet.label) for facet in facets), names.SURFACE_RESISTANCE)

    def changes(self, damage: float, particle: AgedParticle) -> Changes:
        """Factors on the area fractions, which then add up to less than 1, and a resistance."""
        facets = self._facets(particle)
        shares = open_shares(self.order, facets, checked_damage(damage), LEAST_OPEN)
        resistance = constriction_resistance(
            conducting_share(facets, shares, particle.anisotropy),
            particle.grain_half_width,
            particle.layer_diffusivity,
        )
        return Changes(
            added={names.SURFACE_RESISTANCE: float(resistance)},
            factors={names.area_fraction(label): share for label, share in shares.items()},
        )

    def _facets(self, particle: AgedParticle) -> tuple[FreshFacet, ...]:
        facets = particle.need_facets(self.name)
        check_basal(self.order, facets)
        return facets


def conducting_share(
    facets: tuple[FreshFacet, ...], open_share: Mapping[str, float], anisotropy: float
) -> float:
    """Share φ of the surface that is open, each facet weighted by how well lithium leaves it.

    Parameters
    ----------
    facets
        Of the fresh surface.
    open_share
        Of each facet, by label, up to 1.
    anisotropy
        D_c/D_ab.

    Raises
    ------
    ValueError
        Where lithium could not pass the fresh surface either: (003) alone, and D_c = 0.
    """
    weights = {
        facet.label: facet.fraction
        * (math.sin(facet.angle) ** 2 + anisotropy * math.cos(facet.angle) ** 2)
        for facet in facets
    }
    total = math.fsum(weights.values())
    if total <= 0:
        raise ValueError(
            f"anisotropy={anisotropy!r}: expected a fresh surface that lithium can pass, got only "
            "facets across which nothing diffuses"
        )
    opened = math.fsum(weight * open_share[label] for label, weight in weights.items())
    return min(opened / total, 1.0)
