"""Tables with the column names of PyProBE."""

import numpy as np
import pandas as pd
import pytest

from pybamm_facets.exchange import rate_table, read_cycler, steps_of
from tests.exchange.made import CAPACITY, KNOWN, charge, discharge, frame_of, rate_test, rest

NAMES = {"time_s": "Time [s]", "current_A": "Current [A]", "voltage_V": "Voltage [V]"}


def written(path, frame):
    table = frame.rename(columns=NAMES)
    if path.suffix == ".parquet":
        table.to_parquet(path, index=False)
    else:
        table.to_csv(path, index=False)
    return path


@pytest.fixture(params=["cell.csv", "cell.parquet"])
def path(request, tmp_path):
    return tmp_path / request.param


def test_steps_that_come_again_are_its_events(path):
    frame = frame_of(charge(1.0), discharge(1.0), charge(1.0), discharge(1.0))
    program = frame.assign(Step=1 + frame["step"] % 2, Cycle=frame["cycle"],
                           Event=frame["step"] - 1)  # fmt: skip
    program["Date"] = "2026-01-01"
    program["Capacity [Ah]"] = 0.0
    read = read_cycler(written(path, program.drop(columns=["step", "cycle"])))
    assert (read["step"] == frame["step"] - 1).all()
    assert (read["cycle"] == frame["cycle"]).all()
    assert read["current_A"].max() > 0 > read["current_A"].min()


def test_without_events_each_run_of_a_step_is_one(path):
    frame = frame_of(charge(1.0), discharge(1.0), charge(1.0))
    program = frame.assign(Step=1 + frame["step"] % 2).drop(columns=["step", "cycle"])
    read = read_cycler(written(path, program))
    assert (read["step"] == frame["step"]).all()
    assert read.groupby("step")["cycle"].first().tolist() == [1, 1, 2]


def test_steps_that_follow_one_another_under_one_number_are_told_apart(path):
    frame = frame_of(discharge(1.0), rest(), discharge(1.0)).assign(Step=3)
    frame["Event"] = frame["step"] - 1
    read = read_cycler(written(path, frame.drop(columns=["step", "cycle"])))
    assert (read["step"] == frame["Event"]).all()


def test_without_any_of_them_the_current_says_it(path):
    frame = rate_test(repeats=1)
    read = read_cycler(written(path, frame.drop(columns=["step", "cycle"])))
    assert (read["step"] == frame["step"]).all()


def test_rates_and_capacities_come_back(path):
    frame = rate_test().rename(columns={"step": "Step", "cycle": "Cycle"})
    table = rate_table(steps_of(read_cycler(written(path, frame)), **KNOWN), "a")
    out = table[table["direction"] == "discharge"].set_index("c_rate")["capacity_mAh_g"]
    assert out.to_dict() == pytest.approx(CAPACITY, rel=1e-9)


def test_what_is_missing_or_wrong_is_named(path):
    frame = frame_of(rest(), discharge(1.0)).rename(columns={"step": "Step"})
    with pytest.raises(ValueError, match=r"no column 'Voltage \[V\]'; expected the names of PyP"):
        read_cycler(written(path, frame.drop(columns="voltage_V")))
    frame.loc[3, "time_s"] = 1e9
    with pytest.raises(ValueError, match=r"row \d+, column 'Time \[s\]'.*expected at least"):
        read_cycler(written(path, frame))
    frame.loc[3, "time_s"] = np.nan
    with pytest.raises(ValueError, match=r"column 'Time \[s\]'"):
        read_cycler(written(path, frame))
    with pytest.raises(ValueError, match="holds no rows"):
        read_cycler(written(path, frame.iloc[:0]))


def test_a_file_that_is_no_parquet(tmp_path):
    path = tmp_path / "cell.parquet"
    path.write_bytes(b"PAR0" * 10)
    with pytest.raises(ValueError, match=r"cell\.parquet: cannot be read as a Parquet file"):
        read_cycler(path)
    pd.DataFrame({"a": [1]}).to_parquet(path)
    with pytest.raises(ValueError, match="no column 'Time"):
        read_cycler(path)
