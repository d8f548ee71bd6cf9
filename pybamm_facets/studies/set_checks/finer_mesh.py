"""Whether the mesh of a set is fine enough for its highest rate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pybamm

from pybamm_facets import names
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.mesh_choice import MeshRule
from pybamm_facets.runs.numerics import Numerics, Route
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.direction import Direction
from pybamm_facets.studies.set_checks.finding import Finding, Severity
from pybamm_facets.studies.set_model import model_choice

MESH_ERROR = 0.5
"""Capacity [mAh/g] by which a finer mesh may differ."""
FINER = 2
MESH = ("r_p", "x_p", "x_s", "x_n")
MORE_NODES = {"r_p": 6, "x_p": 4, "x_s": 4}
"""Of elements: errors fall exponentially with them."""


def mesh_findings(
    values: pybamm.ParameterValues, c_rate: float, numerics: Numerics | None
) -> Iterable[Finding]:
    """The highest rate on the mesh of the set and on a finer one, both directions."""
    choice = model_choice(values)
    runs = [Run(dict(values), way, c_rate) for way in (Direction.DISCHARGE, Direction.CHARGE)]
    asked = numerics or choice.numerics
    rule = MeshRule(choice.model(), asked)
    coarse = rule.choice(runs[0])[0].numerics(asked)  # both runs have the same rate
    own = choice.model().default_var_pts
    points = {name: FINER * coarse.var_pts.get(name, own[name]) for name in MESH}
    if coarse.route is Route.ELEMENTS:
        points = {name: coarse.var_pts[name] + more for name, more in MORE_NODES.items()}
    fine = replace(coarse, var_pts=points)
    tables = [
        run_all(runs, model=choice.model(), numerics=one, threads=1).table for one in (coarse, fine)
    ]
    for a, b in zip(*(table.to_dict("records") for table in tables), strict=True):
        if a["status"] not in ("ok", "doubtful"):
            yield (
                Severity.WRONG if a["status"] == "infeasible" else Severity.DOUBTFUL,
                f"{c_rate:g}C {a['direction']} gives no result: {a['reason']}",
            )
            continue
        error = a["capacity_mAh_g"] - b["capacity_mAh_g"]
        if abs(error) > MESH_ERROR:
            thick = number(values, names.POSITIVE_THICKNESS) * 1e6
            wanted = ", ".join(f"{name}={count}" for name, count in points.items())
            yield (
                Severity.DOUBTFUL,
                f"the mesh is too coarse for {thick:.0f} µm at {c_rate:g}C: {a['direction']} "
                f"{a['capacity_mAh_g']:.1f} mAh/g, {b['capacity_mAh_g']:.1f} on a finer one "
                f"({wanted})",
            )
