r"""A disk is not a sphere: the radius at which it does the same under a constant current.

With a constant diffusivity and an even flux, the surface rises above the start by
:math:`S R^2 / D` times a function of :math:`\tau = D t / R^2` (Carslaw & Jaeger, Conduction of
Heat in Solids (1959), sections 7.8 and 9.7), S the rate of the mean. A discharge whose kinetics
are fast ends when the surface is full. At first surface per volume decides, 3/R against 2/R;
later the depth of the parabola, :math:`R^2/15` against :math:`R^2/8`: the disk that fills as far
as the sphere has from 2/3 to :math:`\sqrt{8/15} = 0.730` of its radius.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np
from scipy.optimize import brentq
from scipy.special import jn_zeros

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import inside, positive

DISK_RADIUS = 0.70
"""Radius of the equivalent disk over that of the sphere: within 0.02 of its utilisation, any D."""

_TERMS = 400
_SHORTEST, _LONGEST = -16.0, 8.0


def sphere_rise(tau: float) -> float:
    """Rise of a sphere's surface in units of S R²/D, at τ = D t/R²."""
    roots = _sphere_roots()
    return float(tau + 1 / 15 - 2 / 3 * np.sum(np.exp(-(roots**2) * tau) / roots**2))


def disk_rise(tau: float) -> float:
    """Rise of a disk's rim in units of S R²/D, at τ = D t/R²."""
    roots = _disk_roots()
    return float(tau + 1 / 8 - np.sum(np.exp(-(roots**2) * tau) / roots**2))


def utilisation(rise: Callable[[float], float], load: float) -> float:
    """Share of the window passed when the surface is full.

    Parameters
    ----------
    rise
        `sphere_rise` or `disk_rise`.
    load
        S R²/(D Δx): time to diffuse over time to pass the window Δx of lithium contents.
    """
    positive("load", load)
    return load * math.exp(brentq(lambda x: load * rise(math.exp(x)) - 1, _SHORTEST, _LONGEST))


def equivalent_radius(share: float) -> float:
    """Radius of the disk over that of the sphere, at which both reach a utilisation.

    Parameters
    ----------
    share
        Utilisation, between 0.01 and 1.

    Examples
    --------
    >>> print(f"{equivalent_radius(0.3):.3f} {equivalent_radius(0.6):.3f}")
    0.686 0.715
    """
    inside("share", share, 0.01, 1)
    return math.sqrt(_load(disk_rise, share) / _load(sphere_rise, share))


def _load(rise: Callable[[float], float], share: float) -> float:
    def miss(x: float) -> float:
        return math.exp(x) / rise(math.exp(x)) - share

    tau = math.exp(brentq(miss, _SHORTEST, _LONGEST))
    return share / tau


@cache
def _sphere_roots() -> FloatArray:
    """Positive roots of tan λ = λ."""
    return np.array(
        [
            brentq(lambda x: np.sin(x) - x * np.cos(x), n * np.pi + 1e-9, (n + 0.5) * np.pi)
            for n in range(1, _TERMS + 1)
        ]
    )


@cache
def _disk_roots() -> FloatArray:
    """Positive roots of J1."""
    roots: FloatArray = jn_zeros(1, _TERMS)
    return roots
