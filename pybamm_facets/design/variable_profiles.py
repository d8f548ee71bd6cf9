"""The set of designs, not a point: each variable held, the easiest design with it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pybamm_facets._checks import between, whole
from pybamm_facets.design.search import FoundDesign, NoResultError, solved
from pybamm_facets.design.space import from_unit
from pybamm_facets.progress import Progress, Tell, silent

NEARLY_FREE = 0.1
"""Share of Ω that a variable's whole range may cost and count as nearly free."""


def profiles(found: FoundDesign, points: int = 7, *, progress: Tell | None = None) -> pd.DataFrame:
    """For each free variable on a grid, the easiest design with it fixed.

    Parameters
    ----------
    found
        A design that meets its targets.
    points
        Of each grid, from one bound to the other.
    progress
        Called with a `Progress` after each design.

    Returns
    -------
    pandas.DataFrame
        ``variable``, ``value``, ``ordering``, ``met`` and the other variables.

    Raises
    ------
    ValueError
        For a design that does not meet its targets, and if only one variable varies.
    """
    number = whole("points", points, least=2, most=99)
    if not found.met:
        raise ValueError("found: does not meet its targets; expected a design that does")
    free = found.space.free
    if len(free) < 2:
        raise ValueError(f"space: only {', '.join(free)} varies; expected two variables at least")
    tell = progress or silent
    rows: list[dict[str, object]] = []
    total = number * len(free)
    for name, bounds in free.items():
        grid = [from_unit(name, u, bounds) for u in np.linspace(0, 1, number)]
        start = dict(found.variables)
        # From the found value outward, so that each design begins beside its neighbour.
        order = np.argsort([abs(value - found.variables[name]) for value in grid])
        results: dict[int, dict[str, object]] = {}
        for k in order:
            space = found.space.held(name, float(grid[k]))
            row: dict[str, object] = {"variable": name, "value": float(grid[k])}
            try:
                responses = found.responses.other(space=space)
                one = solved(responses, start)
                ordering = responses.order.ordering(one.variables)
                row |= {"ordering": ordering, "met": one.met, **one.variables}
            except NoResultError as error:
                row |= {"ordering": np.nan, "met": False, "reason": str(error)}
            results[int(k)] = row
            tell(Progress("profiles", len(rows) + len(results), total))
        rows += [results[k] for k in sorted(results)]
    return pd.DataFrame(rows)


def interval(table: pd.DataFrame, variable: str, least: float, slack: float) -> tuple[float, float]:
    """Between which values a variable costs up to (1 + slack) times the least Ω."""
    between("slack", slack, 0, 10)
    rows = table[(table["variable"] == variable) & table["met"]].sort_values("value")
    x, y = rows["value"].to_numpy(float), rows["ordering"].to_numpy(float)
    good = np.flatnonzero(y <= (1 + slack) * least)
    if not len(good):
        return (float("nan"), float("nan"))
    return float(x[good[0]]), float(x[good[-1]])


def profile_words(table: pd.DataFrame, least: float) -> list[str]:
    """Which variables are nearly free, and which are not, a line each."""
    lines = []
    for variable, rows in table.groupby("variable", sort=False):
        good = rows[rows["met"]]
        if good.empty:
            lines.append(f"{variable}: no other value meets the targets")
            continue
        worst = float(good["ordering"].max())
        low, high = float(good["value"].min()), float(good["value"].max())
        if len(good) == len(rows) and worst <= (1 + NEARLY_FREE) * least:
            lines.append(f"{variable} is nearly free: from {low:.3g} to {high:.3g} Ω ≤ {worst:.3g}")
        else:
            lines.append(f"{variable}: met from {low:.3g} to {high:.3g}, Ω up to {worst:.3g}")
    return lines
