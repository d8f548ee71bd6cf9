"""Figures, command and experiment of the theory."""

import importlib.util
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from pybamm_facets import FacetTable, theory
from pybamm_facets.cli.app import app as main_app
from pybamm_facets.cli.theory import theory as command
from pybamm_facets.report.style import SETTINGS
from pybamm_facets.report.theory import (
    activation_figure,
    double_layer_figure,
)
from pybamm_facets.theory import (
    ILLUSTRATIVE_ELECTROLYTE,
    ILLUSTRATIVE_NMC811_FACETS,
    FacetSurfaces,
    facet_study,
    fixed_work,
)

WORKS = {"fixed": fixed_work(), "double layer": lambda electrolyte, phi: 0.045 * phi}
REAL = replace(ILLUSTRATIVE_ELECTROLYTE, illustrative=False)

MODELS = "pybamm_facets.theory.solvent.reorganization_models"


def solvent(electrolyte, phi):
    return 1.12 - 0.077 * phi


@pytest.fixture
def app(monkeypatch):
    """The command with a solvent that costs nothing and coarse figures."""
    monkeypatch.setitem(SETTINGS, "savefig.dpi", 40)
    monkeypatch.setattr(theory, "ComputedReorganization", lambda **options: solvent)
    app = typer.Typer()
    app.command()(command)
    return app


def texts(figure):
    return " ".join(text.get_text() for text in figure.texts) + (figure.get_suptitle() or "")


def study(surfaces, electrolyte):
    return facet_study(surfaces, electrolyte, works=WORKS, reorganization=solvent)


def test_every_figure_from_placeholders_says_so():
    surfaces = ILLUSTRATIVE_NMC811_FACETS
    figures = (
        activation_figure(FacetTable.nmc811(), study(surfaces, ILLUSTRATIVE_ELECTROLYTE)),
        double_layer_figure(surfaces, ILLUSTRATIVE_ELECTROLYTE, 5.3, 4e-10),
    )
    for figure in figures:
        assert "ILLUSTRATIVE inputs (facets, electrolyte)" in texts(figure)


def test_figures_from_real_inputs_do_not():
    surfaces = FacetSurfaces(ILLUSTRATIVE_NMC811_FACETS.rows)
    figure = activation_figure(FacetTable.nmc811(), study(surfaces, REAL))
    assert texts(figure) == ""
    assert texts(double_layer_figure(surfaces, REAL, 5.3, 4e-10)) == ""


def test_figure_shows_the_differences_and_their_slopes():
    calculated = study(ILLUSTRATIVE_NMC811_FACETS, REAL)
    measured = FacetTable.nmc811()
    figure = activation_figure(measured, calculated)
    bars, _, third, _ = figure.axes
    heights = [bar.get_height() for bar in bars.patches]
    np.testing.assert_allclose(heights[-1], np.log(25))
    dots = third.lines[0].get_ydata()
    difference = calculated.work_function_only["fixed"].difference("(003)")
    np.testing.assert_allclose(dots, 1e3 * difference)


def test_figure_needs_an_exchange_current_of_every_facet():
    few = FacetTable(FacetTable.nmc811().rows[:3])
    with pytest.raises(ValueError, match=r"no exchange current of \(113\), \(101\), \(201\)"):
        activation_figure(few, study(ILLUSTRATIVE_NMC811_FACETS, REAL))


