"""``pybamm-facets export``."""

import json

import pytest
from typer.testing import CliRunner

from pybamm_facets.cli.app import app
from pybamm_facets.sets.files import loading

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr(loading, "_remembered", {})
    return tmp_path


def run(*arguments, code=0):
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, (result.output, result.exception)
    return result.output


def test_it_writes_the_set_and_says_what_is_lost(folder):
    text = run("export", "Li2025_core_shell", "-o", "cell.bpx.json", "--variant", "cell=cycling")
    assert "core and shell" in text and "wrote cell.bpx.json" in text
    content = json.loads((folder / "cell.bpx.json").read_text(encoding="utf-8"))
    assert content["Parameterisation"]["Positive electrode"]["Thickness [m]"] == 1e-5
    assert "cycling" in content["Header"]["Title"]


def test_other_commands_take_the_file(folder):
    run("export", "NCA_half_cell", "-o", "cell.bpx.json")
    assert (
        run("derived", "cell.bpx.json").splitlines()[1:]
        == run("derived", "NCA_half_cell").splitlines()[1:]
    )
    origins = [
        run("provenance", name).splitlines()[2:] for name in ("cell.bpx.json", "NCA_half_cell")
    ]
    assert origins[0] == origins[1] and len(origins[0]) > 40


def test_a_new_file_does_not_begin_with_it(folder):
    run("export", "NMC111", "-o", "cell.bpx.json")
    assert "expected an installed set" in run("new", "my.toml", "--like", "cell.bpx.json", code=2)
    assert not (folder / "my.toml").exists()


def test_bad_input_is_one_line(folder):
    (folder / "taken.json").write_text("{}", encoding="utf-8")
    for arguments in (
        ("Xu2019", "-o", "a.json"),
        ("Li2025_core_shell", "-o", "a.toml"),
        ("Li2025_core_shell", "-o", "taken.json"),
    ):
        text = run("export", *arguments, code=2)
        assert text.count("error:") == 1 and "Traceback" not in text
    assert not (folder / "a.json").exists()
