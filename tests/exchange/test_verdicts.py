"""Steps that cannot be used are named, with the reason."""

import numpy as np
import pytest

from pybamm_facets.exchange import steps_of
from tests.exchange.made import (
    KNOWN,
    ONE_C_A,
    Made,
    charge,
    constant,
    discharge,
    frame_of,
    hold,
    only,
)


def test_a_hold_at_the_cut_off_shows_that_it_was_reached():
    table = steps_of(frame_of(charge(1.0, end=4.25) + hold(1.0, tau=60.0)), **KNOWN)
    assert (table["status"] == "ok").all()


def test_a_hold_below_the_cut_off_leaves_its_charge_incomplete():
    low = charge(1.0, end=4.1) + hold(1.0, voltage=4.1)
    assert steps_of(frame_of(low), **KNOWN)["status"].tolist() == ["incomplete", "ok"]


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        (discharge(1.0, end=3.1), "ends at 3.100 V, before the cut-off 2.5 V"),
        (charge(1.0, end=4.2), "ends at 4.200 V, before the cut-off 4.3 V"),
        (constant(1.0, 1.0, 4.2, 2.5, points=2), "too few points at its current: 2"),
    ],
)
def test_incomplete_steps_are_named(piece, text):
    row = only(piece)
    assert row.status == "incomplete" and text in row.reason


def test_without_a_cut_off_nothing_is_known_to_be_incomplete():
    assert only(discharge(1.0, end=3.1), lower_V=None).status == "ok"


def test_a_cut_off_between_two_points_is_reached():
    row = only(constant(5.0, 90.0, 4.2, 2.55, points=12))
    assert row.status == "ok"


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        (
            constant(1.0, 50.0, 4.2, 3.6) + constant(0.5, 50.0, 3.6, 2.5),
            f"from {1e3 * ONE_C_A:.4g} to {500 * ONE_C_A:.4g} mA",
        ),
        (constant(1.0, 50.0, 4.2, 3.6) + constant(1.0, 50.0, 3.6, 4.3), "changes its sign"),
        (charge(1.0) + constant(1.08, 9.0, 4.3, 4.305), "the current changes"),
        (
            Made(
                np.arange(100.0),
                np.where(np.arange(100) % 2, -ONE_C_A, -ONE_C_A / 10),
                np.linspace(4.2, 4, 100),
            ),
            "the current changes",
        ),
    ],
)
def test_mixed_steps_are_named(piece, text):
    row = only(piece)
    assert (row.kind, row.status) == ("mixed", "mixed") and text in row.reason


@pytest.mark.parametrize(("piece", "moves"), [(charge, "falls"), (discharge, "rises")])
def test_the_other_sign_convention_is_seen(piece, moves):
    turned = piece(1.0)
    turned.current = -turned.current
    row = only(turned)
    assert row.status == "reversed"
    assert f"the voltage {'rises' if moves == 'falls' else 'falls'}" in row.reason
    assert "sign convention" in row.reason
