"""Finite elements about an axis: values at quadrature points, and sums over elements."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix

from pybamm_facets._arrays import FloatArray
from pybamm_facets.theory.solvent.bispherical import Place, SphereBeforePlane

INTEGRATION_ORDER = 5
"""Of polynomials in (ξ, η) that the rule integrates exactly."""


@dataclass(frozen=True)
class Elements:
    """A potential with `n_unknowns` free coefficients, on some cells or on edges of the mesh.

    Attributes
    ----------
    n_unknowns
        Those not fixed at zero by a boundary.
    unknowns
        (cells, functions). Number of each local function's coefficient; -1 if fixed.
    functions
        (cells, functions, 3, points). Value, and physical gradient along ξ and η [m-1], of each
        local function.
    weights
        (cells, points). Volume [m3] (or, on edges, area [m2]) of each quadrature point, swept about
        the axis.
    place
        Where the points lie.
    """

    n_unknowns: int
    unknowns: npt.NDArray[np.intp]
    functions: FloatArray
    weights: FloatArray
    place: Place

    def fields(self, potential: FloatArray) -> FloatArray:
        """Value and gradient at the quadrature points, shape (3, cells, points)."""
        local = np.append(potential, 0.0)[self.unknowns]
        cells, functions, _, points = self.functions.shape
        flat = self.functions.reshape(cells, functions, 3 * points)
        return (local[:, None] @ flat).reshape(cells, 3, points).transpose(1, 0, 2)

    def vector(self, density: FloatArray) -> FloatArray:
        """Integral of `density` times (v, ∇v) for each function v; density like `fields`."""
        cells, functions, _, points = self.functions.shape
        weighted = (density * self.weights).transpose(1, 0, 2).reshape(cells, 3 * points, 1)
        local = self.functions.reshape(cells, functions, 3 * points) @ weighted
        target = np.where(self.unknowns < 0, self.n_unknowns, self.unknowns)
        summed = np.bincount(target.ravel(), local.ravel(), self.n_unknowns + 1)
        return np.asarray(summed[:-1], dtype=float)  # of int where there are no cells

    def matrix(self, density: FloatArray) -> csc_matrix:
        """Integral of (u, ∇u) · `density` · (v, ∇v), density of shape (3, 3, cells, points)."""
        cells, functions, _, points = self.functions.shape
        weighted = (density * self.weights).transpose(2, 0, 1, 3)
        loaded = (weighted[:, None] * self.functions[:, :, None]).sum(axis=3)
        flat = (cells, functions, 3 * points)
        local = loaded.reshape(flat) @ self.functions.reshape(flat).transpose(0, 2, 1)
        pattern = self._pattern
        data = np.bincount(pattern.position, local.ravel()[pattern.free], pattern.rows.size)
        shape = (self.n_unknowns, self.n_unknowns)
        return csc_matrix((data, pattern.rows, pattern.columns), shape=shape)

    @cached_property
    def _pattern(self) -> _Pattern:
        rows, columns = np.broadcast_arrays(self.unknowns[:, :, None], self.unknowns[:, None])
        free = ((rows >= 0) & (columns >= 0)).ravel()
        n = self.n_unknowns
        entries = columns.ravel()[free] * n + rows.ravel()[free]
        used, position = np.unique(entries, return_inverse=True)
        return _Pattern(free, position, used % n, np.searchsorted(used // n, np.arange(n + 1)))


@dataclass(frozen=True)
class _Pattern:
    """Where each local entry goes in a compressed sparse column matrix, found once."""

    free: npt.NDArray[np.bool_]
    position: npt.NDArray[np.intp]
    rows: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]


@dataclass(frozen=True)
class Discretization:
    """The elements of a sphere before a plane; the potential is zero on the plane and far away."""

    outside: Elements
    inside: Elements
    """Of the sphere; no cells where its inside is left out."""
    sphere: Elements
    """Edges on the sphere; ``vector`` and ``fields`` integrate and evaluate over its surface."""


def discretize(mesh: Any, sphere: SphereBeforePlane) -> Discretization:
    """Biquadratic elements on a mesh of `graded_mesh`."""
    from skfem import Basis, ElementQuad2, FacetBasis

    element = ElementQuad2()
    whole = Basis(mesh, element, intorder=INTEGRATION_ORDER)
    fixed = whole.get_dofs(["plane", "far"]).all()
    free = whole.complement_dofs(fixed)
    number = np.full(whole.N, -1, dtype=np.intp)
    number[free] = np.arange(free.size)
    parts = [
        Basis(mesh, element, intorder=INTEGRATION_ORDER, elements=mesh.subdomains[name])
        for name in ("outside", "inside")
    ]
    # Twice the order on the sphere: there the integrals decide λ and are nearly free.
    edge = FacetBasis(
        mesh, element, facets=mesh.boundaries["sphere"], intorder=2 * INTEGRATION_ORDER
    )
    outside, inside = (_elements(part, sphere, number, free.size, 2) for part in parts)
    return Discretization(outside, inside, _elements(edge, sphere, number, free.size, 1))


def _elements(
    basis: Any,
    sphere: SphereBeforePlane,
    number: npt.NDArray[np.intp],
    n_unknowns: int,
    dimension: int,
) -> Elements:
    place = sphere.at(*np.asarray(basis.global_coordinates()))
    functions = np.array(
        [[np.asarray(f), *f.grad / place.scale] for (f,) in basis.basis]
    )  # (functions, 3, cells, points)
    return Elements(
        n_unknowns=n_unknowns,
        unknowns=number[basis.element_dofs].T,
        functions=np.ascontiguousarray(functions.transpose(2, 0, 1, 3)),
        weights=2 * np.pi * place.r * place.scale**dimension * basis.dx,
        place=place,
    )
