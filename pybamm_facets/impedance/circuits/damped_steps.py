"""Least squares within bounds by damped Gauss-Newton steps (Levenberg and Marquardt).

For a handful of parameters and residuals that cost microseconds a general optimiser spends nearly
all of its time on itself. This one does what such problems need: Marquardt's scaled damping with
Nielsen's update, and parameters that stay at a bound while the slope holds them there (Madsen,
Nielsen and Tingleff, Methods for Non-Linear Least Squares Problems, 2004, section 3.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pybamm_facets._arrays import BoolArray, FloatArray

FIRST_DAMPING = 1e-3
LONGEST_STEP = 6.0
"""Of one coordinate; they are logarithms."""
SMALL = 1e-30


class Residuals(Protocol):
    """What is minimised: residuals, and their derivatives, at a point."""

    def residuals(self, coordinates: FloatArray) -> FloatArray:
        """Residuals, (residuals,)."""

    def jacobian(self, coordinates: FloatArray) -> FloatArray:
        """Derivatives of the residuals, (residuals, coordinates)."""


@dataclass(frozen=True, eq=False)
class Minimum:
    """Where the steps ended.

    Parameters
    ----------
    x, fun, cost
        The point, the residuals there, and half the sum of their squares.
    converged
        Whether no step lowers the cost any more.
    nfev
        Evaluations of the residuals.
    at_bound
        Which coordinates a bound holds.
    """

    x: FloatArray
    fun: FloatArray
    cost: float
    converged: bool
    nfev: int
    at_bound: BoolArray


def minimise(
    problem: Residuals,
    start: FloatArray,
    lower: FloatArray,
    upper: FloatArray,
    *,
    tolerance: float,
    evaluations: int,
) -> Minimum:
    """Minimise half the sum of squared residuals.

    Parameters
    ----------
    problem
        Residuals and derivatives.
    start, lower, upper
        A point between bounds, (coordinates,).
    tolerance
        Relative change of cost, and of coordinates, that counts as none; and slope of the cost.
    evaluations
        At most.
    """
    x = np.clip(start, lower, upper)
    fun = problem.residuals(x)
    cost = 0.5 * float(fun @ fun)
    damping, growth, scale = FIRST_DAMPING, 2.0, np.full(len(x), SMALL)
    converged, count = False, 1
    held = np.zeros(len(x), bool)
    while not converged and count < evaluations:
        jacobian = problem.jacobian(x)
        slope, curvature = jacobian.T @ fun, jacobian.T @ jacobian
        scale = np.maximum(scale, np.diag(curvature))
        held = ((x <= lower) & (slope > 0)) | ((x >= upper) & (slope < 0))
        converged = bool(np.abs(slope[~held]).max(initial=0.0) <= tolerance)
        while not converged and count < evaluations:
            step = _step(curvature, slope, damping * scale, ~held)
            new_x = np.clip(x + step, lower, upper)
            step = new_x - x
            new_fun = problem.residuals(new_x)
            new_cost = 0.5 * float(new_fun @ new_fun)
            count += 1
            expected = -float(step @ slope) - 0.5 * float(step @ curvature @ step)
            gain = cost - new_cost
            small = np.abs(step).max() <= tolerance * (tolerance + np.abs(x).max())
            flat = expected <= tolerance * cost and abs(gain) <= tolerance * cost
            if gain > 0:
                x, fun, cost = new_x, new_fun, new_cost
                ratio = gain / max(expected, SMALL)
                damping, growth = damping * max(1 / 3, 1 - (2 * min(ratio, 1.0) - 1) ** 3), 2.0
            else:
                damping, growth = damping * growth, growth * 2
            converged = bool(small or flat or not np.isfinite(damping))
            if gain > 0:
                break
    return Minimum(x, fun, cost, converged, count, held)


def _step(
    curvature: FloatArray, slope: FloatArray, damping: FloatArray, free: BoolArray
) -> FloatArray:
    """The damped step of the coordinates that are free, the others kept."""
    step = np.zeros(len(slope))
    matrix = curvature[np.ix_(free, free)] + np.diag(damping[free] + SMALL)
    try:
        step[free] = -np.linalg.solve(matrix, slope[free])
    except np.linalg.LinAlgError:  # rounding left no damping: down the slope
        step[free] = -slope[free] / (np.diag(matrix) + SMALL)
    return np.clip(step, -LONGEST_STEP, LONGEST_STEP)
