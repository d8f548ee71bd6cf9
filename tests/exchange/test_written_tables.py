"""Tables that are written for other tools, and what comes back."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pybamm_facets.exchange import read_cycler, write_bdf, write_pyprobe
from pybamm_facets.exchange.written_tables import net_charge, pyprobe_table
from tests.exchange.made import ONE_C_A, charge, discharge, frame_of, hold, rate_test, rest

WAYS = {
    "cell.bdf.csv": write_bdf,
    "cell.csv": write_pyprobe,
    "cell.parquet": write_pyprobe,
}


@pytest.mark.parametrize("name", WAYS)
def test_a_table_comes_back_to_the_last_digit(name, tmp_path):
    frame = rate_test()
    WAYS[name](frame, tmp_path / name)
    pd.testing.assert_frame_equal(read_cycler(tmp_path / name), frame, check_exact=True)


numbers = st.floats(-1e6, 1e6, allow_nan=False)
rows = st.tuples(st.floats(0, 1e6), numbers, numbers, st.integers(0, 2), st.integers(0, 1))


@given(st.lists(rows, min_size=1, max_size=12), st.integers(0, 9))
def test_any_table_comes_back(tmp_path_factory, given_rows, first):
    frame = pd.DataFrame(given_rows, columns=["time_s", "current_A", "voltage_V", "step", "cycle"])
    frame[["time_s", "step", "cycle"]] = frame[["time_s", "step", "cycle"]].cumsum()
    # A cycle begins with a step: numbers of steps that stand still are one step.
    frame["step"] += first + frame["cycle"]
    frame = frame.astype({"step": np.int64, "cycle": np.int64})
    folder = tmp_path_factory.mktemp("tables")
    for name, write in WAYS.items():
        write(frame, folder / name)
        pd.testing.assert_frame_equal(read_cycler(folder / name), frame, check_exact=True)


def test_pyprobes_capacity_is_the_net_charge_since_the_begin():
    frame = frame_of(charge(1.0, 150.0), hold(1.0), rest(), discharge(1.0, 150.0))
    table = pyprobe_table(frame)
    charged = table.loc[table["Step"] == 1, "Capacity [Ah]"].iloc[-1]
    assert charged == pytest.approx(150 / 180 * ONE_C_A)
    held = net_charge(frame[frame["step"] == 2])[-1]
    assert table["Capacity [Ah]"].iloc[-1] == pytest.approx(held / 3600)
    assert table["Event"].tolist() == (frame["step"] - 1).tolist()
    assert list(table) == ["Time [s]", "Step", "Cycle", "Event", "Current [A]", "Voltage [V]",
                           "Capacity [Ah]"]  # fmt: skip


def test_bdf_has_its_preferred_labels(tmp_path):
    write_bdf(frame_of(charge(1.0)), tmp_path / "a.csv")
    table = pd.read_csv(tmp_path / "a.csv")
    assert {"Test Time / s", "Voltage / V", "Current / A"} <= set(table)
    assert (table["Current / A"] > 0).all()


@pytest.mark.parametrize("name", WAYS)
def test_its_origin_stands_beside_it_and_comes_back(name, tmp_path):
    frame = frame_of(rest(), discharge(1.0))
    WAYS[name](frame, tmp_path / f"plain_{name}")
    assert (
        len(list(tmp_path.iterdir())) == 1 and read_cycler(tmp_path / f"plain_{name}").attrs == {}
    )
    frame.attrs = {"origin": "simulated", "c_rate": 1.0}
    WAYS[name](frame, tmp_path / name)
    side = json.loads((tmp_path / f"{name}.origin.json").read_text(encoding="utf-8"))
    assert side == frame.attrs == read_cycler(tmp_path / name).attrs


@pytest.mark.parametrize("text", ["[1]", "{", '"a"'])
def test_a_broken_side_file_is_named(text, tmp_path):
    write_bdf(frame_of(rest()), tmp_path / "a.csv")
    (tmp_path / "a.csv.origin.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.csv\.origin\.json: expected a JSON object"):
        read_cycler(tmp_path / "a.csv")


@pytest.mark.parametrize("write", [write_bdf, write_pyprobe])
def test_what_is_refused(write, tmp_path):
    frame = frame_of(rest(), discharge(1.0))
    with pytest.raises(ValueError, match="expected a name that ends in"):
        write(frame, tmp_path / "a.xlsx")
    with pytest.raises(ValueError, match="frame: no column step"):
        write(frame.drop(columns="step"), tmp_path / "a.csv")
    write(frame, tmp_path / "a.csv")
    with pytest.raises(ValueError, match="exists; expected a new file's name"):
        write(frame, tmp_path / "a.csv")
    (tmp_path / "b.csv.origin.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"b\.csv\.origin\.json: exists"):
        write(frame, tmp_path / "b.csv")
    assert not (tmp_path / "b.csv").exists()
