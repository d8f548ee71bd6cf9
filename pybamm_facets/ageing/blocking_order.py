"""Which facets a reconstruction blocks first: three hypotheses.

Literature points both ways. The (104) surface of a layered oxide transforms at a lower temperature
than (003) (doi:10.1038/s41467-024-52226-4, figure caption read); both reconstruct on pristine
particles, with different steps (doi:10.1021/acs.chemmater.7b03901, abstract read).
"""

from __future__ import annotations

import math

from pybamm_facets._checks import one_of
from pybamm_facets.ageing.fresh_particle import FreshFacet

STABLE_003, EVEN, FIRST_003 = "stable_003", "even", "first_003"
ORDERS = (STABLE_003, EVEN, FIRST_003)
"""(003) is spared; all alike; (003) goes first."""

BASAL = 1e-6
"""Angle below which a facet is (003) [rad]."""


def check_order(order: str) -> str:
    """One of `ORDERS`, else ``ValueError``."""
    return one_of("order", order, ORDERS)


def check_basal(order: str, facets: tuple[FreshFacet, ...]) -> None:
    """``ValueError`` where (003) is to go first and the surface has no such family."""
    if order == FIRST_003 and min(facet.angle for facet in facets) > BASAL:
        raise ValueError(
            f"order={order!r}: expected facets with (003) among them, got "
            f"{', '.join(facet.label for facet in facets)}"
        )


def selectivity(order: str, angle: float) -> float:
    """How fast a facet is blocked, against the fastest (estimate): sin²θ, 1 or cos²θ.

    Parameters
    ----------
    order
        One of `ORDERS`.
    angle
        θ, to (003) [rad].
    """
    return {STABLE_003: math.sin(angle) ** 2, EVEN: 1.0, FIRST_003: math.cos(angle) ** 2}[order]


def open_shares(
    order: str, facets: tuple[FreshFacet, ...], damage: float, least: float
) -> dict[str, float]:
    """Share of each facet that still takes part, ``exp(-s damage)`` but at least `least`.

    Parameters
    ----------
    order
        One of `ORDERS`.
    facets
        Of the fresh surface.
    damage
        k times the dose.
    least
        Bound from below.
    """
    return {
        facet.label: max(math.exp(-damage * selectivity(order, facet.angle)), least)
        for facet in facets
    }
