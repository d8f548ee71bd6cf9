"""Half-cycles: the state goes on, counts begin anew, salt stays; other solvers agree."""

import numpy as np
import pytest

from pybamm_facets import names
from pybamm_facets.models import FacetDFN, FacetSPMe
from pybamm_facets.runs.cycles.half_cycle import HalfCycles, stock_half_cycle
from pybamm_facets.runs.cycles.hold_build import LEAST_CURRENT, build_hold
from pybamm_facets.runs.integrate.build import CUT_OFF, ENERGY, SIGN, build
from pybamm_facets.runs.integrate.integration import End
from pybamm_facets.runs.integrate.solver import LONGEST_RUN
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.cell import current_1c

FROM = (names.INITIAL_POSITIVE,)


def inputs(values, rate, content=0.9):
    """A current in multiples of 1C, positive for discharge."""
    return {
        names.INITIAL_POSITIVE: content * values[names.C_MAX],
        names.CURRENT_FUNCTION: rate * current_1c(values),
        CUT_OFF: 2.5 if rate > 0 else 4.5,
        SIGN: float(np.sign(rate)),
    }


@pytest.fixture(scope="module", params=[FacetSPMe, FacetDFN])
def half_cycles(request, values):
    return HalfCycles(build(request.param(), values, FROM), Numerics.precise)


def test_two_halves_of_a_charge_are_one(half_cycles, values):
    charge = inputs(values, -0.5)
    start = half_cycles.equilibrium(charge)
    salt = half_cycles.salt_in(start, charge)
    whole = half_cycles.run(start, charge, salt)
    first = half_cycles.run(start, charge, salt, t_end=0.4 * whole.duration)
    second = half_cycles.run(first.state, charge, salt)
    assert (first.end, second.end) == (End.TIME, End.CUT_OFF)
    assert first.duration + second.duration == pytest.approx(whole.duration, rel=2e-5)
    energy = first.outputs[ENERGY] + second.outputs[ENERGY]
    assert energy == pytest.approx(whole.outputs[ENERGY], rel=1e-5)


def test_counts_begin_at_zero_and_salt_is_put_back(half_cycles, values):
    charge = inputs(values, -0.5)
    start = half_cycles.equilibrium(charge)
    salt = half_cycles.salt_in(start, charge)
    after = half_cycles.run(start, charge, salt)
    for part in half_cycles.built.counted:
        assert np.all(after.state[part] == 0)
    assert half_cycles.salt_in(after.state, charge) == pytest.approx(salt, rel=1e-12)
    assert after.salt_loss < 1e-3


def test_pybamms_solver_agrees(half_cycles, values):
    charge, discharge = inputs(values, -0.5), inputs(values, 10)
    start = half_cycles.equilibrium(charge)
    salt = half_cycles.salt_in(start, charge)
    charged = half_cycles.run(start, charge, salt).state
    own = half_cycles.run(charged, discharge, salt)
    built, tolerances = half_cycles.built, Numerics.precise.tolerances
    stock = stock_half_cycle(built, charged, discharge, LONGEST_RUN, tolerances)
    assert stock.end is End.CUT_OFF
    assert stock.time[-1] == pytest.approx(own.duration, rel=2e-5)
    assert stock.state.shape == own.state.shape


def test_a_current_beyond_the_cut_off_ends_at_once(half_cycles, values):
    discharge = inputs(values, 10) | {CUT_OFF: 4.4}
    start = half_cycles.equilibrium(discharge)
    found = half_cycles.run(start, discharge, half_cycles.salt_in(start, discharge))
    assert (found.end, found.duration) == (End.AT_ONCE, 0.0)


def test_a_rest_lasts_and_relaxes(half_cycles, values):
    charge = inputs(values, -1.0)
    start = half_cycles.equilibrium(charge)
    salt = half_cycles.salt_in(start, charge)
    charged = half_cycles.run(start, charge, salt)
    rested = half_cycles.rest(charged.state, charge, salt, 3600.0)
    assert (rested.end, rested.duration) == (End.TIME, 3600.0)
    assert rested.outputs[names.VOLTAGE] < charged.outputs[names.VOLTAGE] - 0.01
    before, after = (one.outputs[names.PARTICLE_LITHIUM] for one in (charged, rested))
    assert after == pytest.approx(before, rel=1e-8)


@pytest.mark.parametrize("model", [FacetSPMe, FacetDFN])
def test_a_hold_keeps_the_voltage_until_the_current_has_fallen(model, values):
    built, held = build(model(), values, FROM), build_hold(model(), values, FROM, (), Numerics())
    current, voltage = (HalfCycles(one, Numerics.precise) for one in (built, held))
    charge = inputs(values, -0.5)
    start = current.equilibrium(charge)
    salt = current.salt_in(start, charge)
    charged = current.run(start, charge, salt)
    given = charge | {LEAST_CURRENT: current_1c(values) / 50}
    hold = voltage.run(np.append(charged.state, charge[names.CURRENT_FUNCTION]), given, salt)
    assert hold.end is End.CUT_OFF
    assert hold.outputs[names.VOLTAGE] == pytest.approx(4.5, abs=1e-6)
    assert -hold.state[-1] == pytest.approx(1 / 50, rel=1e-3)
    # The hold refills what the charge left open: 10C delivers 4.5 mAh/g more.
    discharge = inputs(values, 10)
    without, with_hold = (
        current.run(state, discharge, salt).duration for state in (charged.state, hold.state[:-1])
    )
    assert with_hold > 1.02 * without


def test_a_failed_half_cycle_is_solved_by_the_next_in_line(values, monkeypatch):
    cycles = HalfCycles(build(FacetSPMe(), values, FROM), Numerics.precise)
    charge = inputs(values, -0.5)
    start = cycles.equilibrium(charge)
    salt = cycles.salt_in(start, charge)
    right = cycles.run(start, charge, salt)
    broken = cycles._first  # noqa: SLF001

    def fail(state, given, t_end):
        raise ValueError("IDA_BAD_K")

    monkeypatch.setattr(broken, "_integrate", fail)
    found = cycles.run(start, charge, salt)
    assert (found.end, found.retries) == (End.CUT_OFF, 1)
    assert found.duration == pytest.approx(right.duration, rel=1e-5)
