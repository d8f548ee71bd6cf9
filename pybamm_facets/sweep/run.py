"""Run cases: group those that share a structure, build each group once, solve it as a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pybamm

from pybamm_facets.models import FacetDFN
from pybamm_facets.sweep.build import OUTSIDE, STRUCTURAL, build
from pybamm_facets.sweep.case import Case, Outcome
from pybamm_facets.sweep.cell import number
from pybamm_facets.sweep.check import check_parameter_values
from pybamm_facets.sweep.solve import CaseSolver
from pybamm_facets.sweep.start import CONCENTRATIONS
from pybamm_facets.values import comparable

Progress = Callable[[int, int], None]
"""Called with (cases done, cases in all)."""

CHUNK = 64
"""Cases of one list call: enough to fill the threads, few enough to show progress."""


def run_cases(
    cases: Sequence[Case],
    *,
    model: pybamm.BaseModel | None = None,
    curves: bool = False,
    threads: int | None = None,
    var_pts: Mapping[str, int] | None = None,
    submesh_types: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Outcomes of all cases, in their order.

    Parameters
    ----------
    cases
        What to run.
    model
        An unprocessed PyBaMM lithium-ion model; `FacetDFN` by default.
    curves
        Keep voltage against time.
    threads
        Solves at a time; all cores by default.
    var_pts, submesh_types
        Mesh, where it differs from the model's default.
    progress
        Called after each chunk of solves.

    Raises
    ------
    ValueError
        Before any solve, if a parameter set cannot be meant.
    """
    model = model or FacetDFN()
    facets = tuple(facet.label for facet in getattr(model, "facets", ()))
    for case in {id(case.parameter_values): case for case in cases}.values():
        check_parameter_values(case.parameter_values, facets, case.particle)
    return run_groups(
        cases,
        CaseSolver.solve,
        model=model,
        solver={"curves": curves, "threads": threads},
        mesh={"var_pts": var_pts, "submesh_types": submesh_types},
        progress=progress,
    )


def run_groups(
    cases: Sequence[Case],
    solve: Callable[[CaseSolver, Sequence[Case]], list[Outcome]],
    *,
    model: pybamm.BaseModel,
    solver: Mapping[str, Any],
    mesh: Mapping[str, Any],
    progress: Progress | None = None,
) -> list[Outcome]:
    """Outcomes of checked cases, in their order: a build a structure, then `solve` chunk by chunk.

    `solver` and `mesh` are keyword arguments of `CaseSolver` and `build`.
    """
    outcomes: dict[int, Outcome] = {}
    for group in group_by_structure(cases):
        members = [cases[index] for index in group]
        built = build(model, members[0].parameter_values, varying_inputs(members), **mesh)
        case_solver = CaseSolver(built, **solver)
        for start in range(0, len(group), CHUNK):
            chunk = group[start : start + CHUNK]
            solved = solve(case_solver, [cases[index] for index in chunk])
            outcomes.update(zip(chunk, solved, strict=True))
            if progress is not None:
                progress(len(outcomes), len(cases))
    return [outcomes[index] for index in range(len(cases))]


def group_by_structure(cases: Sequence[Case]) -> list[list[int]]:
    """Indices of cases that one build can serve, groups in order of first appearance."""
    groups: list[tuple[dict[str, Any], list[int]]] = []
    known: dict[int, list[int]] = {}
    for index, case in enumerate(cases):
        key = id(case.parameter_values)
        if key not in known:
            structure = _structure(case.parameter_values)
            group = next((members for s, members in groups if s == structure), None)
            if group is None:
                group = []
                groups.append((structure, group))
            known[key] = group
        known[key].append(index)
    return [members for _, members in groups]


def varying_inputs(cases: Sequence[Case]) -> tuple[str, ...]:
    """Numeric parameters that differ between the cases' sets, and the start state."""
    sets = list({id(c.parameter_values): c.parameter_values for c in cases}.values())
    first = sets[0]
    varying = [
        name
        for name, value in first.items()
        if _is_input(name, value) and any(number(other, name) != value for other in sets[1:])
    ]
    start = [name for name in CONCENTRATIONS.values() if name in first and name not in varying]
    return (*varying, *start)


def _structure(parameter_values: pybamm.ParameterValues) -> dict[str, Any]:
    """What must be equal for two sets to share a build: names, functions and mesh numbers."""
    return {
        name: "number" if _is_input(name, value) else comparable(value)
        for name, value in parameter_values.items()
        if name not in OUTSIDE and name != "citations"
    }


def _is_input(name: str, value: Any) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and name not in STRUCTURAL
        and name not in OUTSIDE
    )
