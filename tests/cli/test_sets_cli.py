"""Commands with a user's files: what they print, write and refuse."""

import json
import re

import pandas as pd
import pytest
from typer.testing import CliRunner

from pybamm_facets.cli.app import app
from pybamm_facets.measured import read_capacities
from pybamm_facets.sets.files.loading import loaded
from pybamm_facets.sets.files.schema import PARTS

START = 'like = "Li2025_isotropic"\n[particle]\nkappa = 0\ndiffusivity_m2_s = 5e-15\n'
RATES = "c_rate,capacity_mAh_g,error\n1,210,1\n10,84,1\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    (tmp_path / "my.toml").write_text(START, encoding="utf-8")
    (tmp_path / "rates.csv").write_text(RATES, encoding="utf-8")
    return tmp_path


def run(*arguments, code=0):
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, (result.output, result.exception)
    return result.output


def refused(*arguments):
    text = run(*arguments, code=2)
    assert text.count("error:") == 1 and "Traceback" not in text
    return " ".join(text.split())


def test_new_writes_a_file_that_loads_as_it_stands(folder):
    assert "wrote fresh.toml, fresh_rates.csv" in run("new", "fresh.toml")
    mine = loaded(folder / "fresh.toml")
    assert mine.parameter_values["Positive particle diffusivity [m2.s-1]"] == 5e-15
    text = (folder / "fresh.toml").read_text(encoding="utf-8")
    assert "# disc_mm = 12  # diameter of the electrode disc [mm]" in text
    for section, keys in PARTS.items():
        part = text.split(f"[{section}]\n")[1].split("\n[")[0]
        assert set(re.findall(r"^(?:# )?(\w+) = ", part, re.MULTILINE)) == set(keys.model_fields)
    assert "exists" in refused("new", "fresh.toml")
    assert "ends in .toml" in refused("new", "fresh.yaml")
    assert "expected a .toml file, or one of" in refused("new", "other.toml", "--like", "nothing")
    assert not (folder / "other.toml").exists()


def test_the_schema_describes_every_key():
    schema = json.loads(run("new", "--schema"))
    cell = schema["$defs"]["Cell"]["properties"]["disc_mm"]
    assert cell["description"] == "diameter of the electrode disc"
    assert (cell["minimum"], cell["maximum"]) == (0.5, 500)
    assert schema["$defs"]["Cell"]["additionalProperties"] is False


def test_check_prints_what_follows_and_findings():
    text = run("check", "my.toml", "--rates", "1")
    assert "porosity" in text and "Findings, worst first" in text
    assert "nothing measured is given" in " ".join(text.split())
    with open("my.toml", "a", encoding="utf-8") as file:
        file.write("[electrode]\nloading_mg_cm2 = 9.7\n")
    assert "wrong" in run("check", "my.toml", "--rates", "1", code=1)


def test_rates_of_files_beside_what_was_measured(folder):
    text = run(
        "rate-capability", "my.toml", "Li2025_core_shell",
        "--measured", "rates.csv", "--rates", "1",
    )  # fmt: skip
    assert "my: 2 measured capacities, root mean square of model minus measured" in text
    table = pd.read_csv(folder / "results" / "rate_capability.csv")
    assert set(table["particle"]) == {"my", "Li2025_core_shell"}
    mine = table[(table["particle"] == "my") & (table["direction"] == "discharge")]
    assert mine["measured_mAh_g"].tolist() == [210.0, 84.0]
    core_shell = table[(table["particle"] == "Li2025_core_shell") & (table["c_rate"] == 10)]
    assert core_shell["role"].dropna().tolist() == ["fitted"]
    record = json.loads((folder / "results" / "rate_capability.json").read_text())
    assert record["inputs"]["sets"] == ["my.toml", "Li2025_core_shell"]
    assert (folder / "results" / "rate_capability.png").stat().st_size > 10_000


def test_fit_writes_a_file_that_every_command_takes(folder):
    text = run("fit", "my.toml", "--measured", "rates.csv", "--unknown", "diffusivity_m2_s")
    assert "determined" in text and "wrote my.fitted.toml" in text
    given = loaded(folder / "my.fitted.toml").resolved.tree["particle", "diffusivity_m2_s"]
    assert given.origin == "fitted" and given.source == "to 2 capacities of rates.csv"
    table = run("provenance", "my.fitted.toml", "--csv", "origins.csv")
    assert "my.fitted" in table
    origins = pd.read_csv("origins.csv", index_col=0)
    assert origins.loc["Positive particle diffusivity [m2.s-1]", "provenance"] == "fitted"
    assert "(as in Li2025_isotropic)" in origins.loc["Separator porosity", "source"]
    assert "6.9" in run("derived", "my.fitted.toml") or "7." in run("derived", "my.fitted.toml")


