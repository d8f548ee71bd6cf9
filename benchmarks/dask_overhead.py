"""Designs at 10C on two Dask workers against two threads of one process.

Both sides keep a built solver from a first call, run the same points in the same run, in turns,
and must give identical rows. The workers have one thread each.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from distributed import Client, LocalCluster
from harness import interleaved, run_from_command_line, the_group

import pybamm_facets as pf
from pybamm_facets.runs.groups import Group
from pybamm_facets.runs.numerics import Backend, Numerics
from pybamm_facets.runs.outcome import Outcome
from pybamm_facets.runs.run import Run
from pybamm_facets.runs.workers.executors import solve_all
from pybamm_facets.sets.direction import Direction

DIFFUSIVITY = "Positive particle diffusivity [m2.s-1]"
DESIGNS, QUICK_DESIGNS = 5000, 40


def run(quick: bool, designs: int | None = None) -> dict[str, Any]:
    """Time both sides; quick means few designs, interpreted, and one repeat."""
    count = designs or (QUICK_DESIGNS if quick else DESIGNS)
    base = dict(pf.li2025())
    runs = [
        Run(base, Direction.DISCHARGE, 10.0, changes={DIFFUSIVITY: float(value)})
        for value in np.geomspace(2e-15, 5e-14, count)
    ]
    numerics = Numerics(backend=Backend.EXPANDED if quick else Backend.COMPILED)
    group = the_group(runs, pf.FacetDFN(), numerics)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        sides = {
            "threads": lambda: rows(group, threads=2),
            "dask": lambda: rows(group, executor=client),
        }
        for side in sides.values():
            side()
        medians, results = interleaved(sides, 1 if quick else 3)
    assert results["dask"] == results["threads"], "the rows differ"
    return {
        "benchmark": "dask_overhead",
        "designs": count,
        "seconds": medians,
        "ratio_wall": medians["dask"]["wall_s"] / medians["threads"]["wall_s"],
        "rows_identical": True,
    }


def rows(group: Group, **where: Any) -> list[str]:
    """Outcomes in the order of the runs; as text, so that NaN equals NaN."""
    found: dict[int, Outcome] = {}
    solve_all(
        group.job,
        list(group.inputs.values()),
        on_chunk=lambda i, outcomes: found.update(zip(i, outcomes, strict=True)),
        **where,
    )
    return [repr(found[index]) for index in range(len(group.inputs))]


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
