"""Factors of the sparse matrices of finite elements."""

from __future__ import annotations

from scipy.sparse import csc_array
from scipy.sparse.linalg import SuperLU, splu


def factorised(matrix: csc_array) -> SuperLU:
    """Factors of a symmetric positive definite matrix, ordered to stay sparse."""
    return splu(
        csc_array(matrix),
        permc_spec="MMD_AT_PLUS_A",
        diag_pivot_thresh=0.0,
        options={"SymmetricMode": True},
    )
