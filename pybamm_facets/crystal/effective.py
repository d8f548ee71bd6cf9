"""Effective diffusivity of a textured aggregate of layered grains.

Each grain is a sphere that conducts lithium in its layers (D_ab) and less across them (D_c),
embedded in the aggregate itself, which is isotropic only about the particle radius. Requiring
that the grains on average disturb nothing fixes the two diffusivities of the aggregate: the
self-consistent scheme, Torquato, Random Heterogeneous Materials (2002), chapter 18; in the
form of Hill, J. Mech. Phys. Solids 13 (1965) 213, <(H + D)^-1> = (H + D_eff)^-1.
All diffusivities below are in units of D_ab.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.special import elliprd

from pybamm_facets._arrays import ArrayLike, FloatArray
from pybamm_facets._checks import between, finite, finite_array
from pybamm_facets.crystal.watson import Rule, rules

_TOLERANCE = 1e-9
_STEPS, _LAST_STEP, _LONGEST = 60, 1e-11, 1.0
"""Newton steps at most, the one after which there is only rounding, and the longest allowed."""
_BLOCK = 128


def depolarisation(ratio: float) -> tuple[float, float]:
    """Depolarisation factors of a sphere in a transversely isotropic host.

    Parameters
    ----------
    ratio
        Diffusivity of the host along its axis over that across it, positive.

    Returns
    -------
    along, across
        Factors along and across the axis; along + 2 across = 1. Stretching space until the
        host is isotropic turns the sphere into a spheroid, whose factors are Carlson integrals.
    """
    return (
        ratio * float(elliprd(ratio, ratio, 1)) / 3,
        ratio * float(elliprd(ratio, 1, ratio)) / 3,
    )


def effective_diffusivity(kappa: float, anisotropy: float) -> tuple[float, float]:
    """Diffusivity of an aggregate along and across the radius, in units of D_ab.

    Parameters
    ----------
    kappa
        Concentration of the Watson distribution of the grains' c axes about the radius.
    anisotropy
        D_c / D_ab of a grain, from 0 to 1.

    Returns
    -------
    radial, tangential
        Over D_ab, along and across the radius.

    Raises
    ------
    ValueError
        If kappa is not finite or the anisotropy is outside [0, 1].

    Examples
    --------
    >>> radial, tangential = effective_diffusivity(kappa=0, anisotropy=0)
    >>> print(f"{radial:.6f} {tangential:.6f}")
    0.500000 0.500000
    """
    return _solved(finite("kappa", kappa), between("anisotropy", anisotropy, 0, 1))


@lru_cache(maxsize=4096)
def _solved(kappa: float, anisotropy: float) -> tuple[float, float]:
    radial, tangential = effective_diffusivities([kappa], anisotropy)[0].tolist()
    return radial, tangential


def effective_diffusivities(kappas: ArrayLike, anisotropies: ArrayLike) -> FloatArray:
    """Diffusivities of many aggregates at once, as `effective_diffusivity` gives one.

    Parameters
    ----------
    kappas
        (n,). Concentrations.
    anisotropies
        (n,), or one number. D_c / D_ab of the grains, from 0 to 1.

    Returns
    -------
    FloatArray
        (n, 2). Radial and tangential diffusivity over D_ab; no row depends on the others, to the
        bit.

    Raises
    ------
    ValueError
        For a kappa that is not finite, or an anisotropy outside [0, 1].

    Examples
    --------
    >>> effective_diffusivities([0, -10], 0)[:, 0].round(2).tolist()
    [0.5, 0.9]
    """
    k = np.ravel(finite_array("kappas", kappas))
    a = np.broadcast_to(finite_array("anisotropies", anisotropies), k.shape)
    for outside in a[(a < 0) | (a > 1)]:
        raise ValueError(f"anisotropies={outside:g}: expected numbers from 0 to 1")
    found = np.empty((k.size, 2))
    for start in range(0, k.size, _BLOCK):
        some = slice(start, start + _BLOCK)
        found[some] = _block(k[some], a[some])
    return found


def _block(kappas: FloatArray, anisotropies: FloatArray) -> FloatArray:
    """Newton's method on the logarithms, which keep the iterates positive."""
    axes, gap = rules(kappas), 1 - anisotropies
    # Start from the average of the grains' tensors, 1 - u^2 along and (1 + u^2) / 2 across.
    across = np.einsum("mn,n->m", axes.weights, axes.across)
    spread = np.stack([across, 1 - across / 2], axis=1)
    logs = np.log(anisotropies[:, None] + gap[:, None] * spread)
    missing, rest = np.arange(kappas.size), np.full(kappas.size, np.inf)
    for _ in range(_STEPS):
        some = axes._replace(weights=axes.weights[missing])
        miss, slopes = _miss(logs[missing], anisotropies[missing], some)
        rest[missing] = np.abs(miss).max(axis=1)
        step = _solved_pairs(slopes, -miss)
        longest = np.abs(step).max(axis=1)
        logs[missing] += step * np.minimum(1, _LONGEST / np.maximum(longest, 1e-300))[:, None]
        missing = missing[longest > _LAST_STEP]
        if not missing.size:
            break
    # The residual decides: the last steps may wander in rounding.
    for index in np.flatnonzero(~(rest < _TOLERANCE)):
        kappa, anisotropy = kappas[index], anisotropies[index]
        raise RuntimeError(f"no effective diffusivity at {kappa=}, {anisotropy=}: it diverges")
    found: FloatArray = np.exp(logs)
    return found


