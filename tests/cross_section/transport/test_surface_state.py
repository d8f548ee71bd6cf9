"""Surface states by potential: the tables pass for the functions."""

import numpy as np
import pytest

import pybamm_facets as pf
from pybamm_facets.cross_section.transport.section_material import mid_charge_factor
from pybamm_facets.cross_section.transport.surface_state import surface_table
from pybamm_facets.studies.grain_resolved.grain_material import open_circuit_potential


@pytest.fixture(scope="module")
def ocp():
    return open_circuit_potential(pf.li2025())


def test_content_and_factor_come_back(ocp):
    content = np.array([0.1501, 0.27, 0.5, 0.9, 0.99, 0.9993, 0.99999])
    state = surface_table(ocp, mid_charge_factor).at(ocp(content))
    np.testing.assert_allclose(state.content, content, rtol=0, atol=2e-7)
    np.testing.assert_allclose(state.factor, mid_charge_factor(content), rtol=1e-3)


def test_slopes_are_those_of_the_table(ocp):
    table = surface_table(ocp, mid_charge_factor)
    k = np.arange(100, table.potential.size - 100, 997)
    middle = (table.potential[k] + table.potential[k + 1]) / 2
    step = 0.3 * (table.potential[k + 1] - table.potential[k])
    state, ahead = table.at(middle), table.at(middle + step)
    np.testing.assert_allclose((ahead.content - state.content) / step, state.content_slope, 1e-4)
    np.testing.assert_allclose((ahead.factor - state.factor) / step, state.factor_slope, 1e-4)
    assert np.all(state.content_slope < 0)


def test_beyond_the_table_nothing_moves(ocp):
    table = surface_table(ocp, mid_charge_factor)
    state = table.at(np.array([-50.0, 50.0]))
    assert np.all(state.content_slope == 0)
    assert state.content[0] > 1 - 1e-6 and state.content[1] < 1e-6


@pytest.mark.parametrize(
    ("ocp", "factor", "message"),
    [
        (
            lambda x: 4 + x,
            mid_charge_factor,
            r"ocp: expected a potential that falls .* does not at x=\d",
        ),
        (lambda x: np.nan * x, mid_charge_factor, "ocp: expected a finite"),
        (lambda x: 4 - x, lambda x: x - 0.5, "state_factor"),
    ],
)
def test_bad_functions_are_named(ocp, factor, message):
    with pytest.raises(ValueError, match=message):
        surface_table(ocp, factor)
