"""Voronoi grains of a disk and of a ring, as loose polygons in the plane."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from scipy.spatial import Voronoi

from pybamm_facets._arrays import FloatArray

Cells: TypeAlias = Callable[[FloatArray], list[FloatArray]]
"""From seeds (n, 2) to the corners of their cells."""

_LLOYD_STEPS = 8
_JITTER = 0.45


def disk_cells(n_grains: int, radius: float, generator: np.random.Generator) -> list[FloatArray]:
    """Equiaxed grains that fill a disk.

    Parameters
    ----------
    n_grains
        Number of grains, at least 3.
    radius
        Of the disk.
    generator
        Places the seeds, which Lloyd's iteration then evens out.

    Returns
    -------
    list of (m, 2) arrays
        Corners counter-clockwise; those at the rim lie on the circle.
    """
    r, turn = generator.random((2, n_grains))
    r, turn = radius * np.sqrt(r), 2 * np.pi * turn
    seeds = np.column_stack([r * np.cos(turn), r * np.sin(turn)])

    def cells(seeds: FloatArray) -> list[FloatArray]:
        # Mirror images bound the rim by tangents, whose corners lie beyond the circle.
        return [_onto_circle(cell, radius) for cell in _voronoi(seeds, _mirrored(seeds, radius))]

    return _relaxed(seeds, cells)


def ring_cells(
    inner: float, outer: float, width: float, aspect: float, generator: np.random.Generator
) -> list[FloatArray]:
    """Grains of a ring, long along the radius: Voronoi cells in stretched polar coordinates.

    Parameters
    ----------
    inner, outer
        Radii of the ring.
    width, aspect
        Width of a grain at the mean radius, and its length in units of the width.
    generator
        Places the seeds.

    Returns
    -------
    list of (m, 2) arrays
        Corners counter-clockwise; those at both borders lie on the circles.
    """
    height, mean = (outer - inner) / aspect, (inner + outer) / 2
    length = 2 * np.pi * mean
    seeds = _layers(height, length, width, generator)
    cells = _relaxed(seeds, lambda seeds: _voronoi(seeds, _repeated(seeds, height, length)))
    return [_from_strip(cell, inner, aspect, mean, height) for cell in cells]


def _layers(
    height: float, length: float, width: float, generator: np.random.Generator
) -> FloatArray:
    """Seeds in staggered layers along a strip, shifted at random.

    Seeds anywhere would give wedges: grains that grow from a core start side by side.
    """
    layers, along = max(1, round(height / width)), max(3, round(length / width))
    layer, place = np.divmod(np.arange(layers * along), along)
    shift = _JITTER * (2 * generator.random((2, layer.size)) - 1) * ((0.3,), (1.0,))
    return np.column_stack(
        [
            (layer + 0.5 + shift[0]) * height / layers,
            (place + layer % 2 / 2 + shift[1]) * length / along,
        ]
    )


def _relaxed(seeds: FloatArray, cells: Cells) -> list[FloatArray]:
    for _ in range(_LLOYD_STEPS):
        seeds = np.array([centroid(cell) for cell in cells(seeds)])
    return cells(seeds)


def _voronoi(seeds: FloatArray, images: FloatArray) -> list[FloatArray]:
    diagram = Voronoi(np.concatenate([seeds, images]))
    regions = (diagram.regions[diagram.point_region[i]] for i in range(len(seeds)))
    return [_counter_clockwise(diagram.vertices[region]) for region in regions]


def _mirrored(seeds: FloatArray, radius: float) -> FloatArray:
    r = np.linalg.norm(seeds, axis=1, keepdims=True)
    images: FloatArray = seeds * (2 * radius / r - 1)
    return images


def _repeated(seeds: FloatArray, height: float, length: float) -> FloatArray:
    """Mirrored at both borders of a strip, periodic along it."""
    period = np.array([0.0, length])
    below, above = seeds * (-1, 1), seeds * (-1, 1) + (2 * height, 0)
    rows = np.concatenate([seeds, below, above])
    return np.concatenate([below, above, rows - period, rows + period])


def _from_strip(
    cell: FloatArray, inner: float, aspect: float, mean: float, height: float
) -> FloatArray:
    r = inner + aspect * np.clip(cell[:, 0], 0, height)
    angle = cell[:, 1] / mean
    return np.column_stack([r * np.cos(angle), r * np.sin(angle)])


def _onto_circle(cell: FloatArray, radius: float) -> FloatArray:
    r = np.linalg.norm(cell, axis=1, keepdims=True)
    return np.where(r > radius * (1 - 1e-9), cell * radius / r, cell)


def _counter_clockwise(cell: FloatArray) -> FloatArray:
    spokes = cell - cell.mean(axis=0)
    return cell[np.argsort(np.arctan2(spokes[:, 1], spokes[:, 0]))]


def polygon_area(corners: FloatArray) -> float:
    """Area of a polygon, positive if its corners (m, 2) run counter-clockwise."""
    x, y = corners.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def centroid(corners: FloatArray) -> FloatArray:
    """Centre of area of a polygon with corners (m, 2)."""
    following = np.roll(corners, -1, axis=0)
    cross = corners[:, 0] * following[:, 1] - corners[:, 1] * following[:, 0]
    middle: FloatArray = ((corners + following) * cross[:, None]).sum(axis=0) / (3 * cross.sum())
    return middle
