"""14 discharges (7 rates, 2 particles): the sweep engine against a loop of pybamm.Simulation.

Both sides solve the same FacetDFN with the same parameters in the same run, in turns. The stock
side builds a simulation for every discharge on PyBaMM's 20/20/20 mesh, as a user's loop would. The
engine is timed on that mesh, and on its default mesh, which is both smaller and more accurate: cold
(build to table, nothing compiled) and warm (built and compiled before).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pybamm
from harness import interleaved, run_from_command_line

import pybamm_facets as pf
from pybamm_facets.particle import STEEP_DIFFUSIVITY_MESH, CoreShellDiffusion, SteepDiffusion
from pybamm_facets.runs.integrate.build import build
from pybamm_facets.sets.cell import active_mass, current_1c, longest_time
from pybamm_facets.studies.rates import DEFAULT_RATES, cases_for
from pybamm_facets.sweep.case import Case
from pybamm_facets.sweep.run import run_cases, varying_inputs
from pybamm_facets.sweep.solve import CaseSolver
from pybamm_facets.sweep.table import to_frame

STOCK = {
    "var_pts": {"x_s": 20, "x_p": 20, "r_p": 20},
    "submesh_types": pybamm.lithium_ion.DFN(
        {"working electrode": "positive"}
    ).default_submesh_types,
}
DEFAULT: dict[str, Any] = {}
REFINED = {"var_pts": {"r_p": 200, "x_p": 10, "x_s": 40}}
OREGAN = STEEP_DIFFUSIVITY_MESH
OREGAN_DISCHARGE = STEEP_DIFFUSIVITY_MESH | {"var_pts": {"r_p": 30}}


def run(quick: bool) -> dict[str, Any]:
    """Time both sides; quick means two rates, one repeat and nothing compiled."""
    rates = (1.0, 10.0) if quick else DEFAULT_RATES
    cases, oregan = (all_cases(shape, rates) for shape in ("constant", "oregan"))
    compiled = not quick
    sides = {
        "stock": lambda: [stock_capacity(case) for case in cases],
        "stock mesh, cold": lambda: capacities(cases, run_cases(cases, **STOCK)),
        "stock mesh, warm": warm_side(cases, STOCK, 1, compiled),
        "stock mesh, warm, 2 threads": warm_side(cases, STOCK, 2, compiled),
        "default mesh, cold": lambda: capacities(cases, run_cases(cases)),
        "default mesh, warm": warm_side(cases, DEFAULT, 1, compiled),
        "default mesh, warm, 2 threads": warm_side(cases, DEFAULT, 2, compiled),
        "O'Regan, stock": lambda: [stock_capacity(case) for case in oregan],
        "O'Regan, steep mesh, warm": warm_side(oregan, OREGAN, 1, compiled, SteepDiffusion),
        "O'Regan, 30 steep points, warm": warm_side(
            oregan, OREGAN_DISCHARGE, 1, compiled, SteepDiffusion
        ),
    }
    medians, results = interleaved(sides, 1 if quick else 3)
    return {
        "benchmark": "rate_sweep",
        "discharges": len(cases),
        "seconds": medians,
        "ratio_cpu": ratios(medians, "cpu_s"),
        "ratio_wall": ratios(medians, "wall_s"),
        "difference_to_stock_mAh_g": {
            name: largest_difference(results[name], results["stock"])
            for name in results
            if name.startswith("stock mesh")
        },
        "error_mAh_g": {} if quick else errors(cases, oregan, results),
    }


def all_cases(shape: str, rates: tuple[float, ...]) -> list[Case]:
    """Discharges of both particles."""
    sets = {name: pf.li2025(name, diffusivity=shape) for name in ("isotropic", "core_shell")}
    return cases_for(sets, rates, "discharge")


def stock_capacity(case: Case) -> float:
    """Capacity [mAh/g] of a discharge as a PyBaMM user would compute it."""
    model, values = pf.FacetDFN(), case.parameter_values
    simulation = pybamm.Simulation(
        model,
        parameter_values=values,
        C_rate=case.c_rate,
        var_pts=model.default_var_pts | STOCK["var_pts"],
        submesh_types=STOCK["submesh_types"],
    )
    current = case.c_rate * current_1c(values)
    solution = simulation.solve([0, longest_time(values, current)])
    return float(solution["Discharge capacity [A.h]"].entries[-1] / active_mass(values))


def warm_side(
    cases: list[Case],
    mesh: dict[str, Any],
    threads: int,
    compiled: bool,
    diffusion: type = CoreShellDiffusion,
) -> Callable[[], list[float]]:
    """The engine with the model built, compiled and solved once before."""
    built = build(
        pf.FacetDFN(diffusion=diffusion), cases[0].parameter_values, varying_inputs(cases), **mesh
    )
    solver = CaseSolver(built, threads=threads, compiled=compiled)
    solver.solve(cases)
    return lambda: capacities(cases, solver.solve(cases))


def capacities(cases: list[Case], outcomes: list[Any]) -> list[float]:
    """Capacities of the table [mAh/g]."""
    return to_frame(cases, outcomes)["capacity_mAh_g"].tolist()


def ratios(medians: dict[str, dict[str, float]], what: str) -> dict[str, float]:
    """Time of the stock loop over that of each side."""
    return {
        name: medians["O'Regan, stock" if name.startswith("O'Regan") else "stock"][what] / m[what]
        for name, m in medians.items()
    }


def errors(
    cases: list[Case], oregan: list[Case], results: dict[str, list[float]]
) -> dict[str, float]:
    """Largest error of each mesh against a refined one [mAh/g]."""
    refined = capacities(cases, run_cases(cases, **REFINED))
    steep = pf.FacetDFN(diffusion=SteepDiffusion)
    refined_oregan = capacities(oregan, run_cases(oregan, model=steep, **REFINED))
    return {
        name: largest_difference(
            results[name], refined_oregan if name.startswith("O'Regan") else refined
        )
        for name in results
        if name in ("stock", "default mesh, warm") or name.startswith("O'Regan")
    }


def largest_difference(one: list[float], other: list[float]) -> float:
    """Of two lists of capacities."""
    return float(np.max(np.abs(np.array(one) - np.array(other))))


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
