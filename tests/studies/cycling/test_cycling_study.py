"""`cycle`: limits, composition, PyBaMM's own law and solver, bad input."""

import numpy as np
import pandas as pd
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.ageing import (
    CYCLES,
    FacetBlocking,
    GrainBoundaryLoss,
    LithiumSide,
    RockSaltLayer,
    SurfaceStressLoss,
)
from pybamm_facets.paper import CYCLING
from pybamm_facets.particle import SurfaceBarrier
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.start import start_state


@pytest.fixture(scope="module")
def core_shell(pair):
    return {"core-shell": pair["core-shell"]}


def last(run):
    return run.table["capacity_mAh_g"].iloc[-1]


def test_no_rate_is_no_ageing_to_the_last_bit(core_shell):
    aged, fresh = (
        pf.cycle(core_shell, m, protocol=CYCLING, cycles=30) for m in (LithiumSide(0.0), None)
    )
    assert last(aged) == pytest.approx(last(fresh), abs=1e-9)
    assert aged.table["retention"].iloc[-1] == pytest.approx(1, abs=1e-4)
    still = pf.cycle(core_shell, LithiumSide(0.0), protocol=CYCLING, cycles=30)
    pd.testing.assert_frame_equal(aged.table, still.table)


def test_two_mechanisms_act_side_by_side(core_shell):
    resistance, loss = LithiumSide(2e-4), GrainBoundaryLoss(0.02)
    both = pf.cycle(core_shell, (resistance, loss), protocol=CYCLING, cycles=40)
    row = both.table.iloc[-1]
    for mechanism, parameter in (
        (resistance, names.CONTACT_RESISTANCE),
        (loss, names.ACTIVE_FRACTION),
    ):
        alone = pf.cycle(core_shell, mechanism, protocol=CYCLING, cycles=40).table.iloc[-1]
        assert row[parameter] == pytest.approx(alone[parameter], rel=1e-12)
        assert row[f"dose_{mechanism.name}"] == alone["dose"] == 39
        assert row["capacity_mAh_g"] < alone["capacity_mAh_g"]
    assert row["mechanism"] == f"{resistance.name} + {loss.name}"


def test_capacity_falls_with_the_rate(core_shell):
    kept = [
        pf.cycle(core_shell, RockSaltLayer(k), protocol=CYCLING, cycles=20).retention(
            "core-shell", 20
        )
        for k in (0.0, 1e9, 1e10, 1e11)
    ]
    assert np.all(np.diff(kept) < 0)


def test_stock_pybamm_agrees_with_the_aged_parameters(pair):
    """The aged numbers put into a set by hand, and cycled by PyBaMM's experiment with its DFN."""
    run = pf.cycle(
        {"isotropic": pair["isotropic"]}, GrainBoundaryLoss(4e-3), protocol=CYCLING, cycles=30,
        model=pf.FacetDFN(),
    )  # fmt: skip
    row, values, model = run.table.iloc[-1], pair["isotropic"].copy(), pf.FacetDFN()
    values.update({names.ACTIVE_FRACTION: row[names.ACTIVE_FRACTION]})
    values.update(start_state(values, model.options, "charge"))
    steps = ("Charge at 0.5C until 4.5 V", "Discharge at 10C until 2.5 V")
    solution = pybamm.Simulation(
        model, parameter_values=values, experiment=pybamm.Experiment([steps] * 3)
    ).solve()
    passed = solution.cycles[-1].steps[1]["Discharge capacity [A.h]"].entries
    grams = 1e3 * _fresh_mass(pair["isotropic"])
    stock = 1e3 * (passed[-1] - passed[0]) / grams
    assert row["capacity_mAh_g"] == pytest.approx(stock, abs=0.05)
    assert row["retention"] < 0.98


def _fresh_mass(values):
    from pybamm_facets.sets.cell import active_mass

    return active_mass(values)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["core-shell", "isotropic"])
