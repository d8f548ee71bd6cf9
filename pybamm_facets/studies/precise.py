"""Runs to tolerances at which small differences between them count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pybamm

from pybamm_facets.sweep.backend import Tolerances
from pybamm_facets.sweep.case import Case, Outcome
from pybamm_facets.sweep.cell import Values
from pybamm_facets.sweep.check import check_parameter_values
from pybamm_facets.sweep.run import Progress, run_groups
from pybamm_facets.sweep.solve import CaseSolver

TIGHT = Tolerances(1e-6, 1e-8)
"""Mean voltages are good to 0.05 mV; at the default tolerances they are off by up to 2 mV at 1C."""


def run_precisely(
    cases: Sequence[Case],
    *,
    model: pybamm.BaseModel,
    tolerances: Tolerances = TIGHT,
    threads: int | None = None,
    var_pts: Mapping[str, int] | None = None,
    submesh_types: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Outcomes of cases, in their order; arguments as `run_cases`.

    A set that cannot be meant is an outcome with its reason, and nothing is solved for it.
    """
    facets = tuple(facet.label for facet in getattr(model, "facets", ()))
    sets = {id(case.parameter_values): case.parameter_values for case in cases}
    problems = {key: problem(values, facets) for key, values in sets.items()}
    outcomes = {
        index: Outcome("infeasible", problems[id(case.parameter_values)])
        for index, case in enumerate(cases)
        if problems[id(case.parameter_values)]
    }
    sound = [index for index in range(len(cases)) if index not in outcomes]
    solved = run_groups(
        [cases[index] for index in sound],
        _solve,
        model=model,
        solver={"threads": threads, "tolerances": tolerances},
        mesh={"var_pts": var_pts, "submesh_types": submesh_types},
        progress=progress,
    )
    outcomes |= dict(zip(sound, solved, strict=True))
    return [outcomes[index] for index in range(len(cases))]


def problem(values: Values, facets: tuple[str, ...]) -> str:
    """Why a set cannot be meant, in words; empty if it can."""
    try:
        check_parameter_values(values, facets)
    except ValueError as error:
        return str(error)
    return ""


def _solve(solver: CaseSolver, cases: Sequence[Case]) -> list[Outcome]:
    """Outcomes of a chunk; a set whose start state does not exist is one too."""
    outcomes: dict[int, Outcome] = {}
    for index, case in enumerate(cases):
        try:
            solver.inputs(case)
        except ValueError as error:
            outcomes[index] = Outcome("infeasible", str(error))
    ready = [index for index in range(len(cases)) if index not in outcomes]
    solved = solver.solve([cases[index] for index in ready])
    outcomes |= dict(zip(ready, solved, strict=True))
    return [outcomes[index] for index in range(len(cases))]
