"""The run that asks most of a group's mesh, once more on a finer one."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pybamm_facets.runs.demands import demands_of, layer_measures
from pybamm_facets.runs.element_route import PARTICLE
from pybamm_facets.runs.groups import Group
from pybamm_facets.runs.numerics import Backend, Numerics, Route
from pybamm_facets.runs.outcome import Outcome
from pybamm_facets.runs.results import Finished
from pybamm_facets.runs.run import Run
from pybamm_facets.runs.workers.job import Job

logger = logging.getLogger(__name__)

MORE_NODES, MORE_ACROSS = 4, 3
"""Of the particle, and of each element across the cell."""

LARGEST = 0.05
"""Difference of two capacities [mAh/g] from which a mesh is told to be too coarse."""


def check_hardest(
    group: Group, runs: Sequence[Run], outcomes: Mapping[int, Outcome], asked: Numerics
) -> dict[int, Outcome]:
    """The outcome of a group's hardest run, if it is to be doubted.

    Nothing for fewer runs than ``asked.check_from``, or where the particle's mesh was given.
    """
    chosen = group.job.numerics.var_pts.get("r_p")
    on_elements = group.job.numerics.route is Route.ELEMENTS
    given = "r_p" in asked.var_pts or PARTICLE in asked.submesh_types
    if chosen is None or given or group.job.protocol or len(group.inputs) < asked.check_from:
        return {}
    index = max(group.inputs, key=lambda i: _hardness(runs[i]))
    known = outcomes[index]
    if not known.status.has_result:
        return {}
    more = dict.fromkeys(("x_s", "x_p"), MORE_ACROSS if on_elements else 0) | {"r_p": MORE_NODES}
    points = {name: n + more.get(name, 0) for name, n in group.job.numerics.var_pts.items()}
    finer = replace(group.job.numerics, var_pts=points, backend=Backend.EXPANDED)
    job = Job(group.job.parameter_values, group.job.model, group.job.inputs, numerics=finer)
    (again,) = job.solver(1).solve([group.inputs[index]])
    one, other = (Finished(runs[index], o).row()["capacity_mAh_g"] for o in (known, again))
    nodes = "nodes" if on_elements else "radial nodes"
    logger.info("more %s: %.4f mAh/g instead of %.4f", nodes, other, one)
    if not abs(one - other) > LARGEST:
        return {}
    finer_points = ", ".join(f"{name}={points[name]}" for name in sorted(points))
    reason = f"more {nodes} change it by {other - one:+.2f} mAh/g: give var_pts {finer_points}"
    logger.warning("the hardest of %d runs on %s: %s", len(group.inputs), group.mesh, reason)
    return {index: known.doubted(reason)}


def _hardness(run: Run) -> float:
    demands = demands_of(run.values)
    reach = demands.depth_at(run.c_rate)
    # Where D depends on lithium content nothing is known but that fast runs are harder.
    return run.c_rate if reach is None else max(layer_measures(demands.core_fraction, reach))
