"""Triangle mesh of a microstructure whose edges follow the grain boundaries, by SciPy alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pybamm_facets._arrays import FloatArray, IntArray
from pybamm_facets._checks import is_number
from pybamm_facets.cross_section.section.agglomerate_section import Microstructure
from pybamm_facets.cross_section.section.delaunay import constrained_triangulation


@dataclass(frozen=True, eq=False)
class GrainMesh:
    """Triangles of a cross-section, each in one grain.

    Attributes
    ----------
    points
        (2, Np). [m].
    triangles
        (3, Nt). Corners counter-clockwise.
    grain, zone
        (Nt,). Grain of each triangle, and the zone of that grain (0 core, 1 shell).
    rim_edges
        (2, Ne). Points of each edge on the particle's surface, counter-clockwise.
    rim_normal
        (2, Ne). Outward unit normals.
    rim_element
        (Ne,). The triangle behind each.
    microstructure
        What was meshed.
    """

    points: FloatArray
    triangles: IntArray
    grain: IntArray
    zone: IntArray
    rim_edges: IntArray
    rim_normal: FloatArray
    rim_element: IntArray
    microstructure: Microstructure

    @property
    def radius(self) -> float:
        """Of the particle [m]."""
        return self.microstructure.radius

    @cached_property
    def c_axis(self) -> FloatArray:
        """Unit c axis of each triangle, (3, Nt)."""
        axes: FloatArray = self.microstructure.c_axis[self.grain].T
        return axes

    @cached_property
    def area(self) -> FloatArray:
        """Area of each triangle, (Nt,) [m2]."""
        (x, y), t = self.points, self.triangles
        dx, dy = x[t[1:]] - x[t[0]], y[t[1:]] - y[t[0]]
        area: FloatArray = (dx[0] * dy[1] - dx[1] * dy[0]) / 2
        return area

    @cached_property
    def smallest_angle(self) -> FloatArray:
        """Smallest angle of each triangle, (Nt,) [rad]."""
        corners = self.points[:, self.triangles]
        ahead, behind = (np.roll(corners, k, axis=1) - corners for k in (-1, 1))
        cross = ahead[0] * behind[1] - ahead[1] * behind[0]
        angle: FloatArray = np.arctan2(cross, (ahead * behind).sum(axis=0)).min(axis=0)
        return angle

    @cached_property
    def boundaries(self) -> tuple[IntArray, IntArray]:
        """Edges (2, Nb) between two grains, and the two triangles (2, Nb) at each."""
        edges, sides = _inner_edges(self.triangles)
        between = self.grain[sides[0]] != self.grain[sides[1]]
        return edges[:, between], sides[:, between]


def mesh_microstructure(microstructure: Microstructure, h: float = 0.04) -> GrainMesh:
    """Mesh every grain, with nodes along all grain boundaries.

    Parameters
    ----------
    microstructure
        The grains.
    h
        Edge length in units of the radius. 0.04 with quadratic elements gives stress statistics
        within 1 % (mean) and 3 % (p99); 0.03 or finer suits linear elements for transport.

    Returns
    -------
    GrainMesh
        Triangles that lie in one grain each.

    Raises
    ------
    ValueError
        If h is not positive, or larger than the diameter of the smallest grain.
    """
    smallest = 2 * np.sqrt(microstructure.grain_area.min() / np.pi) / microstructure.radius
    if not is_number(h) or not 0 < h <= smallest:
        raise ValueError(
            f"h={h!r}: expected a mesh size, in units of the radius, above 0 and at most that of "
            f"the smallest grain, {smallest:.3g}"
        )
    points, triangles, sides = constrained_triangulation(microstructure, h)
    grain = _grains(triangles, sides)
    rim_edges, rim_element = _rim(triangles)
    along = points[:, rim_edges[1]] - points[:, rim_edges[0]]
    normal = np.array([along[1], -along[0]]) / np.linalg.norm(along, axis=0)
    return GrainMesh(
        points * microstructure.radius,
        triangles,
        grain,
        microstructure.zone[grain],
        rim_edges,
        normal,
        rim_element,
        microstructure,
    )


def _directed(triangles: IntArray) -> tuple[IntArray, IntArray]:
    """The edges (2, 3 Nt) of all triangles, counter-clockwise, and the triangle of each."""
    edges = np.stack([triangles, np.roll(triangles, -1, axis=0)]).reshape(2, -1)
    return edges, np.tile(np.arange(triangles.shape[1]), 3)


def _inner_edges(triangles: IntArray) -> tuple[IntArray, IntArray]:
    edges, owner = _directed(triangles)
    order = np.lexsort(np.sort(edges, axis=0))
    edges, owner = np.sort(edges, axis=0)[:, order], owner[order]
    twice = np.flatnonzero((edges[:, 1:] == edges[:, :-1]).all(axis=0))
    return edges[:, twice], np.stack([owner[twice], owner[twice + 1]])


def _rim(triangles: IntArray) -> tuple[IntArray, IntArray]:
    edges, owner = _directed(triangles)
    n = triangles.max() + 1
    once = ~np.isin(edges[0] * n + edges[1], edges[1] * n + edges[0])
    return edges[:, once], owner[once]


def _grains(triangles: IntArray, sides: dict[tuple[int, int], int]) -> IntArray:
    """Grain of each triangle: regions between grain boundaries, named from their left sides."""
    edges, neighbours = _inner_edges(triangles)
    free = np.array([(i, j) not in sides and (j, i) not in sides for i, j in edges.T.tolist()])
    n = triangles.shape[1]
    links = coo_array((np.ones(free.sum()), tuple(neighbours[:, free])), shape=(n, n))
    count, region = connected_components(links, directed=False)
    name = np.full(count, -1)
    for edge, owner in zip(*_lists(*_directed(triangles)), strict=True):
        if edge in sides:
            name[region[owner]] = sides[edge]
    result: IntArray = name[region]
    return result


def _lists(edges: IntArray, owner: IntArray) -> tuple[list[tuple[int, int]], list[int]]:
    return [(i, j) for i, j in edges.T.tolist()], owner.tolist()