def test_pybamms_own_stress_driven_loss(pair, name):
    """Its continuous law, five times as fast as in 500 cycles, against a map after each half-cycle.

    From 3.9 V: a first charge from the empty cell would be so long that the map is late.
    """
    cycles, beta, critical = 24, 6.67e-7, 1e8
    values = pair[name].copy()
    values.update({names.EMPTY_VOLTAGE: 3.9})
    fresh_fraction = values[names.ACTIVE_FRACTION]
    # PyBaMM's dε/dt = -β (σ/σ_c)^m against ours, ε = ε_0 (1 - kD).
    k = beta / fresh_fraction
    own = pf.cycle(
        {name: values},
        SurfaceStressLoss(k),
        protocol=pf.Protocol(charge=0.5, discharge=10, pre_cycles=0),
        cycles=cycles,
        stepping=pf.EveryCycle(),
        model=pf.FacetDFN(),
        numerics=Numerics.precise,
    ).table
    options = {
        "loss of active material": ("none", "stress-driven"),
        "particle mechanics": ("none", "swelling only"),
        "stress-induced diffusion": ("false", "false"),
    }
    model = pf.FacetDFN(options)
    values.update(
        {
            "Positive electrode LAM constant proportional term [s-1]": beta,
            "Positive electrode LAM constant exponential term": 2,
            "Positive electrode critical stress [Pa]": critical,
            "Positive electrode partial molar volume [m3.mol-1]": 1.2e-6,
            "Positive electrode Young's modulus [Pa]": 140e9,
            "Positive electrode Poisson's ratio": 0.2166,
            "Positive electrode reference concentration for free of deformation [mol.m-3]": 0.0,
            "Positive electrode volume change": 0.0,
            "Cell thermal expansion coefficient [m.K-1]": 0.0,
        },
        check_already_exists=False,
    )
    values.update(start_state(values, model.options, "charge"))
    steps = ("Charge at 0.5C until 4.5 V", "Discharge at 10C until 2.5 V")
    solution = pybamm.Simulation(
        model,
        parameter_values=values,
        experiment=pybamm.Experiment([steps] * cycles),
        solver=pybamm.IDAKLUSolver(rtol=1e-6, atol=1e-8),
    ).solve()
    grams = 1e3 * _fresh_mass(pair[name])
    for cycle in (1, 12, 24):
        passed = solution.cycles[cycle - 1].steps[1]["Discharge capacity [A.h]"].entries
        stock = 1e3 * (passed[-1] - passed[0]) / grams
        mine = own.set_index("cycle")["capacity_mAh_g"][cycle]
        assert mine == pytest.approx(stock, abs=0.05), (name, cycle)
    assert own["capacity_mAh_g"].iloc[-1] < 0.96 * own["capacity_mAh_g"].iloc[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    "mechanism",
    [
        LithiumSide(4.78e-5, CYCLES),
        SurfaceStressLoss(3.05e-7),
        FacetBlocking(4.53e-6, "stable_003"),
        RockSaltLayer(2.43e9),
    ],
    ids=lambda one: one.name,
)
def test_jumps_reach_what_every_cycle_reaches(core_shell, mechanism):
    """500 cycles, within 0.1 mAh/g."""
    jumped, every = (
        pf.cycle(core_shell, mechanism, protocol=CYCLING, stepping=how)
        for how in (pf.Jump(), pf.EveryCycle())
    )
    assert last(jumped) == pytest.approx(last(every), abs=0.1)
    assert jumped.table["solved_cycles"].iloc[-1] < 130
    assert len(every.table) == 500


def test_check_ups_are_from_equilibrium_with_the_aged_numbers(core_shell):
    run = pf.cycle(core_shell, LithiumSide(4e-4), protocol=CYCLING, cycles=60, check_ups=(1, 60))
    looks = run.check_ups.set_index(["cycle", "c_rate"])
    fresh = pf.rate_capability(core_shell, [0.1, 10.0]).table.set_index("c_rate")
    for rate in (0.1, 10.0):
        assert looks.loc[(1, rate), "capacity_mAh_g"] == pytest.approx(
            fresh.loc[rate, "capacity_mAh_g"], abs=0.05
        )
    # A series resistance adds itself, and nothing else.
    added = 1e4 * 4e-4 * 59
    risen = looks["resistance_10s_Ohm_cm2"].groupby("cycle").first().diff().iloc[-1]
    assert risen == pytest.approx(added, rel=2e-3)


def test_a_store_is_gone_on_from(core_shell, tmp_path):
    ask = {"protocol": CYCLING, "cycles": 40, "store": tmp_path / "c.db"}
    first = pf.cycle(core_shell, LithiumSide(4e-4), **ask)
    told = []
    again = pf.cycle(core_shell, LithiumSide(4e-4), progress=told.append, **ask)
    pd.testing.assert_frame_equal(first.table, again.table)
    assert not told
    other = pf.cycle(core_shell, LithiumSide(5e-4), **ask)
    assert last(other) < last(first)


