"""14 discharges (7 rates, 2 particles): the sweep engine against a loop of pybamm.Simulation.

Both sides solve the same FacetDFN with the same parameters in the same run, in turns. The stock
side builds a simulation for every discharge on PyBaMM's 20/20/20 mesh, as a user's loop would. The
engine is timed on that mesh, and on its default mesh, which is both smaller and more accurate: cold
(build to table, nothing compiled) and warm (built and compiled before).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pybamm
from harness import interleaved, run_from_command_line, the_group

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.particle import CoreShellDiffusion
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.numerics import Backend, Numerics, Route, Tolerances
from pybamm_facets.runs.results import Finished
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.cell import active_mass, current_1c, longest_time
from pybamm_facets.studies.rates import DEFAULT_RATES, rate_runs

STOCK = Numerics(
    {"x_s": 20, "x_p": 20, "r_p": 20},
    pybamm.lithium_ion.DFN({"working electrode": "positive"}).default_submesh_types,
)
DEFAULT = Numerics.default
TIGHT = Tolerances(1e-6, 1e-8)
REFINED = Numerics({"r_p": 23, "x_p": 8, "x_s": 6}, tolerances=TIGHT, route=Route.ELEMENTS)
OREGAN = Numerics.steep
OREGAN_REFINED = replace(
    Numerics.steep,
    var_pts={"r_p": 64, "x_p": 6, "x_s": 5}, tolerances=TIGHT, route=Route.ELEMENTS,
)  # fmt: skip


def run(quick: bool) -> dict[str, Any]:
    """Time both sides; quick means two rates, one repeat and nothing compiled."""
    rates = (1.0, 10.0) if quick else DEFAULT_RATES
    runs, oregan = (all_runs(shape, rates) for shape in ("constant", "oregan"))
    compiled = not quick
    sides = {
        "stock": lambda: [stock_capacity(one) for one in runs],
        "stock mesh, cold": lambda: cold(runs, STOCK, pf.FacetDFN(diffusion=None)),
        "stock mesh, warm": warm_side(runs, STOCK, 1, compiled, None),
        "stock mesh, warm, 2 threads": warm_side(runs, STOCK, 2, compiled, None),
        "default mesh, cold": lambda: cold(runs, DEFAULT),
        "default mesh, warm": warm_side(runs, DEFAULT, 1, compiled),
        "default mesh, warm, 2 threads": warm_side(runs, DEFAULT, 2, compiled),
        "O'Regan, stock": lambda: [stock_capacity(one) for one in oregan],
        "O'Regan, steep mesh, warm": warm_side(oregan, OREGAN, 1, compiled),
    }
    medians, results = interleaved(sides, 1 if quick else 3)
    return {
        "benchmark": "rate_sweep",
        "discharges": len(runs),
        "seconds": medians,
        "ratio_cpu": ratios(medians, "cpu_s"),
        "ratio_wall": ratios(medians, "wall_s"),
        "difference_to_stock_mAh_g": {
            name: largest_difference(results[name], results["stock"])
            for name in results
            if name.startswith("stock mesh")
        },
        "error_mAh_g": {} if quick else errors(runs, oregan, results),
    }


def all_runs(shape: str, rates: tuple[float, ...]) -> list[Run]:
    """Discharges of both particles, as homogeneous as PyBaMM's own particle is."""
    sets = {name: pf.li2025(name, diffusivity=shape) for name in ("isotropic", "core_shell")}
    for values in sets.values():
        own = names.DIFFUSIVITY_SCALE if shape == "oregan" else names.DIFFUSIVITY
        values[own] *= values[names.SHELL_RATIO]
        values.update({names.CORE_RATIO: 1.0, names.SHELL_RATIO: 1.0})
    return [
        run
        for name, values in sets.items()
        for run in rate_runs(values, rates, "discharge", {"particle": name})
    ]


def stock_capacity(one: Run) -> float:
    """Capacity [mAh/g] of a discharge as a PyBaMM user would compute it.

    PyBaMM's default tolerances lose some discharges near the cut-off (O'Regan's diffusivity at
    10C): as a user would, the loop then solves this one again with tighter ones.
    """
    try:
        solution = stock_solution(one, pybamm.IDAKLUSolver())
    except pybamm.SolverError:
        solution = stock_solution(one, pybamm.IDAKLUSolver(rtol=1e-5, atol=1e-7))
    return float(
        solution["Discharge capacity [A.h]"].entries[-1] / active_mass(one.parameter_values)
    )


def stock_solution(one: Run, solver: pybamm.BaseSolver) -> pybamm.Solution:
    """A discharge built and solved by PyBaMM alone."""
    model, values = pf.FacetDFN(diffusion=None), pybamm.ParameterValues(dict(one.parameter_values))
    simulation = pybamm.Simulation(
        model,
        parameter_values=values,
        C_rate=one.c_rate,
        var_pts=model.default_var_pts | dict(STOCK.var_pts),
        submesh_types=STOCK.submesh_types,
        solver=solver,
    )
    return simulation.solve([0, longest_time(values, one.c_rate * current_1c(values))])


def cold(runs: list[Run], numerics: Numerics, model: pybamm.BaseModel | None = None) -> list[float]:
    """Capacities [mAh/g] of the engine, from sets to table."""
    return run_all(runs, model=model, numerics=numerics).table["capacity_mAh_g"].tolist()


def warm_side(
    runs: list[Run],
    numerics: Numerics,
    threads: int,
    compiled: bool,
    diffusion: type | None = CoreShellDiffusion,
) -> Callable[[], list[float]]:
    """The engine with the model built, compiled and solved once before."""
    backend = Backend.COMPILED if compiled else Backend.EXPANDED
    model = pf.FacetDFN(diffusion=diffusion)
    group = the_group(runs, model, replace(numerics, backend=backend))
    solver, inputs = group.job.solver(threads), list(group.inputs.values())
    solver.solve(inputs)

    def capacities() -> list[float]:
        pairs = zip(runs, solver.solve(inputs), strict=True)
        return [Finished(*pair).row()["capacity_mAh_g"] for pair in pairs]

    return capacities


def ratios(medians: dict[str, dict[str, float]], what: str) -> dict[str, float]:
    """Time of the stock loop over that of each side."""
    return {
        name: medians["O'Regan, stock" if name.startswith("O'Regan") else "stock"][what] / m[what]
        for name, m in medians.items()
    }


def errors(runs: list[Run], oregan: list[Run], results: dict[str, list[float]]) -> dict[str, float]:
    """Largest error of each mesh against a refined one [mAh/g]."""
    refined = cold(runs, REFINED)
    refined_oregan = cold(oregan, OREGAN_REFINED)
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
