"""The least ordered texture that has wanted properties: a convex problem in a few multipliers.

Among distributions p with given means of some functions, the relative entropy to random grains
is smallest for p ∝ p_random exp(multipliers @ functions), with the multipliers that minimise
ln Z - multipliers @ means (Csiszár, Ann. Probab. 3 (1975) 146). Here the functions are h_d of
`layer_scheme`, whose mean is zero for the radial ratio d, and the facets that grains show.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pybamm_facets._arrays import BoolArray, FloatArray
from pybamm_facets._checks import inside, one_of
from pybamm_facets.crystal.attainable_range import check_current, current_range, ratio_range
from pybamm_facets.crystal.azimuth_shares import cone_grid
from pybamm_facets.crystal.facet_numbers import all_currents, all_fractions
from pybamm_facets.crystal.facets import NMC811_FACETS, FacetFamily, distinct_families
from pybamm_facets.crystal.lattice import Lattice, or_pristine
from pybamm_facets.crystal.layer_scheme import check_anisotropy, host
from pybamm_facets.crystal.ordered_texture import OrderedTexture
from pybamm_facets.crystal.tilted_grains import FREE_TIERS

_STEPS = 200
_CONVERGED = 1e-24


@dataclass(frozen=True)
class LeastOrdered:
    """The least ordered texture for what was wanted, and what it costs.

    Attributes
    ----------
    texture
        The texture; an `Agglomerate` takes it as core or shell.
    ordering
        Price of its order [nat per grain], relative to random grains.
    by_d
        Derivative of the price by d [nat]; None if no d was wanted.
    by_exchange_current
        Derivative by the mean exchange current [nat per its unit], the multiplier of it; None if
        none was wanted.
    by_fraction
        Label to the multiplier [nat] of each wanted fraction: moving a share s from facet i to
        facet j costs s (λ_j - λ_i); None if none were wanted.
    """

    texture: OrderedTexture
    ordering: float
    by_d: float | None
    by_exchange_current: float | None
    by_fraction: Mapping[str, float] | None


def least_ordered(
    d: float | None = None,
    *,
    exchange_current: float | None = None,
    fractions: Mapping[str, float] | None = None,
    exchange_currents: Mapping[str, float] | None = None,
    anisotropy: float = 0.01,
    tier: str = "any",
    families: Sequence[FacetFamily] = NMC811_FACETS,
    lattice: Lattice | None = None,
) -> LeastOrdered:
    """Least ordered texture with a radial diffusivity, and a mean exchange current or fractions.

    Parameters
    ----------
    d
        Radial diffusivity over D_ab, above `anisotropy` and below 1; free if left out.
    exchange_current
        Mean exchange current density of the facets shown, in the unit of `exchange_currents`.
    fractions
        Area fraction of each facet instead; those left out are not shown.
    exchange_currents
        Label to exchange current density of every family.
    anisotropy
        D_c/D_ab of a grain, from 0 to below 1. The default is an estimate (0 to 0.1).
    tier
        "any", or "fibre" for grains that are turned at random about their own c axis.
    families
        The facets that grains can show.
    lattice
        Fully lithiated NMC811 by default.

    Returns
    -------
    LeastOrdered

    Raises
    ------
    ValueError
        If nothing or both of mean and fractions are wanted, something is outside its range, or no
        distribution has what is wanted; the message says what is attainable.

    Examples
    --------
    >>> random = least_ordered(fractions=OrderedTexture().facet_fractions())
    >>> print(f"{random.ordering:.4f}")
    0.0000
    """
    if d is None and exchange_current is None and fractions is None:
        raise ValueError("d=None: expected a d, an exchange_current or fractions to be wanted")
    if exchange_current is not None and fractions is not None:
        raise ValueError(
            f"exchange_current={exchange_current!r}: expected either it or fractions, which fix it"
        )
    chosen, cell = distinct_families(families), or_pristine(lattice)
    a = check_anisotropy(anisotropy)
    one_of("tier", tier, FREE_TIERS)
    radial = None if d is None else inside("d", d, a, 1)
    n = len(chosen)
    basis, wanted, shown = np.empty((0, n)), np.empty(0), np.ones(n, dtype=bool)
    end = f"d={d!r}: expected a ratio farther from the end of what grains can have"
    if exchange_current is not None:
        currents = all_currents(exchange_currents, chosen)
        span = current_range(currents, radial, a, chosen, cell, tier)
        basis, wanted = currents[None], np.array([check_current(exchange_current, span, radial)])
        end = (
            f"exchange_current={exchange_current!r}: expected one farther inside "
            f"{span[0]:.6g} to {span[1]:.6g}, whose ends are out of numerical reach"
        )
    elif fractions is not None:
        shares = all_fractions(fractions, chosen)
        shown = shares > 0
        if radial is not None:
            span = ratio_range(fractions_by_label(shares, chosen), anisotropy=a, tier=tier,
                               families=chosen, lattice=cell)  # fmt: skip
            if not span[0] < radial < span[1]:
                raise ValueError(
                    f"d={radial!r}: expected {span[0]:.4g} to {span[1]:.4g}, what grains with "
                    "these fractions can have"
                )
        free = np.flatnonzero(shown)[1:]  # the first follows from the sum
        basis, wanted = np.eye(n)[free], shares[free]
    multipliers = _multipliers(radial, a, basis, wanted, shown, chosen, cell, tier)
    if multipliers is None:
        raise ValueError(end)
    mu, by_facet = multipliers[0], multipliers[1:]
    tilt = np.where(shown, by_facet @ basis, -math.inf)
    texture = OrderedTexture(
        ratio_multiplier=float(mu),
        facet_multipliers=tuple(tilt.tolist()),
        d=(1 + a) / 2 if radial is None else radial,
        anisotropy=a,
        families=chosen,
        lattice=lattice,
        tier=tier,
    )
    return LeastOrdered(
        texture,
        texture.ordering,
        None if radial is None else texture.ordering_slope,
        None if exchange_current is None else float(by_facet[0]),
        None if fractions is None else fractions_by_label(tilt, chosen),
    )


def fractions_by_label(values: FloatArray, families: Sequence[FacetFamily]) -> dict[str, float]:
    """Numbers of families by their labels."""
    return dict(zip((f.label for f in families), values.tolist(), strict=True))


def _multipliers(
    d: float | None,
    a: float,
    basis: FloatArray,
    wanted: FloatArray,
    shown: BoolArray,
    families: tuple[FacetFamily, ...],
    lattice: Lattice,
    tier: str,
) -> FloatArray | None:
    """Multipliers of h_d (zero without a d) and of each row of the basis; None without solution."""
    grid = cone_grid(families, lattice)
    if tier == "fibre":
        node = np.flatnonzero((grid.shares[:, ~shown] == 0).all(axis=1))
        random, values = grid.weights[node], basis @ grid.shares[node].T
    else:
        node, family = np.nonzero((grid.shares > 0) & shown)
        random, values = grid.weights[node] * grid.shares[node, family], basis[:, family]
    if d is None:
        found = minimal_dual(random, values, wanted)
        return None if found is None else np.concatenate([[0.0], found])
    excess = host(d, a).excess(grid.u**2)[node]
    return minimal_dual(random, np.vstack([excess, values]), np.concatenate([[0.0], wanted]))


def minimal_dual(
    random: FloatArray, functions: FloatArray, wanted: FloatArray
) -> FloatArray | None:
    """Multipliers x that minimise ln Σ random exp(x @ functions) - x @ wanted.

    Newton's method with a line search; the function is convex.

    Parameters
    ----------
    random
        (n,). Probabilities that are reweighted.
    functions
        (k, n). What has a wanted mean.
    wanted
        (k,). The means.

    Returns
    -------
    (k,) array, or None
        None if the minimum is not reached: the means lie outside what `functions` can have, or so
        near to its end that the multipliers overflow.
    """
    if len(wanted) == 0:
        return np.empty(0)
    centred = functions - wanted[:, None]
    scale = np.maximum(np.abs(centred).max(axis=1), np.finfo(float).tiny)
    centred = centred / scale[:, None]
    x = np.zeros(len(wanted))
    value, p = _log_sum(random, centred, x)
    for _ in range(_STEPS):
        slope = centred @ p
        curvature = (centred * p) @ centred.T - np.outer(slope, slope)
        step = -np.linalg.lstsq(curvature, slope, rcond=1e-15)[0]
        gain = -float(slope @ step)
        if gain < _CONVERGED:
            converged = bool(np.max(np.abs(slope)) < 1e-9)
            return x / scale if converged else None
        length = 1.0
        while length > 1e-10:
            new_value, new_p = _log_sum(random, centred, x + length * step)
            # Below rounding of the value the full step is the better one.
            if new_value <= value - 1e-4 * length * gain or gain < 1e-12:
                break
            length /= 2
        x, value, p = x + length * step, new_value, new_p
    return None


def _log_sum(random: FloatArray, functions: FloatArray, x: FloatArray) -> tuple[float, FloatArray]:
    exponents = x @ functions
    top = exponents.max()
    tilted: FloatArray = random * np.exp(exponents - top)
    total = tilted.sum()
    return float(top + np.log(total)), tilted / total
