"""A hundred laboratories with hidden particles: how often a stated error holds the truth."""

import numpy as np
import pandas as pd
import pytest

from pybamm_facets.exchange import measured_curve, neware_frame, rate_table, steps_of
from pybamm_facets.measured import read_capacities
from pybamm_facets.sets.files.loading import loaded
from pybamm_facets.sets.implied import electrode_area
from pybamm_facets.sets.measurable import measured_as
from pybamm_facets.studies.inference.set_fit import fit_set
from pybamm_facets.studies.set_rates import rates_of_sets
from tests.studies.inference.laboratory import (
    COARSE,
    HIDDEN,
    NOISE,
    RATES,
    true_capacities,
    write_measured,
    write_set,
)

SEEDS = 100
D_AB, CONTACT = "diffusivity_m2_s", "Contact resistance [Ohm]"
UNKNOWNS = (D_AB, f"{CONTACT}=1:200")
REPORT = "within 2σ in {seeds} seeds: {counts}"


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("laboratory")
    path = write_set(folder)
    return folder, loaded(path), true_capacities(path)


@pytest.fixture(scope="module")
def truth(bench):
    area = electrode_area(bench[1].parameter_values)
    return {
        D_AB: HIDDEN["particle.diffusivity_m2_s"],
        CONTACT: HIDDEN["cell.contact_resistance_ohm_cm2"] * 1e-4 / area,
    }


def fitted(bench, seed, unknowns=UNKNOWNS):
    folder, mine, capacities = bench
    measured = read_capacities(write_measured(capacities, folder, seed), "mine")
    return fit_set(mine, unknowns, measured, numerics=COARSE).table.set_index("unknown")


def test_one_laboratory_finds_its_particle(bench, truth):
    table = fitted(bench, 0)
    assert (table["verdict"] == "determined").all()
    for name, value in truth.items():
        assert abs(table.loc[name, "value"] - value) < 3 * table.loc[name, "error"]


@pytest.mark.slow
def test_stated_errors_hold_the_truth(bench, truth):
    inside = dict.fromkeys(truth, 0)
    for seed in range(SEEDS):
        table = fitted(bench, seed)
        assert (table["verdict"] == "determined").all()
        for name, value in truth.items():
            inside[name] += bool(
                abs(table.loc[name, "value"] - value) <= 2 * table.loc[name, "error"]
            )
    print(REPORT.format(seeds=SEEDS, counts=inside))
    # 95.4 of 100 are expected of a normal error; fewer than 90 would have a chance of 1 %.
    assert min(inside.values()) >= 90
    assert max(inside.values()) < SEEDS


@pytest.mark.slow
def test_what_data_leave_open_is_called_so(bench):
    """D and the texture act on the capacity through one radial diffusivity: neither is known."""
    folder, mine, capacities = bench
    fast = capacities[capacities["direction"] == "discharge"].tail(3)
    said = 0
    for seed in range(20):
        measured = read_capacities(write_measured(fast, folder, 1000 + seed), "mine")
        found = fit_set(mine, (D_AB, "kappa=-10:10"), measured, numerics=COARSE)
        said += bool((found.table["verdict"] == "not determined").all())
    print(f"not determined in {said} of 20 seeds")
    assert said >= 19


@pytest.mark.slow
def test_a_cyclers_record_leads_to_the_hidden_diffusivity(bench, truth):
    """Voltage curves with noise, as Neware's rows: grouped, integrated, fitted."""
    _, mine, _ = bench
    hidden = loaded(mine.content.path, changes=HIDDEN).parameter_values
    own = measured_as(mine.parameter_values)
    rng = np.random.default_rng(7)
    rows, clock = [], 0.0
    for rate in RATES["discharge"]:
        result = rates_of_sets(
            {"mine": hidden}, (rate,), directions=("discharge",), numerics=COARSE
        )
        curve = result.curves
        time = curve["capacity_mAh_g"].to_numpy() / (rate * own.one_c_mA_g) * 3600
        current = -rate * own.one_c_mA_g * own.mass_mg * 1e-3
        rows.append(rest(clock, own.upper_V, rng))
        clock += 600
        rows.append(
            pd.DataFrame(
                {
                    "time": clock + time,
                    "current": current * (1 + 1e-3 * rng.normal(size=len(time))),
                    "voltage": curve["voltage_V"] + 1e-4 * rng.normal(size=len(time)),
                    "status": "CC_DChg",
                }
            )
        )
        clock += time[-1] + 1
    frame = as_neware(pd.concat(rows, ignore_index=True))
    steps = steps_of(
        neware_frame(frame),
        mass_g=own.mass_mg / 1e3,
        one_c_mA_g=own.one_c_mA_g,
        lower_V=own.lower_V,
        upper_V=own.upper_V,
    )
    discharges = steps[steps["kind"] == "discharge"]
    assert (discharges["status"] == "ok").all(), discharges
    rates = rate_table(steps, "mine")
    assert rates["c_rate"].tolist() == list(RATES["discharge"])
    measured = rates.assign(voltage_V=np.nan)
    values = mine.parameter_values
    values[CONTACT] = truth[CONTACT]
    found = fit_set(
        loaded(
            mine.content.path,
            changes={"cell.contact_resistance_ohm_cm2": HIDDEN["cell.contact_resistance_ohm_cm2"]},
        ),
        (D_AB,),
        measured,
        numerics=COARSE,
    ).table.iloc[0]
    assert abs(found["value"] - truth[D_AB]) < 2 * found["error"]
    last = discharges.iloc[-1]
    curve = measured_curve(neware_frame(frame), last["step"], own.mass_mg / 1e3)
    assert curve["capacity_mAh_g"].iloc[-1] == pytest.approx(last["capacity_mAh_g"], rel=1e-6)


def rest(clock, voltage, rng):
    time = clock + np.arange(0, 600, 30.0)
    noise = 1e-4 * rng.normal(size=len(time))
    return pd.DataFrame(
        {"time": time, "current": 0.0, "voltage": voltage + noise, "status": "Rest"}
    )


def as_neware(rows):
    """Rows as NewareNDA gives them: currents in mA, a step number that counts up."""
    step = (rows["status"] != rows["status"].shift()).cumsum()
    start = pd.Timestamp("2026-01-01")
    return pd.DataFrame(
        {
            "Index": np.arange(1, len(rows) + 1),
            "Cycle": 1,
            "Step": step,
            "Status": rows["status"],
            "Time": rows["time"] - rows.groupby(step)["time"].transform("min"),
            "Voltage": rows["voltage"],
            "Current(mA)": rows["current"],
            "Timestamp": start + pd.to_timedelta(rows["time"], unit="s"),
        }
    )


def test_noise_is_what_the_data_say(bench):
    folder, _, capacities = bench
    measured = read_capacities(write_measured(capacities, folder, 3), "mine")
    assert (measured["error_mAh_g"] == NOISE).all()
