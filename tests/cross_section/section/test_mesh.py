"""The mesh: conforming, of good shape, and the same for the same seed."""

import numpy as np
import pytest

from pybamm_facets.cross_section import generate_microstructure, mesh_microstructure

CASES = [
    pytest.param(kind, seed, marks=[pytest.mark.slow] if seed else [])
    for kind in ("isotropic", "core_shell")
    for seed in range(6)
]


@pytest.mark.parametrize(("kind", "seed"), CASES)
def test_mesh_conforms_to_the_grains(kind, seed):
    grains = generate_microstructure(kind, 4e-6, core_fraction=0.45, seed=seed)
    mesh = mesh_microstructure(grains, 0.04)
    assert mesh.area.min() > 0
    assert mesh.area.sum() == pytest.approx(np.pi * grains.radius**2, rel=1e-3)
    assert np.degrees(mesh.smallest_angle.min()) > 15
    assert np.bincount(mesh.grain, mesh.area) == pytest.approx(grains.grain_area, rel=6e-3)
    assert np.array_equal(mesh.zone, grains.zone[mesh.grain])
    assert np.array_equal(mesh.c_axis.T, grains.c_axis[mesh.grain])
    used = np.unique(mesh.triangles)
    assert np.array_equal(used, np.arange(mesh.points.shape[1]))


def test_grain_boundaries_are_mesh_edges(microstructures, meshes):
    for kind, grains in microstructures.items():
        mesh = meshes[kind]
        i, j = mesh.boundaries[0]
        length = np.hypot(*(mesh.points[:, j] - mesh.points[:, i])).sum()
        straight = [
            grains.vertices[j] - grains.vertices[i]
            for (i, j), owners in grains.edges.items()
            if len(owners) == 2
        ]
        assert length == pytest.approx(np.linalg.norm(straight, axis=1).sum(), rel=4e-3)
        first, second = mesh.grain[mesh.boundaries[1]]
        assert np.all(first != second)


def test_rim_is_closed_and_its_normals_point_out(meshes):
    mesh = meshes["core_shell"]
    start, end = mesh.points[:, mesh.rim_edges[0]], mesh.points[:, mesh.rim_edges[1]]
    assert np.array_equal(np.sort(mesh.rim_edges[0]), np.sort(mesh.rim_edges[1]))
    assert np.hypot(*start) == pytest.approx(mesh.radius, rel=1e-12)
    assert np.all(((start + end) * mesh.rim_normal).sum(axis=0) > 1.99 * mesh.radius)
    assert np.hypot(*mesh.rim_normal) == pytest.approx(1, rel=1e-12)
    behind = mesh.triangles[:, mesh.rim_element]
    assert np.all([np.isin(e, t).all() for e, t in zip(mesh.rim_edges.T, behind.T, strict=True)])
    length = np.hypot(*(end - start)).sum()
    assert length == pytest.approx(2 * np.pi * mesh.radius, rel=1e-3)


def test_same_seed_same_mesh():
    first, again = (
        mesh_microstructure(generate_microstructure(grain_size=0.3, seed=4), 0.08) for _ in "ab"
    )
    for name in ("points", "triangles", "grain", "rim_edges"):
        assert np.array_equal(getattr(first, name), getattr(again, name))


@pytest.mark.parametrize("h", [0.0, -0.1, float("nan"), 0.3])
def test_mesh_size_must_fit_the_grains(microstructures, h):
    with pytest.raises(ValueError, match=r"h=.*smallest grain, 0\.1"):
        mesh_microstructure(microstructures["isotropic"], h)


def test_mesh_size_sets_the_number_of_triangles(microstructures, meshes):
    coarser = mesh_microstructure(microstructures["core_shell"], 0.07)
    ratio = meshes["core_shell"].triangles.shape[1] / coarser.triangles.shape[1]
    assert ratio == pytest.approx((0.07 / 0.05) ** 2, rel=0.2)
