"""``eis invert`` as a laboratory meets it: two CSV files in, tables and a figure out."""

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import pybamm_facets as pf
from pybamm_facets.cli.app import app
from pybamm_facets.impedance import RANDLES, Spectrum
from pybamm_facets.impedance.inversion.area_tables import read_areas, read_resistances

J0 = pd.Series(pf.FacetTable.nmc811().j0)
VOLTAGE = 8.31446261815324 * 293.15 / 96485.33212331


def particles(count, seed, prefix):
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.full(6, 0.7), count) * 8e-11
    return pd.DataFrame(shares, [f"{prefix}{k}" for k in range(count)], J0.index)


def area_file(path, areas, unit="um2", **more):
    scale = {"um2": 1e12, "m2": 1.0}[unit]
    frame = (areas * scale).add_suffix(f"_{unit}").assign(**more)
    frame.rename_axis("particle").to_csv(path)
    return str(path)


def resistance_file(path, r_ct, error=None):
    frame = pd.DataFrame({"r_ct_MOhm": r_ct / 1e6})
    if error is not None:
        frame["r_ct_error_MOhm"] = error * r_ct / 1e6
    frame.rename_axis("particle").to_csv(path)
    return str(path)


def invert(*arguments):
    return CliRunner().invoke(app, ["eis", "invert", *map(str, arguments)])


@pytest.fixture
def laboratory(tmp_path):
    areas, unseen = particles(8, 1, "P"), particles(3, 2, "U")
    r_ct = VOLTAGE / (pd.concat([areas, unseen]) @ J0)
    r_ct["U1"] *= 1.3
    return {
        "areas": area_file(tmp_path / "areas.csv", areas),
        "rct": resistance_file(tmp_path / "rct.csv", r_ct, 0.01),
        "unseen": area_file(tmp_path / "unseen.csv", unseen),
        "rough": area_file(tmp_path / "rough.csv", 1.2 * areas, "m2"),
        "rough_unseen": area_file(tmp_path / "rough_unseen.csv", 1.2 * unseen),
        "out": tmp_path / "results",
    }


def test_files_in_tables_and_figure_out(laboratory):
    files = laboratory
    result = invert(files["areas"], files["rct"], "--predict", files["unseen"],
                    "--out", files["out"])  # fmt: skip
    assert result.exit_code == 0, result.output
    facets = pd.read_csv(files["out"] / "facet_inversion.csv", index_col="facet")
    assert facets["j0_mA_cm2"].to_numpy() == pytest.approx((J0 / 10).to_numpy(), rel=1e-6)
    assert (facets["standard_error_mA_cm2"] > 0).all()
    others = pd.read_csv(files["out"] / "facet_particles.csv", index_col="particle")
    assert others["kind"].value_counts().to_dict() == {"left out": 8, "unseen": 3}
    assert others.loc["U1", "relative_difference"] == pytest.approx(1 / 1.3 - 1, rel=1e-6)
    assert others["within_20_percent"].astype(str).value_counts().to_dict() == {
        "True": 10,
        "False": 1,
    }
    assert (files["out"] / "facet_inversion.png").read_bytes().startswith(b"\x89PNG")
    for text in ("[mA/cm²]", "(201)", "1.5", "χ²", "rank 6", "within 20 %", "no"):
        assert text in result.output


def test_two_area_methods(laboratory):
    files = laboratory
    arguments = (files["areas"], files["rct"], "--other-areas", files["rough"],
                 "--predict", files["unseen"], "--out", files["out"])  # fmt: skip
    refused = invert(*arguments)
    assert refused.exit_code == 2 and "areas by 1 method(s)" in refused.output
    result = invert(*arguments, "--predict-other-areas", files["rough_unseen"])
    assert result.exit_code == 0, result.output
    assert "area method" in result.output
    facets = pd.read_csv(files["out"] / "facet_inversion.csv", index_col="facet")
    expected = J0 / 10 * (1 - 1 / 1.2) / 2
    assert facets["method_error_mA_cm2"].to_numpy() == pytest.approx(expected.to_numpy(), rel=1e-6)


