"""A sweep in blocks and in shards is the sweep: row by row, resumed, killed, in flat memory."""

import json
import signal
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.runs import engine
from pybamm_facets.runs.integrate import solver as solver_module
from pybamm_facets.runs.ledger import export, open_ledger
from pybamm_facets.runs.numerics import Backend, Tolerances
from pybamm_facets.runs.outcome import Outcome, Status
from pybamm_facets.runs.sqlite_file import LedgerError
from pybamm_facets.runs.workers.job import Job
from pybamm_facets.studies import sweeps

COARSE = pf.Numerics({"r_p": 8, "x_p": 3, "x_s": 5})
RATES = (1.0, 10.0)
DESIGNS = pd.DataFrame(
    {
        "design": [f"d{k}" for k in range(11)],
        "kappa_shell": np.linspace(-10, 4, 11),
        "radius_m": np.geomspace(3e-6, 6e-6, 11),
        "Contact resistance [Ohm]": 0.0,
    }
)
DESIGNS.loc[4, "radius_m"] = -1.0  # cannot be built
DESIGNS.loc[6, "Contact resistance [Ohm]"] = 1e5  # drives the voltage beyond the cut-off


def table_of(blocks):
    return pd.concat([block.table for block in blocks], ignore_index=True)


def sweep(designs=DESIGNS, rates=RATES, **options):
    return pf.sweep("Li2025_core_shell", designs, rates, **{"numerics": COARSE, **options}).table


def blocks(designs=DESIGNS, rates=RATES, values="Li2025_core_shell", **options):
    return pf.sweep_blocks(values, designs, rates, **{"numerics": COARSE, **options})


@pytest.fixture
def solves(monkeypatch):
    counted = {"runs": 0, "builds": 0}
    solve, build = solver_module.RunSolver.solve, Job.build

    def counting_solve(self, inputs):
        counted["runs"] += len(inputs)
        return solve(self, inputs)

    def counting_build(self):
        counted["builds"] += 1
        return build(self)

    monkeypatch.setattr(solver_module.RunSolver, "solve", counting_solve)
    monkeypatch.setattr(Job, "build", counting_build)
    return counted


@pytest.mark.parametrize("most", [1, 6, 8, 22])
def test_blocks_are_the_sweep(monkeypatch, solves, most):
    whole = sweep()
    solves["builds"] = 0
    monkeypatch.setattr(sweeps, "MOST_RUNS", most)
    found = list(blocks(numerics=pf.Numerics(COARSE.var_pts, backend="expanded")))
    pd.testing.assert_frame_equal(table_of(found), whole)
    assert max(map(len, found)) <= max(most, len(RATES))
    assert solves["builds"] == 1
    pd.testing.assert_frame_equal(sweep(), whole)


def test_thicknesses_are_built_once_each_whatever_the_blocks(monkeypatch, solves):
    designs = pd.DataFrame({"Positive electrode thickness [m]": [20e-6, 30e-6] * 3})
    whole = sweep(designs, 1)
    assert solves["builds"] == 2
    monkeypatch.setattr(sweeps, "MOST_RUNS", 2)
    pd.testing.assert_frame_equal(table_of(blocks(designs, 1)), whole)
    assert solves["builds"] == 4


def test_progress_tells_of_all_blocks_from_the_first(monkeypatch, tmp_path):
    monkeypatch.setattr(sweeps, "MOST_RUNS", 6)
    for stored in (0, 20):
        seen = []
        for _ in blocks(store=tmp_path / "s.db", progress=seen.append):
            pass
        assert {one.total for one in seen} == {22}
        assert seen[0].done == 0
        assert [one.done for one in seen] == sorted(one.done for one in seen)
        assert (seen[-1].done, seen[-1].failed, seen[-1].stored) == (22, 4, stored)


@pytest.mark.slow
def test_shards_merged_are_the_sweep_row_by_row(tmp_path, solves):
    whole = sweep()
    solves["runs"] = 0
    shards = []
    for k in (1, 2, 3):
        shards.append(tmp_path / f"shard{k}.db")
        part = table_of(blocks(shard=f"{k}/3", store=shards[-1]))
        expected = whole[whole["design"].isin(DESIGNS["design"][k - 1 :: 3])]
        pd.testing.assert_frame_equal(part, expected.reset_index(drop=True))
    taken = pf.merge_ledgers(shards, tmp_path / "all.db")
    assert list(taken.values()) == [8, 6, 6]  # the design that cannot be built is in none
    solves["runs"] = 0
    pd.testing.assert_frame_equal(table_of(blocks(store=tmp_path / "all.db")), whole)
    assert solves["runs"] == 0
    with open_ledger(tmp_path / "all.db") as ledger:
        kept = ledger.table().sort_values(["design", "c_rate"], ignore_index=True)
    runs = whole[~whole["reason"].str.startswith("parameter", na=True)]
    runs = runs.sort_values(["design", "c_rate"], ignore_index=True)
    pd.testing.assert_frame_equal(kept, runs)
    assert (kept["status"] == "infeasible").sum() == 2
    assert set(pf.merge_ledgers(shards, tmp_path / "all.db").values()) == {0}


