"""Capacity gradients over six inputs, in units of plain solves, and against central differences.

Both sides use the fast backend, interpreted, one thread, on a model built before. The differences
are taken on tight tolerances, with a relative step of 1e-3.
"""

from __future__ import annotations

from collections import ChainMap
from typing import Any

import pandas as pd
from harness import interleaved, run_from_command_line

import pybamm_facets as pf
from pybamm_facets.runs.gradient.capacity import STEP, Gradient
from pybamm_facets.runs.numerics import Tolerances
from pybamm_facets.sweep.case import Case
from pybamm_facets.sweep.solve import CaseSolver
from pybamm_facets.sweep.table import to_frame

INPUTS = (
    "diffusivity_m2_s",
    "radius_m",
    "core_fraction",
    "kappa_shell",
    "Contact resistance [Ohm]",
    "Positive electrode active material volume fraction",
)
RATES = (0.1, 1.0, 10.0)
FLOOR = 1e-5
"""Relative sensitivities below this are noise of the differences, and left out."""


def run(quick: bool) -> dict[str, Any]:
    """Time both sides; quick means one repeat on a coarse mesh."""
    values = pf.li2025()
    mesh = {"r_p": 8, "x_p": 3, "x_s": 5} if quick else None
    gradient = Gradient(values, INPUTS, {"kappa_shell": -10.0}, numerics=pf.Numerics(mesh))
    plain = CaseSolver(gradient.solver.built, threads=1)
    base = dict(values)
    cases = [Case("", base, "discharge", rate) for rate in RATES]
    sides = {"plain": lambda: plain.solve(cases), "gradient": lambda: gradient.table(RATES)}
    for side in sides.values():
        side()
    medians, results = interleaved(sides, 3 if quick else 15)
    return {
        "benchmark": "gradient",
        "inputs": len(INPUTS),
        "seconds": medians,
        "plain_solves_cpu": medians["gradient"]["cpu_s"] / medians["plain"]["cpu_s"],
        "plain_solves_wall": medians["gradient"]["wall_s"] / medians["plain"]["wall_s"],
        "largest_deviation_percent": 100 * largest_deviation(gradient, base, results["gradient"]),
    }


def largest_deviation(gradient: Gradient, base: dict[str, Any], frame: pd.DataFrame) -> float:
    """Largest relative deviation of the gradients from central differences."""
    solver = CaseSolver(gradient.solver.built, tolerances=Tolerances(1e-10, 1e-12))
    worst = 0.0
    for variation in gradient.variations:
        for rate, capacity, slope in frame[["c_rate", "capacity_mAh_g", variation.name]].to_numpy():
            ends = [ChainMap(change, base) for change in (variation.below, variation.above)]
            cases = [Case("", end, "discharge", rate) for end in ends]
            below, above = to_frame(cases, solver.solve(cases))["capacity_mAh_g"]
            expected = (above - below) / (2 * variation.step)
            if abs(expected) * variation.step > FLOOR * STEP * capacity:
                worst = max(worst, abs(slope / expected - 1))
    return worst


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
