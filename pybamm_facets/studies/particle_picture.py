"""The particle as it is drawn: a section of grains, and directions on the sphere of facets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pybamm_facets._arrays import FloatArray, IntArray
from pybamm_facets.cross_section.section.agglomerate_section import CORE, SHELL, Microstructure
from pybamm_facets.cross_section.section.microstructure import generate_microstructure
from pybamm_facets.cross_section.section.orientation import watson_axes
from pybamm_facets.cross_section.section.tessellation import centroid
from pybamm_facets.crystal import NMC811_FACETS, FacetFamily, Lattice, Texture
from pybamm_facets.crystal.lattice import or_pristine
from pybamm_facets.crystal.polyhedron import polyhedron_faces

SEED = 1
"""Of the drawn section: the same grains turn as a texture moves."""

FRACTION_STEP = 0.02
"""Core fractions that are drawn: each has a tessellation of its own."""

POINTS = 240
"""Directions that are shown on the sphere."""

ARC_POINTS = 7
"""Points along each edge of a cell on the sphere."""


@dataclass(frozen=True, eq=False)
class Section:
    """Grains of a drawn section.

    Parameters
    ----------
    corners
        Corners of each grain, (m, 2), in units of the radius.
    facet
        (n,). Index of the family that is nearest to the outward direction of each grain.
    angle
        (n,). Angle between c axis and radius [degrees].
    layers
        (n, 2, 2). Ends of a line along the layers' trace in each grain, in units of the radius.
    zone
        (n,). 0 core, 1 shell.
    """

    corners: list[FloatArray]
    facet: IntArray
    angle: FloatArray
    layers: FloatArray
    zone: IntArray


def drawn_section(
    kappa_core: float,
    kappa_shell: float,
    core_fraction: float,
    families: tuple[FacetFamily, ...] = NMC811_FACETS,
    lattice: Lattice | None = None,
) -> Section:
    """A section whose grains lie as the textures say; grains stay the same as κ moves."""
    step = min(max(round(core_fraction / FRACTION_STEP) * FRACTION_STEP, 0.2), 0.84)
    drawn = _tessellation(round(step, 6))
    centres = np.array([centroid(drawn.vertices[list(p)]) for p in drawn.polygons])
    polar = np.arctan2(centres[:, 1], centres[:, 0])
    for_axes, for_turn = np.random.default_rng(SEED).spawn(2)
    axes = np.empty((drawn.n_grains, 3))
    for zone, kappa in ((CORE, kappa_core), (SHELL, kappa_shell)):
        mine = np.asarray(drawn.zone) == zone
        axes[mine] = watson_axes(Texture(kappa), polar[mine], for_axes)
    outward = np.column_stack([np.cos(polar), np.sin(polar), np.zeros_like(polar)])
    cosine = np.abs((axes * outward).sum(axis=1))
    # The section fixes the c axis; about it a grain is turned at random, which decides the facet.
    azimuth = 2 * np.pi * for_turn.random(drawn.n_grains)
    facet = nearest_family(_in_crystal(cosine, azimuth), families, lattice)
    corners = [drawn.vertices[list(p)] for p in drawn.polygons]
    return Section(
        corners, facet, np.degrees(np.arccos(np.clip(cosine, 0, 1))),
        _layer_lines(centres, np.sqrt(drawn.grain_area), axes), np.asarray(drawn.zone),
    )  # fmt: skip


@lru_cache(maxsize=64)
def _tessellation(core_fraction: float) -> Microstructure:
    return generate_microstructure("core_shell", 1.0, core_fraction=core_fraction, seed=SEED)


def _layer_lines(centres: FloatArray, size: FloatArray, axes: FloatArray) -> FloatArray:
    """Traces of the layers: long where the c axis lies in the section."""
    along = np.column_stack([-axes[:, 1], axes[:, 0]])
    half = 0.3 * size[:, None] * along
    return np.stack([centres - half, centres + half], axis=1)


def sphere_directions(kappa: float) -> FloatArray:
    """Outward directions in the crystals of a texture's grains, (n, 3); κ turns the same draws."""
    for_axes, for_turn = np.random.default_rng(SEED).spawn(2)
    axes = watson_axes(Texture(kappa), np.zeros(POINTS), for_axes)
    return _in_crystal(axes[:, 0], 2 * np.pi * for_turn.random(POINTS))


