"""Systems of equations with a fixed pattern, solved once and for all in symbols."""

from __future__ import annotations

from typing import Any, cast

import casadi
import numpy as np
from scipy.sparse import csc_matrix, identity
from scipy.sparse.linalg import splu

from pybamm_facets._arrays import IntArray


def solved(matrix: casadi.SX, right: casadi.SX) -> casadi.SX:
    """Solution x of ``matrix @ x = right`` by Gaussian elimination without a choice of pivots.

    The order is one of minimum degree. Equations of a discretised cell stand in the order of their
    unknowns, with the largest coefficient on the diagonal: pivots need no search.

    Parameters
    ----------
    matrix
        (n, n), sparse.
    right
        (n, m).

    Raises
    ------
    RuntimeError
        For a diagonal with gaps.
    """
    sparsity: Any = matrix.sparsity()
    n = int(sparsity.size1())
    if not n:
        return right
    if sparsity.get_diag()[0].nnz() < n:
        raise RuntimeError("the diagonal has gaps: pivots would have to be looked for")
    order = _minimum_degree(sparsity)
    place = np.argsort(order).tolist()
    rows: list[dict[int, Any]] = [{} for _ in range(n)]
    for row, column, value in zip(*sparsity.get_triplet(), _elements(matrix.nz[:]), strict=True):
        rows[place[row]][place[column]] = value
    x = [_elements(right[k, :]) for k in order.tolist()]
    below: list[set[int]] = [set() for _ in range(n)]  # rows that a pivot's column is taken from
    for k, entries in enumerate(rows):
        for column in entries:
            if column < k:
                below[column].add(k)
    for k, pivots in enumerate(rows):
        right_of_pivot = {column: value for column, value in pivots.items() if column > k}
        for i in sorted(below[k]):
            factor = rows[i].pop(k) / pivots[k]
            for column, value in right_of_pivot.items():
                if column in rows[i]:
                    rows[i][column] -= factor * value
                    continue
                rows[i][column] = -factor * value
                if column < i:
                    below[column].add(i)
            x[i] = _less(x[i], factor, x[k])
    for k in reversed(range(n)):
        for column, value in rows[k].items():
            if column > k:
                x[k] = _less(x[k], value, x[column])
        x[k] = [one / rows[k][k] for one in x[k]]
    return cast("casadi.SX", casadi.vertcat(*(casadi.horzcat(*x[k]) for k in place)))


def _elements(matrix: Any) -> list[Any]:
    """Entries of a dense matrix of symbols, one by one."""
    return list(casadi.densify(casadi.SX(matrix)).elements())


def _less(row: list[Any], factor: Any, other: list[Any]) -> list[Any]:
    return [a - factor * b for a, b in zip(row, other, strict=True)]


def _minimum_degree(sparsity: Any) -> IntArray:
    """SuperLU's order of minimum degree for the pattern of a matrix that needs no pivots."""
    n, ones = sparsity.size1(), np.ones(sparsity.nnz())
    rows, columns = np.array(sparsity.row()), np.array(sparsity.colind())
    pattern = csc_matrix((ones, rows, columns), shape=(n, n))
    heavy = csc_matrix(pattern + pattern.T + 1e6 * identity(n))
    options = {"SymmetricMode": True}
    factors = splu(heavy, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options=options)
    order: IntArray = np.argsort(factors.perm_c)
    return order
