"""Capacity gradients over five or six inputs, in units of plain solves, and against differences.

Both sides use the fast backend, compiled and interpreted, one thread, on a model built before. The
sixth input is the core fraction, with which the nodes move: as `capacity_gradient` does, its side
takes tolerances a thousand times tighter. Central differences are taken on tight tolerances, with a
relative step of 1e-3.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from harness import interleaved, run_from_command_line, the_group

import pybamm_facets as pf
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.gradient.capacity import STEP, Gradient
from pybamm_facets.runs.numerics import Backend, Numerics, Tolerances
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.direction import Direction

INPUTS = (
    "diffusivity_m2_s",
    "radius_m",
    "kappa_shell",
    "Contact resistance [Ohm]",
    "Positive electrode active material volume fraction",
)
CORE = "core_fraction"
RATES = (0.1, 1.0, 10.0)
FLOOR = 1e-5
"""Relative sensitivities below this are noise of the differences, and left out."""


def run(quick: bool) -> dict[str, Any]:
    """Time both sides; quick means one repeat on a coarse mesh, interpreted."""
    values = pf.li2025()
    mesh = {"r_p": 8, "x_p": 3, "x_s": 5} if quick else {}
    backends = (Backend.EXPANDED,) if quick else (Backend.COMPILED, Backend.EXPANDED)
    found = {
        f"{backend}, {direction}, {len(inputs)} inputs": measured(
            values, mesh, backend, direction, inputs, quick
        )
        for backend in backends
        for direction in Direction
        for inputs in (INPUTS, (*INPUTS, CORE))
    }
    worst = {
        count: [side for name, side in found.items() if name.endswith(f"{count} inputs")]
        for count in (len(INPUTS), len(INPUTS) + 1)
    }
    return {
        "benchmark": "gradient",
        "sides": found,
        "plain_solves_cpu": {
            count: max(side["plain_solves_cpu"] for side in sides) for count, sides in worst.items()
        },
        "largest_deviation_percent": {
            count: max(side["largest_deviation_percent"] for side in sides)
            for count, sides in worst.items()
        },
    }


def measured(
    values: Any,
    mesh: dict[str, int],
    backend: Backend,
    direction: Direction,
    inputs: tuple[str, ...],
    quick: bool,
) -> dict[str, Any]:
    """One backend and direction: both sides in turns, and the deviation from differences."""
    numerics = Numerics(mesh, backend=backend)
    at = {"kappa_shell": -10.0}
    exact = numerics.tolerances.tighter(1e-3) if CORE in inputs else numerics.tolerances
    own = replace(numerics, tolerances=exact)
    gradient = Gradient(values, inputs, at, direction, c_rates=RATES, numerics=own)
    base, changes = dict(values), gradient.variations[0].above
    runs = [Run(base, direction, rate, changes=changes) for rate in RATES]
    group = the_group(runs, pf.FacetDFN(), numerics)
    plain, numbers = group.job.solver(threads=1), list(group.inputs.values())
    sides = {"plain": lambda: plain.solve(numbers), "gradient": lambda: gradient.table(RATES)}
    for side in sides.values():
        side()
    medians, results = interleaved(sides, 3 if quick else 15)
    return {
        "seconds": medians,
        "plain_solves_cpu": medians["gradient"]["cpu_s"] / medians["plain"]["cpu_s"],
        "plain_solves_wall": medians["gradient"]["wall_s"] / medians["plain"]["wall_s"],
        "largest_deviation_percent": 100
        * largest_deviation(gradient, base, mesh, direction, results["gradient"]),
    }


def largest_deviation(
    gradient: Gradient,
    base: dict[str, Any],
    mesh: dict[str, int],
    direction: Direction,
    frame: pd.DataFrame,
) -> float:
    """Largest relative deviation of the gradients from central differences."""
    exact = Numerics(mesh, tolerances=Tolerances(1e-10, 1e-12))
    steps = [(rate, v) for v in gradient.variations for rate in RATES]
    runs = [
        Run(base, direction, rate, changes=changes)
        for rate, variation in steps
        for changes in (variation.below, variation.above)
    ]
    pairs = run_all(runs, numerics=exact).table["capacity_mAh_g"].to_numpy().reshape(-1, 2)
    rows, worst = frame.set_index("c_rate"), 0.0
    for (rate, variation), (below, above) in zip(steps, pairs, strict=True):
        capacity, slope = rows.loc[rate, ["capacity_mAh_g", variation.name]]
        expected = (above - below) / (2 * variation.step)
        if abs(expected) * variation.step > FLOOR * STEP * capacity:
            worst = max(worst, abs(slope / expected - 1))
    return worst


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
