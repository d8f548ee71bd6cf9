"""Nodes, weights and derivatives of the elements across a half-cell."""

import numpy as np
import pytest

from pybamm_facets.through_cell import LineElements


@pytest.mark.parametrize("counts", [(2, 2), (3, 3), (4, 6), (9, 12)])
def test_polynomials_are_integrated_and_differentiated_exactly(counts):
    line = LineElements(*counts)
    assert line.nodes == sum(counts) - 1
    assert line.weights @ line.of_separator == pytest.approx(1, abs=1e-14)
    assert line.weights @ (1 - line.of_separator) == pytest.approx(1, abs=1e-14)
    # One straight line over both relative lengths, kinked where they meet.
    x = np.unique(np.r_[_points(line)[0], 1 + _points(line)[1]].round(12))
    values = np.where(x <= 1, 2 * x, 2 + 5 * (x - 1))
    slopes = np.where(line.of_separator == 1, 2.0, 5.0)
    np.testing.assert_allclose(line.derivative @ values, slopes, atol=1e-11)
    # Gauss-Lobatto: degree 2n - 3.
    degree = 2 * counts[1] - 3
    assert line.electrode_weights @ _points(line)[1] ** degree == pytest.approx(
        1 / (degree + 1), abs=1e-13
    )


def _points(line):
    """Relative places of each element's nodes, from their weights' own definition."""
    places = []
    for count in (line.separator, line.electrode):
        inner = np.polynomial.legendre.Legendre.basis(count - 1).deriv().roots()
        places.append(np.r_[0.0, (1 + np.sort(inner)) / 2, 1.0])
    return places


def test_the_shared_node_has_two_points():
    line = LineElements(3, 4)
    values = np.arange(6.0)
    np.testing.assert_array_equal(line.spread @ values, [0, 1, 2, 2, 3, 4, 5])
    np.testing.assert_array_equal(line.in_electrode @ values, [2, 3, 4, 5])
