"""Radial diffusivity of a section: closed forms of a disk, and effective media."""

import math
from functools import partial

import numpy as np
import pytest

from pybamm_facets.cross_section import (
    generate_microstructure,
    mesh_microstructure,
)
from pybamm_facets.cross_section.transport.effective_diffusivity import (
    diffusivity_at_uniform_concentration,
    diffusivity_at_uniform_flux,
)
from pybamm_facets.cross_section.transport.layered_diffusion import layer_tensors
from pybamm_facets.crystal import Texture
from tests.cross_section.disk import disk_mesh, out_of_plane, tangential

DEFINITIONS = (diffusivity_at_uniform_concentration, diffusivity_at_uniform_flux)


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_homogeneous_disk_converges_at_second_order(definition):
    errors = [definition(disk_mesh(n, out_of_plane), 1e-14, 1e-16) / 1e-14 - 1 for n in (10, 20)]
    assert errors == pytest.approx([0.0043, 0.0011], abs=5e-5)
    assert math.log2(errors[0] / errors[1]) > 1.95


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_layers_along_the_radius_hide_the_slow_axis(definition):
    mesh = disk_mesh(20, tangential)
    assert definition(mesh, 1e-14, 1e-16) == pytest.approx(1.0010e-14, rel=2e-4)


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_it_scales_with_the_diffusivity_and_not_with_the_size(definition):
    def tilted(x, y):
        return np.stack([np.cos(3 * x / 1e-6), np.sin(3 * x / 1e-6), 0 * x])

    small, large = disk_mesh(8, tilted), disk_mesh(8, tilted)
    large.points, large.area, large.radius = 2 * small.points, 4 * small.area, 2 * small.radius
    value = definition(small, 1e-14, 2e-15)
    assert definition(large, 1e-14, 2e-15) == pytest.approx(value, rel=1e-10)
    assert definition(small, 3e-14, 6e-15) == pytest.approx(3 * value, rel=1e-10)
    assert 2e-15 < value < 1e-14


def test_tensors_have_the_layers_and_the_axis_as_eigenvectors():
    axis = np.array([[0.6], [0.8], [0.0]])
    tensor = layer_tensors(axis, 3.0, 1.0)[..., 0]
    np.testing.assert_allclose(tensor @ axis[:2, 0], axis[:2, 0])
    np.testing.assert_allclose(tensor @ (-0.8, 0.6), (-2.4, 1.8))
    np.testing.assert_allclose(
        layer_tensors(np.array([[0.0], [0], [1]]), 3, 1)[..., 0], 3 * np.eye(2)
    )


def test_bad_diffusivities_are_named():
    mesh = disk_mesh(2, out_of_plane)
    for definition in DEFINITIONS:
        with pytest.raises(ValueError, match="across=0"):
            definition(mesh, 1e-14, 0.0)
    with pytest.raises(ValueError, match="across=2"):
        layer_tensors(mesh.c_axis, 1.0, 2.0)
    with pytest.raises(ValueError, match="along=0"):
        layer_tensors(mesh.c_axis, 0.0, 0.0)


def mean_of(definition, meshes, ratio):
    return np.mean([definition(mesh, 1.0, ratio) for mesh in meshes])


@pytest.mark.slow
def test_random_angles_in_the_plane_obey_keller_and_dykhne(fine_grains):
    # A polycrystal in two dimensions is the geometric mean of its two diffusivities.
    for definition in DEFINITIONS:
        assert mean_of(definition, fine_grains["in plane"], 0.3) == pytest.approx(
            math.sqrt(0.3), rel=0.05
        )


@pytest.mark.slow
def test_random_axes_in_space_agree_with_the_three_dimensional_medium(fine_grains):
    values = [mean_of(definition, fine_grains["in space"], 0.1) for definition in DEFINITIONS]
    # The effective medium of the projected tensors, and that of grains in space.
    assert np.mean(values) == pytest.approx(0.578, rel=0.05)
    assert np.mean(values) == pytest.approx(Texture().diffusivity_ratios(0.1)[0], rel=0.05)


@pytest.mark.slow
def test_core_and_shell_are_resistances_in_series():
    # In an evenly filling disk the flux grows with r: the core's part of the depth is (a/R)^4.
    draw = partial(generate_microstructure, "core_shell", shell=Texture(-1e4))
    meshes = [mesh_microstructure(draw(seed=seed), 0.03) for seed in range(3)]
    core = Texture().diffusivity_ratios(0.1)[0]
    expected = 1 / (0.5**4 / core + 1 - 0.5**4)
    for definition in DEFINITIONS:
        assert mean_of(definition, meshes, 0.1) == pytest.approx(expected, rel=0.05)
