"""The study around the engine: measured values, curves, names."""

import pandas as pd
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets.measured import li2025_capacities
from pybamm_facets.runs.engine import run_all
from pybamm_facets.studies.rates import rate_runs

COARSE = {"r_p": 8, "x_p": 3, "x_s": 5}


@pytest.fixture(scope="module")
def core_shell():
    return pybamm.ParameterValues("Li2025_core_shell")


def test_measured_values_stand_beside_their_rows(core_shell):
    table = pf.rate_capability(
        {"core-shell": core_shell},
        (5, 10),
        directions=("discharge", "charge"),
        measured=li2025_capacities(),
        numerics=pf.Numerics(COARSE),
    ).table
    measured = table.set_index(["direction", "c_rate"])["measured_mAh_g"]
    assert measured["discharge", 10.0] == 144
    assert measured.drop(("discharge", 10.0)).isna().all()


def test_measured_without_its_columns_is_refused(core_shell):
    with pytest.raises(ValueError, match="measured: no column particle"):
        pf.rate_capability(
            {"a": core_shell},
            (10,),
            directions="discharge",
            measured=pd.DataFrame({"c_rate": [10], "direction": "discharge", "capacity_mAh_g": 1}),
            numerics=pf.Numerics(COARSE),
        )


def test_measured_data_says_where_it_is_from():
    table = li2025_capacities()
    assert (table["provenance"] == "paper").all()
    assert set(table["c_rate"]) == {10}


def test_curves_belong_to_their_rows(core_shell):
    runs = rate_runs(core_shell, (5.0, 10.0), "discharge", {"particle": "a", "fit": "mine"})
    result = run_all(runs, curves=True, numerics=pf.Numerics(COARSE))
    assert (result.table["fit"] == "mine").all()
    for rate, curve in result.curves.groupby("c_rate"):
        assert curve["time_s"].is_monotonic_increasing
        assert curve["voltage_V"].iloc[-1] == pytest.approx(2.5, abs=2e-3)
        row = result.table[result.table["c_rate"] == rate]
        assert curve["capacity_mAh_g"].iloc[-1] == pytest.approx(row["capacity_mAh_g"].item())


def test_oregan_diffusivity_runs():
    values = pf.li2025(diffusivity="oregan")
    table = pf.rate_capability({"a": values}, (10.0,), directions="discharge").table
    assert table["capacity_mAh_g"].item() == pytest.approx(144, abs=2)
