"""Blind tests see their inputs and nothing else, and fall as they fall."""

import ast
import inspect

import numpy as np
import pytest

from pybamm_facets import names
from pybamm_facets.measured import BlindTest, blind_tests
from pybamm_facets.paper import blind_predictions, carbon_coat
from pybamm_facets.paper.blind_predictions import (
    COATS,
    DEFAULT,
    HINDERED,
    RECIPES,
    blind_table,
    sets_on,
)
from pybamm_facets.paper.carbon_coat import (
    BARE,
    Coat,
    bare_cell,
    cycled_capacities,
    with_coat,
)
from pybamm_facets.sets.cell import number

TESTS = blind_tests()


@pytest.fixture
def no_answers(monkeypatch):
    """A list that has forgotten what was measured of the predicted points."""

    def refuse(self):
        raise AssertionError(f"{self.name}: a recipe asked for its answers")

    monkeypatch.setattr(BlindTest, "answers", refuse)


def test_every_test_has_a_recipe():
    assert set(RECIPES) == set(TESTS)


@pytest.mark.parametrize("overlay", [DEFAULT, HINDERED])
def test_large_particles_are_predicted_without_their_answers(no_answers, overlay):
    test = TESTS["11.7 µm NMC811"]
    (found,) = RECIPES[test.name](test, overlay, None)
    assert set(found.values) == set(test.predicted)
    expected = {DEFAULT: (162.3, 154.9), HINDERED: (164.0, 158.2)}[overlay]
    assert list(found.values.values()) == pytest.approx(expected, abs=0.5)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(RECIPES))
def test_no_recipe_asks_for_its_answers(no_answers, name):
    for found in RECIPES[name](TESTS[name], DEFAULT, None):
        assert set(found.values) == set(TESTS[name].predicted)
        assert np.isfinite(list(found.values.values())).all()


def test_recipes_read_series_through_the_list_only():
    """What they take from the table itself is the cell: the first row, without its capacity."""
    for module in (blind_predictions, carbon_coat):
        tree = ast.parse(inspect.getsource(module))
        words = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        assert [word for word in words if word == "capacity_mAh_g"] == ["capacity_mAh_g"] * (
            module is carbon_coat
        )  # of the runs, there


def test_the_carbon_coat_is_three_factors_of_the_bare_cell():
    test = TESTS["carbon coat"]
    bare = bare_cell(sets_on(DEFAULT)["NMC111"], test)
    one, other = with_coat(bare, COATS[DEFAULT]), with_coat(bare, COATS[DEFAULT], test.given)
    ratios = {
        name: number(other, name) / number(one, name) for name in one if one[name] != other[name]
    }
    assert sorted(set(np.round(list(ratios.values()), 6))) == [round(1 / 1.5, 6), 1.23, 1.38]


def test_the_bare_cell_has_the_measured_charge_transfer_resistance():
    from pybamm_facets._units import FARADAY, GAS
    from pybamm_facets.sets.cell import electrode_area
    from pybamm_facets.sets.implied import specific_area

    test = TESTS["carbon coat"]
    bare = bare_cell(sets_on(DEFAULT)["NMC111"], test)
    (j0,) = {bare[key] for key in bare if str(key).endswith(names.REFERENCE_J0_ENDING)}
    surface = electrode_area(bare) * bare["Positive electrode thickness [m]"] * specific_area(bare)
    assert GAS * 303.15 / (FARADAY * j0 * surface) == pytest.approx(100.6)


@pytest.mark.slow
def test_the_stored_fit_of_the_bare_electrode_is_a_minimum():
    test = TESTS["carbon coat"]
    measured = test.known().loc[BARE]
    bare = bare_cell(sets_on(DEFAULT)["NMC111"], test)

    def misfit(coat):
        found = cycled_capacities(with_coat(bare, coat), list(measured.index), 1)
        return float(((found - measured.to_numpy()) ** 2).sum())

    best = COATS[DEFAULT]
    here = misfit(best)
    for factor in (0.9, 1.1):
        assert misfit(Coat(factor * best.d_over_r2, best.film_ohm_cm2)) > here
    assert misfit(Coat(best.d_over_r2, 50 * best.film_ohm_cm2)) > here


@pytest.mark.slow
def test_the_table_holds_every_predicted_point_with_its_miss():
    table = blind_table((DEFAULT,))
    for name, rows in table.groupby("test"):
        for _, part in rows.groupby("reading"):
            points = list(zip(part["series"], part["c_rate"], strict=True))
            assert sorted(points) == sorted(TESTS[name].predicted)
    assert np.allclose(table["miss"], table["predicted"] - table["measured"])
    ratios = table[table["test"] == "carbon coat"]["predicted"].tolist()
    assert ratios[:6] == pytest.approx([1.011, 1.020, 1.035, 1.094, 1.186, 1.257], abs=0.01)
    thick = table[table["test"] == "thick electrode"].iloc[0]
    assert thick["measured"] == 0.465 and thick["predicted"] == pytest.approx(0.149, abs=0.01)
    low = table[(table["test"] == "graphene") & (table["c_rate"] < 1)]
    assert (low["predicted"] > 0.99).all() and (low["measured"] < 0.96).all()
