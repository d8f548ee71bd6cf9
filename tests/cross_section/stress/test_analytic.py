"""Closed forms: they satisfy equilibrium, and agree with one another."""

import numpy as np
import pytest

from pybamm_facets.cross_section.section.orientation import in_plane_mean_squares
from pybamm_facets.cross_section.stress.disk_stress import (
    IN_PLANE_VARIANCE,
    SPATIAL_VARIANCE,
    core_shell_stress,
    polycrystal_energy,
    ring_stress,
)
from pybamm_facets.cross_section.stress.mean_field import texture_mean_field
from pybamm_facets.crystal import Texture

EDGES = np.linspace(0, 1, 2001)
MIDDLE = (EDGES[1:] + EDGES[:-1]) / 2


def test_ring_stress_of_a_quadratic_strain():
    radial, hoop = ring_stress(EDGES, MIDDLE**2, MIDDLE**2, 3.0)
    assert radial == pytest.approx(3 / 4 * (1 - MIDDLE**2), abs=1e-6)
    assert hoop == pytest.approx(3 / 4 * (1 - 3 * MIDDLE**2), abs=1e-6)


def test_ring_stress_of_core_and_shell():
    core = MIDDLE < 0.45
    found = ring_stress(EDGES, np.where(core, 0.5, 0.0), np.where(core, 0.5, 1.0), 1.0)
    assert np.array(found) == pytest.approx(
        np.array(core_shell_stress(MIDDLE, 0.45, 1.0, 1.0)), abs=1e-12
    )


def test_core_shell_stress_is_in_equilibrium():
    r = np.linspace(0.5, 1, 4001)
    radial, hoop = core_shell_stress(r, 0.45, 1.0, 2.0)
    assert np.gradient(r * radial, r)[1:-1] == pytest.approx(hoop[1:-1], abs=1e-6)
    assert (radial[-1], hoop[-1]) == pytest.approx((0, -1))
    core = core_shell_stress(0.1, 0.45, 1.0, 1.0)
    assert core == pytest.approx([np.log(1 / 0.45) / 2] * 2)
    assert core[0] == pytest.approx(0.3993, abs=1e-4)


def test_no_net_force_across_a_diameter():
    field = texture_mean_field(Texture(), Texture(-10.0), 0.37)
    assert np.array_equal(field.radial, texture_mean_field(0, -10, 0.37).radial)
    width = np.gradient(field.r_over_R)
    assert field.hoop @ width == pytest.approx(0, abs=2e-4)


def test_random_textures_carry_no_mean_stress():
    field = texture_mean_field(Texture(), Texture())
    assert abs(field.hoop).max() < 1e-14


def test_ordered_shell_in_the_plane_is_the_core_shell_formula():
    field = texture_mean_field(Texture(), Texture(-1e4), 0.45, in_plane_mean_squares)
    radial, hoop = core_shell_stress(field.r_over_R, 0.45, 1.0, 1.0)
    assert field.radial == pytest.approx(radial, abs=1e-3)
    assert field.hoop == pytest.approx(hoop, abs=1e-3)


def test_variances_of_a_random_axis():
    angle, u = 2 * np.pi * (np.arange(64) + 0.5) / 64, (np.arange(4000) + 0.5) / 4000
    assert np.var(np.cos(angle) ** 2) == pytest.approx(IN_PLANE_VARIANCE)
    assert np.var(u**2) == pytest.approx(SPATIAL_VARIANCE, rel=1e-5)
    assert polycrystal_energy(2.0, 3.0, IN_PLANE_VARIANCE) == pytest.approx(2 * 9 / 16)
    assert polycrystal_energy(2.0, 3.0) == pytest.approx(2 * 2 * 9 / 45)
