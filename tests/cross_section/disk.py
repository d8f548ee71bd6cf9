"""A structured mesh of a disk, each triangle its own grain, for tests against closed forms."""

from types import SimpleNamespace

import numpy as np

SECTORS = 6


def disk_mesh(rings, c_axis, radius=5e-6):
    """Rings of triangles; ``c_axis(x, y)`` gives the axes (3, Nt) at the triangles' centres."""
    points, starts = [np.zeros((1, 2))], [0]
    for ring in range(1, rings + 1):
        turn = 2 * np.pi * np.arange(SECTORS * ring) / (SECTORS * ring)
        starts.append(starts[-1] + (SECTORS * (ring - 1) or 1))
        points.append(ring / rings * np.column_stack([np.cos(turn), np.sin(turn)]))
    triangles = [t for ring in range(1, rings + 1) for t in _ring(ring, starts)]
    xy, corners = radius * np.concatenate(points).T, np.array(triangles).T
    outer = starts[-1] + np.arange(SECTORS * rings)
    rim = np.stack([outer, np.roll(outer, -1)])
    owner = {tuple(sorted(t)[1:]): k for k, t in enumerate(triangles)}
    along = xy[:, rim[1]] - xy[:, rim[0]]
    d = xy[:, corners[1:]] - xy[:, corners[:1]]
    return SimpleNamespace(
        points=xy,
        triangles=corners,
        area=(d[0, 0] * d[1, 1] - d[0, 1] * d[1, 0]) / 2,
        grain=np.arange(corners.shape[1]),
        zone=np.ones(corners.shape[1], int),
        c_axis=c_axis(*xy[:, corners].mean(axis=1)),
        rim_edges=rim,
        rim_normal=np.array([along[1], -along[0]]) / np.hypot(*along),
        rim_element=np.array([owner[tuple(sorted(edge))] for edge in rim.T.tolist()]),
        radius=radius,
        boundaries=_boundaries(corners),
    )


def out_of_plane(x, y):
    """c axes along the normal of the section: it is isotropic in the plane, with D_ab."""
    return np.stack([0 * x, 0 * x, 1 + 0 * x])


def tangential(x, y):
    """c axes along the circles: layers run along the radius."""
    return np.stack([-y, x, 0 * x]) / np.hypot(x, y)


def _ring(ring, starts):
    inner, outer = starts[ring - 1], starts[ring]
    n_inner, n_outer = max(1, SECTORS * (ring - 1)), SECTORS * ring
    for sector in range(SECTORS):
        for k in range(ring):
            a = outer + (sector * ring + k) % n_outer
            b = outer + (sector * ring + k + 1) % n_outer
            c = inner + (sector * (ring - 1) + k) % n_inner
            yield (c, a, b)
            if k < ring - 1:
                yield (c, b, inner + (sector * (ring - 1) + k + 1) % n_inner)


def _boundaries(corners):
    owners = {}
    for k, triangle in enumerate(corners.T.tolist()):
        for i, j in zip(triangle, triangle[1:] + triangle[:1], strict=True):
            owners.setdefault((min(i, j), max(i, j)), []).append(k)
    inside = {edge: sides for edge, sides in owners.items() if len(sides) == 2}
    return np.array([*inside]).T, np.array([*inside.values()]).T