@pytest.mark.slow
def test_a_missing_shard_is_computed_by_the_sweep_of_all(tmp_path, solves):
    for k in (1, 3):
        list(blocks(shard=f"{k}/3", store=tmp_path / f"{k}.db"))
    pf.merge_ledgers([tmp_path / "1.db", tmp_path / "3.db"], tmp_path / "all.db")
    solves["runs"] = 0
    table = table_of(blocks(store=tmp_path / "all.db"))
    assert solves["runs"] == 6
    pd.testing.assert_frame_equal(table, sweep())


def test_a_shard_takes_the_backend_of_the_whole(monkeypatch):
    chosen = []
    original = engine.grouped

    def grouped(runs, model, numerics, **options):
        chosen.append(numerics.backend)
        return original(runs, model, numerics, **options)

    monkeypatch.setattr(engine, "grouped", grouped)
    monkeypatch.setattr("pybamm_facets.runs.groups.COMPILE_FROM", 20)
    monkeypatch.setattr("pybamm_facets.runs.groups.shutil.which", lambda name: name)
    monkeypatch.setattr(engine, "_run_group", lambda group, runs, tally, *rest: tally.add(
        {i: Outcome(Status.FAILED) for i in group.inputs}
    ))  # fmt: skip
    list(blocks(shard="1/3"))
    list(blocks())
    list(blocks(DESIGNS.head(9), shard="1/3"))
    assert chosen == [Backend.COMPILED, Backend.AUTO, Backend.EXPANDED]


@pytest.mark.parametrize("shard", ["0/3", "4/3", "x"])
def test_bad_shards_are_refused_at_once(shard):
    with pytest.raises(ValueError, match="shard="):
        blocks(shard=shard)
    with pytest.raises(ValueError, match="at most 11 shards"):
        blocks(shard="1/12")


def test_columns_and_labels_are_checked_before_the_first_block():
    with pytest.raises(ValueError, match="kappa_shell"):
        blocks({"kapa_shell": [1.0]})
    twice = DESIGNS.assign(design="a")
    with pytest.raises(ValueError, match="differ"):
        blocks(twice)


@pytest.fixture
def one_shard(tmp_path):
    path = tmp_path / "one.db"
    list(blocks(DESIGNS.head(2), shard="1/2", store=path))
    return path


def other_function():
    values = pf.li2025()
    stock = values["Positive electrode OCP [V]"]

    def ocp(sto):
        return stock(sto) - 0.05

    ocp.__name__ = getattr(stock, "__name__", "ocp")
    changed = values.copy()
    changed.update({"Positive electrode OCP [V]": ocp})
    return changed


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"rates": (1.0, 5.0)}, r"its c_rates is \[1\.0, 5\.0\], not \[1\.0, 10\.0\]"),
        ({"directions": "charge"}, r"its directions is \['charge'\]"),
        ({"model": pf.FacetSPM()}, r"its model is FacetSPM\("),
        ({"numerics": pf.Numerics({"r_p": 9, "x_p": 3, "x_s": 5})}, "its mesh is"),
        ({"numerics": pf.Numerics(COARSE.var_pts, tolerances=Tolerances(1e-5, 1e-6))},
         "its tolerances is"),
        ({"values": pf.li2025("isotropic")}, "another parameter set: 'Positive particle"),
    ],
)  # fmt: skip
def test_ledgers_of_other_sweeps_are_refused_by_name(tmp_path, one_shard, options, why):
    other = tmp_path / "other.db"
    list(blocks(DESIGNS.head(2), shard="2/2", store=other, **options))
    with pytest.raises(LedgerError, match=rf"other\.db: not of the sweep of .*one\.db: {why}"):
        pf.merge_ledgers([one_shard, other], tmp_path / "all.db")
    assert not (tmp_path / "all.db").exists()
    with pytest.raises(LedgerError, match="not of the sweep"):
        pf.merge_ledgers([other], one_shard)


def test_a_function_of_the_same_name_is_another_set(tmp_path):
    values = other_function()
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    list(blocks(DESIGNS.head(2), shard="1/2", store=other, values=values))
    second = other_function()
    second["Positive electrode OCP [V]"] = renamed(values["Positive electrode OCP [V]"])
    list(blocks(DESIGNS.head(2), shard="2/2", store=one, values=second))
    with pytest.raises(LedgerError, match="functions of its parameter set are others"):
        pf.merge_ledgers([one, other], tmp_path / "all.db")


def renamed(function):
    def another(sto):
        return function(sto) - 0.01

    another.__name__ = function.__name__
    return another


