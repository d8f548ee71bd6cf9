"""Tables of rates and voltage curves."""

import numpy as np
import pandas as pd
import pytest

from pybamm_facets.exchange import curve_points, measured_curve, rate_table, steps_of
from tests.exchange.made import (
    CAPACITY,
    KNOWN,
    MASS_G,
    charge,
    discharge,
    frame_of,
    hold,
    rate_test,
    rest,
)


def test_capacities_of_all_rates_come_back():
    table = rate_table(steps_of(rate_test(), **KNOWN), "core-shell")
    assert list(table) == ["particle", "direction", "c_rate", "capacity_mAh_g", "error_mAh_g",
                           "repeats"]  # fmt: skip
    out = table[table["direction"] == "discharge"]
    assert out["c_rate"].tolist() == list(CAPACITY)
    assert out["capacity_mAh_g"].tolist() == pytest.approx(list(CAPACITY.values()), rel=1e-12)
    assert (out["repeats"] == 2).all() and (table["particle"] == "core-shell").all()
    (charged,) = table[table["direction"] == "charge"].itertuples()
    assert charged.repeats == 8


def test_the_error_is_that_of_the_mean_and_at_least_half_a_percent():
    pieces = [discharge(1.0, capacity=capacity) for capacity in (140, 150, 160)]
    (row,) = rate_table(steps_of(frame_of(*pieces), **KNOWN), "a").itertuples()
    assert row.capacity_mAh_g == pytest.approx(150)
    assert row.error_mAh_g == pytest.approx(10 / np.sqrt(3))
    (alone,) = rate_table(steps_of(frame_of(discharge(1.0)), **KNOWN), "a").itertuples()
    assert (alone.error_mAh_g, alone.repeats) == (pytest.approx(0.005 * 150), 1)


def test_steps_that_are_not_ok_stay_out():
    good, stopped = discharge(1.0), discharge(1.0, capacity=40, end=3.5)
    (row,) = rate_table(steps_of(frame_of(good, stopped), **KNOWN), "a").itertuples()
    assert (row.capacity_mAh_g, row.repeats) == (pytest.approx(150), 1)


def test_cycles_can_be_left_out():
    frame = frame_of(discharge(1.0, capacity=100), discharge(1.0), cycles=[1, 2])
    steps = steps_of(frame, **KNOWN)
    assert rate_table(steps, "a", skip_cycles=[1])["capacity_mAh_g"].iloc[0] == pytest.approx(150)
    assert rate_table(steps, "a")["repeats"].iloc[0] == 2


def test_no_step_gives_no_row():
    table = rate_table(steps_of(frame_of(rest()), **KNOWN), "a")
    assert table.empty and "error_mAh_g" in table


def test_a_table_that_is_none_of_steps_is_refused():
    with pytest.raises(ValueError, match="steps: no column cycle; expected cycle, step"):
        rate_table(pd.DataFrame({"step": [1]}), "a")


def test_the_curve_of_a_step_ends_where_its_row_says():
    frame = frame_of(rest(), charge(0.1) + hold(0.1), discharge(1.0))
    table = steps_of(frame, **KNOWN)
    for step, kind in ((2, "charge"), (3, "discharge")):
        row = table[(table["step"] == step) & (table["kind"] == kind)].iloc[0]
        curve = measured_curve(frame, step, MASS_G)
        assert list(curve) == ["capacity_mAh_g", "voltage_V"]
        assert (
            curve["capacity_mAh_g"].iloc[0] == 0 and curve["capacity_mAh_g"].is_monotonic_increasing
        )
        assert curve["capacity_mAh_g"].iloc[-1] == pytest.approx(row["capacity_mAh_g"])
        assert curve["voltage_V"].iloc[[0, -1]].tolist() == [
            row["start_voltage_V"],
            row["end_voltage_V"],
        ]


def test_a_curve_begins_where_the_current_does():
    piece = discharge(1.0)
    piece.current[0] = 0.0
    frame = frame_of(piece)
    curve = measured_curve(frame, 1, MASS_G)
    assert curve["voltage_V"].iloc[0] == piece.voltage[1]
    # Half an interval has passed by then, and the capacity at the end is that of the step.
    assert curve["capacity_mAh_g"].iloc[0] == pytest.approx(CAPACITY[1.0] / 199 / 2)
    (row,) = steps_of(frame, **KNOWN).itertuples()
    assert curve["capacity_mAh_g"].iloc[-1] == pytest.approx(row.capacity_mAh_g)


@pytest.mark.parametrize(
    ("step", "text"),
    [(9, "step=9: expected a step of the frame, which has 1 to 2"),
     (1, "step=1: expected a step of one current, this one is rest")],
)  # fmt: skip
def test_a_step_without_a_curve_is_refused(step, text):
    with pytest.raises(ValueError, match=text):
        measured_curve(frame_of(rest(), discharge(1.0)), step, MASS_G)


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"mass_g": 0.0}, "mass_g=0.0: expected a positive number"),
        ({"one_c_mA_g": -1}, "one_c_mA_g=-1: expected a positive number"),
        ({"lower_V": float("nan")}, "lower_V=nan: expected a finite number"),
        ({"lower_V": 4.4}, "lower_V=4.4: expected a number below upper_V=4.3"),
    ],
)
def test_bad_arguments_are_refused(changed, text):
    with pytest.raises(ValueError, match=text):
        steps_of(frame_of(rest()), **KNOWN | changed)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda f: f.drop(columns="step"), "frame: no column step; expected time_s"),
        (lambda f: f.iloc[:0], "frame: holds no rows"),
        (lambda f: f.iloc[::-1], "frame, row 2, column 'time_s'"),
        (lambda f: f.assign(step=0.5), "frame, row 1, column 'step': '0.5': expected a whole"),
        (lambda f: f.assign(step=f["step"].to_numpy()[::-1]), "'1': expected at least 2, the step"),
        (lambda f: f.assign(current_A="x"), "frame: column 'current_A': expected numbers"),
    ],
)
def test_a_frame_of_another_kind_is_refused(change, text):
    with pytest.raises(ValueError, match=text):
        steps_of(change(frame_of(rest(), discharge(1.0))), **KNOWN)


def test_points_of_curves_lie_on_them():
    frame = rate_test()
    steps = steps_of(frame, **KNOWN)
    table = curve_points(frame, steps, "a", MASS_G, 5)
    assert set(table["c_rate"]) >= set(CAPACITY)
    for (kind, rate), rows in table.groupby(["direction", "c_rate"]):
        first = steps[(steps["kind"] == kind) & (steps["nominal_rate"] == rate)].iloc[0]
        curve = measured_curve(frame, int(first["step"]), MASS_G)
        order = np.argsort(curve["voltage_V"].to_numpy())
        on = np.interp(
            rows["voltage_V"], *curve.iloc[order][["voltage_V", "capacity_mAh_g"]].T.values
        )
        assert rows["capacity_mAh_g"].to_numpy() == pytest.approx(on, rel=1e-6)
        assert rows["capacity_mAh_g"].is_monotonic_increasing and len(rows) == 5
