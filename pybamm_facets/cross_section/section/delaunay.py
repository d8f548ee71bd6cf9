"""Delaunay triangulation with prescribed edges: the grain boundaries cut into short pieces."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.spatial import Delaunay, cKDTree

from pybamm_facets._arrays import FloatArray, IntArray
from pybamm_facets.cross_section.section.agglomerate_section import Microstructure

_CLEARANCE = 0.62
_SMOOTHINGS = 4
_REPAIRS = 30
_SAMPLES = 4

Sides = dict[tuple[int, int], int]
"""Directed edges of the mesh to the grain on their left."""


class _Boundary:
    """Nodes along the grain boundaries, in units of the radius; edges split where needed."""

    def __init__(self, microstructure: Microstructure, h: float) -> None:
        self.points: list[FloatArray] = list(microstructure.vertices / microstructure.radius)
        self.pieces: dict[tuple[int, int], bool] = {}
        self.left: Sides = {
            edge: grain
            for grain, p in enumerate(microstructure.polygons)
            for edge in zip(p, (*p[1:], p[0]), strict=True)
        }
        for i, j in microstructure.edges:
            arc = microstructure.is_arc(i, j)
            self._cut(i, j, arc, self._length(i, j, arc), h)

    def _length(self, i: int, j: int, arc: bool) -> float:
        chord = float(np.linalg.norm(self.points[j] - self.points[i]))
        r = float(np.linalg.norm(self.points[i]))
        return 2 * r * float(np.arcsin(min(1.0, chord / (2 * r)))) if arc else chord

    def _cut(self, i: int, j: int, arc: bool, length: float, h: float) -> None:
        n = max(1, int(np.ceil(length / h - 1e-9)))
        share = np.arange(1, n) / n
        nodes = [i, *(self._add(self._between(i, j, arc, float(t))) for t in share), j]
        left = {way: self.left.pop(way, None) for way in ((i, j), (j, i))}
        for a, b in pairwise(nodes):
            self.pieces[a, b] = arc
            for way, grain in (((a, b), left[i, j]), ((b, a), left[j, i])):
                if grain is not None:
                    self.left[way] = grain

    def _between(self, i: int, j: int, arc: bool, share: float) -> FloatArray:
        a, b = self.points[i], self.points[j]
        if not arc:
            return a + share * (b - a)
        turn = np.arctan2(a[0] * b[1] - a[1] * b[0], a @ b) * share
        cos, sin = np.cos(turn), np.sin(turn)
        return np.array([cos * a[0] - sin * a[1], sin * a[0] + cos * a[1]])

    def _add(self, point: FloatArray) -> int:
        self.points.append(point)
        return len(self.points) - 1

    def halve(self, piece: tuple[int, int]) -> None:
        arc, length = self.pieces.pop(piece), 1.0
        self._cut(*piece, arc, length, length / 2)

    def samples(self) -> FloatArray:
        """Points along every piece, close enough to stand for the boundary."""
        ends = np.array(list(self.pieces))
        nodes = np.array(self.points)
        share = np.arange(_SAMPLES)[:, None, None] / _SAMPLES
        a, b = nodes[ends[:, 0]], nodes[ends[:, 1]]
        return np.concatenate([(a + share * (b - a)).reshape(-1, 2), nodes])


def constrained_triangulation(
    microstructure: Microstructure, h: float
) -> tuple[FloatArray, IntArray, Sides]:
    """Triangulate a microstructure so that grain boundaries are mesh edges.

    Parameters
    ----------
    microstructure
        The grains.
    h
        Edge length in units of the radius.

    Returns
    -------
    points
        (2, Np). In units of the radius.
    triangles
        (3, Nt). Counter-clockwise.
    sides
        Directed edges along grain boundaries, and the grain on their left.
    """
    boundary = _Boundary(microstructure, h)
    free = _lattice(h)
    distance, _ = cKDTree(boundary.samples()).query(free)
    free = free[(distance > _CLEARANCE * h) & (np.linalg.norm(free, axis=1) < 1)]
    for _ in range(_SMOOTHINGS):
        points, triangles = _triangulate(boundary, free)
        free = _smoothed(points, triangles)[len(boundary.points) :]
    points, triangles = _triangulate(boundary, free)
    return points.T.copy(), triangles.T.copy(), boundary.left


def _lattice(h: float) -> FloatArray:
    """Hexagonal lattice over the unit disk."""
    n = int(np.ceil(1.2 / h))
    i, j = np.mgrid[-n : n + 1, -2 * n : 2 * n + 1]
    x, y = h * (i + 0.5 * (j % 2)), h * np.sqrt(3) / 2 * j
    points = np.column_stack([x.ravel(), y.ravel()])
    result: FloatArray = points[np.linalg.norm(points, axis=1) < 1]
    return result


def _triangulate(boundary: _Boundary, free: FloatArray) -> tuple[FloatArray, IntArray]:
    """Delaunay triangles; a boundary piece that is not among their edges is halved."""
    for _ in range(_REPAIRS):
        points = np.concatenate([boundary.points, free])
        simplices = Delaunay(points).simplices
        missing = _missing(boundary, simplices)
        if not missing:
            return points, _counter_clockwise(points, simplices)
        for piece in missing:
            boundary.halve(piece)
    raise RuntimeError(f"grain boundaries could not all be made mesh edges in {_REPAIRS} rounds")


def _missing(boundary: _Boundary, simplices: IntArray) -> list[tuple[int, int]]:
    edges = np.concatenate([simplices[:, [0, 1]], simplices[:, [1, 2]], simplices[:, [2, 0]]])
    there = set(map(tuple, np.sort(edges, axis=1).tolist()))
    return [piece for piece in boundary.pieces if (min(piece), max(piece)) not in there]


def _counter_clockwise(points: FloatArray, simplices: IntArray) -> IntArray:
    a, b, c = (points[simplices[:, k]] for k in range(3))
    turn = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    oriented = simplices.astype(np.int64)
    oriented[turn < 0] = oriented[turn < 0][:, ::-1]
    return oriented


def _smoothed(points: FloatArray, triangles: IntArray) -> FloatArray:
    """Every point at the mean of its neighbours."""
    ends = np.concatenate([triangles, np.roll(triangles, 1, axis=1)]).ravel()
    others = np.concatenate([np.roll(triangles, 1, axis=1), triangles]).ravel()
    n = len(points)
    share = np.bincount(ends, minlength=n)
    return np.column_stack([np.bincount(ends, x[others], n) / share for x in points.T])
