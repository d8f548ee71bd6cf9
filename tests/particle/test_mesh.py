"""The graded radial mesh of finite volumes: where its points lie."""

import numpy as np
import pytest

from pybamm_facets.particle import graded_edges


def test_cells_fill_the_particle_and_narrow_towards_the_surface():
    edges = graded_edges(40)
    widths = np.diff(edges)
    assert (edges[0], edges[-1], len(edges)) == (0.0, 1.0, 41)
    assert np.all(np.diff(widths) < 0)
    assert widths[0] / widths[-1] == pytest.approx(np.exp(2.0 * 39 / 40), rel=1e-9)
