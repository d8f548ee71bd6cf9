"""``pybamm-facets reproduce``: one exhibit from end to end, and errors before any work."""

import pytest
from typer.testing import CliRunner

from pybamm_facets.cli.app import app


def test_help_names_the_verdicts():
    result = CliRunner().invoke(app, ["reproduce", "--help"])
    assert result.exit_code == 0
    for words in ("not supported", "--full", "--only", "--store"):
        assert words in result.output


def test_one_exhibit(tmp_path):
    command = ["reproduce", "--only", "1,2a", "--out", str(tmp_path)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    assert "particle-is-a-mean" in result.output
    written = {path.name for path in tmp_path.iterdir()}
    assert {"reproduce.html", "reproduce_claims.csv", "reproduce.db"} <= written
    again = CliRunner().invoke(app, command)
    assert again.exit_code == 0
    assert ", kept" in (tmp_path / "reproduce.html").read_text(encoding="utf-8")


def test_an_exhibit_that_is_not_there_is_one_error_before_any_work(tmp_path):
    out = tmp_path / "out"
    result = CliRunner().invoke(app, ["reproduce", "--only", "5q", "--out", str(out)])
    assert result.exit_code == 2
    assert "expected one of intro" in result.output
    assert not out.exists()


@pytest.mark.slow
def test_a_chapter_on_several_processes_and_its_pictures(tmp_path):
    command = ["reproduce", "--only", "S20-21", "--out", str(tmp_path)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    page = (tmp_path / "reproduce.html").read_text(encoding="utf-8")
    assert page.count("<img") == 2
    assert "stress-in-the-centre" in result.output
