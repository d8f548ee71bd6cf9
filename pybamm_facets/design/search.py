"""The least ordered particle that meets its targets, or the best that can be had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from pybamm_facets.design.found_design import FoundDesign, run_again
from pybamm_facets.design.order_problem import OrderProblem, random_grains
from pybamm_facets.design.responses import NoResultError, Responses
from pybamm_facets.design.space import Space, start_of, to_unit
from pybamm_facets.design.targets import Target, check_targets
from pybamm_facets.progress import Tell, silent
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.given import GivenSet, one_set


def easiest(
    parameter_values: GivenSet,
    targets: Iterable[Target],
    space: Space,
    *,
    start: Mapping[str, float] | None = None,
    numerics: Numerics | None = None,
    progress: Tell | None = None,
) -> FoundDesign:
    """Find the least ordered particle that meets all targets.

    Random grains are tried first: if they meet the targets they are the answer. Else Ω is minimised
    subject to the targets by sequential quadratic programming on the engine's exact gradients; the
    result is run again, plainly and on a finer mesh. If no particle of the space meets the targets,
    the one with the largest smallest relative slack is returned, with ``met`` false.

    Parameters
    ----------
    parameter_values
        The set that the particle is put into; or a file or name of one.
    targets
        What must be delivered.
    space
        What may vary.
    start
        Variables to begin with.
    numerics
        Mesh and tolerances; what the set asks for by default.
    progress
        Called with a `Progress` after each evaluation.

    Raises
    ------
    ValueError
        Before any solve, for targets or a space that cannot be meant.
    NoResultError
        If a run that is needed gives no capacity; names it.
    """
    values = one_set(parameter_values)
    chosen = check_targets(targets, values)
    return solve(Responses(values, chosen, space, numerics), start, progress)


class Solution(NamedTuple):
    """What the optimiser found: the design, whether it meets its targets, and what it says."""

    variables: dict[str, float]
    met: bool
    message: str


def solved(
    responses: Responses,
    start: Mapping[str, float] | None = None,
    progress: Tell | None = None,
) -> Solution:
    """As `easiest`, on responses that are built already and without the runs at the end."""
    problem = OrderProblem(responses, progress or silent)
    plain = random_grains(responses)
    if plain is not None and problem.meets(plain):
        return Solution(plain, True, "random grains meet the targets")
    first = start_of(responses.free)
    if start is not None:
        first = np.array(
            [to_unit(name, start[name], bounds) for name, bounds in responses.free.items()]
        )
    result = problem.minimise(np.clip(first, 0, 1))
    met = problem.feasible(result.x)
    if not met:
        best = problem.least_miss(np.clip(result.x, 0, 1))
        if problem.feasible(best.x):
            result = problem.minimise(best.x)
            met = problem.feasible(result.x)
        if not met:
            result = best
    return Solution(responses.variables(result.x), met, str(result.message))


def solve(
    responses: Responses,
    start: Mapping[str, float] | None = None,
    progress: Tell | None = None,
) -> FoundDesign:
    """As `easiest`, on responses that are built already."""
    solution = solved(responses, start, progress)
    return run_again(responses, solution.variables, solution.message)


__all__ = [
    "FoundDesign",
    "NoResultError",
    "Solution",
    "easiest",
    "random_grains",
    "solve",
    "solved",
]
