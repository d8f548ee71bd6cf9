"""Loose polygons joined to one planar graph: shared corners, no tiny edges, shared borders."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TypeAlias

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from pybamm_facets._arrays import FloatArray, IntArray

Polygon: TypeAlias = tuple[int, ...]

_ON_CIRCLE = 1e-9


def join(
    cells: list[FloatArray], circles: tuple[float, ...], shortest: float
) -> tuple[FloatArray, list[Polygon], IntArray]:
    """Common corners of polygons that touch.

    Parameters
    ----------
    cells
        Corners counter-clockwise.
    circles
        Radii on which corners stay when they are merged.
    shortest
        Corners nearer to each other than this become one.

    Returns
    -------
    vertices
        (n, 2). The common corners.
    polygons
        Without those that merging left with fewer than three corners.
    kept
        Which of the cells these polygons are.
    """
    corners = np.concatenate(cells)
    vertices, label = _merged(corners, circles, shortest)
    ends = np.cumsum([len(cell) for cell in cells])
    loops = [_without_repeats(part) for part in np.split(label, ends[:-1])]
    kept = [i for i, loop in enumerate(loops) if len(loop) >= 3]
    return vertices, [loops[i] for i in kept], np.array(kept)


def _merged(
    corners: FloatArray, circles: tuple[float, ...], shortest: float
) -> tuple[FloatArray, IntArray]:
    pairs = cKDTree(corners).query_pairs(shortest, output_type="ndarray")
    n = len(corners)
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    count, label = connected_components(graph, directed=False)
    share = np.bincount(label, minlength=count)
    mean = np.column_stack([np.bincount(label, x, count) / share for x in corners.T])
    r = np.linalg.norm(corners, axis=1)
    for circle in circles:
        on = np.unique(label[abs(r - circle) < _ON_CIRCLE * circle])
        mean[on] *= circle / np.linalg.norm(mean[on], axis=1, keepdims=True)
    return mean, label


def _without_repeats(loop: IntArray) -> Polygon:
    return tuple(int(v) for v, before in zip(loop, np.roll(loop, 1), strict=True) if v != before)


def share_border(
    vertices: FloatArray, polygons: list[Polygon], zone: IntArray, circle: float
) -> list[Polygon]:
    """Give polygons on both sides of a circle between two zones all corners on it.

    Parameters
    ----------
    vertices
        (n, 2). Corners, centred on the circle.
    polygons
        Numbers of each polygon's corners, counter-clockwise.
    zone
        (len(polygons),). Zone of each; those of one zone already share their edges.
    circle
        Radius of the border.
    """
    r, angle = np.linalg.norm(vertices, axis=1), np.arctan2(vertices[:, 1], vertices[:, 0])
    used = np.unique(np.concatenate([np.array(p) for p in polygons]))
    on = used[abs(r[used] - circle) < _ON_CIRCLE * circle]
    border = set(on.tolist())
    number = Counter(edge for p, z in zip(polygons, zone, strict=True) for edge in _edges(p, z))

    def between(i: int, j: int, z: int) -> list[int]:
        if number[_key(i, j, z)] > 1 or not {i, j} <= border:
            return []
        turn = np.angle(np.exp(1j * (angle[j] - angle[i])))
        ahead = np.angle(np.exp(1j * (angle[on] - angle[i]))) / turn
        inside = (ahead > 0) & (ahead < 1) & (on != i) & (on != j)
        return [int(v) for v in on[inside][np.argsort(ahead[inside])]]

    return [
        tuple(
            v for i, j in zip(p, (*p[1:], p[0]), strict=True) for v in (i, *between(i, j, int(z)))
        )
        for p, z in zip(polygons, zone, strict=True)
    ]


def _key(i: int, j: int, zone: int) -> tuple[int, int, int]:
    return min(i, j), max(i, j), zone


def _edges(polygon: Polygon, zone: int) -> list[tuple[int, int, int]]:
    return [_key(i, j, int(zone)) for i, j in zip(polygon, (*polygon[1:], polygon[0]), strict=True)]


def edge_owners(polygons: list[Polygon]) -> dict[tuple[int, int], list[int]]:
    """For each edge (smaller vertex first), the polygons it belongs to."""
    owners: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, polygon in enumerate(polygons):
        for i, j in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
            owners[min(i, j), max(i, j)].append(number)
    return owners
