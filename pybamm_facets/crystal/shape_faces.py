"""Facet areas of a symmetric crystal shape, with their derivatives by the plane distances."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pybamm_facets._arrays import BoolArray, FloatArray, IntArray
from pybamm_facets.crystal.facets import FacetFamily
from pybamm_facets.crystal.lattice import Lattice

_PARALLEL = 1e-9


class ShapeAreas(NamedTuple):
    """A shape measured.

    Attributes
    ----------
    areas
        (n_families,). Area of each family, all its copies together; zero if it is cut off.
    slopes
        (n_families, n_families). Derivative of each area by each family's distance.
    corners
        (m, 3). Corners of one face of each family: all corners, up to symmetry.
    """

    areas: FloatArray
    slopes: FloatArray
    corners: FloatArray


class FacetPlanes(NamedTuple):
    """Planes of some families, seen from one plane i of each family.

    In that plane, every other plane j cuts the line dist * across + s * along, at the distance
    dist = (γ_j - γ_i cos) / sin from the foot of the normal.

    Attributes
    ----------
    owner
        (m,). Family of each plane.
    multiplicity
        (n,). Planes of each family.
    normal
        (n, 3). Normal of plane i.
    cosine, sine
        (n, m). Of the angle between planes i and j.
    across, along
        (n, m, 3). Unit vectors in plane i across and along the line that plane j cuts.
    cuts
        (n, m). False for plane i itself and its opposite.
    on_across, on_along
        (n, m, m). Components of the normal of plane k in these directions.
    """

    owner: IntArray
    multiplicity: IntArray
    normal: FloatArray
    cosine: FloatArray
    sine: FloatArray
    across: FloatArray
    along: FloatArray
    cuts: BoolArray
    on_across: FloatArray
    on_along: FloatArray


def facet_planes(families: Sequence[FacetFamily], lattice: Lattice) -> FacetPlanes:
    """What does not depend on the distances."""
    normals = np.concatenate([f.normals(lattice) for f in families])
    multiplicity = np.array([f.multiplicity for f in families])
    owner = np.repeat(np.arange(len(families)), multiplicity)
    own = normals[np.concatenate([[0], np.cumsum(multiplicity)[:-1]])]
    cosine = own @ normals.T
    sine = np.linalg.norm(np.cross(own[:, None], normals), axis=-1)
    cuts = sine > _PARALLEL
    sine = np.where(cuts, sine, 1.0)
    across = (normals - cosine[:, :, None] * own[:, None]) / sine[:, :, None]
    along = np.cross(own[:, None], across)
    return FacetPlanes(
        owner, multiplicity, own, cosine, sine, across, along, cuts,
        across @ normals.T, along @ normals.T,
    )  # fmt: skip


def shape_areas(planes: FacetPlanes, distances: FloatArray) -> ShapeAreas:
    """Areas of the shape bounded by planes at the given distances.

    Every edge is what all other planes leave of the line that two planes share; pushing plane j
    outwards sweeps the strip length / sin from face i, and moving plane i itself takes
    length * cos / sin from it.

    Parameters
    ----------
    planes
        Of families whose planes close a shape.
    distances
        (n_families,). Positive plane distances, in any unit.

    Returns
    -------
    ShapeAreas
        In the square of that unit.
    """
    far = distances[planes.owner]
    foot = distances[:, None]
    dist = (far - foot * planes.cosine) / planes.sine
    room = far - (foot * planes.cosine)[:, None, :] - dist[:, :, None] * planes.on_across
    # A plane bounds neither the line on it nor, beyond its sign, a line parallel to it.
    beside = np.abs(planes.on_along) < _PARALLEL
    itself = np.eye(len(planes.owner), dtype=bool) | ~planes.cuts[:, None, :]
    end = room / np.where(beside, 1.0, planes.on_along)
    high = np.where(~beside & (planes.on_along > 0), end, np.inf).min(axis=2)
    low = np.where(~beside & (planes.on_along < 0), end, -np.inf).max(axis=2)
    open_ = planes.cuts & ~(beside & ~itself & (room < 0)).any(axis=2) & (high > low)
    length = np.where(open_, np.where(open_, high, 0.0) - np.where(open_, low, 0.0), 0.0)
    n = len(distances)
    areas = planes.multiplicity * (length * dist).sum(axis=1) / 2
    swept = length / planes.sine
    by_family = np.zeros((n, n))
    np.add.at(by_family.T, planes.owner, swept.T)
    by_family -= np.diag((swept * planes.cosine).sum(axis=1))
    middle = (foot[:, :, None] * planes.normal[:, None] + dist[:, :, None] * planes.across)[open_]
    along = planes.along[open_]
    corners = [middle + s[open_][:, None] * along for s in (low, high)]
    return ShapeAreas(
        np.maximum(areas, 0.0), planes.multiplicity[:, None] * by_family, np.concatenate(corners)
    )
