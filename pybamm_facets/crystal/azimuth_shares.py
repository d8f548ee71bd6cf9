"""Which facets a direction at a given angle to the c axis can show, and for which azimuths."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from pybamm_facets._arrays import ArrayLike, BoolArray, FloatArray, IntArray
from pybamm_facets.crystal.facets import FacetFamily
from pybamm_facets.crystal.lattice import Lattice
from pybamm_facets.crystal.polyhedron import polyhedron_faces

_ORDER = 20
_NEGLIGIBLE = 1e-9
_DIGITS = 10
_BATCH = 2000
_FINE = (0.0025, 0.0125, 0.05, 0.1, 0.96, 0.99, 0.997, 0.9995)
"""More breaks, near both poles of a sharp texture."""


class Cones(NamedTuple):
    """The sphere seen along the cones of constant u = |cos(theta)|, theta from the c axis.

    Attributes
    ----------
    normals
        (m, 3). Unit normals of all facets.
    owner
        (m,). Position of the family of each normal.
    edges
        (e, 3). Unit normals of the great circles that part the cells of nearest normals.
    breaks
        (k,). From 0 to 1: every u at which a cell has a corner or its edge turns back, and some
        more near the ends. Shares are analytic between two neighbours, and the same facets exist.
    n_families
        Number of families.
    """

    normals: FloatArray
    owner: IntArray
    edges: FloatArray
    breaks: FloatArray
    n_families: int

    def shares(self, u: ArrayLike) -> FloatArray:
        """Share of the azimuths of each cone that are nearest to each family.

        Parameters
        ----------
        u
            (n,). Cosines of the cones' angles, in [0, 1].

        Returns
        -------
        (n, n_families) array
            Rows add to 1. Exact: the azimuths where cells meet are found in closed form.
        """
        cosines = np.atleast_1d(np.asarray(u, dtype=float))
        if self.n_families == 1:
            return np.ones((len(cosines), 1))
        batches = range(0, len(cosines), _BATCH)
        return np.concatenate([self._of_cones(cosines[k : k + _BATCH]) for k in batches])

    def _of_cones(self, u: FloatArray) -> FloatArray:
        sine = np.sqrt((1 - u) * (1 + u))
        across = np.hypot(self.edges[:, 0], self.edges[:, 1])
        centre = np.arctan2(self.edges[:, 1], self.edges[:, 0])
        level = np.maximum(sine[:, None] * across, 1e-300)
        half = np.arccos(np.clip(-self.edges[:, 2] * u[:, None] / level, -1, 1))
        meeting = np.sort(np.mod(np.hstack([centre - half, centre + half]), 2 * np.pi), axis=1)
        closed = np.hstack([meeting, meeting[:, :1] + 2 * np.pi])
        width, middle = np.diff(closed, axis=1), (closed[:, 1:] + closed[:, :-1]) / 2
        points = np.stack(
            [sine[:, None] * np.cos(middle), sine[:, None] * np.sin(middle),
             np.broadcast_to(u[:, None], middle.shape)], axis=-1,
        )  # fmt: skip
        family = self.owner[np.argmax(points @ self.normals.T, axis=-1)]
        place = family + self.n_families * np.arange(len(u))[:, None]
        sums = np.bincount(place.ravel(), width.ravel(), self.n_families * len(u))
        return sums.reshape(len(u), self.n_families) / (2 * np.pi)


class ConeGrid(NamedTuple):
    """Quadrature over u with the shares at its nodes.

    Attributes
    ----------
    u
        (n,). Nodes in (0, 1), equally many between two neighbouring breaks.
    weights
        (n,). Their weights, adding to 1: the probabilities of random grains.
    shares
        (n, n_families). Share of each family at each node.
    exists
        (k - 1, n_families). Which families exist between two neighbouring breaks.
    """

    u: FloatArray
    weights: FloatArray
    shares: FloatArray
    exists: BoolArray


@lru_cache(maxsize=64)
def cones(families: tuple[FacetFamily, ...], lattice: Lattice) -> Cones:
    """The cones of a crystal with these facets.

    Raises
    ------
    ValueError
        If there are several families and all normals lie in one plane.
    """
    normals = np.concatenate([f.normals(lattice) for f in families])
    owner = np.repeat(np.arange(len(families)), [f.multiplicity for f in families])
    if len(families) == 1:
        return Cones(normals, owner, np.empty((0, 3)), np.array([0.0, *_FINE, 1.0]), 1)
    try:
        faces = polyhedron_faces(normals, np.ones(len(normals)))
    except ValueError:
        labels = [f.label for f in families]
        raise ValueError(f"families={labels}: expected normals that span space") from None
    parts = [part for corners in faces for part in _edges(corners)]
    axes = np.array([axis for axis, _ in parts])
    # Every edge comes twice, from either side: the circle is the same.
    axes *= np.where(_first_sign(axes) < 0, -1.0, 1.0)[:, None]
    edges = np.unique(np.round(axes, _DIGITS), axis=0)
    turns = np.concatenate([turns for _, turns in parts])
    corners = np.concatenate([c / np.linalg.norm(c, axis=1, keepdims=True) for c in faces])[:, 2]
    marks = np.clip(np.abs(np.concatenate([[0.0, 1.0, *_FINE], turns, corners])), 0, 1)
    return Cones(normals, owner, edges, np.unique(np.round(marks, _DIGITS)), len(families))


@lru_cache(maxsize=64)
def cone_grid(families: tuple[FacetFamily, ...], lattice: Lattice) -> ConeGrid:
    """Quadrature between the breaks of `cones`, nodes crowding at each."""
    seen = cones(families, lattice)
    x, w = np.polynomial.legendre.leggauss(_ORDER)
    t = (1 + x) / 2
    # The step 3t² - 2t³ makes the shares, which end like square roots, smooth in t.
    step, slope = t**2 * (3 - 2 * t), 6 * t * (1 - t)
    low, length = seen.breaks[:-1, None], np.diff(seen.breaks)[:, None]
    u = (low + length * step).ravel()
    shares = seen.shares(u)
    exists = shares.reshape(-1, _ORDER, seen.n_families).max(axis=1) > _NEGLIGIBLE
    return ConeGrid(u, (length * slope * w / 2).ravel(), shares, exists)


def integral_from(
    grid: ConeGrid, breaks: FloatArray, values: FloatArray, u: FloatArray
) -> FloatArray:
    """Integral from 0 to each u of a function given at the nodes of a grid.

    Parameters
    ----------
    grid
        The grid.
    breaks
        (k,). Of the cones that it was made from.
    values
        (n,). The function at the nodes.
    u
        Any shape. Upper ends, in [0, 1].

    Returns
    -------
    array
        As accurate as the quadrature: the interpolating polynomials are integrated exactly.
    """
    shape, u = np.shape(u), np.ravel(u)
    x, w = np.polynomial.legendre.leggauss(_ORDER)
    legendre = np.polynomial.legendre.legvander(x, _ORDER - 1)
    parts = (grid.weights * values).reshape(-1, _ORDER)
    # Coefficients of the integrand in x = 2t - 1, and of its integral from -1.
    series = (2 * np.arange(_ORDER) + 1) / 2 * (parts / w @ (legendre * w[:, None]))
    primitive = np.polynomial.legendre.legint(series, lbnd=-1, axis=1)
    ends = np.concatenate([[0.0], np.cumsum(parts.sum(axis=1))])
    panel = np.clip(np.searchsorted(breaks, u, side="right") - 1, 0, len(breaks) - 2)
    share = np.clip((u - breaks[panel]) / np.diff(breaks)[panel], 0, 1)
    # The root of 3t² - 2t³ = share, as x = 2t - 1.
    x_end = -2 * np.sin(np.arcsin(1 - 2 * share) / 3)
    table = np.polynomial.legendre.legvander(x_end, _ORDER)
    result: FloatArray = ends[panel] + np.einsum("kj,kj->k", table, primitive[panel])
    return result.reshape(shape)


def _edges(corners: FloatArray) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Great circle of each edge of a cell, and the u where the edge itself turns back."""
    points = corners / np.linalg.norm(corners, axis=1, keepdims=True)
    for start, end in zip(points, np.roll(points, -1, axis=0), strict=True):
        axis = np.cross(start, end)
        length = float(np.linalg.norm(axis))
        if length < _NEGLIGIBLE:
            continue
        axis /= length
        top = np.array([0.0, 0.0, 1.0]) - axis[2] * axis
        height = float(np.linalg.norm(top))
        ends = np.array([np.cross(start, top) @ axis, np.cross(top, end) @ axis])
        inside = height > 0 and (np.all(ends > 0) or np.all(ends < 0))
        yield axis, np.array([height] if inside else [])


def _first_sign(axes: FloatArray) -> FloatArray:
    """Sign of the first component of each row that is not zero."""
    rounded = np.round(axes, _DIGITS)
    first = np.argmax(rounded != 0, axis=1)
    signs: FloatArray = np.sign(rounded[np.arange(len(axes)), first])
    return signs
