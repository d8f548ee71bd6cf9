"""Spectra from files."""

import sys

import numpy as np
import pytest

from pybamm_facets.impedance import RANDLES, Spectrum, read_spectrum

FREQUENCY = np.geomspace(1e5, 1, 11)
TRUE = {"R_s": 1e6, "Q_CT": 3e-11, "alpha_CT": 0.9, "R_CT": 20e6, "sigma_W": 2e6}
Z = RANDLES.impedance(FREQUENCY, TRUE)


def written(path, rows, header="", separator=","):
    lines = [separator.join(f"{value:.12g}" for value in row) for row in rows]
    path.write_text("\n".join(([header] if header else []) + lines) + "\n", encoding="utf-8")
    return path


def rows(sign=1.0, ohm=1.0, hz=1.0):
    return [(f / hz, z.real / ohm, sign * z.imag / ohm) for f, z in zip(FREQUENCY, Z, strict=True)]


def assert_read(path, instrument=None):
    spectrum = read_spectrum(path, instrument)
    np.testing.assert_allclose(spectrum.frequency, FREQUENCY, rtol=1e-5)
    np.testing.assert_allclose(spectrum.impedance, Z, rtol=1e-5)


@pytest.mark.parametrize(
    ("header", "separator", "scales"),
    [
        ("frequency_Hz,z_real_ohm,z_imag_ohm", ",", {}),
        ("frequency_Hz,z_real_ohm,-z_imag_ohm", ",", {"sign": -1}),
        ("freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm", "\t", {"sign": -1}),
        ("Frequency (kHz);Z' (MOhm);-Z'' (MOhm)", ";", {"sign": -1, "hz": 1e3, "ohm": 1e6}),
        ("f [Hz],Z_real [kΩ],minus Z_imag [kΩ]", ",", {"sign": -1, "ohm": 1e3}),
        ("freq real imag", " ", {}),
        ("", ",", {}),
        ("", "\t", {}),
    ],
)
def test_csv_by_name_unit_and_sign(tmp_path, header, separator, scales):
    assert_read(written(tmp_path / "s.csv", rows(**scales), header, separator))


def test_csv_with_other_columns_in_another_order_and_comments(tmp_path):
    table = [
        (i, z.imag, z.real, 20.0, f) for i, (f, z) in enumerate(zip(FREQUENCY, Z, strict=True))
    ]
    path = written(tmp_path / "s.csv", table, "point,Im(Z)/Ohm,Re(Z)/Ohm,temperature_C,freq/Hz")
    path.write_text("# particle 3\n\n" + path.read_text())
    assert_read(path)


def test_decimal_comma(tmp_path):
    path = written(tmp_path / "s.csv", rows(), "freq/Hz;Re(Z)/Ohm;Im(Z)/Ohm", ";")
    path.write_text(path.read_text().replace(".", ","))
    assert_read(path)


def test_what_a_spectrum_writes_is_read_again(tmp_path):
    path = tmp_path / "s.csv"
    Spectrum(FREQUENCY, Z).to_frame().to_csv(path, index=False)
    assert_read(path)


def broken(tmp_path, line, text):
    path = written(tmp_path / "s.csv", rows(), "frequency_Hz,z_real_ohm,z_imag_ohm")
    lines = path.read_text().splitlines()
    lines[line - 1] = text
    path.write_text("\n".join(lines))
    return path


@pytest.mark.parametrize(
    ("line", "text", "message"),
    [
        (4, "abc,1,2", r"s\.csv, row 4: 'abc 1 2', expected numbers"),
        (5, "100,1", r"s\.csv, row 5"),
        (6, "nan,1,-1", r"frequency=nan in row 6: expected a finite"),
        (7, "-3,1,-1", r"frequency=-3 in row 7: expected a positive"),
        (8, "5e7,1,-1", r"frequency=5e\+07 in row 8: expected frequencies that always fall"),
        (9, "40,inf,-1", r"impedance=inf-1j in row 9"),
        (1, "frequency_Hz,z_real_ohm,phase", r"0 columns of the imaginary part"),
        (1, "frequency_Hz,z_real_mohm,z_imag_mohm", r"may be milli or mega"),
        (1, "frequency_Hz,Re(Z)/Ohm,z_real_ohm,z_imag_ohm", r"2 columns of the real part"),
    ],
)
def test_bad_csv_is_refused_with_its_line(tmp_path, line, text, message):
    with pytest.raises(ValueError, match=message):
        read_spectrum(broken(tmp_path, line, text))


def test_wrong_sign_and_empty_files_are_refused(tmp_path):
    with pytest.raises(ValueError, match=r"positive at 11 of 11 points.*-z_imag_ohm"):
        read_spectrum(written(tmp_path / "s.csv", rows(sign=-1)))
    with pytest.raises(ValueError, match="holds no rows"):
        read_spectrum(written(tmp_path / "e.csv", []))
    with pytest.raises(ValueError, match="below its header"):
        read_spectrum(written(tmp_path / "h.csv", [], "freq/Hz,Re(Z)/Ohm,Im(Z)/Ohm"))


def versastat(path):
    cells = [
        f"0,{i},0,0,1,0,5,53,0,{f},0,0,0,0,{z.real},{z.imag},0,0\n"
        for i, (f, z) in enumerate(zip(FREQUENCY, Z, strict=True))
    ]
    head = "<Action0>\nSegments=0\n</Action0>\n<Action1>\nSegments=1\n</Action1>\n<Segment1>\n"
    path.write_text(
        head + "Type=2\nVersion=3\nDefinition=a, b\n" + "".join(cells) + "</Segment1>\n"
    )
    return path


def gamry(path):
    cells = [
        f"\t{i}\t{i}\t{f}\t{z.real}\t{z.imag}\t1\n"
        for i, (f, z) in enumerate(zip(FREQUENCY, Z, strict=True))
    ]
    head = "EXPLAIN\nTAG\tEISPOT\nZCURVE\tTABLE\n"
    head += "\tPt\tTime\tFreq\tZreal\tZimag\n\t#\ts\tHz\tohm\tohm\n"
    path.write_text(head + "".join(cells))
    return path


def biologic(path):
    cells = [f"{f}\t{z.real}\t{-z.imag}\t\n" for f, z in zip(FREQUENCY, Z, strict=True)]
    head = "EC-Lab ASCII FILE\nNb header lines : 3\nfreq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\t\n"
    path.write_text(head + "".join(cells))
    return path


@pytest.mark.parametrize(
    ("write", "name"), [(versastat, "s.par"), (gamry, "s.DTA"), (biologic, "s.mpt")]
)
def test_files_of_instruments(tmp_path, write, name):
    path = write(tmp_path / name)
    assert_read(path)
    other = path.rename(tmp_path / "s.txt")
    assert_read(other, write.__name__)


@pytest.mark.parametrize("instrument", ["versastat", "gamry", "biologic"])
def test_file_of_another_kind(tmp_path, instrument):
    path = written(tmp_path / "s.txt", rows())
    with pytest.raises(ValueError, match=f"s.txt: cannot be read as a file of {instrument}"):
        read_spectrum(path, instrument)
    with pytest.raises(FileNotFoundError):
        read_spectrum(tmp_path / "none", instrument)


def test_unknown_instrument(tmp_path):
    with pytest.raises(ValueError, match="instrument='zahner': expected csv, versastat"):
        read_spectrum(written(tmp_path / "s.csv", rows()), "zahner")


def test_missing_reader_says_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ImportError, match=r"pybamm-facets\[eis\]"):
        read_spectrum(tmp_path / "s.xlsx")
