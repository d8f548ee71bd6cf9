"""c axes follow the texture of the radial model."""

import numpy as np
import pytest

from pybamm_facets.cross_section.section.orientation import (
    in_plane_axes,
    in_plane_mean_squares,
    watson_axes,
    watson_mean_squares,
)
from pybamm_facets.crystal import Texture

N = 4000
WAYS = {
    "3-D": (watson_axes, watson_mean_squares),
    "in plane": (in_plane_axes, in_plane_mean_squares),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kappa", [-66.0, -10.0, 0.0, 2.4, 400.0])
def test_mean_squares_are_those_of_the_texture(way, kappa):
    draw, mean_squares = WAYS[way]
    angle = np.random.default_rng(1).uniform(0, 2 * np.pi, N)
    n = draw(Texture(kappa), angle, np.random.default_rng(2))
    assert np.linalg.norm(n, axis=1) == pytest.approx(1, abs=1e-12)
    along = n[:, 0] * np.cos(angle) + n[:, 1] * np.sin(angle)
    around = n[:, 1] * np.cos(angle) - n[:, 0] * np.sin(angle)
    found = np.mean(along**2), np.mean(around**2)
    error = 4 * max(np.std(along**2), np.std(around**2)) / np.sqrt(N)
    assert found == pytest.approx(mean_squares(Texture(kappa)), abs=error)


def test_random_axes_have_no_direction():
    n = watson_axes(Texture(), np.zeros(N), np.random.default_rng(0))
    assert n.T @ n / N == pytest.approx(np.eye(3) / 3, abs=4 / np.sqrt(N) * 0.3)


def test_watson_axes_have_the_density_of_the_texture():
    texture = Texture(-4.0)
    u = abs(watson_axes(texture, np.zeros(N), np.random.default_rng(0))[:, 0])
    counts, edges = np.histogram(u, 20, (0, 1))
    expected = N / 20 * texture.density((edges[1:] + edges[:-1]) / 2)
    assert np.sum((counts - expected) ** 2 / expected) < 45  # 20 bins: 0.1 % of samples are above


def test_textures_compare_on_the_same_draws():
    weak, strong = (
        watson_axes(Texture(k), np.zeros(500), np.random.default_rng(0)) for k in (0.0, 5.0)
    )
    assert np.all(np.diff(strong[np.argsort(weak[:, 0]), 0]) >= 0)
