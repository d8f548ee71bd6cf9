"""Tables of the Battery Data Format, with either kind of names."""

import numpy as np
import pandas as pd
import pytest

from pybamm_facets.exchange import rate_table, read_cycler, steps_of
from tests.exchange.made import (
    CAPACITY,
    KNOWN,
    LABELS,
    MACHINE,
    charge,
    discharge,
    frame_of,
    rate_test,
    rest,
    write_bdf,
)


@pytest.mark.parametrize("names", [LABELS, MACHINE], ids=["labels", "machine-readable"])
@pytest.mark.parametrize("name", ["cell.csv", "cell.txt", "cell.bdf.csv", "cell.bdf", "CELL.CSV"])
def test_a_table_comes_back(tmp_path, names, name):
    frame = rate_test(repeats=1)
    read = read_cycler(write_bdf(tmp_path / name, frame, names))
    pd.testing.assert_frame_equal(read, frame, rtol=1e-12)


def test_rates_and_capacities_come_back_from_a_file(tmp_path):
    path = write_bdf(tmp_path / "cell.csv", rate_test())
    table = rate_table(steps_of(read_cycler(path), **KNOWN), "a")
    out = table[table["direction"] == "discharge"].set_index("c_rate")["capacity_mAh_g"]
    assert out.to_dict() == pytest.approx(CAPACITY, rel=1e-9)


def test_other_columns_other_separators_and_decimal_commas(tmp_path):
    frame = frame_of(rest(), discharge(1.0)).assign(note="ok", temperature="n/a")
    path = write_bdf(tmp_path / "cell.csv", frame, sep=";", decimal=",")
    pd.testing.assert_frame_equal(read_cycler(path), frame.drop(columns=["note", "temperature"]))


def test_names_may_leave_out_the_unit_of_counts_and_differ_in_case(tmp_path):
    frame = frame_of(rest(), discharge(1.0))
    names = {"time_s": "test time / s", "current_A": "CURRENT / A", "voltage_V": "Voltage  / V",
             "step": "Step Count", "cycle": "Cycle count"}  # fmt: skip
    pd.testing.assert_frame_equal(read_cycler(write_bdf(tmp_path / "a.csv", frame, names)), frame)


def test_unix_time_becomes_time_since_the_begin(tmp_path):
    frame = frame_of(rest(), discharge(1.0))
    later = frame.assign(time_s=1.7e9 + frame["time_s"].round(3))
    path = write_bdf(tmp_path / "a.csv", later, LABELS | {"time_s": "Unix Time / s"})
    assert read_cycler(path)["time_s"].to_numpy() == pytest.approx(frame["time_s"], abs=1e-3)


@pytest.mark.parametrize("column", ["Step ID", "step_id", "Step Index / 1", "step_index"])
def test_steps_of_a_program_that_come_again_are_counted(tmp_path, column):
    frame = frame_of(charge(1.0), discharge(1.0), charge(1.0), discharge(1.0))
    program = frame.assign(**{column: 1 + frame["step"] % 2}).drop(columns=["step", "cycle"])
    read = read_cycler(write_bdf(tmp_path / "a.csv", program))
    assert (read["step"] == frame["step"]).all()
    assert read.groupby("step")["cycle"].first().tolist() == [1, 1, 2, 2]


def test_a_step_id_may_be_a_word(tmp_path):
    frame = frame_of(rest(), discharge(1.0))
    words = frame.assign(**{"Step ID": frame["step"].map({1: "OCV", 2: "CC"})})
    read = read_cycler(write_bdf(tmp_path / "a.csv", words.drop(columns="step")))
    assert (read["step"] == frame["step"]).all()


@pytest.mark.parametrize("column", ["Step Index / 1", "step_record_index"])
def test_a_counter_of_rows_begins_a_step_where_it_falls(tmp_path, column):
    frame = frame_of(charge(1.0), rest(), discharge(1.0))
    counted = frame.assign(**{column: frame.groupby("step").cumcount() + 1})
    read = read_cycler(write_bdf(tmp_path / "a.csv", counted.drop(columns="step")))
    assert (read["step"] == frame["step"]).all()


def test_without_any_step_the_current_says_it(tmp_path):
    frame = rate_test(repeats=1)
    read = read_cycler(write_bdf(tmp_path / "a.csv", frame[["time_s", "current_A", "voltage_V"]]))
    # The last row of a hold is above a thousandth of the largest current, so steps are the same.
    assert (read["step"] == frame["step"]).all()
    # A cycle begins with a charge; the rest before it still counts as the cycle before.
    active = frame["current_A"] != 0
    assert (read["cycle"] == frame["cycle"])[active].all()


def test_a_row_of_switching_on_is_no_step(tmp_path):
    frame = frame_of(rest(), charge(1.0))
    frame.loc[20, "current_A"] = -1e-3 * frame["current_A"].max() * 5
    read = read_cycler(write_bdf(tmp_path / "a.csv", frame.drop(columns=["step", "cycle"])))
    assert read["step"].max() == 2


def test_the_noise_of_a_rest_begins_no_cycle(tmp_path):
    frame = frame_of(discharge(1.0), rest(), charge(1.0), rest(), discharge(1.0))
    resting = frame["step"].isin([2, 4])
    frame.loc[resting, "current_A"] = -1e-4 * frame["current_A"].abs().max()
    read = read_cycler(write_bdf(tmp_path / "a.csv", frame.drop(columns="cycle")))
    assert read.groupby("step")["cycle"].first().tolist() == [1, 1, 1, 1, 2]


def test_points_may_stand_at_the_same_time(tmp_path):
    frame = frame_of(rest(), discharge(1.0))
    frame.loc[20:, "time_s"] -= 1.0
    assert np.diff(read_cycler(write_bdf(tmp_path / "a.csv", frame))["time_s"]).min() == 0