def test_merging_refuses_what_is_no_shard(tmp_path, one_shard):
    with pytest.raises(LedgerError, match="none"):
        pf.merge_ledgers([], tmp_path / "all.db")
    with pytest.raises(LedgerError, match=r"one\.db is given twice"):
        pf.merge_ledgers([one_shard, one_shard], tmp_path / "all.db")
    with pytest.raises(LedgerError, match=r"no\.db: there is no such ledger"):
        pf.merge_ledgers([one_shard, tmp_path / "no.db"], tmp_path / "all.db")
    bare = tmp_path / "bare.db"
    with open_ledger(bare) as ledger:
        ledger.add("k", [("h", {"n": 1}, Outcome(Status.OK))])
    with pytest.raises(LedgerError, match=r"bare\.db: it does not say"):
        pf.merge_ledgers([one_shard, bare], tmp_path / "all.db")
    assert not (tmp_path / "all.db").exists()


def test_failed_runs_are_merged(tmp_path, monkeypatch):
    def fail(self, inputs):
        return [Outcome(Status.FAILED, "no way", "solver failure") for _ in inputs]

    with monkeypatch.context() as patch:
        patch.setattr(solver_module.RunSolver, "solve", fail)
        list(blocks(DESIGNS.head(2), shard="1/2", store=tmp_path / "1.db"))
    list(blocks(DESIGNS.head(2), shard="2/2", store=tmp_path / "2.db"))
    pf.merge_ledgers([tmp_path / "1.db", tmp_path / "2.db"], tmp_path / "all.db")
    assert export(tmp_path / "all.db", tmp_path / "all.csv") == 4
    table = pd.read_csv(tmp_path / "all.csv")
    assert table["status"].tolist() == ["failed", "failed", "ok", "ok"]
    assert table["reason"].tolist()[:2] == ["no way"] * 2


def test_a_store_of_other_code_says_so_once(tmp_path, monkeypatch, caplog):
    store = tmp_path / "runs.db"
    list(blocks(DESIGNS.head(3), store=store))
    list(blocks(DESIGNS.head(3), store=store))
    assert not caplog.records
    monkeypatch.setattr("pybamm_facets.runs.keys.source_digest", lambda: "edited")
    monkeypatch.setattr(sweeps, "MOST_RUNS", 2)
    for _ in range(2):
        list(blocks(DESIGNS.head(3), store=store))
    (one,) = caplog.records
    assert str(store) in one.getMessage()
    assert "another version" in one.getMessage()


CHILD = """
import os, signal, sys
import numpy as np, pandas as pd, pybamm_facets as pf
from pybamm_facets.studies import sweeps

sweeps.MOST_RUNS = 60

def kill_in_the_third_block(state):
    if state.done >= 150:
        os.kill(os.getpid(), signal.SIGKILL)

designs = pd.DataFrame({"radius_m": np.linspace(3e-6, 6e-6, 300)})
mesh = {"r_p": 8, "x_p": 3, "x_s": 5}
for _ in pf.sweep_blocks("Li2025_core_shell", designs, [10.0], store=sys.argv[1],
                         numerics=pf.Numerics(mesh), progress=kill_in_the_third_block):
    pass
"""


@pytest.mark.slow
def test_a_killed_sweep_in_blocks_resumes_without_computing_twice(tmp_path, solves):
    store = tmp_path / "sweep.db"
    killed = subprocess.run([sys.executable, "-c", CHILD, str(store)], check=False)
    assert killed.returncode == -signal.SIGKILL
    with open_ledger(store) as ledger:
        kept = len(ledger.table())
    assert 150 <= kept < 300
    designs = pd.DataFrame({"radius_m": np.linspace(3e-6, 6e-6, 300)})
    table = table_of(blocks(designs, 10.0, store=store))
    assert solves["runs"] == 300 - kept
    assert (table["status"] == "ok").all()


MEMORY = """
import json, resource, sys
import numpy as np, pandas as pd, pybamm_facets as pf
from pathlib import Path
from pybamm_facets.runs.integrate.solver import RunSolver
from pybamm_facets.runs.ledger import export
from pybamm_facets.runs.outcome import Outcome, Status
from pybamm_facets.studies import sweeps

sweeps.MOST_RUNS = 1000
# What is measured is the memory around the solver.
RunSolver.solve = lambda self, inputs: [
    Outcome(Status.OK, "", "cut-off voltage", 3600.0, 5.0, 2.5, 1e-9, 1e-5) for _ in inputs
]
numerics = pf.Numerics({"r_p": 8, "x_p": 3, "x_s": 5}, backend="expanded")

def sweep(count, store):
    designs = pd.DataFrame({"kappa_shell": np.linspace(-15, 3, count), "radius_m": 5e-6})
    for _ in pf.sweep_blocks("Li2025_core_shell", designs, [1.0, 10.0], numerics=numerics,
                             store=store):
        pass

def work(count, name):
    store = Path(sys.argv[1]) / f"{name}.db"
    sweep(count, store)
    sweep(count, store)
    for suffix in (".csv", ".parquet"):
        assert export(store, store.with_suffix(suffix)) == 2 * count
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

work(1500, "first")
few = work(1500, "few")
print(json.dumps([few, work(15_000, "many")]))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads the kernel's own count of memory")
def test_memory_is_flat(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    few, many = json.loads(done.stdout.splitlines()[-1])
    # 27 000 rows more in memory would take 27 MB.
    assert many - few < 9, (few, many)