def test_what_another_version_computed_is_told_and_computed_anew(
    core_shell, tmp_path, monkeypatch, caplog
):
    from pybamm_facets.studies.cycling import ageing_cell as module

    ask = {"protocol": CYCLING, "cycles": 10, "store": tmp_path / "c.db"}
    first = pf.cycle(core_shell, LithiumSide(4e-4), **ask)
    assert not caplog.records
    monkeypatch.setattr(module, "code_and_versions", lambda: {"code": "other"})
    again = pf.cycle(core_shell, LithiumSide(4e-4), **ask)
    assert "from another version" in caplog.text
    pd.testing.assert_frame_equal(first.table, again.table)


def test_protocols_are_followed(core_shell):
    mine = {
        name: last(pf.cycle(core_shell, None, protocol=protocol, cycles=2))
        for name, protocol in {
            "plain": pf.Protocol(charge=0.5, discharge=10),
            "hold": pf.Protocol(charge=0.5, discharge=10, hold_until=0.02),
            "rest": pf.Protocol(charge=0.5, discharge=10, rest_after_charge=3600.0),
        }.items()
    }
    assert mine["hold"] == pytest.approx(143.76, abs=0.1)  # PyBaMM's CC-CV to C/50: 143.76
    assert mine["rest"] < mine["plain"] < mine["hold"]


FULL = {"working electrode": "both"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cycles": 0}, r"cycles=0: expected a whole number from 1"),
        ({"cycles": 2.5}, r"cycles=2\.5: expected a whole number"),
        ({"check_ups": (0,)}, r"check_ups=0: expected a whole number from 1 to 20"),
        ({"check_ups": (21,)}, r"check_ups=21: expected"),
        ({"mechanism": "cracks"}, r"mechanism='cracks': expected one of pybamm_facets\.ageing"),
        ({"mechanism": (LithiumSide(1.0), LithiumSide(2.0))}, "expected each once"),
        ({"protocol": "C/2"}, r"protocol='C/2': expected Protocol"),
        ({"stepping": 5}, r"stepping=5: expected Jump\(\) or EveryCycle\(\)"),
        ({"openings": {"no": (1.0, 1.0)}}, r"openings='no': expected one of"),
        ({"model": pf.FacetDFN(FULL)}, "expected a half-cell"),
        ({"model": pf.FacetSPMe(), "mechanism": RockSaltLayer(1.0)}, "diffusion=SurfaceBarrier"),
    ],
)
def test_bad_input_is_refused_before_any_solve(core_shell, change, message):
    ask = {"mechanism": None, "protocol": CYCLING, "cycles": 20} | change
    with pytest.raises(ValueError, match=message):
        pf.cycle(core_shell, ask.pop("mechanism"), **ask)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: pf.Jump(tolerance=0), "tolerance=0: expected a positive number"),
        (lambda: pf.EveryCycle(0), "piece=0"),
        (lambda: pf.Protocol(charge=0), "charge=0: expected a positive"),
        (lambda: pf.Protocol(discharge=-1), "discharge=-1"),
        (lambda: pf.Protocol(rest_after_charge=-1), "rest_after_charge=-1"),
        (lambda: pf.Protocol(charge=0.5, hold_until=1), "hold_until=1: expected a rate below"),
        (lambda: pf.Protocol(pre_cycles=-1), "pre_cycles=-1"),
    ],
)
def test_value_objects_check_themselves(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_a_window_that_cannot_be_reached_names_the_set(core_shell):
    values = core_shell["core-shell"].copy()
    values.update({names.UPPER_CUT_OFF: 2.0, names.FULL_VOLTAGE: 2.0})
    with pytest.raises(ValueError, match="mine"):
        pf.cycle({"mine": values}, None, protocol=CYCLING, cycles=3)


def test_the_dfn_gives_the_same_cycle(core_shell):
    small, large = (
        last(pf.cycle(core_shell, None, protocol=CYCLING, cycles=2, model=model))
        for model in (pf.FacetSPMe(), pf.FacetDFN(diffusion=SurfaceBarrier))
    )
    assert small == pytest.approx(large, abs=0.05)
