"""Attribution: how much of the difference between two particles is whose doing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pybamm

from pybamm_facets.models import FacetDFN
from pybamm_facets.studies.attribution_words import QUANTITIES, within
from pybamm_facets.studies.coalitions import (
    MECHANISMS,
    Changes,
    changed,
    coalitions,
    differences,
)
from pybamm_facets.studies.precise import run_precisely
from pybamm_facets.studies.rate_capability import DEFAULT_RATES
from pybamm_facets.studies.scenarios import SCENARIOS
from pybamm_facets.studies.shapley import shapley
from pybamm_facets.sweep.case import DIRECTIONS, Case, check_rates
from pybamm_facets.sweep.cell import Values
from pybamm_facets.sweep.check import check_parameter_values
from pybamm_facets.sweep.start import start_state
from pybamm_facets.sweep.table import result_columns

DEFAULT_QUANTITIES = tuple(QUANTITIES)

Subset = frozenset[str]


@dataclass(frozen=True)
class Attribution:
    """The difference between two particles, split.

    Parameters
    ----------
    table
        One row a rate, quantity and group: ``direction``, ``c_rate``, ``quantity`` (unit in its
        name), ``group``, ``contribution``, ``gap`` (second minus first, and the contributions'
        sum), ``first``, ``second``, ``status``, ``reason``.
    points
        Every run behind it: ``from_second`` (groups taken from the second particle; the others are
        the first's) and the columns of `rate_capability`.
    groups
        Group to the names in which the particles differ; none for a group that is equal in both.
    """

    table: pd.DataFrame
    points: pd.DataFrame
    groups: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class _Game:
    """All particles between two, in one scenario."""

    scenario: str
    groups: dict[str, tuple[str, ...]]
    members: dict[Subset, pybamm.ParameterValues]

    @property
    def ends(self) -> tuple[Subset, Subset]:
        """The first and the second particle."""
        return frozenset(), max(self.members, key=len)


def attribute(
    first: Values,
    second: Values,
    c_rates: Sequence[float] = DEFAULT_RATES,
    *,
    direction: str = "discharge",
    quantities: Sequence[str] = DEFAULT_QUANTITIES,
    changes: Changes | None = None,
    groups: Mapping[str, str] = MECHANISMS,
    model: pybamm.BaseModel | None = None,
    **run: Any,
) -> Attribution:
    """Split the difference between two particles over what differs between them.

    The groups of parameters in which they differ are swapped in every order; a group's contribution
    is its mean effect (Shapley value), so that the contributions sum to the gap. With n groups that
    differ this takes 2^n runs a rate; a group that is equal in both contributes exactly zero.

    Parameters
    ----------
    first, second
        Parameter values of the particles in their cells.
    c_rates
        Multiples of 1C, positive.
    direction
        ``"discharge"`` or ``"charge"``.
    quantities
        Of `QUANTITIES`. The mean voltage is energy over charge.
    changes
        Parameters to change in both sets first: name to value, or a function of the set that gives
        such a mapping.
    groups
        Group to the regular expression of its parameters: `MECHANISMS`, the finer `ZONES`, or your
        own.
    model
        An unprocessed PyBaMM model; `FacetDFN` by default.
    run
        ``threads``, ``var_pts``, ``submesh_types``, ``progress`` as in `rate_capability`; and
        ``tolerances``, tight by default: a contribution is a difference of runs.

    Raises
    ------
    ValueError
        Before any solve, for an argument or a set that cannot be meant. A run between the two that
        gives no result makes the contributions of its rate NaN and is named in ``status`` and
        ``reason``; one that passes the cut-off at once counts as no capacity and no energy.
    """
    found = _attribute(
        first,
        second,
        {"": changes or {}},
        c_rates,
        direction=direction,
        quantities=quantities,
        groups=groups,
        model=model,
        **run,
    )
    table, points = (frame.drop(columns="scenario") for frame in (found.table, found.points))
    return Attribution(table, points, found.groups)


def attribute_scenarios(
    first: Values,
    second: Values,
    c_rates: Sequence[float] = DEFAULT_RATES,
    *,
    scenarios: Mapping[str, Changes] = SCENARIOS,
    **options: Any,
) -> pd.DataFrame:
    """The table of `attribute` under each scenario, told apart by a column ``scenario``.

    Parameters
    ----------
    first, second, c_rates
        As `attribute`.
    scenarios
        Name to ``changes`` as `attribute` takes them. The default: the cell as it is, cut-offs of
        3.0 and 3.4 V, a contact resistance of 100 Ω·cm², and all exchange currents a tenth.
    options
        The other arguments of `attribute`.
    """
    if not scenarios:
        raise ValueError("scenarios: expected at least one, got none")
    if "changes" in options:
        raise ValueError("changes: give them as a scenario")
    return _attribute(first, second, scenarios, c_rates, **options).table


def _attribute(
    first: Values,
    second: Values,
    scenarios: Mapping[str, Changes],
    c_rates: Sequence[float],
    *,
    direction: str = "discharge",
    quantities: Sequence[str] = DEFAULT_QUANTITIES,
    groups: Mapping[str, str] = MECHANISMS,
    model: pybamm.BaseModel | None = None,
    **run: Any,
) -> Attribution:
    rates = tuple(dict.fromkeys(check_rates(c_rates)))
    _check(direction, quantities)
    games = [_game(name, first, second, how, groups) for name, how in scenarios.items()]
    points = _points(games, rates, direction, model or FacetDFN(), run)
    found = {(row["scenario"], row["subset"], row["c_rate"]): row for row in points}
    table = [
        row
        for game in games
        for rate in rates
        for row in _rows(game, {s: found[game.scenario, s, rate] for s in game.members}, quantities)
    ]
    return Attribution(
        pd.DataFrame(table), pd.DataFrame(points).drop(columns="subset"), games[0].groups
    )


def _check(direction: str, quantities: Sequence[str]) -> None:
    if direction not in DIRECTIONS:
        raise ValueError(f"direction={direction!r}: expected {' or '.join(DIRECTIONS)}")
    unknown = [quantity for quantity in quantities if quantity not in QUANTITIES]
    if unknown or isinstance(quantities, str) or not quantities:
        raise ValueError(f"quantities={quantities!r}: expected some of {', '.join(QUANTITIES)}")


def _game(
    scenario: str, first: Values, second: Values, how: Changes, groups: Mapping[str, str]
) -> _Game:
    one, other = (
        changed(pybamm.ParameterValues(dict(values)), how, label)
        for values, label in ((first, "the first set"), (second, "the second set"))
    )
    differing = differences(one, other, groups)
    return _Game(scenario, differing, coalitions(one, other, differing))


def _points(
    games: Sequence[_Game],
    rates: Sequence[float],
    direction: str,
    model: pybamm.BaseModel,
    run: dict[str, Any],
) -> list[dict[str, Any]]:
    """Rows of all runs."""
    for game in games:
        _check_ends(game, model, direction)
    keys = [
        (game.scenario, subset, rate) for game in games for subset in game.members for rate in rates
    ]
    members = {(game.scenario, subset): v for game in games for subset, v in game.members.items()}
    cases = [
        Case(_label(subset), members[scenario, subset], direction, rate)
        for scenario, subset, rate in keys
    ]
    outcomes = run_precisely(cases, model=model, **run)
    return [
        {
            "scenario": scenario,
            "subset": subset,
            "from_second": case.particle,
            "direction": direction,
            "c_rate": rate,
            **result_columns(case, outcome),
        }
        for (scenario, subset, rate), case, outcome in zip(keys, cases, outcomes, strict=True)
    ]


def _check_ends(game: _Game, model: pybamm.BaseModel, direction: str) -> None:
    """The particles themselves must make sense, whatever becomes of their mixtures."""
    facets = tuple(facet.label for facet in getattr(model, "facets", ()))
    for which, subset in zip(("first", "second"), game.ends, strict=True):
        label = f"{within(game.scenario)}{which}"
        check_parameter_values(game.members[subset], facets, label)
        try:
            start_state(game.members[subset], model.options, direction)
        except ValueError as error:
            raise ValueError(f"{label}: {error}") from None


def _rows(
    game: _Game, runs: Mapping[Subset, dict[str, Any]], quantities: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Table rows of one scenario and rate."""
    none, both = (runs[subset] for subset in game.ends)
    bad = next((row for row in runs.values() if row["status"] != "ok"), None)
    for quantity in quantities:
        values = shapley({subset: row[quantity] for subset, row in runs.items()})
        for group in game.groups:
            yield {
                "scenario": game.scenario,
                "direction": none["direction"],
                "c_rate": none["c_rate"],
                "quantity": quantity,
                "group": group,
                "contribution": values.get(group, 0.0),
                "gap": both[quantity] - none[quantity],
                "first": none[quantity],
                "second": both[quantity],
                "status": bad["status"] if bad else "ok",
                "reason": f"with {bad['from_second']}: {bad['reason']}" if bad else "",
            }


def _label(subset: Subset) -> str:
    return " + ".join(sorted(subset)) or "nothing"
