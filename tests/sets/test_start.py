"""Start states: equilibrium at the ends of the window, or a real protocol."""

import numpy as np
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.sets.start import start_state

OPTIONS = {"working electrode": "positive"}


def test_full_is_the_state_at_the_upper_voltage(core_shell):
    c_max = core_shell["Maximum concentration in positive electrode [mol.m-3]"]
    full = start_state(core_shell, pf.FacetDFN().options, "discharge")
    empty = start_state(core_shell, pf.FacetDFN().options, "charge")
    assert full[names.INITIAL_POSITIVE] / c_max == pytest.approx(0.15, abs=1e-5)
    assert 0.999 < empty[names.INITIAL_POSITIVE] / c_max < 1


def test_unreachable_voltage_is_refused(core_shell):
    core_shell.update({"Open-circuit voltage at 100% SOC [V]": 7.0})
    with pytest.raises(ValueError, match=r"7\.0 V.*runs from"):
        start_state(core_shell, pf.FacetDFN().options, "discharge")


@pytest.mark.slow
def test_slow_protocol_leads_to_the_equilibrium_start(core_shell, coarse):
    protocol = ("Charge at C/20 until 4.5 V", "Hold at 4.5 V until C/1000", "Rest for 10 hours")
    arguments = {"directions": "discharge", "numerics": pf.Numerics(coarse)}
    after = pf.rate_capability({"a": core_shell}, (1.0,), start=protocol, **arguments).table
    equilibrium = pf.rate_capability({"a": core_shell}, (1.0,), **arguments).table
    assert after["status"].item() == "ok"
    np.testing.assert_allclose(after["capacity_mAh_g"], equilibrium["capacity_mAh_g"], atol=0.5)
    np.testing.assert_allclose(after["energy_mWh_g"], equilibrium["energy_mWh_g"], rtol=5e-3)


def test_fast_charge_leaves_less_to_discharge(core_shell, coarse):
    arguments = {"directions": "discharge", "numerics": pf.Numerics(coarse)}
    fast = pf.rate_capability(
        {"a": core_shell}, (1.0,), start=("Charge at 5C until 4.5 V",), **arguments
    ).table
    full = pf.rate_capability({"a": core_shell}, (1.0,), **arguments).table
    assert fast["capacity_mAh_g"].item() < full["capacity_mAh_g"].item() - 10


def test_protocol_that_cannot_run_is_a_row(core_shell, coarse):
    table = pf.rate_capability(
        {"a": core_shell},
        (1.0,),
        directions="discharge",
        start=("Discharge at 10C for 2 hours",),
        numerics=pf.Numerics(coarse),
    ).table
    assert table["status"].item() in ("infeasible", "failed")
    assert table["reason"].item()
