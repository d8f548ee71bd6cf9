"""Diffusion on a mesh of layered grains: the tensor of each triangle and its linear elements."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from scipy.sparse import coo_array, csc_array

from pybamm_facets._arrays import FloatArray, IntArray
from pybamm_facets._checks import is_number, positive


class Triangles(Protocol):
    """What linear elements need of a mesh: corners counter-clockwise, areas in m2."""

    @property
    def points(self) -> FloatArray: ...
    @property
    def triangles(self) -> IntArray: ...
    @property
    def area(self) -> FloatArray: ...


def layer_tensors(c_axis: FloatArray, along: float, across: float) -> FloatArray:
    r"""Diffusivity of layered grains in the section, :math:`D_{ab}(I - n n) + D_c\, n n`.

    Parameters
    ----------
    c_axis
        (3, n). Unit c axes n.
    along, across
        D_ab along the layers and D_c across them [m2.s-1], 0 ≤ D_c ≤ D_ab.

    Returns
    -------
    (2, 2, n) array
        In-plane block of the tensor in space: nothing varies along the normal of the section.

    Raises
    ------
    ValueError
        If D_ab is not positive, or D_c not between 0 and D_ab.
    """
    positive("along", along, "m2.s-1")
    if not is_number(across) or not 0 <= across <= along:
        raise ValueError(
            f"across={across!r}: expected a diffusivity from 0 to that along the layers, {along!r}"
        )
    n = c_axis[:2]
    tensors: FloatArray = along * np.eye(2)[:, :, None] - (along - across) * n[:, None] * n[None]
    return tensors


def stiffness(mesh: Triangles, tensors: FloatArray) -> csc_array:
    """Matrix of ∫ ∇φ_i · D ∇φ_j over linear elements, (Np, Np) [m2.s-1].

    Parameters
    ----------
    mesh
        Points, triangles and their areas.
    tensors
        (2, 2, Nt). D of each triangle [m2.s-1].
    """
    corners = mesh.points[:, mesh.triangles]
    opposite = np.roll(corners, -2, axis=1) - np.roll(corners, -1, axis=1)
    gradient = np.stack([-opposite[1], opposite[0]]) / (2 * mesh.area)
    local = np.einsum("ait,abt,bjt,t->ijt", gradient, tensors, gradient, mesh.area)
    rows = np.broadcast_to(mesh.triangles[:, None], local.shape)
    columns = np.broadcast_to(mesh.triangles[None], local.shape)
    n = mesh.points.shape[1]
    return csc_array(coo_array((local.ravel(), (rows.ravel(), columns.ravel())), shape=(n, n)))


def nodal_area(mesh: Triangles) -> FloatArray:
    """Area that belongs to each node, a third of every triangle at it, (Np,) [m2]."""
    each = np.broadcast_to(mesh.area, mesh.triangles.shape).ravel()
    area: FloatArray = np.bincount(mesh.triangles.ravel(), each, mesh.points.shape[1]) / 3
    return area
