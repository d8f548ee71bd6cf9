"""``pybamm-facets eis fit`` as a laboratory meets it."""

import json

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from pybamm_facets.cli.app import app
from pybamm_facets.impedance import RANDLES, Spectrum, read_resistances

FREQUENCY = np.geomspace(1e5, 0.1, 43)
TRUE = {"R_s": 1e6, "Q_CT": 3e-11, "alpha_CT": 0.9, "R_CT": 20e6, "sigma_W": 2e6}


def write(path, r_ct, seed, drift=0.0):
    rng = np.random.default_rng(seed)
    grown = r_ct * (1 + drift * np.linspace(0, 1, 43))
    z = np.array([RANDLES.impedance([f], TRUE | {"R_CT": r})[0]
                  for f, r in zip(FREQUENCY, grown, strict=True)])  # fmt: skip
    z = z + 0.01 * np.abs(z) * (rng.standard_normal(43) + 1j * rng.standard_normal(43))
    Spectrum(FREQUENCY, z).to_frame().to_csv(path, index=False)
    return str(path)


def invoke(*arguments):
    return CliRunner().invoke(app, ["eis", "fit", *arguments])


def test_prints_r_ct_i0_and_verdict_and_writes_all(tmp_path):
    files = [write(tmp_path / "a.csv", 20e6, 0), write(tmp_path / "b.csv", 40e6, 1, drift=0.5)]
    out = tmp_path / "out"
    result = invoke(*files, "--out", str(out), "--temperature", "298.15")
    assert result.exit_code == 0, result.output
    for text in ("R_CT [MΩ]", "i0 [nA]", "passes", "fails"):
        assert text in result.output
    table = pd.read_csv(out / "eis_fit.csv", index_col="particle")
    assert table.loc["a", "r_ct_ohm"] == pytest.approx(20e6, rel=0.02)
    expected = 8.314462618 * 298.15 / 96485.33212 / table.loc["a", "r_ct_ohm"]
    assert table.loc["a", "i0_A"] == pytest.approx(expected)
    assert list(table["kramers_kronig"]) == ["passes", "fails"]
    values, errors = read_resistances(out / "r_ct.csv")
    np.testing.assert_allclose(values, table["r_ct_ohm"])
    np.testing.assert_allclose(errors, table["r_ct_error_ohm"])
    record = json.loads((out / "eis_fit.json").read_text())
    assert record["inputs"]["seed"] == 0 and len(record["points"]) == 2
    assert (out / "eis_a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
def test_a_bad_file_does_not_stop_the_others(tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("frequency_Hz,z_real_ohm,z_imag_ohm\n10,1,-1\n-1,1,-1\n")
    good = write(tmp_path / "a.csv", 20e6, 0)
    out = tmp_path / "out"
    result = invoke(str(bad), good, "--out", str(out))
    assert result.exit_code == 1
    assert "bad.csv: frequency=-1 in row 3" in result.output.replace("\n", "")
    table = pd.read_csv(out / "eis_fit.csv", index_col="particle")
    assert list(table["status"]) == ["failed", "ok"]
    assert list(read_resistances(out / "r_ct.csv")[0].index) == ["a"]


@pytest.mark.slow
def test_files_of_one_name_are_told_apart(tmp_path):
    folders = [tmp_path / "1", tmp_path / "2"]
    for folder in folders:
        folder.mkdir()
    files = [write(folder / "a.csv", 20e6, i) for i, folder in enumerate(folders)]
    result = invoke(*files, "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out" / "eis_a_2.png").exists()


def test_unknown_errors_leave_valid_json(tmp_path):
    frame = Spectrum([100.0, 10.0, 1.0], [5.0 - 1e-9j, 5.0 - 1e-9j, 5.0 - 1e-9j]).to_frame()
    frame.to_csv(tmp_path / "flat.csv", index=False)  # a resistor has no arc
    result = invoke(str(tmp_path / "flat.csv"), "--circuit", "arc", "--out", str(tmp_path / "o"))
    assert result.exit_code == 0, result.output
    assert "untested" in result.output
    json.loads((tmp_path / "o" / "eis_fit.json").read_text())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--circuit", "typo"], "--circuit='typo': expected one of randles"),
        (["--temperature", "-1"], "temperature=-1.0"),
        (["--electrons", "0"], "electrons=0"),
        (["--starts", "0"], "--starts=0"),
        ([], "none.csv"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(tmp_path, arguments, message):
    result = invoke(str(tmp_path / "none.csv"), *arguments)
    assert result.exit_code == 2
    assert message in result.output.replace("\n", "")
    assert "Traceback" not in result.output


def test_ctrl_c_keeps_what_is_done(tmp_path, monkeypatch):
    from pybamm_facets.impedance.circuits import fit_files

    real, calls = fit_files.fit_circuit, []

    def interrupted(*arguments, **options):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*arguments, **options)

    monkeypatch.setattr(fit_files, "fit_circuit", interrupted)
    files = [write(tmp_path / f"{name}.csv", 20e6, 0) for name in "abc"]
    result = invoke(*files, "--out", str(tmp_path / "out"))
    assert result.exit_code == 130
    assert "stopped after 1 of 3" in result.output
    assert list(pd.read_csv(tmp_path / "out" / "eis_fit.csv")["particle"]) == ["a"]
