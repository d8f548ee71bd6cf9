"""The run that asks most of a group's mesh, once more on a finer one."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pybamm_facets.runs.groups import Group
from pybamm_facets.runs.mesh_choice import PARTICLE, layer_depth, layer_measures
from pybamm_facets.runs.numerics import Backend, Numerics
from pybamm_facets.runs.outcome import Outcome
from pybamm_facets.runs.results import Finished
from pybamm_facets.runs.run import Run
from pybamm_facets.runs.workers.job import Job

logger = logging.getLogger(__name__)

MORE_NODES = 4
LARGEST = 0.05
"""Difference of two capacities [mAh/g] from which a mesh is told to be too coarse."""


def check_hardest(
    group: Group, runs: Sequence[Run], outcomes: Mapping[int, Outcome], asked: Numerics
) -> dict[int, Outcome]:
    """The outcome of a group's hardest run, if it is to be doubted.

    Nothing for fewer runs than ``asked.check_from``, or where the particle's mesh was given.
    """
    chosen = group.job.numerics.var_pts.get("r_p")
    given = "r_p" in asked.var_pts or PARTICLE in asked.submesh_types
    if chosen is None or given or group.job.protocol or len(group.inputs) < asked.check_from:
        return {}
    index = max(group.inputs, key=lambda i: _hardness(runs[i]))
    known = outcomes[index]
    if not known.status.has_result:
        return {}
    finer = replace(
        group.job.numerics,
        var_pts={**group.job.numerics.var_pts, "r_p": chosen + MORE_NODES},
        backend=Backend.EXPANDED,
    )
    job = Job(group.job.parameter_values, group.job.model, group.job.inputs, numerics=finer)
    (again,) = job.solver(1).solve([group.inputs[index]])
    one, other = (Finished(runs[index], o).row()["capacity_mAh_g"] for o in (known, again))
    logger.info("%d more radial nodes: %.4f mAh/g instead of %.4f", MORE_NODES, other, one)
    if not abs(one - other) > LARGEST:
        return {}
    reason = (
        f"{MORE_NODES} more radial nodes change it by {other - one:+.2f} mAh/g: give var_pts r_p"
    )
    logger.warning("the hardest of %d runs on %s: %s", len(group.inputs), group.mesh, reason)
    return {index: known.doubted(reason)}


def _hardness(run: Run) -> float:
    reach = layer_depth(run.values, run.c_rate)
    # Where D depends on lithium content nothing is known but that fast runs are harder.
    return run.c_rate if reach is None else max(layer_measures(run.values, reach))
