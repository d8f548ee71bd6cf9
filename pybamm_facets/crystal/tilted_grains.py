"""Grains weighted towards a direction of their c axis and towards fast facets, with derivatives.

The probability of random grains times exp(κ u² + σ j/(j_max - j_min)), u the cosine between c axis
and radius and j the exchange current of the facet shown. Without σ it is the Watson texture; with
it, within 1e-3 nat the least ordered texture for its diffusivity and its mean exchange current
(`least_order` finds that one exactly). Every (κ, σ) is a texture, so an optimiser that moves in
these two never asks for one that does not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import one_of
from pybamm_facets.crystal.azimuth_shares import cone_grid
from pybamm_facets.crystal.facets import FacetFamily
from pybamm_facets.crystal.lattice import Lattice, or_pristine
from pybamm_facets.crystal.layer_scheme import effective_ratios, host

FREE_TIERS = ("fibre", "any")
"""Grains turned at random about their c axis; or that turn chosen too."""


class GrainTilt(NamedTuple):
    """What a cell sees of such grains, and what their order costs.

    Attributes
    ----------
    d
        Radial diffusivity over D_ab.
    exchange_current
        Mean over the surface, in the unit of the facets'.
    ordering
        Relative entropy to random grains [nat per grain].
    mean_square
        Mean of u²; 1/3 for random grains.
    slopes
        (4, 2). Derivatives of these four by κ and by σ.
    """

    d: float
    exchange_current: float
    ordering: float
    mean_square: float
    slopes: FloatArray


def grain_tilt(
    kappa: float,
    selection: float,
    currents: FloatArray,
    *,
    tier: str = "any",
    anisotropy: float = 0.01,
    families: Sequence[FacetFamily],
    lattice: Lattice | None = None,
) -> GrainTilt:
    """The texture of κ and σ.

    Parameters
    ----------
    kappa
        κ: positive gathers the c axes along the radius.
    selection
        σ [nat]: what the fastest facet is preferred by over the slowest.
    currents
        (n_families,). Exchange current density of each facet.
    tier
        "fibre": grains are turned at random about their c axis, so that only directions of c with
        fast facets on average are preferred. "any": the facet itself is.
    anisotropy
        D_c/D_ab of a grain.
    families
        The facets that grains can show.
    lattice
        Fully lithiated NMC811 by default.
    """
    one_of("tier", tier, FREE_TIERS)
    grid = cone_grid(tuple(families), or_pristine(lattice))
    along = grid.u**2
    span = float(np.ptp(currents)) or 1.0
    if tier == "any":
        node, family = np.nonzero(grid.shares > 0)
        random = grid.weights[node] * grid.shares[node, family]
        along, shown = along[node], currents[family]
    else:
        random, shown = grid.weights, grid.shares @ currents
    exponent = kappa * along + selection / span * shown
    top = float(exponent.max())
    tilted = random * np.exp(exponent - top)
    total = float(tilted.sum())
    p = tilted / total
    directions = np.stack([along, shown / span])
    centred = (directions - (directions @ p)[:, None]) * p  # dp/dκ and dp/dσ
    d = effective_ratios(along, p, anisotropy)[0]
    if anisotropy < d < 1:
        scheme = host(d, anisotropy)
        by_d = -(centred @ scheme.excess(along)) / float(p @ scheme.excess_slope(along))
    else:
        by_d = np.zeros(2)
    return GrainTilt(
        d,
        float(p @ shown),
        max(0.0, float(p @ exponent) - top - float(np.log(total))),
        float(p @ along),
        np.array([by_d, centred @ shown, centred @ exponent, centred @ along]),
    )
