"""A sweep loses no row, does nothing twice, and does not depend on how it is run."""

import signal
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.runs.integrate import solver as solver_module
from pybamm_facets.runs.ledger import open_ledger
from pybamm_facets.runs.numerics import Tolerances

DESIGNS = pd.DataFrame(
    {"design": list("abcde"), "kappa_shell": [-10.0, -3.0, 0.0, 2.0, 5.0], "radius_m": 5e-6}
)
NUMBERS = ["capacity_mAh_g", "energy_mWh_g", "mean_voltage_V", "duration_s"]


@pytest.fixture
def solves(monkeypatch):
    """Count the runs that are integrated."""
    counted = {"runs": 0}
    original = solver_module.RunSolver.solve

    def solve(self, inputs):
        counted["runs"] += len(inputs)
        return original(self, inputs)

    monkeypatch.setattr(solver_module.RunSolver, "solve", solve)
    return counted


def run(designs=DESIGNS, rates=(1.0, 10.0), *, tolerances=None, backend="auto", **arguments):
    points = {"r_p": 8, "x_p": 3, "x_s": 5}
    numerics = pf.Numerics(points, tolerances=tolerances or Tolerances(), backend=backend)
    return pf.sweep(pf.li2025(), designs, rates, numerics=numerics, **arguments).table


def test_one_row_a_design_direction_and_rate_in_order():
    table = run(directions=("discharge", "charge"))
    keys = list(table[["design", "direction", "c_rate"]].itertuples(index=False, name=None))
    assert keys == [
        (d, w, r) for d in "abcde" for w in ("discharge", "charge") for r in (1.0, 10.0)
    ]
    assert (table["status"] == "ok").all()
    assert {"kappa_shell", "radius_m", *NUMBERS} <= set(table.columns)


def test_equals_the_rate_capability_of_the_same_particle(coarse):
    table = run(DESIGNS.head(1))
    values = pf.li2025()
    values.update(pf.Agglomerate.core_shell(shell=pf.Texture(-10.0)).parameters())
    alone = pf.rate_capability(
        {"a": values}, (1.0, 10.0), directions="discharge", numerics=pf.Numerics(coarse)
    ).table
    for name in NUMBERS:
        np.testing.assert_allclose(table[name], alone[name], rtol=1e-4)


def test_one_impossible_design_among_fifty_costs_only_itself():
    designs = pd.DataFrame({"radius_m": np.linspace(3e-6, 6e-6, 50)})
    designs.loc[17, "radius_m"] = -1.0
    table = run(designs, (10.0,))
    assert table["design"].tolist() == list(range(50))
    assert table["status"].value_counts().to_dict() == {"ok": 49, "infeasible": 1}
    assert "-1.0" in table.loc[17, "reason"]
    assert table.loc[17, NUMBERS].isna().all()


@pytest.mark.slow
def test_results_do_not_depend_on_company_or_order():
    together = run()
    alone = pd.concat([run(DESIGNS.iloc[[k]]) for k in range(2)])
    backwards = run(DESIGNS.iloc[::-1]).set_index(["design", "c_rate"])
    pd.testing.assert_frame_equal(together.head(4)[NUMBERS], alone.reset_index(drop=True)[NUMBERS])
    forwards = together.set_index(["design", "c_rate"])
    pd.testing.assert_frame_equal(forwards[NUMBERS], backwards.loc[forwards.index, NUMBERS])


@pytest.mark.slow
def test_threads_do_not_change_the_numbers():
    pd.testing.assert_frame_equal(run(threads=1), run(threads=2))


@pytest.mark.slow
def test_fast_and_stock_backends_agree():
    tight = Tolerances(1e-7, 1e-9)
    fast, stock = (run(tolerances=tight, backend=backend) for backend in ("auto", "stock"))
    for name in NUMBERS:
        np.testing.assert_allclose(fast[name], stock[name], rtol=1e-5)


@pytest.mark.slow
def test_compiled_and_interpreted_agree():
    """To what the integrator's own steps leave, which follow the rounding."""
    tight = Tolerances(1e-7, 1e-9)
    compiled, interpreted = (
        run(backend=backend, tolerances=tight) for backend in ("compiled", "expanded")
    )
    pd.testing.assert_frame_equal(compiled, interpreted, rtol=1e-5)


def test_falls_back_to_pybamms_solver_when_the_interface_does_not_fit(monkeypatch, caplog):
    def gone(*_):
        raise TypeError("create_casadi_solver_group() has other arguments now")

    expected = run()
    monkeypatch.setattr("pybamm_facets._compat.idaklu_group", gone)
    table = run()
    assert "do not fit" in caplog.text
    np.testing.assert_allclose(table["capacity_mAh_g"], expected["capacity_mAh_g"], atol=0.05)


def test_store_computes_only_what_is_missing(tmp_path, solves):
    store = tmp_path / "sweep.db"
    first = run(store=store)
    assert solves["runs"] == 10
    again = run(store=store)
    assert solves["runs"] == 10
    pd.testing.assert_frame_equal(first, again)
    more = run(rates=(1.0, 5.0, 10.0), store=store)
    assert solves["runs"] == 15
    kept = more[more["c_rate"] != 5.0].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept[NUMBERS], first[NUMBERS])


