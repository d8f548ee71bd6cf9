"""``pybamm-facets explain`` from end to end, on few draws and a coarse mesh."""

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

from pybamm_facets.cli.app import app


def test_help_names_the_steps():
    result = CliRunner().invoke(app, ["explain", "--help"])
    assert result.exit_code == 0
    assert "Saltelli" in result.output


def test_a_bad_sample_size_is_one_error(tmp_path, monkeypatch):
    """Refused before the fits, which take longer than a reader's patience."""
    result = CliRunner().invoke(app, ["explain", "--samples", "3", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "expected a power of two" in result.output


@pytest.mark.slow
def test_explain_writes_what_it_says(tmp_path):
    command = ["explain", "--quick", "--samples", "2", "--rates", "10", "--out", str(tmp_path)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    for heading in ("blind prediction", "inferred texture", "attribution", "how sure", "NMC111"):
        assert heading in result.output
    fits = pd.read_csv(tmp_path / "explain_fits.csv").set_index("fit")
    assert fits["isotropic_mAh_g"]["blind"] == pytest.approx(67, abs=0.05)
    assert fits["core_shell_mAh_g"]["texture"] == pytest.approx(144, abs=0.05)
    assert fits["core_shell_mAh_g"]["blind"] < 110
    table = pd.read_csv(tmp_path / "explain_attribution.csv")
    table = table[table["quantity"] == "capacity_mAh_g"]
    sums = (
        table.groupby("scenario")["contribution"].sum() - table.groupby("scenario")["gap"].first()
    )
    assert sums.abs().max() < 1e-6
    record = json.loads((tmp_path / "explain.json").read_text())
    assert record["inputs"]["quick"] is True
    assert record["inputs"]["samples"] == 2
    draws = pd.read_csv(tmp_path / "explain_samples.csv")["scenario"].value_counts()
    assert sorted(draws) == [2 * 12, 2 * 13]  # what ran: 10 priors, and 11 with the texture
    for figure in ("attribution", "band", "sobol", "scenarios"):
        assert (tmp_path / f"explain_{figure}.png").stat().st_size > 10_000
