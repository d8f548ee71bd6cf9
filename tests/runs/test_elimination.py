"""Elimination in symbols against NumPy."""

import casadi
import numpy as np
import pytest
from scipy.sparse import random as random_sparse

from pybamm_facets.runs.gradient.elimination import solved


@pytest.mark.parametrize(("n", "columns"), [(1, 1), (2, 3), (12, 1), (40, 7)])
@pytest.mark.parametrize("density", [0.05, 0.4, 1.0])
def test_solves_what_numpy_solves(n, columns, density):
    chance = np.random.default_rng(n)
    matrix = random_sparse(n, n, density, random_state=chance).toarray()
    matrix += np.diag(np.abs(matrix).sum(axis=1) + chance.uniform(0.1, 1, n))
    right = chance.normal(size=(n, columns))
    sparse = casadi.sparsify(casadi.DM(matrix))
    a, b = casadi.SX.sym("a", sparse.sparsity()), casadi.SX.sym("b", n, columns)
    found = casadi.Function("solved", [a, b], [solved(a, b)])(sparse, right).full()
    np.testing.assert_allclose(found, np.linalg.solve(matrix, right), rtol=1e-11, atol=1e-13)


def test_zeros_in_the_right_side_cost_nothing():
    a = casadi.SX.sym("a", casadi.Sparsity.banded(50, 1))
    b = casadi.SX(50, 2)
    b[:, 0] = casadi.SX.sym("b", 50)
    with_zeros = casadi.Function("solved", [a, b[:, 0]], [solved(a, b)])
    alone = casadi.Function("solved", [a, b[:, 0]], [solved(a, b[:, 0])])
    assert with_zeros.n_instructions() <= alone.n_instructions() + 110  # and 50 outputs
    assert alone.n_instructions() < 50 * 15


def test_a_gap_on_the_diagonal_is_refused():
    gap = casadi.sparsify(casadi.DM([[0.0, 1.0], [1.0, 1.0]]))
    with pytest.raises(RuntimeError, match="diagonal has gaps"):
        solved(casadi.SX.sym("a", gap.sparsity()), casadi.SX.sym("b", 2))


def test_nothing_to_solve():
    assert solved(casadi.SX(0, 0), casadi.SX(0, 3)).shape == (0, 3)
