"""14 discharges (7 rates, 2 particles): the sweep engine against a loop of pybamm.Simulation.

Both sides solve the same FacetDFN with the same parameters on the same 20/20/20 mesh in the same
run, in turns. The stock side builds a simulation for every discharge, as a user's loop would. The
engine is timed cold (build included) and warm (the built model kept).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pybamm
from harness import interleaved, run_from_command_line

import pybamm_facets as pf
from pybamm_facets.studies.rate_capability import DEFAULT_RATES, cases_for
from pybamm_facets.sweep.build import build
from pybamm_facets.sweep.case import Case
from pybamm_facets.sweep.cell import active_mass, current_1c, longest_time
from pybamm_facets.sweep.run import run_cases, varying_inputs
from pybamm_facets.sweep.solve import CaseSolver
from pybamm_facets.sweep.table import to_frame

STOCK_MESH = {"x_s": 20, "x_p": 20, "r_p": 20}
STOCK_SUBMESHES = pybamm.lithium_ion.DFN({"working electrode": "positive"}).default_submesh_types


def run(quick: bool) -> dict[str, Any]:
    """Time both sides; quick means two rates and one repeat."""
    sets = {name: pf.li2025(name) for name in ("isotropic", "core_shell")}
    cases = cases_for(sets, (1.0, 10.0) if quick else DEFAULT_RATES, "discharge")
    sides = {
        "stock": lambda: [stock_capacity(case) for case in cases],
        "cold": lambda: capacities(cases, run_cases(cases, **mesh())),
        "warm, 2 threads": warm_side(cases, threads=2),
        "warm, 1 thread": warm_side(cases, threads=1),
    }
    medians, results = interleaved(sides, 1 if quick else 3)
    stock = medians["stock"]
    return {
        "benchmark": "rate_sweep",
        "discharges": len(cases),
        "seconds": medians,
        "ratio_cpu": {n: stock["cpu_s"] / m["cpu_s"] for n, m in medians.items()},
        "ratio_wall": {n: stock["wall_s"] / m["wall_s"] for n, m in medians.items()},
        "largest_difference_mAh_g": {
            name: float(np.max(np.abs(np.array(result) - np.array(results["stock"]))))
            for name, result in results.items()
        },
    }


def mesh() -> dict[str, Any]:
    """The mesh of both sides."""
    return {"var_pts": STOCK_MESH, "submesh_types": STOCK_SUBMESHES}


def stock_capacity(case: Case) -> float:
    """Capacity [mAh/g] of a discharge as a PyBaMM user would compute it."""
    model = pf.FacetDFN()
    values = case.parameter_values
    simulation = pybamm.Simulation(
        model,
        parameter_values=values,
        C_rate=case.c_rate,
        var_pts=model.default_var_pts | STOCK_MESH,
        submesh_types=STOCK_SUBMESHES,
    )
    current = case.c_rate * current_1c(values)
    solution = simulation.solve([0, longest_time(values, current)])
    return float(solution["Discharge capacity [A.h]"].entries[-1] / active_mass(values))


def warm_side(cases: list[Case], threads: int) -> Callable[[], list[float]]:
    """The engine with the model built and solved once before."""
    built = build(pf.FacetDFN(), cases[0].parameter_values, varying_inputs(cases), **mesh())
    solver = CaseSolver(built, threads=threads)
    solver.solve(cases)
    return lambda: capacities(cases, solver.solve(cases))


def capacities(cases: list[Case], outcomes: list[Any]) -> list[float]:
    """Capacities of the table [mAh/g]."""
    return to_frame(cases, outcomes)["capacity_mAh_g"].tolist()


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
