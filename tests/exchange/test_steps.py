"""Steps of made-up tests: kinds, rates and capacities come back."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pybamm_facets.exchange import nominal_rate, steps_of
from pybamm_facets.exchange.nominal_rates import NEAR, RATES
from tests.exchange import made
from tests.exchange.made import (
    CAPACITY,
    KNOWN,
    MASS_G,
    ONE_C_A,
    charge,
    constant,
    discharge,
    frame_of,
    hold,
    only,
    rest,
)


@pytest.mark.parametrize("rate", CAPACITY)
@pytest.mark.parametrize("piece", [charge, discharge])
def test_rate_capacity_and_ends_come_back(rate, piece):
    row = only(piece(rate))
    assert (row.kind, row.status, row.reason) == (piece.__name__, "ok", "")
    assert row.nominal_rate == rate
    assert row.c_rate == pytest.approx(rate, rel=1e-12)
    assert row.capacity_mAh_g == pytest.approx(CAPACITY[rate], rel=1e-12)
    assert row.end_voltage_V == (2.5 if piece is discharge else 4.3)
    assert row.duration_s == pytest.approx(3600 * CAPACITY[rate] / (rate * 180))


def test_a_rest_is_a_rest():
    row = only(rest())
    assert (row.kind, row.status, row.c_rate, row.capacity_mAh_g) == ("rest", "ok", 0, 0)
    assert np.isnan(row.nominal_rate)


@pytest.mark.parametrize("rate", [0.1, 1.0, 5.0])
def test_a_current_and_its_hold_are_split_where_the_current_leaves(rate):
    both = charge(rate) + hold(rate)
    table = steps_of(frame_of(both), **KNOWN)
    assert table["kind"].tolist() == ["charge", "hold"]
    assert table["step"].tolist() == [1, 1] and (table["status"] == "ok").all()
    first, second = table.itertuples()
    # The current is within 2 % for another 12 s at most: the hold decays with 600 s.
    extra = 12 * rate * made.ONE_C_MA_G / 3600
    assert CAPACITY[rate] <= first.capacity_mAh_g <= CAPACITY[rate] + extra
    whole = np.trapezoid(both.current, both.time) / 3.6 / MASS_G
    assert table["capacity_mAh_g"].sum() == pytest.approx(whole, rel=1e-12)
    assert second.c_rate < first.c_rate == pytest.approx(rate)
    assert table["duration_s"].sum() == pytest.approx(both.time[-1])


def test_a_hold_that_takes_much_longer_than_the_current_is_split_too():
    table = steps_of(frame_of(charge(5.0, capacity=2.0) + hold(5.0, points=3000)), **KNOWN)
    assert table["kind"].tolist() == ["charge", "hold"]
    assert table["nominal_rate"].iloc[0] == 5.0


def test_a_spike_of_the_voltage_does_not_end_a_hold():
    piece = hold(1.0)
    piece.voltage[40] -= 0.05
    assert only(piece).kind == "hold"


def test_a_rest_may_leak():
    piece = rest()
    piece.current[:] = 5e-4 * ONE_C_A
    row = only(piece)
    assert (row.kind, row.c_rate) == ("rest", 0) and row.capacity_mAh_g > 0


def test_a_hold_in_a_step_of_its_own():
    assert steps_of(frame_of(charge(1.0), hold(1.0)), **KNOWN)["kind"].tolist() == [
        "charge",
        "hold",
    ]


def test_noise_and_a_spike_of_switching_do_not_matter():
    piece = discharge(1.0)
    rng = np.random.default_rng(0)
    piece.current = piece.current * (1 + 0.004 * rng.standard_normal(len(piece.time)))
    piece.current[0] *= 3
    row = only(piece)
    assert (row.kind, row.status, row.nominal_rate) == ("discharge", "ok", 1.0)
    assert row.capacity_mAh_g == pytest.approx(CAPACITY[1.0], rel=0.01)


def test_a_stray_point_in_a_plateau_does_not_end_it():
    piece = discharge(1.0)
    piece.current[[50, 51, 120]] *= 0.5
    row = only(piece)
    assert (row.kind, row.nominal_rate, row.end_voltage_V) == ("discharge", 1.0, 2.5)


def test_a_discharge_that_is_held_at_its_end_is_split():
    decay = hold(1.0, voltage=2.5)
    decay.current = -decay.current
    table = steps_of(frame_of(discharge(1.0) + decay), **KNOWN)
    assert table["kind"].tolist() == ["discharge", "hold"]
    assert (table["status"] == "ok").all()


def test_a_flat_voltage_is_no_hold_while_the_current_is_constant():
    row = only(constant(1.0, 150.0, 3.405, 3.4), lower_V=None)
    assert (row.kind, row.status) == ("discharge", "ok")


def test_a_first_and_a_last_row_without_current_are_no_change_of_current():
    piece = discharge(1.0)
    piece.current[[0, -1]] = 0.0
    row = only(piece)
    assert (row.kind, row.status) == ("discharge", "ok")
    assert row.start_voltage_V == piece.voltage[1] and row.end_voltage_V == piece.voltage[-2]


def test_a_positive_current_charges():
    assert only(charge(1.0)).kind == "charge"
    assert charge(1.0).current.min() > 0 > discharge(1.0).current.max()


@given(st.floats(0.1, 10))
def test_capacity_goes_with_one_over_mass(factor):
    frame = frame_of(rest(), charge(0.1) + hold(0.1), discharge(1.0))
    one = steps_of(frame, **KNOWN)
    # The same current per 1C current: only the capacity may change.
    other = steps_of(frame, **KNOWN | {"mass_g": factor * MASS_G, "one_c_mA_g": 180 / factor})
    pd.testing.assert_series_equal(one["capacity_mAh_g"], factor * other["capacity_mAh_g"])
    same = one.columns.difference(["capacity_mAh_g"])
    pd.testing.assert_frame_equal(one[same], other[same])


def test_twice_the_mass_is_half_the_capacity_and_half_the_rate():
    frame = frame_of(discharge(1.0))
    one, two = (steps_of(frame, **KNOWN | {"mass_g": k * MASS_G}).iloc[0] for k in (1, 2))
    assert two["capacity_mAh_g"] == pytest.approx(one["capacity_mAh_g"] / 2, rel=1e-12)
    assert (one["nominal_rate"], two["nominal_rate"]) == (1.0, 0.5)


@given(st.sampled_from(RATES), st.floats(-0.049, 0.049))
def test_a_rate_near_one_of_a_test_is_recognised(rate, off):
    assert nominal_rate(rate * (1 + off)) == rate


def test_rates_cannot_be_mistaken_and_others_keep_three_digits():
    gaps = np.array(RATES[1:]) / RATES[:-1]
    assert gaps.min() > (1 + NEAR) / (1 - NEAR)
    assert nominal_rate(0.71234) == 0.712
