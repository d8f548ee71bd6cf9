"""Runs after a `Protocol`: what PyBaMM's experiment gives, on the run's own equations."""

import pytest

import pybamm_facets as pf
from pybamm_facets.runs.numerics import Numerics, Route
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.direction import Direction

STEPS = {
    "plain": (pf.Protocol(charge=0.5, pre_cycles=0), ["Charge at 0.5C until 4.5 V"]),
    "rest": (
        pf.Protocol(charge=1, rest_after_charge=600, pre_cycles=0),
        ["Charge at 1C until 4.5 V", "Rest for 10 minutes"],
    ),
    "pre-cycles": (
        pf.Protocol(charge=0.5, pre_cycles=1, pre_cycle_rate=1),
        ["Charge at 1C until 4.5 V", "Discharge at 1C until 2.5 V", "Charge at 0.5C until 4.5 V"],
    ),
    "hold": (
        pf.Protocol(charge=1, hold_until="C/20", pre_cycles=0),
        ["Charge at 1C until 4.5 V", "Hold at 4.5 V until C/20"],
    ),
}


def capacity(values, start, **how):
    return pf.rate_capability(values, 10, start=start, **how).table["capacity_mAh_g"].item()


@pytest.mark.slow
@pytest.mark.parametrize("name", STEPS)
def test_a_protocol_is_its_steps(core_shell, name):
    protocol, steps = STEPS[name]
    volumes = Numerics(route=Route.VOLUMES)
    assert capacity(core_shell, protocol, numerics=volumes) == pytest.approx(
        capacity(core_shell, steps), abs=0.05
    )
    assert capacity(core_shell, protocol) == pytest.approx(capacity(core_shell, steps), abs=0.15)


def test_a_charge_follows_a_discharge(core_shell):
    own, stock = (
        pf.rate_capability(core_shell, 1, directions="charge", start=start)
        .table["capacity_mAh_g"]
        .item()
        for start in (pf.Protocol(discharge=5, pre_cycles=0), ["Discharge at 5C until 2.5 V"])
    )
    assert own == pytest.approx(stock, abs=0.15)
    assert own < 200


def test_without_a_hold_it_runs_on_the_runs_own_elements(core_shell):
    table = pf.rate_capability(core_shell, [1, 10], start=pf.Protocol(pre_cycles=0)).table
    assert table["mesh"].str.endswith("elements").all()
    assert (table["status"] == "ok").all()


def test_a_slow_charge_fills_the_cell(isotropic):
    """Down to equilibrium as the charge gets slower."""
    rates = (1.0, 0.1, 0.01, 0.001)
    found = [capacity(isotropic, pf.Protocol(charge=rate, pre_cycles=0)) for rate in rates]
    assert found == sorted(found)
    assert found[-1] == pytest.approx(capacity(isotropic, ()), abs=0.05)


def test_the_fastest_rate_decides_the_mesh(core_shell):
    run = Run(core_shell, Direction.DISCHARGE, 0.1, protocol=pf.Protocol(charge=5))
    assert run.fastest == 5
    assert Run(core_shell, Direction.DISCHARGE, 0.1).fastest == 0.1


def test_a_store_tells_protocols_apart(core_shell, tmp_path):
    store = tmp_path / "runs.db"
    one, other, again = (
        capacity(core_shell, pf.Protocol(charge=rate, pre_cycles=0), store=store)
        for rate in (0.5, 2.0, 0.5)
    )
    assert one == again != other


@pytest.mark.slow
def test_a_fit_to_charged_cells_gives_their_capacity(core_shell):
    import pandas as pd

    protocol = pf.Protocol(charge=0.5, pre_cycles=0)
    d_ab = pf.Unknown("diffusivity_m2_s", 1e-15, 1e-13, log=True)
    data = pd.DataFrame({"particle": ["a"], "c_rate": [10.0], "capacity_mAh_g": [140.0]})
    found = pf.calibrate({"a": core_shell}, [d_ab], data, start=protocol)
    fitted = core_shell.copy()
    fitted.update({"Positive particle diffusivity [m2.s-1]": float(found.values.iloc[0])})
    assert capacity(fitted, protocol) == pytest.approx(140.0, abs=0.05)
    assert found.residuals["model_mAh_g"].item() == pytest.approx(140.0, abs=0.01)
    plain = pf.calibrate({"a": core_shell}, [d_ab], data)
    assert found.values.iloc[0] > 1.05 * plain.values.iloc[0]


def test_voltage_curves_are_fitted_from_equilibrium_only(core_shell):
    import pandas as pd

    d_ab = pf.Unknown("diffusivity_m2_s", 1e-15, 1e-13, log=True)
    row = {"particle": ["a"], "c_rate": [10.0], "capacity_mAh_g": [140.0], "voltage_V": [3.0]}
    with pytest.raises(ValueError, match="start: expected capacities at the cut-off"):
        pf.calibrate({"a": core_shell}, [d_ab], pd.DataFrame(row), start=pf.Protocol())
