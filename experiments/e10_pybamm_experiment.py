"""Plain PyBaMM experiments
========================

The rate test and a cycling protocol, beside the sweep engine.

Runs alone: ``python experiments/e10_pybamm_experiment.py [--out DIR] [--quick]``; the last line
that it prints is one JSON object with its figures.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pybamm

import pybamm_facets as pf
from pybamm_facets.report.style import save_figure
from pybamm_facets.sets.cell import active_mass

RATES, QUICK_RATES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0), (1.0, 10.0)
CHARGE = ("Charge at 1C until 4.5 V", "Hold at 4.5 V until C/20", "Rest for 10 minutes")


def experiment(start: str, steps: Sequence[str]) -> tuple[pybamm.Solution, float]:
    """Solution of steps from an open-circuit voltage, and the capacity of the last one [mAh/g]."""
    model, values = pf.FacetDFN(), pf.li2025()
    values.set_initial_state(start, options=model.options)
    simulation = pybamm.Simulation(
        model, parameter_values=values, experiment=pybamm.Experiment(list(steps))
    )
    solution = simulation.solve()
    passed = solution.cycles[-1]["Discharge capacity [A.h]"].entries
    return solution, float(passed[-1] - passed[0]) / active_mass(values)


def run(out: Path, quick: bool = False) -> dict[str, Any]:
    """Run the experiment, write its table and figure, return its figures."""
    out.mkdir(parents=True, exist_ok=True)
    rates = QUICK_RATES if quick else RATES
    engine = pf.rate_capability("Li2025_core_shell", rates).table["capacity_mAh_g"]
    cycler = pf.rate_capability("Li2025_core_shell", rates, start=CHARGE).table["capacity_mAh_g"]
    figure, axes = plt.subplots(layout="constrained")
    rows = []
    for rate, by_engine, after_charge in zip(rates, engine, cycler, strict=True):
        discharge = f"Discharge at {rate:g}C until 2.5 V"
        solution, capacity = experiment("4.5 V", [discharge])
        _, after = experiment("2.5 V", [*CHARGE, discharge])
        rows.append((rate, capacity, by_engine, after, after_charge))
        passed = solution["Discharge capacity [A.h]"].entries
        axes.plot(
            passed * capacity / passed[-1], solution["Voltage [V]"].entries, label=f"{rate:g}C"
        )
    axes.set(xlabel="Discharge capacity [mAh/g]", ylabel="Voltage [V]")
    axes.legend(frameon=False)
    save_figure(out / "e10_pybamm_experiment.png", figure)
    table = pd.DataFrame(
        rows,
        columns=[
            "c_rate",
            "experiment_mAh_g",
            "engine_mAh_g",
            "experiment_after_charge_mAh_g",
            "engine_after_charge_mAh_g",
        ],
    )
    table.to_csv(out / "e10_pybamm_experiment.csv", index=False)
    gaps = [
        (table["experiment_mAh_g"] - table["engine_mAh_g"]).abs().max(),
        (table["experiment_after_charge_mAh_g"] - table["engine_after_charge_mAh_g"]).abs().max(),
    ]
    return {
        "experiment": "e10_pybamm_experiment",
        "largest_difference_mAh_g": {
            "from equilibrium": round(gaps[0], 4),
            "after a charge": round(gaps[1], 4),
        },
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("results"))
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    print(json.dumps(run(given.out, given.quick)))
