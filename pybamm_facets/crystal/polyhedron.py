"""Faces of the convex body bounded by planes at given distances from the origin."""

import numpy as np
from scipy.spatial import HalfspaceIntersection

from pybamm_facets._arrays import FloatArray


def polyhedron_faces(normals: FloatArray, distances: FloatArray) -> list[FloatArray]:
    """Corners of each face of {x : normals @ x <= distances}.

    Parameters
    ----------
    normals
        (n, 3). Unit normals; the opposite of each must be among them.
    distances
        (n,). Positive distances from the origin, in any unit.

    Returns
    -------
    list of (m, 3) arrays
        Corners of each plane's face, counter-clockwise seen from outside; m = 0 for a plane
        that is cut off.

    Raises
    ------
    ValueError
        If the planes do not enclose a bounded body.
    """
    # With opposites present, the body is bounded exactly if the normals span space.
    if len(normals) < 6 or np.linalg.matrix_rank(normals) < 3:
        raise ValueError("normals: expected ones that span space, or the body is not bounded")
    size = distances.max()
    body = HalfspaceIntersection(np.column_stack([normals, -distances / size]), np.zeros(3))
    meeting = np.zeros((len(normals), len(body.intersections)), dtype=bool)
    for corner, planes in enumerate(body.dual_facets):
        meeting[planes, corner] = True
    return [
        _ordered(size * body.intersections[corners], normal)
        for corners, normal in zip(meeting, normals, strict=True)
    ]


def _ordered(corners: FloatArray, normal: FloatArray) -> FloatArray:
    if len(corners) < 3:
        return np.empty((0, 3))
    spokes = corners - corners.mean(axis=0)
    across = np.cross(normal, spokes[0])
    return corners[np.argsort(np.arctan2(spokes @ across, spokes @ np.cross(across, normal)))]


def face_area(corners: FloatArray, normal: FloatArray) -> float:
    """Area of a flat polygon with corners counter-clockwise about its normal."""
    if len(corners) == 0:
        return 0.0
    spokes = corners - corners.mean(axis=0)
    return float(np.cross(spokes, np.roll(spokes, -1, axis=0)).sum(axis=0) @ normal) / 2