def test_six_particles_have_none_to_spare(laboratory, tmp_path):
    areas = particles(6, 1, "P")
    files = (
        area_file(tmp_path / "six.csv", areas),
        resistance_file(tmp_path / "six_rct.csv", VOLTAGE / (areas @ J0)),
    )
    result = invert(*files, "--out", tmp_path / "six")
    assert result.exit_code == 0, result.output
    assert "not predicted from the others: P0, P1" in result.output
    assert "5 particles for 6 facets" in result.output


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: [f["unseen"], f["rct"]], "no areas of particle P0"),
        (lambda f: [f["rct"], f["rct"]], "unknown column 'r_ct_MOhm'"),
        (lambda f: [f["areas"], f["areas"]], "no values; expected particle, r_ct_MOhm"),
        (lambda f: [f["areas"], "no-such.csv"], "no-such.csv"),
        (lambda f: [f["areas"], f["rct"], "--r-ct-error", "0.1"], "has errors already"),
        (lambda f: [f["areas"], f["rct"], "--temperature", "-1"], "temperature=-1.0"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(laboratory, change, message):
    result = invert(*change(laboratory), "--predict", laboratory["unseen"],
                    "--out", laboratory["out"])  # fmt: skip
    assert result.exit_code == 2
    assert message in result.output.replace("\n", "")
    assert "Traceback" not in result.output
    assert not laboratory["out"].exists()


def test_units_and_errors_are_read(tmp_path):
    path = tmp_path / "areas.csv"
    path.write_text("particle,(003)_um2,(104)_m2,(003)_error_um2,(104)_error_m2\n7,3,4e-12,0.1,0\n")
    areas, errors = read_areas(path)
    assert areas.loc["7"].to_dict() == pytest.approx({"(003)": 3e-12, "(104)": 4e-12})
    assert errors.loc["7"].to_dict() == pytest.approx({"(003)": 1e-13, "(104)": 0})
    path = tmp_path / "rct.csv"
    path.write_text("particle,r_ct_kOhm,r_ct_error_Ohm,noise,R_CT\n7,20000,150000,0.01,2e7\n")
    r_ct, error = read_resistances(path)
    assert (r_ct["7"], error["7"]) == pytest.approx((2e7, 1.5e5))


def test_table_of_fits_is_read_as_it_is(tmp_path):
    spectrum = RANDLES.impedance(
        np.geomspace(1e5, 0.1, 43),
        {"R_s": 1e6, "Q_CT": 3e-11, "alpha_CT": 0.9, "R_CT": 20e6, "sigma_W": 2e6},
    )
    file = tmp_path / "P1.csv"
    Spectrum(np.geomspace(1e5, 0.1, 43), spectrum).to_frame().to_csv(file, index=False)
    fitted = CliRunner().invoke(app, ["eis", "fit", str(file), "--out", str(tmp_path)])
    assert fitted.exit_code == 0, fitted.output
    r_ct, error = read_resistances(tmp_path / "eis_fit.csv")
    assert r_ct.to_dict() == pytest.approx({"P1": 20e6}, rel=1e-6)
    assert error is not None


@pytest.mark.parametrize("column", ["r_ct_mOhm", "r_ct_Ohms", "r_ct_err_Ohm"])
def test_resistance_column_that_is_no_unit_is_refused(tmp_path, column):
    path = tmp_path / "rct.csv"
    path.write_text(f"particle,r_ct_Ohm,{column}\nA,1,1\n")
    with pytest.raises(ValueError, match=f"unknown column '{column}'"):
        read_resistances(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,(003)_um2\nA,1\n", "no column particle"),
        ("particle\nA\n", "no values"),
        ("particle,(003)_um2,(104)_um2,(104)_error_um2\nA,1,1,1\n", "for every facet or for none"),
        ("particle,(003)_um2,(003)_m2\nA,1,1\n", "repeats (003) in another unit"),
        ("particle,(003)_um2\nA,big\n", "row 2, column '(003)_um2': 'big': expected a number"),
        ("particle,(003)_um2,(104)_um2\nA,1,\n", "row 2, column '(104)_um2': '': expected"),
    ],
)
def test_bad_files_are_refused_in_words(tmp_path, text, message):
    path = tmp_path / "areas.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"areas\.csv") as caught:
        read_areas(path)
    assert message in str(caught.value)


def test_help_gives_the_columns():
    output = CliRunner().invoke(app, ["eis", "invert", "--help"], env={"COLUMNS": "200"}).output
    for text in ("(104)_um2", "r_ct_MOhm", "--other-areas", "--predict"):
        assert text in output
