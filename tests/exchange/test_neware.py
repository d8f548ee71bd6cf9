"""Tables of the library NewareNDA: mA become A, and time within steps time since the begin."""

import numpy as np
import pandas as pd
import pytest

from pybamm_facets.exchange import neware_frame, rate_table, read_cycler, steps_of
from tests.exchange.made import CAPACITY, KNOWN, frame_of, neware_of, rate_test, rest

# NewareNDA keeps single precision.
SINGLE = {"rtol": 1e-6, "atol": 0.05}


@pytest.mark.parametrize("anew", [True, False], ids=["time in a step", "time in a test"])
def test_a_table_comes_back(anew):
    frame = rate_test(repeats=1)
    pd.testing.assert_frame_equal(neware_frame(neware_of(frame, anew)), frame, **SINGLE)


def test_rates_and_capacities_come_back():
    table = rate_table(steps_of(neware_frame(neware_of(rate_test())), **KNOWN), "a")
    out = table[table["direction"] == "discharge"].set_index("c_rate")["capacity_mAh_g"]
    assert out.to_dict() == pytest.approx(CAPACITY, rel=1e-5)


def test_a_clock_that_is_set_back_between_steps_costs_no_time_within_them():
    frame = frame_of(rest(), rest())
    raw = neware_of(frame)
    raw.loc[20:, "Timestamp"] -= pd.Timedelta(hours=1)
    read = neware_frame(raw)
    assert np.diff(read["time_s"]).min() == 0
    assert read["time_s"].iloc[-1] == pytest.approx(1200)


def test_time_that_falls_within_a_step_is_refused():
    raw = neware_of(frame_of(rest()))
    raw.loc[5, "Time"] = 1.0
    with pytest.raises(ValueError, match="raw, row 6, column 'Time': '1': expected at least 126"):
        neware_frame(raw)


def test_values_and_columns_that_are_missing_are_refused():
    raw = neware_of(frame_of(rest()))
    with pytest.raises(ValueError, match="raw: no column 'Voltage'; expected a table of NewareNDA"):
        neware_frame(raw.drop(columns="Voltage"))
    raw.loc[3, "Current(mA)"] = np.nan
    with pytest.raises(ValueError, match=r"raw, row 4, column 'Current\(mA\)': 'nan': expected a"):
        neware_frame(raw)
    with pytest.raises(ValueError, match="raw: column 'Timestamp': expected dates with times"):
        neware_frame(raw.assign(Timestamp="today"))
    with pytest.raises(ValueError, match="raw: holds no rows"):
        neware_frame(raw.iloc[:0])


def test_the_library_is_asked_for_the_file(tmp_path, monkeypatch):
    (tmp_path / "a.ndax").write_bytes(b"PK")
    frame = frame_of(rest())

    def read(path, log_level):
        assert path == str(tmp_path / "a.ndax") and log_level == "CRITICAL"
        return neware_of(frame)

    monkeypatch.setattr("NewareNDA.read", read)
    pd.testing.assert_frame_equal(read_cycler(tmp_path / "a.ndax"), frame, **SINGLE)
