"""500 cycles of 0.5C charge and 10C discharge: against PyBaMM's experiment, and with jumps.

Both sides take the same model and set, in one run. PyBaMM runs an `Experiment` that keeps the
first and the last cycle only; this package every cycle, then each hypothesis of ageing in jumps.
Both are compiled once (the compiling apart) and interpreted once; jumps are compiled. CPU seconds;
building counts for both sides of every cycle, and is told apart for jumps. Memory is what the
process's peak grows by after the first hundred cycles.
"""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pybamm
from harness import run_from_command_line, timed

import pybamm_facets as pf
from pybamm_facets.ageing import Mechanism
from pybamm_facets.paper import CYCLING
from pybamm_facets.paper.cycled_pair import cycled_pair
from pybamm_facets.particle import SurfaceBarrier
from pybamm_facets.runs.cycles.travelled import travelled
from pybamm_facets.runs.numerics import Backend, Numerics
from pybamm_facets.sets.start import start_state
from pybamm_facets.studies.cycling.ageing_cell import ageing_cell
from pybamm_facets.studies.cycling.openings_of_sets import openings_of

RATES = {
    "lithium_per_cycle": 4.783e-5,
    "lithium_per_charge": 3.518e-7,
    "lithium_per_second": 8.37e-9,
    "surface_stress": 3.048e-7,
    "grain_boundaries": 9.97e-4,
    "dry_cracking": 1.259e-2,
    "blocking_stable_003": 4.525e-6,
    "blocking_even": 4.233e-6,
    "blocking_first_003": 2.23e-4,
    "rock_salt_layer": 2.612e9,
}
"""Fitted to 0.80 after 500 cycles."""

STEPS = ("Charge at 0.5C until 4.5 V", "Discharge at 10C until 2.5 V")
MODELS: dict[str, Callable[[bool], pybamm.BaseModel]] = {
    "FacetDFN": lambda barrier: pf.FacetDFN(diffusion=SurfaceBarrier) if barrier else pf.FacetDFN(),
    "FacetSPMe": lambda barrier: (
        pf.FacetSPMe(diffusion=SurfaceBarrier) if barrier else pf.FacetSPMe()
    ),
}


def run(quick: bool) -> dict[str, Any]:
    """Time both sides; quick means few cycles and two mechanisms."""
    cycles = 10 if quick else 500
    names = list(RATES)[2:4] if quick else list(RATES)
    values = cycled_pair()["core-shell"]
    found = {name: _model(name, values, cycles, names, quick) for name in MODELS}
    return {"benchmark": "cycling", "cycles": cycles, "models": found}


def _model(
    name: str, values: pybamm.ParameterValues, cycles: int, mechanisms: list[str], quick: bool
) -> dict[str, Any]:
    backends = (Backend.EXPANDED,) if quick else (Backend.COMPILED, Backend.EXPANDED)
    stock, sides = {}, {}
    for backend in backends:
        compiled = backend is Backend.COMPILED
        if compiled:
            _experiment(MODELS[name](False), values, 1, compiled)  # which fills the cache
        cpu, _, capacity = timed(
            lambda c=compiled: _experiment(MODELS[name](False), values, cycles, c)
        )
        stock[backend.value] = {"cpu_s": cpu, "capacity_mAh_g": capacity}
        sides[backend.value] = _every_cycle(name, values, cycles, backend)
    jumps = {
        mechanism: _jumps(name, values, cycles, mechanism, backends[0]) for mechanism in mechanisms
    }
    best = min(side["cpu_s"] for side in stock.values())
    ratios = {
        kind: [best / one[kind] for one in jumps.values()] for kind in ("solve_cpu_s", "cpu_s")
    }
    return {
        "experiment": stock,
        "every_cycle": sides,
        "every_cycle_ratio": {
            key: stock[key]["cpu_s"] / side["cpu_s"] for key, side in sides.items()
        },
        "jumps": jumps,
        "jump_ratio_least": {kind: min(values) for kind, values in ratios.items()},
        "jump_ratio_median": {kind: statistics.median(some) for kind, some in ratios.items()},
    }


def _experiment(
    model: pybamm.BaseModel, values: pybamm.ParameterValues, cycles: int, compiled: bool
) -> float:
    """Capacity of the last cycle [mAh/g]."""
    started = values.copy()
    started.update(start_state(values, model.options, "charge"))
    simulation = pybamm.Simulation(
        model,
        parameter_values=started,
        experiment=pybamm.Experiment([STEPS] * cycles),
        solver=pybamm.IDAKLUSolver(rtol=1e-4, atol=1e-5, options={"compile": compiled}),
    )
    solution = simulation.solve(save_at_cycles=[1, cycles])
    passed = solution.cycles[-1].steps[1]["Discharge capacity [A.h]"].entries
    return float(passed[-1] - passed[0]) * 1e3 / _grams(values)


def _grams(values: pybamm.ParameterValues) -> float:
    from pybamm_facets.sets.cell import active_mass

    return 1e3 * active_mass(values)


def _cell(
    name: str, values: pybamm.ParameterValues, mechanisms: tuple[Mechanism, ...], numerics: Numerics
) -> Any:
    sets = {"core-shell": values}
    barrier = any(mechanism.needs_barrier for mechanism in mechanisms)
    return ageing_cell(
        "core-shell",
        values,
        mechanisms,
        CYCLING,
        model=MODELS[name](barrier),
        numerics=numerics,
        openings=openings_of(sets, mechanisms).get("core-shell"),
    )


def _every_cycle(
    name: str, values: pybamm.ParameterValues, cycles: int, backend: Backend
) -> dict[str, float]:
    """Every cycle without ageing; the compiling apart, building included."""
    build, _, interpreted = timed(lambda: _cell(name, values, (), Numerics()))
    cell, compiling = interpreted, 0.0
    if backend is Backend.COMPILED:
        begun = time.process_time()
        cell = _cell(name, values, (), Numerics(backend=backend))
        compiling = time.process_time() - begun - build
    grown: list[float] = []

    def look(cycle: int) -> None:
        if cycle >= cycles // 5:
            grown.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)

    solve, _, journey = timed(
        lambda: travelled(cell.cycling, pf.EveryCycle(), (cycles,), cell.grams, tell=look)
    )
    last = journey.rows[-1].record
    return {
        "cpu_s": build + solve,
        "compile_cpu_s": max(compiling, 0.0),
        "memory_growth_MB": max(grown) - grown[0],
        "capacity_mAh_g": 1e3 * last.discharged / cell.grams,
    }


def _jumps(
    name: str, values: pybamm.ParameterValues, cycles: int, mechanism: str, backend: Backend
) -> dict[str, float]:
    """One hypothesis in jumps; `cpu_s` with the building, and the compiling if it is the first."""
    (chosen,) = (
        one.with_rate(RATES[mechanism])
        for one in pf.ageing.DEFAULT_HYPOTHESES
        if one.name == mechanism
    )

    building, _, cell = timed(lambda: _cell(name, values, (chosen,), Numerics(backend=backend)))
    solving, _, journey = timed(lambda: travelled(cell.cycling, pf.Jump(), (cycles,), cell.grams))
    return {
        "cpu_s": building + solving,
        "solve_cpu_s": solving,
        "solved_cycles": journey.solved,
        "capacity_mAh_g": float(np.round(1e3 * journey.rows[-1].record.discharged / cell.grams, 3)),
    }


if __name__ == "__main__":
    run_from_command_line(run, "500 cycles against PyBaMM's experiment")
