"""Newton's method with backtracking for a strictly convex functional."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import splu

from pybamm_facets._arrays import FloatArray
from pybamm_facets.theory.errors import ConvergenceError

_SUFFICIENT = 1e-4
_SHORTEST = 1e-6


class ConvexFunctional(Protocol):
    """What is minimised, as a function of n unknowns."""

    def value(self, u: FloatArray) -> tuple[float, float]:
        """The functional, and the round-off in it."""

    def derivatives(self, u: FloatArray) -> tuple[FloatArray, csc_matrix]:
        """Gradient (n,) and Hessian (n, n)."""


def minimize(
    functional: ConvexFunctional,
    start: FloatArray,
    *,
    tolerance: float,
    what: str = "minimum",
    max_iterations: int = 60,
) -> tuple[FloatArray, int]:
    """Minimise by Newton steps, each halved until the functional falls enough (Armijo).

    A step below `tolerance` is taken whole and ends the iteration, before round-off of the
    functional could refuse it. Short steps before that are not refused for round-off either.

    Parameters
    ----------
    functional
        Strictly convex.
    start
        (n,).
    tolerance
        Largest component of the last step, in the unit of the unknowns.
    what
        What is being solved, for the message of the error.
    max_iterations
        Newton steps to allow.

    Returns
    -------
    u, iterations
        The minimum, and the Newton steps to it.

    Raises
    ------
    ConvergenceError
        If no step ends it.
    """
    u = start
    value, roundoff = functional.value(u)
    for iteration in range(1, max_iterations + 1):
        gradient, hessian = functional.derivatives(u)
        step = -factorized(hessian)(gradient)
        size = float(np.max(np.abs(step)))
        if size < tolerance:
            return u + step, iteration
        slope, length = _SUFFICIENT * float(gradient @ step), 1.0
        new, new_roundoff = functional.value(u + step)
        while not new <= value + length * slope + roundoff + new_roundoff:
            length /= 2
            if length < _SHORTEST:
                raise ConvergenceError(f"{what} (no descent)", size, iteration)
            new, new_roundoff = functional.value(u + length * step)
        u, value, roundoff = u + length * step, new, new_roundoff
    raise ConvergenceError(what, size, max_iterations)


def factorized(matrix: csc_matrix) -> Callable[[FloatArray], FloatArray]:
    """The solver of a symmetric positive definite matrix, without pivoting away its sparsity."""
    result: Callable[[FloatArray], FloatArray] = splu(
        matrix, permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True}
    ).solve
    return result
