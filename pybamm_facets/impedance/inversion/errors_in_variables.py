"""Linear least squares with errors in the matrix as well as on the right-hand side."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.optimize import nnls

from pybamm_facets._arrays import FloatArray

ITERATIONS = 1000
TOLERANCE = 1e-11
HALVINGS = 40


class Estimate(NamedTuple):
    """Most likely non-negative x (n,), and the linear problem that it solves.

    `matrix` holds the most likely entries of A, `target` the right-hand side that goes with them,
    `variance` that of each row and `misfit` the sum of squares that x minimises.
    """

    x: FloatArray
    matrix: FloatArray
    target: FloatArray
    variance: FloatArray
    misfit: float

    @property
    def unbounded(self) -> FloatArray:
        """The solution of the linear problem without bounds, (n,)."""
        deviation = np.sqrt(self.variance)
        solution = np.linalg.lstsq(self.matrix / deviation[:, None], self.target / deviation)[0]
        return np.asarray(solution, dtype=float)

    @property
    def covariance(self) -> FloatArray:
        """Of `unbounded` by linear propagation, (n, n)."""
        information = self.matrix.T @ (self.matrix / self.variance[:, None])
        return np.asarray(np.linalg.inv(information), dtype=float)


def most_likely(A: FloatArray, b: FloatArray, var_A: FloatArray, var_b: FloatArray) -> Estimate:
    r"""The most likely x ≥ 0 of A x = b when every entry of A and b has a Gaussian error.

    With the true entries of A eliminated, that is the minimum of

    .. math:: \sum_p \frac{(b_p - \sum_i A_{pi} x_i)^2}{\sigma_p^2}, \quad
              \sigma_p^2 = \operatorname{var} b_p + \sum_i x_i^2 \operatorname{var} A_{pi}

    The Gauss-Newton step is again a linear non-negative least-squares problem, whose matrix holds
    the most likely entries of A. Weights alone, without that correction of the matrix, would bias x
    towards zero.

    Parameters
    ----------
    A, var_A
        Matrix (m, n) and the variances of its entries.
    b, var_b
        Right-hand side (m,) and its variances, positive.

    Raises
    ------
    ArithmeticError
        If the steps do not converge: errors as large as the areas themselves.
    """

    def variance(x: FloatArray) -> FloatArray:
        total: FloatArray = var_b + var_A @ x**2
        return total

    def misfit(x: FloatArray) -> float:
        return float(np.sum((b - A @ x) ** 2 / variance(x)))

    x = nnls(A / np.sqrt(var_b)[:, None], b / np.sqrt(var_b))[0]
    for _ in range(ITERATIONS):
        corrected = A + ((b - A @ x) / variance(x))[:, None] * var_A * x
        target = b - A @ x + corrected @ x
        deviation = np.sqrt(variance(x))
        goal = nnls(corrected / deviation[:, None], target / deviation)[0]
        if np.max(np.abs(goal - x)) <= TOLERANCE * np.max(np.abs(goal), initial=TOLERANCE):
            return Estimate(goal, corrected, target, variance(goal), misfit(goal))
        x = _downhill(x, goal, misfit)
    raise ArithmeticError("no most likely values found")


def _downhill(x: FloatArray, goal: FloatArray, misfit: Callable[[FloatArray], float]) -> FloatArray:
    """As far towards `goal` as the misfit does not grow."""
    bound = misfit(x) * (1 + 1e-9) + 1e-30
    for _ in range(HALVINGS):
        if misfit(goal) <= bound:
            break
        goal = (x + goal) / 2
    return goal
