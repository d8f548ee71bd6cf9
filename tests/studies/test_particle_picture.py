"""What is drawn of the particle agrees with its textures."""

import numpy as np
import pytest

from pybamm_facets.crystal import NMC811_FACETS, Texture
from pybamm_facets.studies.particle_picture import (
    drawn_section,
    nearest_family,
    sphere_cells,
    sphere_directions,
)

LABELS = [family.label for family in NMC811_FACETS]


def shares(facet):
    return np.bincount(facet, minlength=len(LABELS)) / len(facet)


def test_nearest_families_of_random_directions_are_the_fractions_of_random_grains():
    directions = np.random.default_rng(0).normal(size=(60_000, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    found = shares(nearest_family(directions, NMC811_FACETS))
    expected = list(Texture().facet_fractions().values())
    np.testing.assert_allclose(found, expected, atol=0.01)


@pytest.mark.parametrize("kappa", [-10.0, 0.0, 4.0])
def test_directions_on_the_sphere_follow_the_texture(kappa):
    found = shares(nearest_family(sphere_directions(kappa), NMC811_FACETS))
    expected = list(Texture(kappa).facet_fractions().values())
    np.testing.assert_allclose(found, expected, atol=4 * 0.5 / np.sqrt(240))


def test_textures_turn_the_grains_of_their_zone_only():
    random, ordered = drawn_section(0, 0, 0.5), drawn_section(0, -60, 0.5)
    core = random.zone == 0
    np.testing.assert_array_equal(random.angle[core], ordered.angle[core])
    assert ordered.angle[~core].min() > 60  # layers run radially: c axes tangential
    basal = drawn_section(0, 60, 0.5)
    assert basal.angle[~core].max() < 30
    assert (np.array(LABELS)[basal.facet[~core]] == "(003)").mean() > 0.9


@pytest.mark.parametrize("fraction", [0.05, 0.33, 0.5, 0.95])
def test_a_section_of_any_core_covers_the_disc(fraction):
    section = drawn_section(0, -10, fraction)
    area = sum(
        abs(c[:, 0] @ np.roll(c[:, 1], -1) - c[:, 1] @ np.roll(c[:, 0], -1)) / 2
        for c in section.corners
    )  # fmt: skip
    assert area == pytest.approx(np.pi, rel=0.03)  # polygons within the circle


def test_cells_on_the_sphere_fill_the_side_that_is_seen():
    cells = sphere_cells()
    area = sum(
        abs(c[:, 0] @ np.roll(c[:, 1], -1) - c[:, 1] @ np.roll(c[:, 0], -1)) / 2
        for c in cells.corners
    )
    assert area == pytest.approx(np.pi, rel=0.03)
    assert set(cells.facet) == set(range(len(LABELS)))