@pytest.mark.slow
def test_command_prints_both_readings_and_writes_tables_that_cells_take(app, tmp_path):
    csv = tmp_path / "mine.csv"
    csv.write_text("facet,work_function_eV,delta0_eV\n003,5.0,0.17\n201,2.6,0.21\n")
    result = CliRunner().invoke(app, [str(csv), "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    for text in ("Work: fixed", "Work: double layer", "ILLUSTRATIVE: electrolyte)", "(201)"):
        assert text in result.output
    assert "note: facet table from illustrative inputs (electrolyte)" in result.output
    table = pd.read_csv(tmp_path / "out" / "theory.csv")
    assert set(table["work"]) == {"fixed", "double layer"}
    assert table["illustrative"].all()
    record = json.loads((tmp_path / "out" / "theory.json").read_text())
    assert record["illustrative_inputs"] == ["electrolyte"]
    for work in ("fixed", "double_layer"):
        facets = FacetTable.from_csv(tmp_path / "out" / f"facets_{work}_work_illustrative.csv")
        assert facets.j0["(003)"] == pytest.approx(0.6)
        assert facets.rows[1].provenance == "theory"
    for name in ("theory", "double_layers"):
        assert (tmp_path / "out" / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def test_command_takes_another_measured_facet_and_explains_a_ratio(app, tmp_path, monkeypatch):
    monkeypatch.setattr("pybamm_facets.theory.activation.required._SCAN", 5)
    monkeypatch.setattr("pybamm_facets.report.theory.save_figure", lambda *_: None)
    measured = tmp_path / "measured.csv"
    measured.write_text("facet,j0_mA_cm2\n104,0.9\n")
    out = tmp_path / "out"
    arguments = ["--reference", "104", "--measured", str(measured), "--out", str(out)]
    result = CliRunner().invoke(app, [*arguments, "--explain", "25"])
    assert result.exit_code == 0, result.output
    facets = FacetTable.from_csv(out / "facets_fixed_work_illustrative.csv")
    assert facets.j0["(104)"] == pytest.approx(9)
    assert "ILLUSTRATIVE: facets, electrolyte" in result.output
    assert "j0 ratio 25 by the electronic interaction alone, fixed work" in result.output
    assert len(json.loads((out / "theory.json").read_text())["statements"]) == 4


@pytest.mark.parametrize(
    ("text", "arguments", "message"),
    [
        ("facet,work_function_eV\n003,5\n", [], "neither delta0_eV nor dos_file"),
        ("facet,work_function_eV,delta0_eV\n003,5,0.1\n", [], "expected two facets or more"),
        ("facet,work_function_eV,delta0_eV\n003,5,0.1\n104,4,0.1\n",
         ["--reference", "201"], "expected the reference among the facets"),
        ("facet,work_function_eV,delta0_eV\n003,5,0.1\n104,4,0.1\n",
         ["--reference", "999"], "label='999'"),
        ("facet,work_function_eV,delta0_eV\n003,5,0.1\n104,-4,0.1\n", [], "work_function=-4"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_and_exit_code_2(app, tmp_path, text, arguments, message):
    csv = tmp_path / "facets.csv"
    csv.write_text(text)
    result = CliRunner().invoke(app, [str(csv), "--out", str(tmp_path / "out"), *arguments])
    assert result.exit_code == 2, result.output
    assert message in result.output.replace("\n", " ")
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_no_convergence_is_one_line_and_exit_code_1(app, tmp_path, monkeypatch):
    def fails(electrolyte, phi):
        raise theory.ConvergenceError("potential of the ion", 0.1, 99)

    monkeypatch.setattr(f"{MODELS}.ComputedReorganization", lambda refinement: fails)
    result = CliRunner().invoke(app, ["--out", str(tmp_path)])
    assert result.exit_code == 1
    assert "potential of the ion: not converged after 99 iterations" in result.output


def test_a_bad_question_is_refused_before_anything_is_computed(app, tmp_path, monkeypatch):
    def never(electrolyte, phi):
        raise AssertionError("computed")

    monkeypatch.setattr(f"{MODELS}.ComputedReorganization", lambda refinement: never)
    for arguments in (["--explain", "-25"], ["--explain", "25", "--electrode-potential", "9"]):
        result = CliRunner().invoke(app, ["--out", str(tmp_path / "out"), *arguments])
        assert result.exit_code == 2, result.output
    assert not (tmp_path / "out").exists()


def test_help_documents_the_columns():
    result = CliRunner().invoke(main_app, ["theory", "--help"])
    for text in ("work_function_eV", "delta0_eV", "dos_file", "energy_eV", "li_2s"):
        assert text in result.output


@pytest.fixture
def experiment():
    path = Path(__file__).parents[2] / "experiments" / "e04_activation.py"
    spec = importlib.util.spec_from_file_location("e04_activation", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_experiment_prints_where_the_paper_holds_and_where_not(experiment, tmp_path):
    pytest.importorskip("skfem")
    result = experiment.run(tmp_path, quick=True)
    assert result["illustrative_inputs"] == ["facets", "electrolyte"]
    holds = {name for name, answer in result["statements"].items() if answer == "holds"}
    assert "larger work function, larger λ" in holds
    assert "larger work function, larger E_a, fixed work" in holds
    assert "larger work function, larger E_a, double layer work at 0.3 nm" not in holds
    assert "stronger interaction, smaller E_a" in holds
    assert result["implied_spread_eV"] == pytest.approx(0.081314, abs=1e-6)
    trends = result["work_function_trend_eV"]
    assert trends["fixed work"] == pytest.approx(0.0446, abs=5e-4)
    assert trends["0.3 nm"] == pytest.approx(-0.091, abs=1e-3)
    slopes = result["slopes_eV"]
    assert slopes["work function, fixed work"] > slopes["interaction"] > 0
    assert slopes["work function, double layer work"] < slopes["interaction"]
    assert len(result["required"]) == 4
    json.dumps(result)
    for name in ("e04_activation.png", "e04_double_layers.png", "e04_activation.csv"):
        assert (tmp_path / name).exists()
