"""Fronts: the price of order along a variable of the space, or along a target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

import numpy as np
import pandas as pd

from pybamm_facets._checks import whole
from pybamm_facets.design.responses import Responses
from pybamm_facets.design.search import FoundDesign, NoResultError, solve
from pybamm_facets.design.space import Space, from_unit
from pybamm_facets.design.targets import Target, check_targets
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
        A free variable of the space, or the position of a target.
    values
        Of the variable, or of the target's capacity [mAh/g]; for a variable, between its bounds by
        default.
    points
        How many by default.
    progress
        Called with a `Progress` after each design.

    Returns
    -------
    pandas.DataFrame
        ``value``, ``ordering``, ``met``, the variables, and ``capacity_mAh_g`` of the first target,
        ``reason``.

    Raises
    ------
    ValueError
        For something else to go along, and a target without values.
    """
    base = one_set(parameter_values)
    chosen = check_targets(targets, base)
    names = [field.name for field in fields(Space)]
    if isinstance(along, str) and along not in space.free:
        raise ValueError(
            f"along={along!r}: expected a variable that varies, {', '.join(space.free)}, or the "
            f"position of a target; variables are {', '.join(names)}"
        )
    if isinstance(along, int) and not 0 <= along < len(chosen):
        raise ValueError(f"along={along!r}: expected a target's position, 0 to {len(chosen) - 1}")
    grid = _grid(along, values, space, points)
    tell, rows = progress or silent, []
    start: dict[str, float] | None = None
    shared: Responses | None = None
    for done, value in enumerate(grid, start=1):
        if isinstance(along, str):
            responses = Responses(base, chosen, replace(space, **{along: value}), numerics)
        else:
            moved = list(chosen)
            moved[along] = replace(chosen[along], at_least=value)
            check_targets(moved, base)
            responses = shared or Responses(base, moved, space, numerics)
            responses.targets = tuple(moved)
            shared = responses
        rows.append(_row(value, responses, start))
        if rows[-1]["met"]:
            start = {name: float(str(rows[-1][name])) for name in names}
        tell(Progress("front", done, len(grid)))
    return pd.DataFrame(rows)


def _grid(
    along: str | int, values: Sequence[float] | None, space: Space, points: int
) -> list[float]:
    if values is not None:
        grid = [float(value) for value in values]
        if not grid:
            raise ValueError("values=[]: expected at least one")
        return grid
    if isinstance(along, int):
        raise ValueError("values=None: expected the capacities of the target to go along")
    number = whole("points", points, least=2, most=999)
    bounds = space.free[along]
    return [from_unit(along, u, bounds) for u in np.linspace(0, 1, number)]


def _row(value: float, responses: Responses, start: dict[str, float] | None) -> dict[str, object]:
    try:
        found: FoundDesign = solve(responses, start)
    except NoResultError as error:
        return {"value": value, "ordering": np.nan, "met": False, "reason": str(error)}
    return {
        "value": value,
        "ordering": found.ordering,
        "met": found.met,
        **found.variables,
        "capacity_mAh_g": float(found.table["capacity_mAh_g"].iloc[0]),
        "reason": "" if found.met else "not attainable: the best that was found",
    }