def _in_crystal(cosine: FloatArray, azimuth: FloatArray) -> FloatArray:
    sine = np.sqrt(np.maximum(1 - cosine**2, 0))
    return np.column_stack([sine * np.cos(azimuth), sine * np.sin(azimuth), cosine])


def nearest_family(
    directions: FloatArray, families: tuple[FacetFamily, ...], lattice: Lattice | None = None
) -> IntArray:
    """Index of the family whose normal is nearest to each direction, (n,)."""
    normals, owner = _normals(families, or_pristine(lattice))
    found: IntArray = owner[np.argmax(directions @ normals.T, axis=1)]
    return found


@lru_cache(maxsize=16)
def _normals(families: tuple[FacetFamily, ...], lattice: Lattice) -> tuple[FloatArray, IntArray]:
    normals = np.concatenate([f.normals(lattice) for f in families])
    owner = np.repeat(np.arange(len(families)), [f.multiplicity for f in families])
    return normals, owner


@dataclass(frozen=True, eq=False)
class SphereCells:
    """Cells of the facets on the side of a sphere that is seen.

    Parameters
    ----------
    corners
        Outline of each cell, (m, 2).
    facet
        (n,). Index of its family.
    """

    corners: list[FloatArray]
    facet: IntArray


def sphere_cells(
    families: tuple[FacetFamily, ...] = NMC811_FACETS, lattice: Lattice | None = None
) -> SphereCells:
    """The cells nearest to each facet, seen with the c axis up and turned towards the eye."""
    normals, owner = _normals(families, or_pristine(lattice))
    corners, facet = [], []
    for face, family in zip(polyhedron_faces(normals, np.ones(len(normals))), owner, strict=True):
        if len(face) < 3:
            continue
        unit = face / np.linalg.norm(face, axis=1, keepdims=True)
        outline = _seen(np.concatenate([_arc(a, b) for a, b in zip(unit, np.roll(unit, -1, 0),
                                                                  strict=True)]))  # fmt: skip
        if len(outline) >= 3:
            corners.append(outline)
            facet.append(family)
    return SphereCells(corners, np.array(facet))


def seen_points(directions: FloatArray) -> FloatArray:
    """Directions on the side that is seen, (m, 2); those behind are seen from the other side."""
    turned = directions @ VIEW.T
    front = np.where(turned[:, 2:] >= 0, turned, -turned)
    points: FloatArray = front[:, :2]
    return points


def _view(tilt: float = np.radians(62.0), turn: float = np.radians(18.0)) -> FloatArray:
    """Rotation of the crystal to the eye's frame: the c axis tilted from the line of sight."""
    about_c = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0],
                        [0, 0, 1]])  # fmt: skip
    about_x = np.array([[1, 0, 0], [0, np.cos(tilt), np.sin(tilt)],
                        [0, -np.sin(tilt), np.cos(tilt)]])  # fmt: skip
    rotation: FloatArray = about_x @ about_c
    return rotation


VIEW = _view()


def _arc(start: FloatArray, end: FloatArray) -> FloatArray:
    points = start + np.linspace(0, 1, ARC_POINTS, endpoint=False)[:, None] * (end - start)
    unit: FloatArray = points / np.linalg.norm(points, axis=1, keepdims=True)
    return unit


def _seen(outline: FloatArray) -> FloatArray:
    """The part of an outline in front; what lies behind is moved onto the rim."""
    turned = outline @ VIEW.T
    if (turned[:, 2] <= 0).all():
        return np.empty((0, 2))
    behind = turned[:, 2] < 0
    flat = turned[:, :2].copy()
    radius = np.linalg.norm(flat[behind], axis=1, keepdims=True)
    flat[behind] /= np.where(radius == 0, 1, radius)
    return flat
