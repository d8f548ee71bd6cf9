"""Faces of a convex body: closed forms and the divergence theorem."""

import numpy as np
import pytest

from pybamm_facets.crystal import NMC811_FACETS, Lattice
from pybamm_facets.crystal.polyhedron import face_area, polyhedron_faces

CUBE = np.concatenate([np.eye(3), -np.eye(3)])
CORNERS = np.array([[x, y, z] for x in (1, -1) for y in (1, -1) for z in (1, -1)]) / np.sqrt(3)


def _areas(normals, distances):
    faces = polyhedron_faces(normals, distances)
    return np.array([face_area(f, n) for f, n in zip(faces, normals, strict=True)])


def test_a_box_has_the_areas_of_its_sides():
    areas = _areas(CUBE, np.array([1.0, 2.0, 3.0, 1.0, 2.0, 3.0]))
    np.testing.assert_allclose(areas, [24, 12, 8, 24, 12, 8], rtol=1e-12)


def test_an_octahedron_where_four_planes_meet_at_each_corner():
    # Inradius r, area 12 sqrt(3) r^2.
    areas = _areas(CORNERS, np.ones(8))
    np.testing.assert_allclose(areas, np.full(8, 12 * np.sqrt(3) / 8), rtol=1e-12)


@pytest.mark.parametrize(("distance", "area"), [(3**0.5 * 0.999, 1e-5), (3**0.5 * 1.001, 0)])
def test_planes_that_barely_touch_or_barely_miss(distance, area):
    normals = np.concatenate([CUBE, CORNERS])
    areas = _areas(normals, np.concatenate([np.ones(6), np.full(8, distance)]))
    assert np.all((areas[6:] > 0) == (area > 0))
    assert np.all(areas[6:] < 1e-4)


def test_corners_lie_on_their_plane_and_run_counter_clockwise():
    normals = np.concatenate([f.normals(Lattice.nmc811()) for f in NMC811_FACETS])
    distances = np.linspace(1, 1.1, 38)
    distances = np.where(normals[:, 2] > 0, distances, distances[::-1])
    for face, normal, distance in zip(
        polyhedron_faces(normals, distances), normals, distances, strict=True
    ):
        np.testing.assert_allclose(face @ normal, distance, rtol=1e-9)
        sides = np.roll(face, -1, axis=0) - face
        turns = np.cross(sides, np.roll(sides, -1, axis=0)) @ normal
        assert np.all(turns >= -1e-12)


def test_the_areas_of_a_closed_body_add_to_no_flux():
    normals = np.concatenate([f.normals(Lattice.nmc811()) for f in NMC811_FACETS])
    rng = np.random.default_rng(1)
    distances = rng.uniform(1, 1.2, len(normals))
    areas = _areas(normals, distances)
    np.testing.assert_allclose(areas @ normals, np.zeros(3), atol=1e-12)


def test_an_open_body_is_refused():
    with pytest.raises(ValueError, match="bounded"):
        polyhedron_faces(CUBE[[0, 1, 3, 4]], np.ones(4))
    flat = np.array([[np.cos(a), np.sin(a), 0] for a in np.arange(6) * np.pi / 3])
    with pytest.raises(ValueError, match="bounded"):
        polyhedron_faces(flat, np.ones(6))
