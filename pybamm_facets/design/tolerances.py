"""What a design tolerates: how far each variable may go before it misses, and designs that may."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
from scipy.interpolate import PchipInterpolator
from scipy.optimize import brentq

from pybamm_facets import names
from pybamm_facets._checks import inside, is_number
from pybamm_facets.design.responses import Answer, Responses
from pybamm_facets.design.search import FoundDesign, solve
from pybamm_facets.design.space import IN_ASINH, LIMITS, Space
from pybamm_facets.design.targets import Target, check_targets
from pybamm_facets.progress import Tell
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.given import GivenSet, one_set

D_AB = "diffusivity_m2_s"
POINTS = 17
REACH = {
    "radius_m": (0.7, 1.5),
    D_AB: (0.5, 1.5),
}
"""Factors between which a variable is followed."""
FURTHEST = {
    "core_fraction": (0.05, 0.95),
    "kappa_core": (-60.0, 20.0),
    "kappa_shell": (-60.0, 20.0),
    "selection": (-15.0, 15.0),
}


def tolerance(found: FoundDesign, drop: float = 0.05) -> pd.DataFrame:
    """How far each variable may go, alone, before the first target's capacity falls by a share.

    Parameters
    ----------
    found
        A design.
    drop
        Share of the capacity of each target that may be lost.

    Returns
    -------
    pandas.DataFrame
        ``variable`` (those of a design, and ``diffusivity_m2_s``), ``value``, ``low`` and ``high``
        (NaN where the end that was looked at, ``from`` and ``to``, is not enough), ``low_percent``
        and ``high_percent`` of the value; the tightest first.
    """
    inside("drop", drop, 0, 1)
    rows = [_row(found, name, drop) for name in (*found.space.variables, D_AB)]
    table = pd.DataFrame(rows)
    tight = table[["low_percent", "high_percent"]].abs().min(axis=1)
    return (
        table.assign(tight=tight).sort_values("tight").drop(columns="tight").reset_index(drop=True)
    )


def _row(found: FoundDesign, name: str, drop: float) -> dict[str, object]:
    values = found.parameter_values
    scaled = names.DIFFUSIVITY_SCALE in values
    d_name = names.DIFFUSIVITY_SCALE if scaled else names.DIFFUSIVITY
    value = float(values[d_name]) if name == D_AB else found.variables[name]
    if name in REACH:
        low, high = (value * factor for factor in REACH[name])
    else:
        low, high = FURTHEST[name]
        low, high = min(low, value), max(high, value)
    grid = _grid(name, value, low, high)
    if name == D_AB:
        designs, changes = [dict(found.variables) for _ in grid], [{d_name: float(x)} for x in grid]
    else:
        designs, changes = [dict(found.variables) | {name: x} for x in grid], None
    table = found.responses.runs(designs, changes)
    ends = {"low": np.nan, "high": np.nan}
    for _, rows in table.groupby("target", sort=False):
        capacity = rows.sort_values("design")["reached"].to_numpy(float)
        good = np.isfinite(capacity)
        shape = PchipInterpolator(_axis(name, grid[good]), capacity[good])
        wanted = (1 - drop) * float(shape(_axis(name, np.array([value]))[0]))
        for side, end in (("low", low), ("high", high)):
            crossing = _crossing(name, shape, value, end, wanted)
            nearer = {"low": np.fmax, "high": np.fmin}[side]
            ends[side] = float(nearer(ends[side], crossing))
    return {
        "variable": name,
        "value": value,
        **ends,
        "from": low,
        "to": high,
        "low_percent": 100 * (ends["low"] - value) / abs(value) if value else np.nan,
        "high_percent": 100 * (ends["high"] - value) / abs(value) if value else np.nan,
    }


def _axis(name: str, x: np.ndarray) -> np.ndarray:
    return np.arcsinh(x) if name in IN_ASINH else np.log(x) if name in REACH else x


def _grid(name: str, value: float, low: float, high: float) -> np.ndarray:
    ends = _axis(name, np.array([low, value, high]))
    grid = np.unique(np.r_[np.linspace(ends[0], ends[2], POINTS), ends[1]])
    return np.sinh(grid) if name in IN_ASINH else np.exp(grid) if name in REACH else grid


def _crossing(
    name: str, shape: PchipInterpolator, value: float, end: float, wanted: float
) -> float:
    """Where the capacity first falls below what is wanted, from the value to an end."""
    a, b = _axis(name, np.array([value, end]))
    steps = np.linspace(a, b, 400)
    below = np.flatnonzero(shape(steps) < wanted)
    if not len(below) or below[0] == 0:
        return float("nan")
    k = int(below[0])
    at = brentq(lambda x: float(shape(x)) - wanted, *sorted((steps[k - 1], steps[k])))
    back = np.sinh(at) if name in IN_ASINH else np.exp(at) if name in REACH else at
    return float(back)


def read_tolerance(name: str, given: float | str, value: float) -> float:
    """A tolerance as a number: ``"5%"`` is of the value."""
    if isinstance(given, str) and given.strip().endswith("%"):
        try:
            share = float(given.strip()[:-1]) / 100
        except ValueError:
            raise ValueError(f"tolerances[{name!r}]={given!r}: expected such as '5%'") from None
        return abs(share * value)
    if not is_number(given) or not given >= 0:
        raise ValueError(
            f"tolerances[{name!r}]={given!r}: expected a number of at least 0, or such as '5%'"
        )
    return float(given)


class _Corner(Responses):
    """Responses of the worst corner of a box of tolerances about each design."""

    tolerances: Mapping[str, float | str]
    worst: Mapping[str, float]

    @classmethod
    def about(
        cls,
        responses: Responses,
        tolerances: Mapping[str, float | str],
        worst: Mapping[str, float],
    ) -> _Corner:
        """Those of other responses, with what they have built."""
        found = cls.__new__(cls)
        found.__dict__.update(responses.other().__dict__)
        found.tolerances, found.worst = dict(tolerances), dict(worst)
        return found

    def changes(self, variables: Mapping[str, float]) -> dict[str, float]:
        return super().changes(corner_of(variables, self.tolerances, self.worst))

    def _compute(self, variables: dict[str, float]) -> Answer:
        moved = corner_of(variables, self.tolerances, self.worst)
        answer = super()._compute(moved)
        step = {
            name: (corner_of({**variables, name: variables[name] + 1e-6}, self.tolerances,
                             self.worst)[name] - moved[name]) / 1e-6
            for name in self.free
        }  # fmt: skip
        factors = np.array([step[name] for name in self.free])
        return Answer(answer.reached, answer.slopes * factors)


def corner_of(
    variables: Mapping[str, float],
    tolerances: Mapping[str, float | str],
    signs: Mapping[str, float],
) -> dict[str, float]:
    """A corner of the box of tolerances: each variable moved by its tolerance, with a sign."""
    moved = dict(variables)
    for name, given in tolerances.items():
        by = read_tolerance(name, given, variables[name])
        low, high = LIMITS[name]
        moved[name] = min(max(variables[name] + signs[name] * by, low), high)
    return moved


def check_tolerances(tolerances: Mapping[str, float | str], space: Space) -> None:
    """``ValueError`` for tolerances of what a design does not have."""
    if not tolerances:
        raise ValueError("tolerances={}: expected at least one")
    for name, given in tolerances.items():
        if name not in space.variables:
            raise ValueError(
                f"tolerances[{name!r}]: expected variables of {', '.join(space.variables)}"
            )
        read_tolerance(name, given, 1.0)


def robust(
    parameter_values: GivenSet,
    targets: Iterable[Target],
    space: Space,
    tolerances: Mapping[str, float | str],
    *,
    numerics: Numerics | None = None,
    progress: Tell | None = None,
) -> FoundDesign:
    """The easiest design that still meets its targets at every corner of its tolerances.

    Capacity is monotone in each variable in all cases that were tried, so that one corner is the
    worst. It is looked for among all corners about the nominal design, and again at the end.

    Parameters
    ----------
    parameter_values, targets, space, numerics, progress
        As `easiest`.
    tolerances
        Variable to how far it may be off, either way; ``"5%"`` is of its value.

    Returns
    -------
    FoundDesign
        With the nominal variables; its table is that of the worst corner.

    Raises
    ------
    ValueError
        For tolerances that cannot be meant.
    """
    values = one_set(parameter_values)
    chosen = check_targets(targets, values)
    check_tolerances(tolerances, space)
    nominal = solve(Responses(values, chosen, space, numerics), None, progress)
    worst = _worst_signs(nominal.responses, nominal.variables, tolerances)
    for _ in range(3):
        corner = _Corner.about(nominal.responses, tolerances, worst)
        found = solve(corner, nominal.variables, progress)
        again = _worst_signs(nominal.responses, found.variables, tolerances)
        if again == worst:
            break
        worst = again
    # What is asked of it from here on is asked of the nominal design.
    return replace(found, responses=nominal.responses)


def _worst_signs(
    responses: Responses, variables: Mapping[str, float], tolerances: Mapping[str, float | str]
) -> dict[str, float]:
    """Signs of the corner with the smallest relative slack over all targets."""
    corners = [
        dict(zip(tolerances, s, strict=True)) for s in product((-1.0, 1.0), repeat=len(tolerances))
    ]
    designs = [corner_of(variables, tolerances, signs) for signs in corners]
    table = responses.runs(designs)
    wanted = {target.label: target.at_least for target in responses.targets}
    table = table.assign(share=table["reached"] / table["target"].map(wanted))
    least = table.groupby("design")["share"].min()
    return corners[int(least.idxmin())]
