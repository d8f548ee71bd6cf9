"""``design surface`` as a laboratory meets it: fractions in, energies out."""

import pytest
from typer.testing import CliRunner

from pybamm_facets.cli.app import app
from pybamm_facets.crystal import surface_energies

WANTED = "# of a sketch\nfacet,fraction\n(104),0.6\n003, 0.4\n(201),0\n"
PRESENT = "facet,energy,source\n(104),1.0,a\n(003),1.3,b\n(201),2,c\n"


@pytest.fixture
def run(tmp_path):
    def invoke(fractions, energies=None):
        (tmp_path / "fractions.csv").write_text(fractions)
        arguments = ["design", "surface", str(tmp_path / "fractions.csv")]
        if energies is not None:
            (tmp_path / "energies.csv").write_text(energies)
            arguments += ["--from", str(tmp_path / "energies.csv")]
        return CliRunner().invoke(app, arguments)

    return invoke


def test_energies_of_wanted_fractions(run):
    result = run(WANTED)
    assert result.exit_code == 0, result.output
    needed = surface_energies({"(104)": 0.6, "(003)": 0.4, "(201)": 0.0})
    for energy in needed.energies.values():
        assert f"{energy:.4f}" in result.output
    assert "at least" in result.output
    assert "present" not in result.output


def test_changes_of_present_energies(run):
    result = run(WANTED, PRESENT)
    assert result.exit_code == 0, result.output
    present = {"(104)": 1.0, "(003)": 1.3, "(201)": 2.0}
    needed = surface_energies({"(104)": 0.6, "(003)": 0.4, "(201)": 0.0}, present)
    for label, ratio in needed.ratios.items():
        (line,) = [line for line in result.output.splitlines() if line.startswith(f" {label}")]
        assert line.split()[-1] == f"{ratio:.4f}"
    assert f"{needed.excess:.2%} more surface energy" in result.output


@pytest.mark.parametrize(
    ("fractions", "energies", "message"),
    [
        ("facet,share\n(104),1\n", None, "expected the columns facet, fraction"),
        ("", None, "expected the columns facet, fraction"),
        ("facet,fraction\n(104),much\n", None, "line 2: fraction='much': expected a number"),
        ("facet,fraction\n(104),1,2\n", None, "line 2: expected 2 entries, got 3"),
        ("facet,fraction\n(104),0.5\n(104),0.5\n", None, "line 3: expected each facet once"),
        ("facet,fraction\n(104),0.5\n", None, "expected a sum of 1"),
        ("facet,fraction\n(104),nan\n", None, "expected a number of at least 0"),
        ("facet,fraction\n(999),1\n", None, "expected one of (003)"),
        ("facet,fraction\n(003),1\n", None, "together close a shape"),
        (WANTED, "facet,energy\n(003),1\n", "got none of (104)"),
        (WANTED, "facet,energy\n(003),0\n", "expected a positive number"),
    ],
)
def test_bad_files_are_one_line_and_exit_code_2(run, fractions, energies, message):
    result = run(fractions, energies)
    assert result.exit_code == 2
    assert result.output.startswith("error: ")
    assert message in result.output
    assert len(result.output.strip().splitlines()) == 1


def test_a_file_that_is_not_there(tmp_path):
    result = CliRunner().invoke(app, ["design", "surface", str(tmp_path / "none.csv")])
    assert result.exit_code == 2
    assert "none.csv" in result.output


def test_help_teaches():
    result = CliRunner().invoke(app, ["design", "surface", "--help"])
    assert result.exit_code == 0
    assert "Wulff" in result.output
