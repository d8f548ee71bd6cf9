"""The command line as a user meets it."""

import json
import subprocess
import sys

import pandas as pd
import pytest
from typer.testing import CliRunner

from pybamm_facets.cli.app import app

FAST = ["rate-capability", "--rates", "5,10"]


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    out = tmp_path_factory.mktemp("results")
    result = CliRunner().invoke(app, [*FAST, "--out", str(out)])
    return result, out


def test_main_job_prints_capacities_beside_the_measured_ones(finished):
    result, _ = finished
    assert result.exit_code == 0, result.output
    for text in ("67.0*", "144.0*", "102.2", "144", "blind", "[mAh/g]", "predicted"):
        assert text in result.output


def test_main_job_writes_table_record_and_figure(finished):
    _, out = finished
    table = pd.read_csv(out / "rate_capability.csv")
    assert {"fit", "particle", "capacity_mAh_g", "status", "measured_mAh_g"} <= set(table.columns)
    record = json.loads((out / "rate_capability.json").read_text())
    assert len(record["points"]) == len(table)
    assert {"pybamm", "pybamm-facets", "python"} <= set(record["versions"])
    assert record["inputs"]["c_rates"] == [5.0, 10.0]
    assert record["inputs"]["facets"] is None
    assert all(point["status"] == "ok" for point in record["points"])
    assert (out / "rate_capability.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--rates", "1,x"], "--rates"),
        (["--rates", "0"], "--rates='0': expected a positive rate"),
        (["--cell", "pouch"], "cell='pouch'"),
        (["--facets", "no-such.csv"], "no-such.csv"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(tmp_path, arguments, message):
    result = CliRunner().invoke(app, ["rate-capability", "--out", str(tmp_path / "r"), *arguments])
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


@pytest.mark.slow
def test_facet_table_from_a_file(tmp_path):
    csv = tmp_path / "facets.csv"
    csv.write_text("facet,j0_mA_cm2,provenance\n(104),0.9,user\n")
    result = CliRunner().invoke(
        app, [*FAST[:2], "10", "--out", str(tmp_path), "--facets", str(csv)]
    )
    assert result.exit_code == 0, result.output
    record = json.loads((tmp_path / "rate_capability.json").read_text())
    name = "Positive electrode (104) facet reference exchange-current density [A.m-2]"
    assert all(values[name] == 9.0 for values in record["parameter_sets"].values())


def test_provenance_and_derived_print_and_write(tmp_path):
    for command, text in (("provenance", "literature"), ("derived", "porosity")):
        csv = tmp_path / f"{command}.csv"
        result = CliRunner().invoke(app, [command, "Li2025_core_shell", "--csv", str(csv)])
        assert result.exit_code == 0, result.output
        assert text in result.output
        assert text in csv.read_text()


@pytest.mark.parametrize("command", ["provenance", "derived"])
def test_unknown_set_is_refused(command):
    result = CliRunner().invoke(app, [command, "NoSuchSet"])
    assert result.exit_code == 2
    assert "NoSuchSet" in result.output


@pytest.mark.parametrize("command", [[], ["rate-capability"], ["provenance"], ["derived"]])
def test_help_teaches(command):
    result = CliRunner().invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.output


def test_module_and_version():
    command = [sys.executable, "-m", "pybamm_facets", "--version"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert output.startswith("pybamm-facets ")
