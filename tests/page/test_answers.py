"""What is computed of a design is what the package computes of the same set."""

import numpy as np
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.page.computed.answers import FITTED, MOVED, PREDICTED, answer_of
from pybamm_facets.page.computed.design_values import MOVABLE, design_values
from pybamm_facets.page.computed.kept_engine import KEPT
from pybamm_facets.page.state.design_fields import FIELDS
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.sets.comparable import comparable

RATES = (1.0, 10.0)
NO_INPUT = ("citations", names.CURRENT_FUNCTION, names.INITIAL_POSITIVE)
"""The rate gives the current, the window the start."""


@pytest.fixture(scope="module")
def answer(core_shell_state, engine):
    return answer_of(core_shell_state, engine, RATES)


def test_capacities_are_those_of_rate_capability(core_shell_state, engine):
    state = core_shell_state.moved(
        kappa_shell=-4, radius_um=4.2, core_fraction=0.6, **{"j0_(104)": 0.4}
    )
    mine = answer_of(state, engine, RATES)
    values = pf.load_set(
        "Li2025_core_shell",
        changes={
            "particle.kappa_shell": -4,
            "particle.kappa_core": 0,
            "particle.radius_um": 4.2,
            "particle.core_fraction": 0.6,
            "material.facet_j0_mA_cm2.(104)": 0.4,
        },
    )
    theirs = pf.rate_capability(values, RATES, directions=["discharge", "charge"]).table
    np.testing.assert_allclose(mine.table["capacity_mAh_g"], theirs["capacity_mAh_g"], atol=2e-3)


def test_the_fitted_set_gives_what_it_was_fitted_to(answer):
    row = answer.table.set_index(["direction", "c_rate"]).loc[("discharge", 10.0)]
    assert row["capacity_mAh_g"] == pytest.approx(144, abs=0.2)
    assert row["measured_mAh_g"] == 144 and row["role"] == FITTED


def test_roles_of_what_was_measured(presets, core_shell_state, engine):
    moved = answer_of(core_shell_state.moved(radius_um=4), engine, RATES)
    assert set(moved.table["role"]) == {"", MOVED}
    other = answer_of(DesignState(presets["NMC111"]), engine, (5.0,))
    assert PREDICTED in set(other.table["role"])


def test_the_particle_in_numbers(answer):
    assert answer.ordering == pytest.approx(0.676, abs=1e-3)  # facet-design's reference
    assert answer.ratios == (pytest.approx(0.51, abs=2e-3), pytest.approx(0.906, abs=2e-3))
    assert answer.facets["share"].sum() == pytest.approx(1)
    assert answer.mean_j0 == pytest.approx(
        float(answer.facets["share"] @ answer.facets["j0_mA_cm2"])
    )


def test_curves_end_at_the_capacities(answer):
    ends = answer.curves.groupby(["direction", "c_rate"])["capacity_mAh_g"].max()
    table = answer.table.set_index(["direction", "c_rate"])["capacity_mAh_g"]
    np.testing.assert_allclose(ends.loc[table.index], table, rtol=1e-9)


def test_a_run_without_a_result_is_a_gap_with_its_reason(core_shell_state, engine):
    state = core_shell_state.moved(contact_ohm_cm2=400, upper_voltage_V=4.0, lower_voltage_V=3.5)
    found = answer_of(state, engine, (0.1, 10.0))
    table = found.table.set_index(["direction", "c_rate"])
    assert table.loc[("discharge", 0.1), "status"] == "ok"
    assert table.loc[("discharge", 10.0), "status"] == "infeasible"
    assert any("10C discharge" in line and "cut-off" in line for line in found.gaps)


@pytest.mark.parametrize(
    ("moved", "message"),
    [
        ({"loading_mg_cm2": 20}, "loading_mg_cm2=20.* porosity"),
        ({"lower_voltage_V": 4.5}, "lower_voltage_V=4.5"),
    ],
)
def test_numbers_that_make_no_cell_are_one_error(core_shell_state, engine, moved, message):
    with pytest.raises(ValueError, match=message):
        answer_of(core_shell_state.moved(**moved), engine, RATES)


def test_structures_are_kept_and_few(core_shell_state, engine):
    answer_of(core_shell_state, engine, RATES)
    before = engine.structures
    answer_of(core_shell_state.moved(kappa_core=2, temperature_C=30), engine, RATES)
    assert engine.structures == before
    assert engine.structures <= KEPT


@pytest.mark.parametrize(
    "name", ["Li2025_core_shell", "Li2025_isotropic", "NCA_half_cell", "NMC111"]
)
def test_every_field_moves_numbers_that_a_built_cell_takes(presets, name):
    state = DesignState(presets[name])
    base = state.preset.values
    for field, one in FIELDS.items():
        if field not in state.numbers:
            continue
        value = one.checked(state[field] * 0.97 + 0.02 * (one.high - one.low) / 10)
        values = design_values(state.moved(**{field: value}))
        differing = {
            key
            for key in base
            if key not in NO_INPUT and comparable(values[key]) != comparable(base[key])
        }
        assert differing, f"{field} moves nothing in {name}"
        assert differing <= set(MOVABLE), field


def test_cracks_shorten_the_way_and_keep_the_material(core_shell_state):
    values = design_values(core_shell_state.moved(cracked_share=0.4))
    assert values[names.PARTICLE_RADIUS] == pytest.approx(3e-6)
    assert values[names.ACTIVE_FRACTION] == core_shell_state.preset.values[names.ACTIVE_FRACTION]
