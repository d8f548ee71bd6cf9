"""``compare`` refuses a bad file at once; what it prints stands on the page that is executed."""

import pytest
from typer.testing import CliRunner

from pybamm_facets.cli.app import app


def run(*arguments):
    return CliRunner().invoke(app, ["compare", *arguments])


def test_help_says_what_it_does():
    result = run("--help")
    assert result.exit_code == 0
    assert "--retention" in result.output and "never mixed" in " ".join(result.output.split())


def test_a_bad_file_ends_it_with_one_line(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("series,c_rate\na,1\n")
    result = run("--rates", str(path), "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert "mine.csv: no column 'material'; expected series" in " ".join(result.output.split())
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_named(tmp_path):
    result = run("--retention", str(tmp_path / "none.csv"), "--out", str(tmp_path / "out"))
    assert result.exit_code == 2 and "no such file" in " ".join(result.output.split())


@pytest.mark.slow
def test_the_order_of_facets_is_one_switch_of_the_main_job(tmp_path):
    words = ["rate-capability", "--rates", "10", "--out", str(tmp_path), "--facet-order"]
    bad = CliRunner().invoke(app, [*words, "size"])
    assert bad.exit_code == 2
    assert "order='size': expected one of angle, equal, 104-first" in " ".join(bad.output.split())
    good = CliRunner().invoke(app, [*words, "equal"])
    assert good.exit_code == 0
    assert '"facet_order": "equal"' in (tmp_path / "rate_capability.json").read_text()


def test_a_band_that_is_not_there_is_named_and_belongs_to_no_sets_of_ones_own(tmp_path):
    words = ["rate-capability", "--rates", "10", "--out", str(tmp_path / "out")]
    for given, expected in (
        (["--band", str(tmp_path / "none.csv")], "expected a CSV that explain wrote, got no file"),
        (["Li2025_isotropic", "--band", "any.csv"], "--band='any.csv': expected none with SETS"),
    ):
        result = CliRunner().invoke(app, [*words, *given])
        assert result.exit_code == 2
        assert expected in " ".join(result.output.split())
    assert not (tmp_path / "out").exists()