@pytest.mark.parametrize(
    "other",
    [
        {"Contact resistance [Ohm]": 5.0},
        pytest.param({"Nominal cell capacity [A.h]": 1e-3}, marks=pytest.mark.slow),
        pytest.param({"Lower voltage cut-off [V]": 3.0}, marks=pytest.mark.slow),
        {"Positive electrode thickness [m]": 35e-6},
    ],
)
def test_store_of_another_set_is_not_mistaken_for_this_one(tmp_path, solves, coarse, other):
    store = tmp_path / "sweep.db"
    values = pf.li2025()
    changed = values.copy()
    changed.update(other)
    for parameters in (values, changed):
        pf.sweep(parameters, DESIGNS.head(1), (10.0,), numerics=pf.Numerics(coarse), store=store)
    assert solves["runs"] == 2


def test_store_of_another_mesh_is_not_mistaken_for_this_one(tmp_path, solves):
    store = tmp_path / "sweep.db"
    for points in (8, 9):
        mesh = {"r_p": points, "x_p": 3, "x_s": 5}
        pf.sweep(pf.li2025(), DESIGNS.head(1), (10.0,), numerics=pf.Numerics(mesh), store=store)
    assert solves["runs"] == 2


def test_an_interrupted_sweep_keeps_what_was_done(tmp_path, solves, monkeypatch):
    store = tmp_path / "sweep.db"
    designs = pd.DataFrame({"radius_m": np.linspace(3e-6, 6e-6, 60)})

    def stop(state):
        if state.done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(designs, (10.0,), store=store, progress=stop)
    done = solves["runs"]
    assert 0 < done < 60
    table = run(designs, (10.0,), store=store)
    assert solves["runs"] == 60
    assert (table["status"] == "ok").all()


def test_progress_counts_done_failed_and_stored(tmp_path):
    states = []
    designs = DESIGNS.assign(radius_m=[5e-6, -1, 5e-6, 5e-6, 5e-6])
    run(designs, store=tmp_path / "s.db", progress=states.append)
    assert (states[-1].done, states[-1].failed, states[-1].stored) == (10, 2, 0)
    run(designs, store=tmp_path / "s.db", progress=states.append)
    assert (states[-1].done, states[-1].failed, states[-1].stored) == (10, 2, 8)


def test_structural_columns_get_their_own_build():
    designs = pd.DataFrame({"Positive electrode thickness [m]": [20e-6, 30e-6, 20e-6]})
    table = run(designs, (1.0,))
    assert (table["status"] == "ok").all()
    assert table["duration_s"][0] == table["duration_s"][2]


def test_curves_are_a_dataset_over_design_direction_and_rate():
    designs = DESIGNS.assign(radius_m=[5e-6, -1, 5e-6, 5e-6, 5e-6])
    mesh = {"r_p": 8, "x_p": 3, "x_s": 5}
    result = pf.sweep(pf.li2025(), designs, (1.0, 10.0), curves=True, numerics=pf.Numerics(mesh))
    dataset = result.dataset("design")
    curve = dataset.sel(design="a", direction="discharge", c_rate=10.0)
    row = result.table[(result.table["design"] == "a") & (result.table["c_rate"] == 10.0)]
    assert curve["capacity_mAh_g"].values[-1] == pytest.approx(row["capacity_mAh_g"].item())
    assert curve["voltage_V"].values[-1] == pytest.approx(2.5, abs=2e-3)
    assert (np.diff(curve["voltage_V"].values) < 0).all()
    assert dataset["voltage_V"].sel(design="b").isnull().all()


def test_full_cell_sweep(coarse):
    import pybamm

    values = pf.add_facets(pybamm.ParameterValues("Chen2020"), pf.Agglomerate.core_shell())
    table = pf.sweep(
        values,
        pd.DataFrame({"radius_m": [4e-6, 6e-6]}),
        (1.0,),
        model=pf.FacetDFN({"working electrode": "both"}),
        numerics=pf.Numerics(coarse | {"x_n": 4, "r_n": 8}),
    ).table
    assert (table["status"] == "ok").all()
    assert table["capacity_mAh_g"][0] > table["capacity_mAh_g"][1]


CHILD = """
import os, signal, sys
import numpy as np, pandas as pd, pybamm_facets as pf

def kill_after_a_chunk(state):
    if state.done >= 100:
        os.kill(os.getpid(), signal.SIGKILL)

designs = pd.DataFrame({"radius_m": np.linspace(3e-6, 6e-6, 400)})
mesh = {"r_p": 8, "x_p": 3, "x_s": 5}
pf.sweep(pf.li2025(), designs, [10.0], numerics=pf.Numerics(mesh), store=sys.argv[1],
         progress=kill_after_a_chunk)
"""


@pytest.mark.slow
def test_a_killed_process_resumes_without_computing_twice(tmp_path, solves):
    store = tmp_path / "sweep.db"
    killed = subprocess.run([sys.executable, "-c", CHILD, str(store)], check=False)
    assert killed.returncode == -signal.SIGKILL
    with open_ledger(store) as ledger:
        kept = len(ledger.table())
    assert 100 <= kept < 400
    designs = pd.DataFrame({"radius_m": np.linspace(3e-6, 6e-6, 400)})
    table = run(designs, (10.0,), store=store)
    assert solves["runs"] == 400 - kept
    assert (table["status"] == "ok").all()
