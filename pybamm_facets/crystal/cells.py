"""Which part of the sphere is nearest to each facet family, as a boundary quadrature.

The directions nearest to one normal fill a spherical polygon. By Green's theorem the weight of
such a cell under a density rho(u), u the polar cosine, is a line integral along its edges of
the tail of rho times d(azimuth). The nodes do not depend on rho, so that the result is as
smooth in a parameter of rho as rho itself, whatever the kinks of the cells.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from pybamm_facets._arrays import FloatArray, IntArray
from pybamm_facets.crystal.facets import FacetFamily
from pybamm_facets.crystal.lattice import Lattice
from pybamm_facets.crystal.polyhedron import polyhedron_faces

_EQUATOR = 1e-12
_EQUAL = 1e-14
"""Polar cosines nearer than this differ by rounding."""


class CellBoundary(NamedTuple):
    """Nodes along the edges of all cells, the lower half folded up by inversion.

    Attributes
    ----------
    u
        (n,). Polar cosine of each node; symmetry copies of an edge share theirs.
    weights
        (m, n). Weight of the tail at each node in the cells of each of m families, in units of
        the whole sphere.
    """

    u: FloatArray
    weights: FloatArray

    def shares(self, tail: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """Share of each family, (m,), for a density given by its tail (tail(0) = 1)."""
        shares: FloatArray = self.all_shares(tail(self.u)[None])[0]
        return shares

    def all_shares(self, tails: FloatArray) -> FloatArray:
        """(k, m). Shares for k densities, given by their tails at the nodes, (k, n)."""
        # Not a product of matrices: its rounding would depend on how many densities there are.
        parts = np.stack([np.einsum("kn,n->k", tails, w) for w in self.weights], axis=1)
        # A share that is zero comes out as rounding of either sign.
        parts = np.maximum(parts, 0)
        shares: FloatArray = parts / parts.sum(axis=1, keepdims=True)
        return shares


@lru_cache(maxsize=64)
def cell_boundary(
    families: tuple[FacetFamily, ...], lattice: Lattice, order: int = 40
) -> CellBoundary:
    """Boundary quadrature of the cells nearest to each family.

    Parameters
    ----------
    families
        At least two, with distinct normals.
    lattice
        Sets the angles between the normals.
    order
        Gauss-Legendre points per edge.

    Raises
    ------
    ValueError
        If all normals lie in one plane.
    """
    normals = np.concatenate([f.normals(lattice) for f in families])
    owner = np.repeat(np.arange(len(families)), [f.multiplicity for f in families])
    # Faces of the body with every plane at distance 1 are the cells, seen from its centre.
    try:
        faces = polyhedron_faces(normals, np.ones(len(normals)))
    except ValueError:
        labels = [f.label for f in families]
        raise ValueError(f"families={labels}: expected normals that span space") from None
    u, weight, family = [], [], []
    for normal, corners, index in zip(normals, faces, owner, strict=True):
        copies = 1 + np.sign(normal[2]) if abs(normal[2]) > _EQUATOR else 1.0
        for cosines, azimuths in _edges(corners, order) if copies else ():
            u.append(cosines)
            weight.append(azimuths * copies / (4 * np.pi))
            family.append(np.full(len(cosines), index))
    return _merged(np.concatenate(u), np.concatenate(weight), np.concatenate(family), len(families))


def _merged(u: FloatArray, weight: FloatArray, family: IntArray, count: int) -> CellBoundary:
    """Nodes of equal cosine as one: an edge has up to 24 copies, and lies between two cells."""
    order = np.argsort(u, kind="stable")
    u, weight, family = u[order], weight[order], family[order]
    first = np.r_[True, np.diff(u) > _EQUAL]
    weights = np.zeros((count, int(first.sum())))
    np.add.at(weights, (family, np.cumsum(first) - 1), weight)
    return CellBoundary(u[first], weights)


def _edges(corners: FloatArray, order: int) -> Iterator[tuple[FloatArray, FloatArray]]:
    points = corners / np.linalg.norm(corners, axis=1, keepdims=True)
    for start, end in zip(points, np.roll(points, -1, axis=0), strict=True):
        if start[2] * end[2] < 0:
            middle = start * abs(end[2]) + end * abs(start[2])
            middle /= np.linalg.norm(middle)
            yield _arc(start, middle, order)
            yield _arc(middle, end, order)
        else:
            yield _arc(start, end, order)


def _arc(start: FloatArray, end: FloatArray, order: int) -> tuple[FloatArray, FloatArray]:
    """Polar cosines and azimuth increments at nodes along a great-circle arc."""
    axis = np.cross(start, end)
    sine = float(np.linalg.norm(axis))
    if sine == 0:
        return np.empty(0), np.empty(0)
    if abs(start[2]) > abs(end[2]):
        u, azimuths = _arc(end, start, order)
        return u, -azimuths
    length = np.arctan2(sine, float(start @ end))
    x, w = np.polynomial.legendre.leggauss(order)
    # Squaring crowds nodes at the end nearer the equator, where sharp textures vary fastest.
    t = (1 + x) / 2
    angle = length * t**2
    u = start[2] * np.cos(angle) + np.cross(axis / sine, start)[2] * np.sin(angle)
    return u, (axis[2] / sine) * length * t * w / (1 - u**2)
