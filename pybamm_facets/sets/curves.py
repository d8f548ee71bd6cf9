"""Functions of lithium content through tables: monotone, smooth, and expandable by the engine.

The piecewise cubic of Fritsch and Carlson (PCHIP), written as truncated powers: unlike an
interpolant it expands into scalar operations, which a compiler can work on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

import numpy as np
import pybamm
from scipy.interpolate import PchipInterpolator

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray, IntArray

MOST_POINTS = 60
"""Points of a table above which it is thinned: each costs a term in the model's equations."""


@dataclass(frozen=True)
class Points:
    """A table against lithium content, ascending.

    Parameters
    ----------
    x
        Lithium contents.
    y
        Values there.
    name
        What to call it; tables with equal points are equal.
    known
        Between which contents the values are given; beyond, the curve only goes on.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    name: str = field(default="table", compare=False)
    known: tuple[float, float] = (0.0, 1.0)


@lru_cache(maxsize=256)
def potential_through(points: Points) -> partial[Any]:
    """The open-circuit potential [V] through points, as PyBaMM takes functions.

    Equal points give one object: PyBaMM compares functions by identity.
    """
    return partial(curve_potential, points=points)


@lru_cache(maxsize=256)
def diffusivity_through(points: Points, scale: float) -> partial[Any]:
    """D_ab through points of ln(D/scale), times the set's scale, as PyBaMM takes functions."""
    return partial(curve_diffusivity, points=points, scale=scale)


def curve_potential(sto: Any, points: Points) -> Any:
    """Value of the curve through `points` at a lithium content (number, array or symbol)."""
    maximum = pybamm.maximum if isinstance(sto, pybamm.Symbol) else np.maximum
    first, knots = _truncated_powers(points)
    m = sto - first[0]
    value = first[4] + m * (first[3] + m * (first[2] + m * first[1]))
    for x, quadratic, cubic in knots:
        m = maximum(sto - x, 0)
        value = value + m**2 * (quadratic + cubic * m)
    return value


def curve_diffusivity(sto: Any, T: Any, points: Points, scale: float) -> Any:
    """D_ab [m2.s-1]: the set's scale times exp of the curve, which is ln(D/scale) as measured.

    Its temperature dependence is the Arrhenius factor that the particle model puts in front.
    """
    exp = pybamm.exp if isinstance(sto, pybamm.Symbol) else np.exp
    size = pybamm.Parameter(names.DIFFUSIVITY_SCALE) if isinstance(sto, pybamm.Symbol) else scale
    return size * exp(curve_potential(sto, points))


def points_of(function: Any) -> Points | None:
    """The table behind a function of this module; None for another."""
    if isinstance(function, partial) and function.func in (curve_potential, curve_diffusivity):
        points = function.keywords["points"]
        assert isinstance(points, Points)
        return points
    return None


def known_range(function: Any) -> tuple[float, float] | None:
    """Lithium contents between which a table was given; None for all of them, and for no table."""
    points = points_of(function)
    return None if points is None or points.known == (0.0, 1.0) else points.known


def interpolant(points: Points) -> PchipInterpolator:
    """The same curve as SciPy writes it."""
    return PchipInterpolator(points.x, points.y)


def thinned(x: FloatArray, y: FloatArray, tolerance: float) -> IntArray:
    """Positions of the points to keep, so that the curve through them passes all within tolerance.

    The point that the curve misses most is added until none is missed by more than the tolerance,
    or `MOST_POINTS` are kept.
    """
    if len(x) <= MOST_POINTS:
        return np.arange(len(x))
    keep = {0, len(x) // 2, len(x) - 1}
    while len(keep) < MOST_POINTS:
        chosen = np.array(sorted(keep))
        missed = np.abs(PchipInterpolator(x[chosen], y[chosen])(x) - y)
        worst = int(np.argmax(missed))
        if missed[worst] <= tolerance:
            break
        keep.add(worst)
    return np.array(sorted(keep))


@lru_cache(maxsize=64)
def _truncated_powers(
    points: Points,
) -> tuple[tuple[float, ...], tuple[tuple[float, float, float], ...]]:
    """First cubic (x0, c3, c2, c1, c0), and at each later knot the jump of its c2 and c3.

    Value and slope are continuous at a knot, so only the second and third derivatives jump.
    """
    curve = interpolant(points)
    x, c = curve.x.tolist(), curve.c
    knots = []
    for k in range(1, c.shape[1]):
        width = x[k] - x[k - 1]
        quadratic_before = c[1, k - 1] + 3 * c[0, k - 1] * width
        knots.append((x[k], float(c[1, k] - quadratic_before), float(c[0, k] - c[0, k - 1])))
    return (x[0], *map(float, c[:, 0])), tuple(knots)
