"""``pybamm-facets cycling`` and ``--charged-at``, as a user types them."""

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

from pybamm_facets.cli.app import app

ONE = ["cycling", "--mechanism", "grain_boundaries", "--cycles", "60", "--retention", "0.9"]


@pytest.fixture
def invoke(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(app, list(words))


@pytest.mark.slow
def test_it_prints_tests_and_writes(invoke, tmp_path):
    done = invoke(*ONE)
    assert done.exit_code == 0, done.output
    assert "as observed" in done.output
    assert "* fitted, so not a prediction" in done.output
    assert "core-shell 139.2, and 144.0 from equilibrium" in done.output
    table = pd.read_csv(tmp_path / "results/cycling.csv")
    assert list(table["role"]) == ["fitted", "predicted"]
    assert table["retention"][0] == pytest.approx(0.9, abs=1e-3)
    record = json.loads((tmp_path / "results/cycling.json").read_text())
    assert record["inputs"]["cycles"] == 60
    assert {"core-shell", "isotropic"} == set(record["parameter_sets"])
    for name in ("cycles.csv", "check_ups.csv", "distances.csv", "signatures.png"):
        assert (tmp_path / f"results/cycling_{name}").stat().st_size > 0
    assert (tmp_path / "results/cycling.png").stat().st_size > 0


@pytest.mark.slow
def test_it_ranks_by_measured_retentions(invoke, tmp_path):
    rows = "cycle,retention,particle\n30,0.95,core-shell\n60,0.91,core-shell\n"
    (tmp_path / "mine.csv").write_text(rows)
    done = invoke(*ONE, "--measured", "mine.csv")
    assert done.exit_code == 0, done.output
    assert "Fitted to the measured retentions" in done.output
    assert "a sum of two can describe any curve" in done.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["cycling", "--mechanism", "rust"], "--mechanism='rust': expected one of"),
        (["cycling", "--reference", "mine"], "--reference='mine': expected one of core-shell"),
        (["cycling", "--retention", "1.2"], "retention=1.2: expected a number above 0"),
        (["cycling", "--charge", "0"], "charge='0': expected a positive rate"),
        (["cycling", "--hold", "2"], "hold_until='2': expected a rate below"),
        (["cycling", "--rest", "-1"], "rest_after_charge=-1.0: expected a number from 0"),
        (["cycling", "--model", "p2d"], "--model='p2d': expected one of spme, dfn"),
        (["cycling", "--workers", "0"], "--workers=0: expected a whole number"),
        (["cycling", "--measured", "no.csv"], "no.csv: no such file"),
        (["cycling", "--variant", "fit=blind"], "expected SETS"),
        (["cycling", "Li2025_core_shell"], "expected at least two particles"),
        (["rate-capability", "--charged-at", "1"], "--charged-at=1: expected SETS"),
        (["rate-capability", "Li2025_core_shell", "--charged-at", "x"], "--charged-at='x'"),
    ],
)
def test_bad_input_is_one_line(invoke, words, message):
    done = invoke(*words)
    assert done.exit_code == 2
    assert message in " ".join(done.output.split())


def test_rates_after_a_charge(invoke, tmp_path):
    done = invoke("rate-capability", "Li2025_core_shell", "--rates", "10", "--charged-at", "0.5")
    assert done.exit_code == 0, done.output
    table = pd.read_csv(tmp_path / "results/rate_capability.csv")
    discharge = table[table["direction"] == "discharge"]["capacity_mAh_g"].item()
    assert discharge == pytest.approx(138.06, abs=0.1)  # from equilibrium 144.0
