"""Which part of which file is read, and under what name."""

import numpy as np
import pytest

from pybamm_facets.impedance import Reading, Spectrum
from pybamm_facets.impedance.spectra.reading_options import files_in, read_files

FREQUENCY = np.geomspace(1e4, 1, 21)
Z = 1 / (0.1 + 1e-4j * FREQUENCY)


def write(path, z=Z):
    frame = Spectrum(FREQUENCY, z).to_frame()
    frame.to_csv(path, index=False)
    return path


def test_frequencies_are_limited_and_what_is_left_out_is_said(tmp_path):
    (sweep,) = Reading(lowest=10, highest=1000).sweeps(write(tmp_path / "a.csv"))
    assert sweep.spectrum.frequency.min() >= 10 and sweep.spectrum.frequency.max() <= 1000
    assert sweep.notes == (f"{21 - len(sweep.spectrum)} points beyond the limits left out",)
    (above,) = Reading(lowest=100).sweeps(tmp_path / "a.csv")
    assert above.spectrum.frequency.max() == 1e4
    with pytest.raises(ValueError, match=r"a\.csv: lowest=1e\+06.*no point"):
        Reading(lowest=1e6).sweeps(tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("options", "message"),
    [({"sweep": 0}, "sweep=0"), ({"area": 0}, "area=0"), ({"lowest": -1}, "lowest=-1"),
     ({"lowest": 10, "highest": 1}, "lowest=10: expected a frequency below highest=1")],
)  # fmt: skip
def test_bad_options_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        Reading(**options)


def test_sweeps_have_names_of_their_own_and_a_bad_file_is_a_reason(tmp_path):
    lines = write(tmp_path / "two.csv").read_text().splitlines()
    (tmp_path / "two.csv").write_text("\n".join([*lines, *lines[1:]]))
    write(tmp_path / "one.csv")
    (tmp_path / "bad.txt").write_text("nothing here\n")
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "folder").mkdir()
    paths = files_in([tmp_path])
    assert [path.name for path in paths] == ["bad.txt", "one.csv", "two.csv"]
    found = list(read_files(paths, Reading()))
    assert [named.name for named in found] == ["bad", "one", "two_sweep1", "two_sweep2"]
    assert found[0].sweep is None and "bad.txt" in found[0].reason
    (second,) = read_files([tmp_path / "two.csv"], Reading(sweep=2))
    assert second.name == "two" and second.sweep.number == 2
