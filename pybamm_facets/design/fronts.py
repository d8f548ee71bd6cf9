"""Fronts: the price of order along a variable of the space, or along a target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from pybamm_facets._checks import whole
from pybamm_facets.design.responses import Responses
from pybamm_facets.design.search import FoundDesign, NoResultError, random_grains, solved
from pybamm_facets.design.space import Space, from_unit
from pybamm_facets.design.targets import Target, check_targets, highest
from pybamm_facets.design.tolerances import robust
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.given import GivenSet, one_set


def front(
    parameter_values: GivenSet,
    targets: Iterable[Target],
    space: Space,
    *,
    along: str | int = "radius_m",
    values: Sequence[float] | None = None,
    points: int = 12,
    numerics: Numerics | None = None,
    progress: Tell | None = None,
) -> pd.DataFrame:
    """The easiest design at each value of a variable, or of what a target asks for.

    Parameters
    ----------
    parameter_values, targets, space, numerics
        As `easiest`.
    along
        A free variable of the space; the position of a target; or "core_tension", its limit [EΔ].
    values
        Of the variable, or of what the target asks for; for a variable, between its bounds by
        default; for a target, from what random grains give to the most that the space holds.
    points
        How many by default.
    progress
        Called with a `Progress` after each design.

    Returns
    -------
    pandas.DataFrame
        ``value``, ``ordering``, ``met``, the variables, ``core_tension`` [EΔ], ``reached`` of the
        first target, ``reason``.

    Raises
    ------
    ValueError
        For something else to go along, and a target without values.
    """
    base = one_set(parameter_values)
    chosen = check_targets(targets, base)
    if isinstance(along, str) and along not in (*space.free, TENSION):
        raise ValueError(
            f"along={along!r}: expected a variable that varies, {', '.join(space.free)}, or the "
            f"position of a target, or {TENSION}; variables are {', '.join(space.variables)}"
        )
    if isinstance(along, int) and not 0 <= along < len(chosen):
        raise ValueError(f"along={along!r}: expected a target's position, 0 to {len(chosen) - 1}")
    number = whole("points", points, least=2, most=999)
    if along == TENSION and values is None:
        raise ValueError("values=None: expected the limits of the core's tension to go along [EΔ]")
    if values is not None and not len(list(values)):
        raise ValueError("values=[]: expected at least one")
    shared = Responses(base, chosen, space, numerics)
    if values is not None:
        grid = [float(value) for value in values]
    elif isinstance(along, str):
        grid = [from_unit(along, u, space.free[along]) for u in np.linspace(0, 1, number)]
    else:
        grid = _between_ends(shared, along, number)
    tell, rows = progress or silent, []
    start: dict[str, float] | None = None
    for done, value in enumerate(grid, start=1):
        if isinstance(along, str):
            responses = shared.other(space=space.held(along, value))
        else:
            moved = list(chosen)
            moved[along] = replace(chosen[along], at_least=value)
            responses = shared.other(targets=check_targets(moved, base))
        rows.append(_row(value, responses, start))
        if rows[-1]["met"]:
            start = {name: float(str(rows[-1][name])) for name in space.variables}
        tell(Progress("front", done, len(grid)))
    return pd.DataFrame(rows)


def fronts_about(
    found: FoundDesign,
    tolerances: Mapping[str, float | str] | None = None,
    *,
    points: int = 10,
    progress: Tell | None = None,
) -> dict[str, pd.DataFrame]:
    """The fronts of a design: over its first target, and over the radius.

    Parameters
    ----------
    found
        The design.
    tolerances
        As `robust`: if there are any, also the front of designs that may be off so far.
    points
        Of each front; the robust one has half as many.
    progress
        Called with a `Progress` after each design.

    Returns
    -------
    dict
        "target" and "radius", and "robust" with tolerances: tables of `front`. The radius goes
        between its bounds, or from 0.75 to 1.2 of its value.
    """
    radius = found.variables["radius_m"]
    low, high = found.space.free.get("radius_m", (WIDTH[0] * radius, WIDTH[1] * radius))
    radii = np.linspace(low, high, points)
    asked = (found.parameter_values, found.targets, found.space.held("radius_m", (low, high)))
    numerics = found.responses.numerics
    tables = {
        "target": front(found.parameter_values, found.targets[:1], found.space, along=0,
                        points=points, numerics=numerics, progress=progress),
        "radius": front(*asked, values=radii.tolist(), numerics=numerics, progress=progress),
    }  # fmt: skip
    if tolerances:
        rows = []
        for value in radii[::2]:
            space = found.space.held("radius_m", float(value))
            one = robust(found.parameter_values, found.targets, space, tolerances,
                         numerics=numerics, progress=progress)  # fmt: skip
            rows.append(
                {"value": float(value), "ordering": one.ordering, "met": one.met, **one.variables}
            )
        tables["robust"] = pd.DataFrame(rows)
    return tables


WIDTH = (0.75, 1.2)
"""Of the radius, where it is fixed: how far a front goes."""
TENSION = "core_tension"
NEAR = 0.995
"""Share of the most that a space holds up to which a front goes: beyond, order costs endlessly."""


def _between_ends(responses: Responses, along: int, points: int) -> list[float]:
    """What to ask of a target: from what random grains give to nearly the most that can be had."""
    targets = list(responses.targets)
    low = random_grains(responses)
    first = 0.0 if low is None else float(responses.at(low).reached[along])
    limit = highest(targets[along], responses.parameter_values) * (1 - 1e-9)
    highest_ = responses.other(targets=[replace(targets[along], at_least=limit)])
    last = NEAR * float(highest_.at(solved(highest_).variables).reached[0])
    if not first < last:
        raise ValueError(
            f"along={along!r}: nothing to go along, random grains give {first:.1f} "
            f"{targets[along].unit} and the best {last:.1f}; expected values"
        )
    first = max(first, 0.5 * last)
    return [float(one) for one in np.linspace(first, last, points)]


def _row(value: float, responses: Responses, start: dict[str, float] | None) -> dict[str, object]:
    try:
        solution = solved(responses, start)
    except NoResultError as error:
        return {"value": value, "ordering": np.nan, "met": False, "reason": str(error)}
    return {
        "value": value,
        "ordering": responses.order.ordering(solution.variables),
        "met": solution.met,
        **solution.variables,
        "core_tension": responses.order.core_tension(solution.variables),
        "reached": float(responses.at(solution.variables).reached[0]),
        "reason": "" if solution.met else "not attainable: the best that was found",
    }
