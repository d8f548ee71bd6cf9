"""Questions of the page give the reference numbers of the design wing."""

import pytest

from pybamm_facets.design import Target
from pybamm_facets.page.computed.answers import answer_of
from pybamm_facets.page.computed.late_answers import LateAnswers
from pybamm_facets.page.computed.questions import reach_target, tolerances_of, why_different
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.sets.direction import Direction

TEN_C = Target("discharge", 10, 150)


@pytest.mark.parametrize(
    ("moved", "free", "message"),
    [
        ({}, (), "expected some of"),
        ({"cracked_share": 0.2}, ("kappa_shell",), "cracked_share=0.2: expected 0"),
    ],
)
def test_a_search_that_cannot_be_meant_is_refused(core_shell_state, moved, free, message):
    with pytest.raises(ValueError, match=message):
        reach_target(core_shell_state.moved(**moved), TEN_C, free)


@pytest.mark.slow
def test_the_easiest_design_for_a_target(core_shell_state, engine):
    start = core_shell_state.moved(radius_um=4.5)
    found = reach_target(start, TEN_C, ("kappa_shell", "kappa_core", "core_fraction"))
    assert found.met and found.state["radius_um"] == 4.5
    answer = answer_of(found.state, engine, (10.0,))
    assert answer.ordering == pytest.approx(0.298, abs=0.004)
    assert answer.table["capacity_mAh_g"].iloc[0] == pytest.approx(150, abs=0.2)


@pytest.mark.slow
def test_a_target_out_of_reach_says_so(core_shell_state):
    found = reach_target(core_shell_state, Target("discharge", 10, 180), ("kappa_shell",))
    assert not found.met and "out of reach" in found.words


@pytest.mark.slow
def test_the_radius_is_the_tightest_tolerance(core_shell_state):
    table = tolerances_of(core_shell_state, TEN_C).set_index("variable")
    assert table.index[0] == "radius_m"
    assert table.loc["radius_m", "high_percent"] == pytest.approx(5.3, abs=0.2)
    assert table.loc["diffusivity_m2_s", "low_percent"] == pytest.approx(-9.8, abs=0.2)


@pytest.mark.slow
def test_why_two_designs_differ_sums_to_the_gap(core_shell_state, presets):
    found = why_different(core_shell_state, DesignState(presets["Li2025_isotropic"]), 10.0)
    assert found.table["contribution"].sum() == pytest.approx(found.table["gap"].iloc[0], abs=1e-6)


@pytest.mark.slow
def test_late_answers_sum_up_and_maps_are_kept(core_shell_state, engine):
    late = LateAnswers()
    heard = []
    answer = answer_of(core_shell_state, engine, (10.0,))
    found = late.of(answer, 10.0, Direction.DISCHARGE, heard.append)
    assert not found.problems and heard
    missing = found.lost.attrs["window_mAh_g"] - answer.table["capacity_mAh_g"].iloc[0]
    assert found.lost["loss_mAh_g"].sum() == pytest.approx(missing, abs=0.02)
    assert found.own == (pytest.approx(0.138, abs=1e-3), pytest.approx(0.696, abs=1e-3))
    moved = answer_of(core_shell_state.moved(radius_um=4), engine, (10.0,))
    again = late.of(moved, 10.0, Direction.DISCHARGE)
    assert again.payoff is found.payoff and again.own != found.own
