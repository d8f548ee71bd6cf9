"""Newton's method with backtracking, on functionals whose minimum is known."""

import numpy as np
import pytest
from scipy.sparse import csc_matrix, diags

from pybamm_facets.theory import ConvergenceError
from pybamm_facets.theory.solvent.newton import minimize


class LogCosh:
    """Sum of ln cosh(u - 1): undamped Newton steps diverge from 1.09 away."""

    def value(self, u):
        return float(np.sum(np.logaddexp(u - 1, 1 - u))), 0.0

    def derivatives(self, u):
        return np.tanh(u - 1), csc_matrix(diags(1 / np.cosh(u - 1) ** 2))


class WrongGradient(LogCosh):
    """Whose steps lead up."""

    def derivatives(self, u):
        gradient, hessian = super().derivatives(u)
        return -gradient, hessian


def test_backtracking_converges_where_newton_alone_would_not():
    u, iterations = minimize(LogCosh(), np.array([4.0, -2.5, 1.0]), tolerance=1e-10)
    assert u == pytest.approx([1, 1, 1], abs=1e-12)
    assert 3 < iterations < 30


def test_failure_says_what_how_far_and_how_long():
    with pytest.raises(ConvergenceError, match="here: not converged after 2 iterations") as caught:
        minimize(LogCosh(), np.array([4.0]), tolerance=1e-10, what="here", max_iterations=2)
    assert caught.value.iterations == 2 and caught.value.residual > 0.1
    with pytest.raises(ConvergenceError, match="no descent"):
        minimize(WrongGradient(), np.array([1.5]), tolerance=1e-10)
