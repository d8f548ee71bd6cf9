"""What is taken away from the page says the same as the page."""

import contextlib
import io

import numpy as np
import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.page.computed.answers import answer_of
from pybamm_facets.page.computed.design_values import design_values
from pybamm_facets.page.computed.handed_out import (
    capacities_csv,
    curves_csv,
    figure_bytes,
    script,
    set_file,
)
from pybamm_facets.sets.comparable import comparable

RATES = (1.0, 10.0)
OWN_START = ("citations", "Initial concentration in positive electrode [mol.m-3]")
"""A set that builds upon another has no start of its own; runs begin at its window's end."""


@pytest.fixture(scope="module")
def state(core_shell_state):
    return core_shell_state.moved(
        kappa_shell=-6, radius_um=4.5, loading_mg_cm2=5, temperature_C=25, upper_voltage_V=4.3,
        contact_ohm_cm2=12, **{"j0_(104)": 0.5},
    )  # fmt: skip


@pytest.fixture(scope="module")
def answers(state, engine):
    return [answer_of(state, engine, RATES), answer_of(state.moved(radius_um=4), engine, RATES)]


@pytest.mark.parametrize("share", [0.0, 0.1])
def test_a_set_s_file_is_the_design(state, share, tmp_path):
    design = state.moved(cracked_share=share)
    file = tmp_path / "design.toml"
    file.write_text(set_file(design))
    theirs, mine = pf.load_set(file), design_values(design)
    differing = [
        name
        for name in theirs
        if name not in OWN_START and comparable(theirs[name]) != comparable(mine[name])
    ]
    assert differing in ([], ["Positive particle radius [m]"])
    assert theirs["Positive particle radius [m]"] == pytest.approx(4.5e-6 * (1 - share))


def test_the_script_computes_what_is_shown(answers, state, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(script(state, RATES), "script", "exec"), {})
    assert "discharge" in printed.getvalue()
    theirs = pd.read_csv("design_capacities.csv")
    mine = answers[0].table
    np.testing.assert_allclose(theirs["capacity_mAh_g"], mine["capacity_mAh_g"], atol=0.02)


def test_tables_hold_the_designs_and_their_numbers(answers):
    table = pd.read_csv(io.StringIO(capacities_csv(answers)))
    assert set(table["design"]) == {"design", "pin 1"}
    assert set(table.loc[table["design"] == "pin 1", "radius_um"]) == {4.0}
    np.testing.assert_allclose(
        table.loc[table["design"] == "design", "capacity_mAh_g"], answers[0].table["capacity_mAh_g"]
    )
    curves = pd.read_csv(io.StringIO(curves_csv(answers)))
    assert {"design", "direction", "c_rate", "capacity_mAh_g", "voltage_V"} <= set(curves)


def test_figures_are_what_they_say(answers):
    assert figure_bytes(answers, 10.0, "png").startswith(b"\x89PNG")
    assert b"<svg" in figure_bytes(answers, 10.0, "svg")
