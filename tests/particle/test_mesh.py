"""The graded radial mesh: where its points lie, and how fast it converges."""

import numpy as np
import pytest

from pybamm_facets.particle import graded_edges


def test_cells_fill_the_particle_and_narrow_towards_the_surface():
    edges = graded_edges(40)
    widths = np.diff(edges)
    assert (edges[0], edges[-1], len(edges)) == (0.0, 1.0, 41)
    assert np.all(np.diff(widths) < 0)
    assert widths[0] / widths[-1] == pytest.approx(np.exp(2.0 * 39 / 40), rel=1e-9)


def test_error_falls_with_the_square_of_the_cell_width(make_sphere):
    points = np.array([10, 20, 40])
    # A homogeneous sphere: the surface stands N R / 5 D above the mean.
    errors = [abs(make_sphere(n).polarisation(0.5, 1.0, 1.0)[0] / 0.2 - 1) for n in points]
    slope = np.polyfit(np.log(points), np.log(errors), 1)[0]
    assert slope == pytest.approx(-2, abs=0.1)
    assert errors[-1] < 1e-3
