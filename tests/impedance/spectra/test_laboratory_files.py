"""Every dialect that a reader claims is read, or refused by name for a reason."""

import warnings

import numpy as np
import pytest

from pybamm_facets.impedance import read_spectrum, read_sweeps
from tests.impedance.spectra import laboratory_files as files


def test_there_are_sixty_files():
    assert len(files.FILES) + len(files.SEVERAL) + len(files.REFUSED) >= 90 > 60


@pytest.mark.parametrize("name", files.FILES)
def test_is_read(name, tmp_path):
    path = tmp_path / name
    files.FILES[name](path)
    spectrum = read_spectrum(path)
    np.testing.assert_allclose(spectrum.frequency, files.FREQUENCY, rtol=1e-10)
    np.testing.assert_allclose(spectrum.impedance, files.Z, rtol=1e-9)


@pytest.mark.parametrize("name", files.SEVERAL)
def test_several_sweeps_are_all_read_and_none_is_taken_silently(name, tmp_path):
    path = tmp_path / name
    write, count = files.SEVERAL[name]
    write(path)
    sweeps = read_sweeps(path)
    assert len(sweeps) == count
    for k, sweep in enumerate(sweeps, 1):
        assert (sweep.number, sweep.of) == (k, count)
        np.testing.assert_allclose(sweep.spectrum.impedance, k * files.Z, rtol=1e-9)
    with pytest.raises(ValueError, match=rf"{name}: holds {count} sweeps \(1: .*choose one"):
        read_spectrum(path)
    np.testing.assert_allclose(read_spectrum(path, sweep=2).impedance, 2 * files.Z, rtol=1e-9)
    with pytest.raises(ValueError, match=rf"{name}: sweep=9: expected 1 to {count}"):
        read_spectrum(path, sweep=9)


@pytest.mark.parametrize("name", files.REFUSED)
def test_is_refused_by_name(name, tmp_path):
    path = tmp_path / name
    write, message = files.REFUSED[name]
    write(path)
    with pytest.raises(ValueError) as caught:
        read_spectrum(path)
    assert message in str(caught.value) and str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_area_turns_a_resistance_times_an_area_into_ohm(tmp_path):
    path = tmp_path / "s.csv"
    files.csv("f/Hz,Z' [Ω·cm²],-Z'' [Ω·cm²]", files.rows(sign=-1, ohm=1 / 1.13))(path)
    np.testing.assert_allclose(read_spectrum(path, area=1.13).impedance, files.Z, rtol=1e-9)
    with pytest.raises(ValueError, match="area=-1"):
        read_spectrum(path, area=-1)


def test_what_was_read_is_said(tmp_path):
    files.FILES["kilo_mega.csv"](tmp_path / "s.csv")
    (sweep,) = read_sweeps(tmp_path / "s.csv")
    assert (sweep.kind, sweep.unit, sweep.sign) == ("csv", "kHz, MΩ", "−Im Z")
    assert sweep.range == "100 kHz to 100 mHz"
    files.FILES["parstat.txt"](tmp_path / "p.txt")
    (sweep,) = read_sweeps(tmp_path / "p.txt")
    assert sweep.kind == "powersuite" and sweep.notes == ("6 rows of frequency 0 left out",)


KINDS = {"biologic.mpt": "biologic", "gamry.DTA": "gamry", "versastat.par": "versastat",
         "zplot.z": "zplot", "autolab_nova.txt": "autolab", "autolab_fra.txt": "autolab",
         "chi.txt": "chi", "powersuite.txt": "powersuite", "workbook.xlsx": "xlsx",
         "names.csv": "csv"}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_the_kind_is_recognised_by_what_the_file_says(name, tmp_path):
    path = tmp_path / (name if name.endswith("xlsx") else "s.dat")
    files.FILES[name](path)
    assert read_sweeps(path)[0].kind == KINDS[name]
    assert read_sweeps(path, KINDS[name])[0].kind == KINDS[name]


@pytest.mark.parametrize(
    ("name", "reader"),
    [("gamry_utf8.dta", "readGamry"), ("versastat.par", "readVersaStudio"),
     ("zplot.z", "readZPlot"), ("chi.txt", "readCHInstruments"), ("autolab_fra.txt", "readAutolab"),
     ("powersuite.txt", "readPowerSuite"), ("biologic_no_empty_line.mpt", "readBioLogic")],
)  # fmt: skip
def test_numbers_are_those_of_another_reader(name, reader, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        preprocessing = pytest.importorskip("impedance.preprocessing")
    path = tmp_path / name
    files.FILES[name](path)
    text = path.read_bytes().decode("latin-1").replace("EXPERIMENTABORTED\tTOGGLE\tF\r\n", "")
    path.write_text(text, encoding="utf-8")
    frequency, impedance = getattr(preprocessing, reader)(str(path))
    spectrum = read_spectrum(path)
    np.testing.assert_array_equal(spectrum.frequency, frequency)
    np.testing.assert_array_equal(spectrum.impedance, impedance)


@pytest.mark.parametrize("line", [5, 15, 25])
def test_a_point_out_of_order_is_no_sweep(line, tmp_path):
    body = files.rows()
    body[line] = (2e5, *body[line][1:])
    files.csv(files.HEAD, body)(tmp_path / "s.csv")
    with pytest.raises(ValueError, match=r"frequency=200000 in row \d+: expected frequencies that"):
        read_spectrum(tmp_path / "s.csv")


def test_a_frequency_twice_is_no_sweep(tmp_path):
    body = files.rows()
    body.insert(12, body[11])
    files.csv(files.HEAD, body)(tmp_path / "s.csv")
    with pytest.raises(ValueError, match="each once"):
        read_spectrum(tmp_path / "s.csv")