def test_fit_says_what_the_data_leave_open(folder):
    text = run(
        "fit", "my.toml", "--measured", "rates.csv",
        "--unknown", "diffusivity_m2_s", "--unknown", "radius_m=3e-6:8e-6", "--out", "open.toml",
    )  # fmt: skip
    assert text.count("not determined") >= 2
    assert "do not determine" in (folder / "open.toml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_explain_two_files(folder):
    text = run(
        "explain", "my.toml", "Li2025_isotropic", "--measured", "rates.csv",
        "--quick", "--rates", "10",
    )  # fmt: skip
    for heading in ("1 blind prediction", "2 inferred texture", "3 attribution", "how sure"):
        assert heading in text
    assert "not blind in particle.kappa of Li2025_isotropic" in text
    for name in ("fits.csv", "predictions.csv", "attribution.csv", "draws.csv", "prediction.png"):
        assert (folder / "results" / f"explain_{name}").stat().st_size > 0


def test_sweep_and_derived_take_files_and_variants(folder):
    (folder / "designs.csv").write_text("kappa_shell\n-5\n0\n", encoding="utf-8")
    assert "2 runs, 0 not ok" in run("sweep", "designs.csv", "--set", "my.toml", "--rates", "5")
    assert " 10 " in run("derived", "Li2025_core_shell", "--variant", "cell=cycling")
    assert " 10 " in run("derived", "my.toml", "--variant", "cell=cycling")


def test_a_cyclers_file_is_read_with_the_cells_mass(folder):
    times = "Test Time / s,Current / A,Voltage / V\n"
    rows = [(t, -0.00128252, 4.4 - 1.9 * t / 3600) for t in range(0, 3601, 60)]
    lines = times + "".join(f"{t},{i},{v:.4f}\n" for t, i, v in rows)
    (folder / "day.csv").write_text(lines, encoding="utf-8")
    run("measured", "day.csv", "Li2025_core_shell", "--csv", "out.csv")
    table = pd.read_csv("out.csv")
    assert table["c_rate"].tolist() == [1.0]
    assert table["capacity_mAh_g"].item() == pytest.approx(180, abs=0.1)
    run("measured", "day.csv", "my.toml", "--csv", "curve.csv", "--points", "4")
    given = read_capacities("curve.csv")
    assert given["voltage_V"].notna().sum() == 4 and (given["particle"] == "my").all()
    text = run("fit", "my.toml", "--measured", "curve.csv", "--unknown", "diffusivity_m2_s")
    assert "fitted to 5 capacities" in text
    assert "--mass-mg: expected a number, or the SET" in refused("measured", "day.csv")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("rate-capability", "nosuch.toml"), "nosuch.toml: no such file"),
        (("rate-capability", "my.toml", "--measured", "no.csv"), "--measured='no.csv'"),
        (("rate-capability", "my.toml", "my.toml"), "is given twice"),
        (("rate-capability", "my.toml", "--cell", "cycling"), "--cell='cycling'"),
        (("rate-capability", "--measured", "rates.csv"), "expected SETS"),
        (("rate-capability", "my.toml", "--variant", "cell"), "--variant='cell'"),
        (("rate-capability", "my.toml", "--variant", "cell=pouch"), "cell='pouch': expected one"),
        (("rate-capability", "Chen2020"), "expected a .toml file, or one of"),
        (("derived", "Chen2020", "--variant", "cell=rate"), "has no variants"),
        (("check", "Li2025_coreshell"), "expected a .toml file, or one of"),
        (("fit", "my.toml", "--unknown", "kappa"), "--measured: expected a CSV"),
        (("fit", "my.toml", "--measured", "rates.csv", "--unknown", "colour"), "unknown='colour'"),
        (
            ("fit", "my.toml", "--measured", "rates.csv", "--unknown", "kappa", "--out", "my.toml"),
            "is the set itself",
        ),
        (("explain", "my.toml"), "expected two"),
        (("explain", "my.toml", "my.toml"), "is given twice"),
        (("explain", "my.toml", "NCA_half_cell", "--store", "x.db"), "expected none with SETS"),
        (("explain", "my.toml", "NCA_half_cell"), "--measured: expected a CSV"),
        (("mechanics", "my.toml", "--rate", "-1"), "--rate=-1.0"),
        (("mechanics", "NCA_half_cell"), "expected material.mechanics_of"),
        (("sweep", "rates.csv", "--set", "nosuch.toml"), "nosuch.toml: no such file"),
    ],
)
def test_bad_input_is_one_line_and_writes_nothing(folder, arguments, message):
    before = sorted(folder.iterdir())
    assert message in refused(*arguments)
    assert sorted(folder.iterdir()) == before


@pytest.mark.slow
def test_mechanics_of_a_file(folder):
    text = run("mechanics", "my.toml", "--seeds", "1", "--h", "0.1", "--rate", "5")
    assert "5C discharge" in text and "reported" not in text and "paper" not in text
    table = pd.read_csv(folder / "results" / "mechanics.csv")
    assert set(table["law"]) == {"lattice"} and set(table["particle"]) == {"my"}
