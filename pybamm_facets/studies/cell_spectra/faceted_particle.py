"""A particle and the areas of its facets."""

from __future__ import annotations

import math
from collections.abc import Mapping

from pybamm_facets.crystal import NMC811_FACETS, FacetFamily
from pybamm_facets.particle import Agglomerate


def faceted_particle(
    areas: Mapping[str, float], families: tuple[FacetFamily, ...] = NMC811_FACETS
) -> Agglomerate:
    """The sphere with the given facet areas [m2] as surface."""
    total = math.fsum(areas.values())
    if not (math.isfinite(total) and total > 0):
        raise ValueError(f"areas={dict(areas)!r}: expected areas with a positive sum [m2]")
    fractions = {facet: area / total for facet, area in areas.items()}
    return Agglomerate.isotropic(
        radius=math.sqrt(total / (4 * math.pi)), families=families, measured_fractions=fractions
    )


def facet_areas(particle: Agglomerate) -> dict[str, float]:
    """Area of each facet of a particle [m2]."""
    surface = 4 * math.pi * particle.radius**2
    return {facet: share * surface for facet, share in particle.facet_fractions.items()}
