"""``eis fit`` judges, compares and limits; ``eis report`` goes from a folder to a facet table."""

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import pybamm_facets as pf
from pybamm_facets.cli.app import app
from pybamm_facets.impedance import NAMED_CIRCUITS, RANDLES, Spectrum

FREQUENCY = np.geomspace(1e5, 0.1, 31)
TRUE = {"R_s": 1e6, "Q_CT": 3e-11, "alpha_CT": 0.9, "R_CT": 20e6, "sigma_W": 2e6}
VOLTAGE = 8.31446261815324 * 293.15 / 96485.33212331
J0 = pd.Series({"(003)": 0.6, "(104)": 2.8, "(201)": 15.0})
AREAS = pd.DataFrame(
    {"(003)": [60, 20, 10, 40, 70], "(104)": [10, 70, 20, 30, 5], "(201)": [10, 10, 90, 20, 4]},
    list("ABCDE"),
)  # fmt: skip


def write(path, impedance, seed=0, noise=0.005):
    parts = np.random.default_rng(seed).standard_normal((2, len(impedance)))
    z = impedance + noise * np.abs(impedance) * (parts[0] + 1j * parts[1])
    Spectrum(FREQUENCY, z).to_frame().to_csv(path, index=False)
    return str(path)


def randles(r_ct=20e6):
    return RANDLES.impedance(FREQUENCY, TRUE | {"R_CT": r_ct})


def eis(*arguments):
    result = CliRunner().invoke(app, ["eis", *map(str, arguments)], env={"COLUMNS": "120"})
    assert "Traceback" not in result.output
    return result, " ".join(result.output.split())


@pytest.fixture
def laboratory(tmp_path):
    folder = tmp_path / "spectra"
    folder.mkdir()
    for k, (name, r_ct) in enumerate((VOLTAGE / (AREAS * 1e-12 @ J0)).items()):
        write(folder / f"{name}.csv", randles(r_ct), k)
    AREAS.add_suffix("_um2").rename_axis("particle").to_csv(folder / "areas.csv")
    return folder


def test_what_was_read_is_shown_before_the_fits(tmp_path):
    result, text = eis("fit", write(tmp_path / "a.csv", randles()), "--from", "1", "--to", "1e4")
    assert result.exit_code == 0, result.output
    read, fits = text.split("R_CT [MΩ]")
    assert "csv" in read and "Hz, Ω" in read and "Im Z" in read and "10 kHz to 1 Hz" in read
    assert "beyond the limits left out" in read
    assert "describes" in fits


@pytest.mark.slow
def test_a_bad_point_is_named_and_drawn(tmp_path):
    z = randles()
    z[12] *= 0.01
    out = tmp_path / "out"
    result, text = eis("fit", write(tmp_path / "a.csv", z), "--out", out)
    assert result.exit_code == 0, result.output
    assert "left out, as the other points contradict it: 398 Hz" in text
    row = pd.read_csv(out / "eis_fit.csv").iloc[0]
    assert row["outliers_Hz"] == pytest.approx(FREQUENCY[12], rel=1e-5)
    assert row["r_ct_ohm"] == pytest.approx(20e6, rel=0.01) and row["status"] == "ok"


@pytest.mark.slow
def test_a_second_arc_is_said_and_compared(tmp_path):
    values = {"R_s": 1e6, "Q_film": 5e-12, "alpha_film": 0.9, "R_film": 5e6, "Q_CT": 2e-9,
              "alpha_CT": 0.9, "R_CT": 20e6, "sigma_W": 1e6}  # fmt: skip
    z = NAMED_CIRCUITS["two-arcs"].impedance(FREQUENCY, values)
    out = tmp_path / "out"
    result, text = eis("fit", write(tmp_path / "a.csv", z), "--compare", "--drt", "--out", out)
    assert result.exit_code == 0, result.output
    assert "does not describe: misfit" in text and "most from" in text
    assert "instead of randles (+3 parameters) lowers the misfit" in text
    table = pd.read_csv(out / "eis_compare.csv")
    assert table.loc[0, "circuit"].startswith("two-arcs") and len(table) == len(NAMED_CIRCUITS)
    assert (out / "eis_a_drt.png").read_bytes().startswith(b"\x89PNG")
    assert pd.read_csv(out / "eis_fit.csv").loc[0, "status"] == "doubtful"