class _Sums(NamedTuple):
    """Averages over the grains of x / (H + D) and x y / (H + D)^2, x and y either of u^2, 1 - u^2.

    The denominator is p u^2 + q (1 - u^2), see `_miss`.
    """

    along: FloatArray
    across: FloatArray
    along_along: FloatArray
    along_across: FloatArray
    across_across: FloatArray


def _sums(p: FloatArray, q: FloatArray, axes: Rule) -> _Sums:
    a, c = axes.along, axes.across
    denominator = p[:, None] * a + q[:, None] * c
    once = axes.weights / denominator
    twice = once / denominator
    # Not products of matrices: their rounding would depend on how many rows there are.
    first = (np.einsum("mn,n->m", once, x) for x in (a, c))
    second = (np.einsum("mn,n->m", twice, x) for x in (a * a, a * c, c * c))
    return _Sums(*first, *second)


def _miss(logs: FloatArray, anisotropy: FloatArray, axes: Rule) -> tuple[FloatArray, FloatArray]:
    """Change of log D_eff by one step of the scheme, and its derivatives.

    The step is <(H + D)^-1 D> / <(H + D)^-1>, free of cancellation. H = P^-1 - D_host follows from
    the depolarisation factors L = P D_host; the inverse of H + D, a diagonal matrix less
    (D_ab - D_c) c c^T, from Sherman and Morrison. With s = H / (1 + H) and A = D_c / D_ab its
    denominator is p u^2 + q (1 - u^2), p = A + (1 - A) s_r and q = A + (1 - A) s_t.
    """
    host, gap = np.exp(logs), 1 - anisotropy
    ratio = host[:, 0] / host[:, 1]
    one = np.ones_like(ratio)
    along, across = (ratio * elliprd(ratio, *x) / 3 for x in ((ratio, one), (one, ratio)))
    h_r, h_t = host[:, 0] * 2 * across / along, host[:, 1] * (along + across) / across
    s_r, s_t = h_r / (1 + h_r), h_t / (1 + h_t)
    p, q = anisotropy + gap * s_r, anisotropy + gap * s_t
    j = _sums(p, q, axes)
    flux = anisotropy * j.along + q * j.across, p * j.along + (anisotropy + q) / 2 * j.across
    force = j.along + q * j.across, p * j.along + (q + 1) / 2 * j.across
    miss = np.stack([np.log(f / g) for f, g in zip(flux, force, strict=True)], axis=1) - logs
    # Derivatives with respect to p, then q.
    by_s = []
    for d_along, d_across, d_p, d_q in (
        (-j.along_along, -j.along_across, 1, 0),
        (-j.along_across, -j.across_across, 0, 1),
    ):
        radial = q * d_across + d_q * j.across
        tangential = d_p * j.along + p * d_along + d_q / 2 * j.across
        by_s.append(
            np.stack(
                [
                    (anisotropy * d_along + radial) / flux[0] - (d_along + radial) / force[0],
                    (tangential + (anisotropy + q) / 2 * d_across) / flux[1]
                    - (tangential + (q + 1) / 2 * d_across) / force[1],
                ],
                axis=1,
            )
        )
    moved = _depolarisation_slope(ratio, along)
    of_r = -moved * (1 / (2 * across) + 1 / along)
    of_t = moved / 2 * (1 / (along + across) + 1 / across)
    d_p, d_q = gap * s_r * (1 - s_r), gap * s_t * (1 - s_t)
    by_radial = by_s[0] * (d_p * (1 + of_r))[:, None] + by_s[1] * (d_q * of_t)[:, None]
    by_tangential = by_s[0] * (d_p * -of_r)[:, None] + by_s[1] * (d_q * (1 - of_t))[:, None]
    return miss, np.stack([by_radial, by_tangential], axis=2) - np.eye(2)


def _depolarisation_slope(ratio: FloatArray, along: FloatArray) -> FloatArray:
    """d L / d ln(ratio) of the factor along the axis, by parts from its integral."""
    excess = ratio - 1
    sphere = np.abs(excess) < 1e-3  # 0 / 0, and 2/15 at the sphere itself
    safe = np.where(sphere, 1.0, excess)
    slope: FloatArray = np.where(sphere, 2 / 15, along + ratio * (1 - 3 * along) / (2 * safe))
    return slope


def _solved_pairs(matrices: FloatArray, right: FloatArray) -> FloatArray:
    """Solutions of systems of two equations, row by row."""
    (a, b), (c, d) = matrices[:, 0].T, matrices[:, 1].T
    solved = np.stack(
        [d * right[:, 0] - b * right[:, 1], a * right[:, 1] - c * right[:, 0]], axis=1
    )
    found: FloatArray = solved / (a * d - b * c)[:, None]
    return found
