"""Tables between whose points other tools draw straight lines."""

import numpy as np
import pytest

from pybamm_facets.sets.bpx_files.straight_lines import MOST, straight_lines

CURVES = {
    "steep": lambda x: 4 - x - 0.4 * np.tanh(60 * (x - 0.99)),
    "wave": lambda x: 3 + np.sin(12 * x),
    "line": lambda x: 4 - 2 * x,
}


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize("relative", [True, False])
def test_straight_lines_are_as_near_as_asked(name, relative):
    curve = CURVES[name]
    table = straight_lines(curve, 0.0, 1.0, 1e-4, relative=relative)
    x = np.linspace(0, 1, 20_001)
    missed = np.abs(np.interp(x, table.x, table.y) - curve(x))
    assert (missed / (np.abs(curve(x)) if relative else 1)).max() < 1.03e-4
    assert table.error <= 1e-4 and (np.diff(table.x) > 0).all()


def test_a_curve_that_it_cannot_follow_says_so():
    table = straight_lines(lambda x: np.sin(1e5 * x), 0.0, 1.0, 1e-9, relative=False)
    assert table.error > 0.5 and len(table.x) <= MOST


def test_a_number_is_no_table():
    table = straight_lines(lambda x: np.full_like(x, 3e-14), 0.0, 1.0, 1e-3, relative=True)
    assert table.as_bpx() == 3e-14
    assert set(straight_lines(lambda x: x, 0.0, 1.0, 1e-3, relative=False).as_bpx()) == {"x", "y"}
