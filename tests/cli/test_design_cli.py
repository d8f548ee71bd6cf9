"""``pybamm-facets design``: from a target's file to a particle, in a terminal."""

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

import pybamm_facets as pf
from pybamm_facets.cli.app import app

TARGET = """
[[targets]]
discharge = 10
at_least = {least}
[vary]
core_fraction = [0.1, 0.9]
kappa_shell = [-300, 10]
[fix]
radius_m = 4.5e-6
kappa_core = 0
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    (tmp_path / "target.toml").write_text(TARGET.format(least=150), encoding="utf-8")
    return tmp_path


def run(*arguments, code=0):
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, (result.output, result.exception)
    return result.output


@pytest.mark.slow
def test_a_target_becomes_a_particle_and_all_its_files(folder):
    text = run("design", "target.toml", "--tolerance", "--front", "--map", "--profiles")
    for word in ("10C discharge binds", "the blind fit's D_ab", "facets bring", "pf.Agglomerate("):
        assert word in text
    table = pd.read_csv(folder / "results" / "design.csv")
    assert table["met"].all() and table["ordering"].iloc[0] == pytest.approx(0.311, abs=0.005)
    record = json.loads((folder / "results" / "design.json").read_text(encoding="utf-8"))
    assert record["parameters"]["easiest"]["Positive particle radius [m]"] == 4.5e-6
    for name in ("design", "design_tolerance", "design_profiles", "design_map"):
        assert (folder / "results" / f"{name}.png").stat().st_size > 10_000
    front = pd.read_csv(folder / "results" / "design_front_target.csv")
    assert front["met"].all() and front["ordering"].is_monotonic_increasing
    tolerance = pd.read_csv(folder / "results" / "design_tolerance.csv")
    assert tolerance["variable"].iloc[0] == "radius_m"


@pytest.mark.slow
def test_facets_may_be_chosen_and_the_line_of_python_makes_the_particle(folder):
    text = "facets = 'any'\n" + TARGET.format(least=148).replace("at_least", "to_V = 3.0\nat_least")
    (folder / "target.toml").write_text(text.replace("148", "140"), encoding="utf-8")
    output = run("design", "target.toml")
    assert (folder / "results" / "design.png").exists()
    (line,) = (one for one in output.splitlines() if one.startswith("particle = "))
    found: dict[str, pf.Agglomerate] = {}
    exec(line, {"pf": pf}, found)
    record = json.loads((folder / "results" / "design.json").read_text(encoding="utf-8"))
    own = found["particle"].parameters()
    assert own == pytest.approx(record["parameters"]["easiest"], rel=5e-3, abs=1e-4)
    assert record["variables"]["easiest"]["selection"] > 0.2


@pytest.mark.slow
def test_what_is_not_attainable_ends_with_1_and_is_written(folder):
    text = TARGET.format(least=200)
    (folder / "target.toml").write_text(text, encoding="utf-8")
    assert "not attainable in this space" in run("design", "target.toml", code=1)
    assert (folder / "results" / "design.csv").exists()


@pytest.mark.slow
def test_three_commands_from_a_wish_to_a_set(folder):
    """A user's own cell: 160 mAh/g at 10C from 4 µm particles."""
    run("new", "my.toml")
    wish = TARGET.format(least=160).replace("4.5e-6", "4e-6")
    (folder / "wish.toml").write_text(wish, encoding="utf-8")
    with open("my.toml", encoding="utf-8") as file:
        mine = file.read().replace("diffusivity_m2_s = 5e-15", "diffusivity_m2_s = 9.5e-15")
    (folder / "my.toml").write_text(mine, encoding="utf-8")
    text = run("design", "wish.toml", "--set", "my.toml")
    assert "met with Ω" in text


BAD = {
    "no file": (None, "no such file"),
    "no targets": ("[vary]\nkappa_shell = [-9, 9]\n", "expected at least one [[targets]]"),
    "unknown key": (TARGET.format(least=150).replace("[vary]", "[very]"), "did you mean vary?"),
    "unknown variable": (
        TARGET.format(least=150).replace("kappa_shell =", "kapa_shell ="),
        "did you mean kappa_shell?",
    ),
    "both directions": (
        TARGET.format(least=150).replace("at_least", "charge = 1\nat_least"),
        "targets 1: expected discharge or charge",
    ),
    "no capacity": ("[[targets]]\ncharge = 1\n[vary]\nkappa_shell = [-9, 9]\n", "at_least"),
    "a negative one": (TARGET.format(least=-1), "targets 1: at_least=-1: expected a positive"),
    "beyond the window": (TARGET.format(least=240), "234.2 mAh/g between 4.5 and 2.5 V"),
    "bounds reversed": (
        TARGET.format(least=150).replace("[-300, 10]", "[10, -300]"),
        "kappa_shell=(10, -300)",
    ),
    "varied and fixed": (TARGET.format(least=150) + "core_fraction = 0.5\n", "expected one of"),
    "text": (TARGET.format(least='"a lot"'), "at_least='a lot'"),
    "other textures": (
        "facets = 'all'\n" + TARGET.format(least=150),
        "facets='all': expected one of texture, fibre, any",
    ),
    "both quantities": (
        TARGET.format(least=150).replace("at_least", "energy_at_least = 500\nat_least"),
        "expected at_least [mAh/g] or energy_at_least [mWh/g]",
    ),
    "tension": ("core_tension = 'low'\n" + TARGET.format(least=150), "core_tension='low'"),
    "tolerance": (
        TARGET.format(least=150) + "[tolerance]\ncolour = 1\n",
        "tolerances['colour']",
    ),
    "no table": ("targets = 3\n[vary]\nkappa_shell = [-9, 9]\n", "at least one [[targets]]"),
    "syntax": ("[[targets]\n", "line 1"),
    "temperature": (
        TARGET.format(least=150).replace("at_least", "temperature_C = -300\nat_least"),
        "temperature=",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_targets_are_one_line(name, folder):
    text, message = BAD[name]
    if text is None:
        (folder / "target.toml").unlink()
    else:
        (folder / "target.toml").write_text(text, encoding="utf-8")
    before = sorted(folder.iterdir())
    output = run("design", "target.toml", code=2)
    assert output.startswith("error: ") and len(output.strip().splitlines()) == 1
    assert message in output
    assert sorted(folder.iterdir()) == before
