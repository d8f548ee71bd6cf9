"""``pybamm-facets sweep`` as a user meets it."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest
from typer.testing import CliRunner

from pybamm_facets.cli.app import app


@pytest.fixture
def designs(tmp_path):
    path = tmp_path / "designs.csv"
    pd.DataFrame({"design": ["a", "b"], "kappa_shell": [-10.0, 2.0]}).to_csv(path, index=False)
    return path


def invoke(*arguments):
    return CliRunner().invoke(app, ["sweep", *map(str, arguments)])


def test_writes_table_record_and_store(designs, tmp_path):
    out = tmp_path / "out"
    result = invoke(designs, "--rates", "5,10", "--out", out, "--parquet")
    assert result.exit_code == 0, result.output
    table = pd.read_csv(out / "sweep.csv")
    assert table["design"].tolist() == ["a", "a", "b", "b"]
    assert (table["status"] == "ok").all()
    record = json.loads((out / "sweep.json").read_text())
    assert record["status"] == {"ok": 4}
    assert (out / "sweep.db").exists()
    kept = pd.read_parquet(out / "sweep.parquet")
    pd.testing.assert_series_equal(kept["capacity_mAh_g"], table["capacity_mAh_g"])


def test_impossible_designs_end_in_exit_code_1_with_the_reason(tmp_path):
    path = tmp_path / "designs.csv"
    path.write_text("radius_m\n5e-6\n-1\n")
    result = invoke(path, "--rates", "10", "--out", tmp_path)
    assert result.exit_code == 1
    assert "1 not ok" in result.output
    assert "Positive particle radius [m]" in result.output.replace("\n", "")


@pytest.mark.slow
def test_sample_draws_seeded_designs_from_bounds(tmp_path):
    bounds = tmp_path / "bounds.toml"
    bounds.write_text(
        "kappa_shell = [-12, 2]\nradius_m = {low = 3.0e-6, high = 6.0e-6, log = true}\n"
    )
    tables = []
    for seed in (1, 1, 2):
        out = tmp_path / f"out{len(tables)}"
        result = invoke(bounds, "--sample", 3, "--seed", seed, "--rates", "10", "--out", out)
        assert result.exit_code == 0, result.output
        tables.append(pd.read_csv(out / "sweep.csv"))
    pd.testing.assert_frame_equal(tables[0], tables[1])
    assert not tables[0]["kappa_shell"].equals(tables[2]["kappa_shell"])
    assert tables[0]["radius_m"].between(3e-6, 6e-6).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--rates", "fast"], "--rates"),
        (["--set", "NoSuchSet"], "NoSuchSet"),
        (["--directions", "up"], "directions"),
        (["--scheduler", "tcp://x:1", "--workers", "2"], "expected none with --scheduler"),
    ],
)
def test_bad_input_is_refused(designs, tmp_path, arguments, message):
    result = invoke(designs, "--out", tmp_path, *arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_bounds_in_yaml_are_refused_with_their_toml(tmp_path):
    bounds = tmp_path / "bounds.yaml"
    bounds.write_text("radius_m: {low: 3.0e-6, high: 6.0e-6, log: true}\n")
    result = invoke(bounds, "--sample", 3, "--out", tmp_path)
    assert result.exit_code == 2
    assert "radius_m = {low = 3.0e-6, high = 6.0e-6, log = true}" in result.output


def test_unknown_column_names_the_nearest(tmp_path):
    path = tmp_path / "designs.csv"
    path.write_text("kapa_shell\n1\n")
    result = invoke(path, "--out", tmp_path)
    assert result.exit_code == 2
    assert "kappa_shell" in result.output


@pytest.mark.slow
def test_ctrl_c_stops_cleanly_and_the_same_command_resumes(tmp_path):
    bounds = tmp_path / "bounds.toml"
    bounds.write_text("kappa_shell = [-12, 2]\n")
    arguments = ["sweep", str(bounds), "--sample", "300", "--rates", "1", "--out", str(tmp_path)]
    command = [sys.executable, "-m", "pybamm_facets", *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ)
    store = tmp_path / "sweep.db"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not (store.exists() and _rows(store)):
        time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, message = process.communicate(timeout=60)
    assert process.returncode == 130
    kept = int(re.search(r"stopped after (\d+) of 300 runs", message).group(1))
    assert 0 < kept < 300
    assert kept == _rows(store)
    assert "--sample 300" in message
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert _rows(store) == 300


def _rows(store):
    from pybamm_facets.runs.ledger import open_ledger
    from pybamm_facets.runs.sqlite_file import LedgerError

    try:
        with open_ledger(store) as ledger:
            return len(ledger.table())
    except LedgerError:
        return 0


def test_shards_are_merged_into_the_store_of_the_whole(tmp_path):
    path = tmp_path / "designs.csv"
    path.write_text("design,radius_m\na,5e-6\nb,-1\nc,4e-6\nd,6e-6\n")
    common = [path, "--rates", "10", "--out", tmp_path]
    for part, code in (("1/2", 0), ("2/2", 1)):
        result = invoke(*common, "--shard", part)
        assert result.exit_code == code, result.output
    assert pd.read_csv(tmp_path / "sweep-2-of-2.csv")["design"].tolist() == ["b", "d"]
    shards = [str(tmp_path / f"sweep-{k}-of-2.db") for k in (1, 2)]
    all_rows = tmp_path / "all.parquet"
    merged = CliRunner().invoke(
        app, ["merge", *shards, "--out", str(tmp_path / "sweep.db"), "--table", str(all_rows)]
    )
    assert merged.exit_code == 0, merged.output
    assert "2 runs from" in merged.output
    assert pd.read_parquet(all_rows)["design"].tolist() == ["a", "c", "d"]
    whole = invoke(*common)
    assert whole.exit_code == 1
    table = pd.read_csv(tmp_path / "sweep.csv")
    assert table["design"].tolist() == list("abcd")
    assert table["status"].tolist() == ["ok", "infeasible", "ok", "ok"]
    record = json.loads((tmp_path / "sweep.json").read_text())
    assert [point["design"] for point in record["points"]] == ["b"]
    assert record["status"] == {"ok": 3, "infeasible": 1}


def test_bad_shards_and_ledgers_end_in_one_line(designs, tmp_path):
    result = invoke(designs, "--out", tmp_path, "--shard", "3/2")
    assert result.exit_code == 2
    assert "shard='3/2': expected i/n" in result.output
    designs_too_few = invoke(designs, "--out", tmp_path, "--shard", "1/3")
    assert designs_too_few.exit_code == 2
    assert "at most 2 shards of 2 designs" in designs_too_few.output
    merged = CliRunner().invoke(app, ["merge", str(designs), "--out", str(tmp_path / "all.db")])
    assert merged.exit_code == 2
    assert "not a ledger" in merged.output
    assert not (tmp_path / "all.db").exists()
