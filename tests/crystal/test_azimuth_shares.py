"""Cones of constant angle to the c axis, against the nearest normal of many directions."""

import numpy as np
import pytest

from pybamm_facets.crystal import (
    NMC811_FACETS,
    FacetFamily,
    Lattice,
    Texture,
    nearest_facet,
    watson,
)
from pybamm_facets.crystal.azimuth_shares import cone_grid, cones, integral_from

LATTICE = Lattice.nmc811()
SEEN = cones(NMC811_FACETS, LATTICE)
GRID = cone_grid(NMC811_FACETS, LATTICE)
KAPPAS = [-1000.0, -10.0, 0.0, 2.4, 30.0, 1000.0]


@pytest.mark.parametrize("u", [0.0, 0.01, 0.2, 0.5, 0.55, 0.78, 0.81, 0.9, 1.0])
def test_shares_of_a_cone_are_those_of_directions_on_it(u):
    phi = (np.arange(30_000) + 0.5) * 2 * np.pi / 30_000
    s = np.sqrt(1 - u**2)
    directions = np.column_stack([s * np.cos(phi), s * np.sin(phi), np.full_like(phi, u)])
    counted = np.bincount(nearest_facet(directions), minlength=6) / len(phi)
    np.testing.assert_allclose(SEEN.shares([u])[0], counted, atol=1e-3)


@pytest.mark.parametrize("kappa", KAPPAS)
def test_over_all_cones_they_are_the_fractions_of_a_texture(kappa):
    fractions = (GRID.weights * watson.density(GRID.u, kappa)) @ GRID.shares
    expected = list(Texture(kappa).facet_fractions().values())
    np.testing.assert_allclose(fractions, expected, atol=1e-9)


@pytest.mark.parametrize("kappa", [-1000.0, -10.0, 0.0, 2.4, 30.0])
def test_integrals_to_any_end_are_those_of_the_closed_form(kappa):
    u = np.linspace(0, 1, 501)
    below = integral_from(GRID, SEEN.breaks, watson.density(GRID.u, kappa), u)
    np.testing.assert_allclose(1 - below, watson.tail(u, kappa), atol=1e-8)


def test_between_two_breaks_the_same_facets_exist():
    t = np.linspace(0.02, 0.98, 7)
    for low, high, exists in zip(SEEN.breaks[:-1], SEEN.breaks[1:], GRID.exists, strict=True):
        assert np.all((SEEN.shares(low + (high - low) * t) > 1e-9) == exists)


def test_one_family_has_every_azimuth():
    only = cones((NMC811_FACETS[0],), LATTICE)
    np.testing.assert_array_equal(only.shares([0.0, 0.4, 1.0]), 1.0)


def test_edges_along_the_equator_part_nothing_above_it():
    pair = (NMC811_FACETS[0], NMC811_FACETS[3])
    grid = cone_grid(pair, LATTICE)
    expected = list(Texture(-3).facet_fractions(pair).values())
    found = (grid.weights * watson.density(grid.u, -3)) @ grid.shares
    np.testing.assert_allclose(found, expected, atol=1e-9)


def test_normals_in_one_plane_are_refused():
    prisms = (FacetFamily("(110)", (1, 1, 0)), FacetFamily("(100)", (3, 0, 0)))
    with pytest.raises(ValueError, match=r"^families=.*span space"):
        cones(prisms, LATTICE)
