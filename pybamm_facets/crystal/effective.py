"""Effective diffusivity of a textured aggregate of layered grains.

Each grain is a sphere that conducts lithium in its layers (D_ab) and less across them (D_c),
embedded in the aggregate itself, which is isotropic only about the particle radius. Requiring
that the grains on average disturb nothing fixes the two diffusivities of the aggregate: the
self-consistent scheme, Torquato, Random Heterogeneous Materials (2002), chapter 18; in the
form of Hill, J. Mech. Phys. Solids 13 (1965) 213, <(H + D)^-1> = (H + D_eff)^-1.
All diffusivities below are in units of D_ab.
"""

from functools import lru_cache

import numpy as np
from scipy.optimize import root
from scipy.special import elliprd

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import between, finite
from pybamm_facets.crystal.watson import Rule, rule

_TOLERANCE = 1e-9


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
    axes = rule(kappa)
    # Start from the average of the grains' tensors, 1 - u^2 along and (1 + u^2) / 2 across.
    spread = np.array([axes.weights @ axes.across, axes.weights @ (1 + axes.along) / 2])
    start = anisotropy + (1 - anisotropy) * spread

    def miss(logs: FloatArray) -> FloatArray:
        return np.log(_update(np.exp(logs), anisotropy, axes)) - logs

    # Logarithms keep the iterates positive; the residual, not the flag, decides: MINPACK
    # also reports lack of progress once it has reached rounding.
    result = root(miss, np.log(start), tol=1e-13)
    if not np.max(np.abs(result.fun)) < _TOLERANCE:
        raise RuntimeError(f"no effective diffusivity at {kappa=}, {anisotropy=}: {result.message}")
    radial, tangential = np.exp(result.x)
    return float(radial), float(tangential)


def _update(host: FloatArray, anisotropy: float, axes: Rule) -> FloatArray:
    """One step of the scheme, <(H + D)^-1 D> / <(H + D)^-1>, free of cancellation.

    H = P^-1 - D_host follows from the depolarisation factors L = P D_host; the inverse of
    H + D, a diagonal matrix less (D_ab - D_c) c c^T, from Sherman and Morrison.
    """
    along, across = depolarisation(host[0] / host[1])
    h_r = host[0] * 2 * across / along
    h_t = host[1] * (along + across) / across
    gap = 1 - anisotropy
    radial = gap * axes.along * h_r / (1 + h_r)
    tangential = gap * axes.across * h_t / (1 + h_t)
    loss = gap * axes.across / (1 + h_t)
    weights = axes.weights / (anisotropy + radial + tangential)
    flux = np.array([anisotropy + tangential, anisotropy + radial + tangential / 2])
    force = np.array([1 - loss, anisotropy + radial + tangential + loss / 2])
    updated: FloatArray = (flux @ weights) / (force @ weights)
    return updated