@pytest.mark.slow
def test_an_undetermined_resistance_is_no_number(tmp_path):
    out = tmp_path / "out"
    flat = write(tmp_path / "flat.csv", np.full(31, 1000 + 0j), noise=0.0)
    result, text = eis("fit", flat, "--out", out)
    assert result.exit_code == 0, result.output
    assert "the spectrum does not determine R_CT" in text and "unknown" in text
    assert "inf" not in (out / "r_ct.csv").read_text()
    row = pd.read_csv(out / "eis_fit.csv").iloc[0]
    assert np.isnan(row["r_ct_ohm"]) and row["status"] == "doubtful"


def test_sweeps_are_all_fitted_or_one(tmp_path):
    path = tmp_path / "two.csv"
    write(path, randles())
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, *lines[1:]]))
    assert "two_sweep2" in eis("fit", path)[1]
    assert "two_sweep" not in eis("fit", path, "--sweep", "2")[1]
    result, text = eis("fit", path, "--sweep", "3")
    assert result.exit_code == 2 and "sweep=3: expected 1 to 2" in text


def test_from_a_folder_to_a_facet_table(laboratory, tmp_path):
    (laboratory / "notes.txt").write_text("measured on Monday\n")
    out = tmp_path / "out"
    result, text = eis("report", laboratory, laboratory / "areas.csv", "--out", out, "--no-figures")
    assert result.exit_code == 1  # the notes are no spectrum, and a row
    assert "notes.txt" in text and "within 20 %" in text and "--facets" in text
    found = pf.FacetTable.from_csv(out / "facets.csv")
    for facet, j0 in J0.items():
        assert found.j0[facet] == pytest.approx(j0, rel=0.1)
    facets = pd.read_csv(out / "facet_inversion.csv", index_col="facet")
    off = (facets["j0_mA_cm2"] - J0 / 10) / facets["total_error_mA_cm2"]
    assert (off.abs() < 4).all()
    assert pd.read_csv(out / "facet_particles.csv")["within_20_percent"].all()
    assert (out / "facet_inversion.png").exists()


def test_a_particle_without_a_resistance_is_left_out_and_named(laboratory, tmp_path):
    write(laboratory / "B.csv", np.full(31, 1000 + 0j), noise=0.0)
    (laboratory / "E.csv").unlink()
    out = tmp_path / "out"
    result, text = eis("report", laboratory, laboratory / "areas.csv", "--out", out, "--no-figures")
    assert result.exit_code == 0, result.output
    assert not list(out.glob("eis_*.png"))
    assert "left out: B, R_CT not determined; predicted" in text
    assert "left out: E, R_CT not determined" in text
    assert list(pd.read_csv(out / "facet_left_out.csv")["particle"]) == ["B", "E"]


@pytest.mark.slow
def test_a_facet_at_zero_needs_a_floor(laboratory, tmp_path):
    r_ct = VOLTAGE / (AREAS * 1e-12 @ (J0 * [0.0, 1, 1]))
    for k, (name, value) in enumerate(r_ct.items()):
        write(laboratory / f"{name}.csv", randles(value * (0.97 if name == "B" else 1)), k)
    arguments = (
        "report",
        laboratory,
        laboratory / "areas.csv",
        "--out",
        tmp_path / "out",
        "--no-figures",
    )
    result, text = eis(*arguments)
    assert result.exit_code == 0, result.output
    if "facets.csv is not written" in text:
        assert not (tmp_path / "out" / "facets.csv").exists()
        result, text = eis(*arguments, "--floor", "0.01")
    assert pf.FacetTable.from_csv(tmp_path / "out" / "facets.csv").j0["(003)"] > 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: [f / "A.csv", f / "areas.csv"], "expected a folder of spectra"),
        (lambda f: [f, f / "none.csv"], "none.csv"),
        (lambda f: [f, f / "A.csv"], "no column particle"),
        (lambda f: [f, f / "areas.csv", "--circuit", "x"], "--circuit='x'"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(laboratory, change, message):
    result, text = eis("report", *change(laboratory))
    assert result.exit_code == 2 and message in text
