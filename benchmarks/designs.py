"""1000 designs at 7 rates: the sweep engine against an expert's PyBaMM.

The expert builds one model with inputs and calls PyBaMM's solver with lists (2 threads, first and
last state only, one terminal event); the engine's time is the whole call, from the table of designs
to the table of results. Both on two threads in one run, in turns; the expert on a sample of the
designs, scaled up, as its cost is proportional to their number. Errors are those of every run, in
both directions, against twice the nodes at tight tolerances.
"""

from __future__ import annotations

import resource
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pybamm
from harness import run_from_command_line, the_group, timed

import pybamm_facets as pf
from pybamm_facets.runs.integrate.solver import LONGEST_RUN
from pybamm_facets.runs.integrate.stock import StockIntegrator
from pybamm_facets.runs.numerics import Backend, Numerics, Route, Tolerances
from pybamm_facets.runs.sampling import sample_designs
from pybamm_facets.studies.rates import DEFAULT_RATES
from pybamm_facets.studies.sweeps import design_runs

BOUNDS = {
    "kappa_shell": [-15.0, 3.0],
    "core_fraction": [0.2, 0.8],
    "radius_m": [3e-6, 6e-6],
    "diffusivity_m2_s": [5e-15, 2e-14],
    "j0_(104)_mA_cm2": [0.28, 1.5],
}
REFERENCE = Numerics(
    {"r_p": 26, "x_p": 8, "x_s": 6}, tolerances=Tolerances(1e-6, 1e-7), route=Route.ELEMENTS
)
"""Spectral elements with twice the nodes, at tight tolerances."""

STOCK_MESH = {"x_s": 20, "x_p": 20, "r_p": 20}
CHUNK = 140
BOTH = ("discharge", "charge")


def run(quick: bool) -> dict[str, Any]:
    """Time both sides; quick means fewer designs and no compiler."""
    count, sample = (20, 4) if quick else (1000, 20)
    designs = sample_designs(BOUNDS, count)
    parameters = pf.li2025()
    expert = expert_side(parameters, designs.head(sample))
    numerics = Numerics(backend=Backend.EXPANDED if quick else Backend.COMPILED)
    expert()  # set up once, as the expert would
    # Once untimed: whatever is compiled is kept on disk.
    _, first_wall, _ = timed(
        lambda: pf.sweep(parameters, designs, DEFAULT_RATES, numerics=numerics).table
    )
    sides: dict[str, list[tuple[float, float]]] = {"engine": [], "expert": []}
    table = pd.DataFrame()
    for _ in range(1 if quick else 2):
        cpu, wall, table = timed(
            lambda: pf.sweep(parameters, designs, DEFAULT_RATES, numerics=numerics).table
        )
        sides["engine"].append((cpu, wall))
        cpu, wall, _ = timed(expert)
        sides["expert"].append((cpu * count / sample, wall * count / sample))
    medians = {name: np.median(np.array(times), axis=0).tolist() for name, times in sides.items()}
    return {
        "benchmark": "designs",
        "designs": count,
        "runs": len(table),
        "not_ok": int((table["status"] != "ok").sum()),
        "seconds": {n: {"cpu_s": c, "wall_s": w} for n, (c, w) in medians.items()},
        "ratio_cpu": medians["expert"][0] / medians["engine"][0],
        "ratio_wall": medians["expert"][1] / medians["engine"][1],
        "first_call_wall_s": first_wall,
        "largest_error_mAh_g": errors(parameters, designs, numerics),
        "peak_memory_MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def errors(
    parameters: pybamm.ParameterValues, designs: pd.DataFrame, numerics: Numerics
) -> dict[str, float]:
    """Largest error of the default numerics in each direction over all designs and rates."""
    found, exact = (
        pf.sweep(parameters, designs, DEFAULT_RATES, directions=BOTH, numerics=one).table
        for one in (numerics, replace(REFERENCE, backend=numerics.backend))
    )
    error = (found["capacity_mAh_g"] - exact["capacity_mAh_g"]).abs()
    return {way: float(error[found["direction"] == way].max()) for way in BOTH}


def expert_side(parameters: pybamm.ParameterValues, designs: pd.DataFrame) -> Any:
    """What an expert does with PyBaMM alone, on PyBaMM's default mesh and in its own particle."""
    model = pf.FacetDFN(diffusion=None)
    acting = designs.drop(columns=["kappa_shell", "core_fraction"])  # it has no core
    runs = design_runs(parameters, acting, DEFAULT_RATES, "discharge", model=model)
    submeshes = pybamm.lithium_ion.DFN({"working electrode": "positive"}).default_submesh_types
    # PyBaMM's own even mesh whose length may be an input: the radius is one.
    submeshes["positive particle"] = pybamm.SymbolicUniform1DSubMesh
    group = the_group(runs, model, Numerics(STOCK_MESH, submeshes, backend=Backend.STOCK))
    numbers = list(group.inputs.values())
    integrator = StockIntegrator(group.job.build(), threads=2)

    def solve() -> None:
        for start in range(0, len(numbers), CHUNK):
            integrator.run(numbers[start : start + CHUNK], LONGEST_RUN)

    return solve


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
