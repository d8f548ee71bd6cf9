"""Finite elements of plane stress on triangles, assembled by scikit-fem."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.sparse import csc_array

from pybamm_facets._arrays import BoolArray, FloatArray, IntArray
from pybamm_facets.cross_section.sparse_lu import factorised

_QUADRATURE = 2
"""Exact for the stiffness of quadratic elements; its three points fix a linear stress."""


def plane_stress(strain: FloatArray, youngs_modulus: float, poissons_ratio: float) -> FloatArray:
    """Stress [xx, yy, xy] of an isotropic sheet for strains (3, ...) of tensor components.

    σ_x = E/(1−ν²) (ε_x + ν ε_y), σ_y likewise, σ_xy = E/(1+ν) ε_xy: Eqs. 7 and 8 of Li et al.
    2025 (doi 10.1038/s41467-025-65068-5) for the elastic strain, with the shear they leave out.
    """
    e, nu = youngs_modulus, poissons_ratio
    xx, yy, xy = strain
    plane = e / (1 - nu**2)
    return np.stack([plane * (xx + nu * yy), plane * (yy + nu * xx), e / (1 + nu) * xy])


def vector_basis(points: FloatArray, triangles: IntArray, order: int) -> Any:
    """Displacement basis of scikit-fem on a mesh, of order 1 or 2."""
    import skfem

    elements = {1: skfem.ElementTriP1, 2: skfem.ElementTriP2}
    if order not in elements:
        raise ValueError(f"order={order!r}: expected 1 or 2")
    # Not sorted, so that a triangle's corners keep the order that our mesh gives them.
    p, t = np.ascontiguousarray(points), np.ascontiguousarray(triangles)
    mesh = skfem.MeshTri(p, t, sort_t=False)
    return skfem.Basis(mesh, skfem.ElementVector(elements[order]()), intorder=_QUADRATURE)


def nodes(basis: Any) -> tuple[IntArray, FloatArray, BoolArray]:
    """Unknowns (2, n) of all nodes, their places (2, n), and which are on the rim (n,)."""
    unknowns = np.concatenate(
        [basis.nodal_dofs, *basis.facet_dofs.reshape(-1, 2, basis.mesh.nfacets)], axis=1
    )
    on_rim = np.isin(unknowns[0], basis.get_dofs().all())
    return unknowns, basis.doflocs[:, unknowns[0]], on_rim


def barycentric(basis: Any) -> FloatArray:
    """Weights (3, nq) of a triangle's corners at its quadrature points."""
    x, y = basis.X
    return np.stack([1 - x - y, x, y])


def stiffness(basis: Any, poissons_ratio: float) -> csc_array:
    """Stiffness matrix for a Young's modulus of 1."""
    from skfem import BilinearForm
    from skfem.helpers import sym_grad

    def form(u: Any, v: Any, _: Any) -> Any:
        stress = plane_stress(np.stack(_components(sym_grad(u))), 1.0, poissons_ratio)
        return _work(stress, sym_grad(v))

    return csc_array(BilinearForm(form).assemble(basis))


def load(basis: Any, stress: FloatArray) -> FloatArray:
    """Load vector of a stress (3, Nt, nq): ∫ σ : ε(v)."""
    from skfem import LinearForm
    from skfem.helpers import sym_grad

    def form(v: Any, w: Any) -> Any:
        return _work((w["xx"], w["yy"], w["xy"]), sym_grad(v))

    vector: FloatArray = LinearForm(form).assemble(basis, xx=stress[0], yy=stress[1], xy=stress[2])
    return vector


def strain(basis: Any, displacement: FloatArray) -> FloatArray:
    """Strain [xx, yy, xy] of a displacement vector at the quadrature points, (3, Nt, nq)."""
    from skfem.helpers import sym_grad

    return np.stack(_components(sym_grad(basis.interpolate(displacement))))


def solver(matrix: csc_array, fixed: IntArray) -> Callable[[FloatArray], FloatArray]:
    """Solver of a symmetric positive definite system with some unknowns held at zero."""
    free = np.setdiff1d(np.arange(matrix.shape[0]), fixed)
    factors = factorised(matrix[free][:, free])

    def solve(right: FloatArray) -> FloatArray:
        solution = np.zeros_like(right)
        solution[free] = factors.solve(right[free])
        return solution

    return solve


def _components(tensor: Any) -> tuple[Any, Any, Any]:
    return tensor[0, 0], tensor[1, 1], tensor[0, 1]


def _work(stress: Any, tensor: Any) -> Any:
    xx, yy, xy = _components(tensor)
    return stress[0] * xx + stress[1] * yy + 2 * stress[2] * xy
