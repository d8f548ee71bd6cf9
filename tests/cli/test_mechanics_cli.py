"""The mechanics command."""

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

from pybamm_facets.cli.app import app


def test_bad_depth_and_help():
    result = CliRunner().invoke(app, ["mechanics", "--depth", "middle"])
    assert result.exit_code == 2 and "depth='middle'" in result.output
    assert CliRunner().invoke(app, ["mechanics", "--help"]).exit_code == 0


@pytest.mark.slow
def test_it_prints_and_writes(tmp_path):
    arguments = ["mechanics", "--out", str(tmp_path), "--seeds", "1", "--h", "0.1"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    for text in ("[s]", "10C discharge", "charge to 4.5 V", "core-shell", "745 MPa", "0.03 %"):
        assert text in result.output
    table = pd.read_csv(tmp_path / "mechanics.csv")
    assert {"particle", "run", "law", "zone", "von_mises_p99_MPa"} <= set(table.columns)
    record = json.loads((tmp_path / "mechanics.json").read_text())
    assert len(record["statements"]) == 16 and len(record["points"]) == len(table)
    assert (tmp_path / "mechanics.png").read_bytes().startswith(b"\x89PNG")
