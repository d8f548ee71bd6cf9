"""Attribution: how much of the difference between two particles is whose doing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import pybamm

from pybamm_facets.models import FacetDFN
from pybamm_facets.progress import Tell
from pybamm_facets.runs.c_rates import CRate, read_c_rates
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.outcome import Status
from pybamm_facets.runs.results import Results
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.check import check_parameter_values, set_problem
from pybamm_facets.sets.direction import Direction, read_direction
from pybamm_facets.sets.given import GivenSet, one_set
from pybamm_facets.sets.start import start_state
from pybamm_facets.studies.attributions.attribution_words import QUANTITIES, within
from pybamm_facets.studies.attributions.coalitions import (
    MECHANISMS,
    Changes,
    changed,
    check_groups,
    coalitions,
    differences,
)
from pybamm_facets.studies.attributions.scenarios import SCENARIOS
from pybamm_facets.studies.attributions.shapley import shapley
from pybamm_facets.studies.rates import DEFAULT_RATES, read_protocol

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
class _Question:
    """What to split, and over what; refuses what cannot be meant."""

    direction: Direction
    quantities: tuple[str, ...]
    groups: Mapping[str, str]
    start: Protocol | tuple[Any, ...] = ()

    @classmethod
    def of(
        cls,
        direction: Direction | str,
        quantities: Sequence[str],
        groups: Mapping[str, str],
        start: Protocol | Sequence[Any],
    ) -> _Question:
        single = isinstance(quantities, str)
        unknown = [] if single else [name for name in quantities if name not in QUANTITIES]
        if single or unknown or not quantities:
            expected = f"expected some of {', '.join(QUANTITIES)}"
            raise ValueError(f"quantities={quantities!r}: {expected}")
        check_groups(groups)
        return cls(read_direction(direction), tuple(quantities), groups, read_protocol(start))


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
    first: GivenSet,
    second: GivenSet,
    c_rates: CRate | Iterable[CRate] = DEFAULT_RATES,
    *,
    direction: Direction | str = Direction.DISCHARGE,
    quantities: Sequence[str] = DEFAULT_QUANTITIES,
    changes: Changes | None = None,
    groups: Mapping[str, str] = MECHANISMS,
    start: Protocol | Sequence[Any] = (),
    model: pybamm.BaseModel | None = None,
    numerics: Numerics = Numerics.precise,
    threads: int | None = None,
    progress: Tell | None = None,
) -> Attribution:
    """Split the difference between two particles over what differs between them.

    The groups of parameters in which they differ are swapped in every order; a group's contribution
    is its mean effect (Shapley value), so that the contributions sum to the gap. With n groups that
    differ this takes 2^n runs a rate; a group that is equal in both contributes exactly zero.

    Parameters
    ----------
    first, second
        Parameter values of the particles in their cells, or names of registered sets.
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
    start
        How the cells were charged (or discharged) before, as in `rate_capability`.
    model
        An unprocessed PyBaMM model; `FacetDFN` by default.
    numerics
        Mesh and tolerances, tight by default: a contribution is a difference of runs.
    threads, progress
        As `run_all`.

    Raises
    ------
    ValueError
        Before any solve, for an argument or a set that cannot be meant. A run between the two that
        gives no result makes the contributions of its rate NaN and is named in ``status`` and
        ``reason``; one that passes the cut-off at once counts as no capacity and no energy.
    """
    question = _Question.of(direction, quantities, groups, start)
    scenarios = {"": changes or {}}
    solve = partial(run_all, numerics=numerics, threads=threads, progress=progress)
    found = _attribute(first, second, scenarios, c_rates, question, model, solve)
    table, points = (frame.drop(columns="scenario") for frame in (found.table, found.points))
    return Attribution(table, points, found.groups)


def attribute_scenarios(
    first: GivenSet,
    second: GivenSet,
    c_rates: CRate | Iterable[CRate] = DEFAULT_RATES,
    *,
    scenarios: Mapping[str, Changes] = SCENARIOS,
    direction: Direction | str = Direction.DISCHARGE,
    quantities: Sequence[str] = DEFAULT_QUANTITIES,
    groups: Mapping[str, str] = MECHANISMS,
    start: Protocol | Sequence[Any] = (),
    model: pybamm.BaseModel | None = None,
    numerics: Numerics = Numerics.precise,
    threads: int | None = None,
    progress: Tell | None = None,
) -> pd.DataFrame:
    """The table of `attribute` under each scenario, told apart by a column ``scenario``.

    Parameters
    ----------
    first, second, c_rates, direction, quantities, groups, start, model, numerics, threads, progress
        As `attribute`.
    scenarios
        Name to ``changes`` as `attribute` takes them. The default: the cell as it is, cut-offs of
        3.0 and 3.4 V, a contact resistance of 100 Ω·cm², and all exchange currents a tenth.
    """
    if not scenarios:
        raise ValueError("scenarios={}: expected at least one")
    question = _Question.of(direction, quantities, groups, start)
    solve = partial(run_all, numerics=numerics, threads=threads, progress=progress)
    return _attribute(first, second, scenarios, c_rates, question, model, solve).table


def _attribute(
    first: GivenSet,
    second: GivenSet,
    scenarios: Mapping[str, Changes],
    c_rates: CRate | Iterable[CRate],
    question: _Question,
    model: pybamm.BaseModel | None,
    solve: Callable[..., Results],
) -> Attribution:
    rates = tuple(dict.fromkeys(read_c_rates(c_rates)))
    model = model or FacetDFN()
    ends = one_set(first, "first"), one_set(second, "second")
    games = [_game(name, *ends, how, question.groups) for name, how in scenarios.items()]
    for game in games:
        _check_ends(game, model, question.direction)
    rows = _solved(games, rates, question, model, solve)
    found = {(row["scenario"], row["subset"], row["c_rate"]): row for row in rows}
    table = [
        row
        for game in games
        for rate in rates
        for row in _rows(
            game, {s: found[game.scenario, s, rate] for s in game.members}, question.quantities
        )
    ]
    points = pd.DataFrame(rows).drop(columns="subset")
    return Attribution(pd.DataFrame(table), points, games[0].groups)


def _game(
    scenario: str,
    first: pybamm.ParameterValues,
    second: pybamm.ParameterValues,
    how: Changes,
    groups: Mapping[str, str],
) -> _Game:
    one, other = (
        changed(values.copy(), how, label)
        for values, label in ((first, "the first set"), (second, "the second set"))
    )
    differing = differences(one, other, groups)
    return _Game(scenario, differing, coalitions(one, other, differing))


def _solved(
    games: Sequence[_Game],
    rates: Sequence[float],
    question: _Question,
    model: pybamm.BaseModel,
    solve: Callable[..., Results],
) -> list[dict[str, Any]]:
    """Rows of all runs. A mixture that cannot be meant is one of them, with its reason."""
    facets = tuple(facet.label for facet in getattr(model, "families", ()))
    runs = [
        Run(
            values,
            question.direction,
            rate,
            {"scenario": game.scenario, "subset": subset, "from_second": _label(subset)},
            protocol=question.start,
            problem=problem,
        )
        for game in games
        for subset, mixed in game.members.items()
        for values, problem in [(dict(mixed), set_problem(mixed, facets))]
        for rate in rates
    ]
    return [finished.row() for finished in solve(runs, model=model)]


def _check_ends(game: _Game, model: pybamm.BaseModel, direction: Direction) -> None:
    """The particles themselves must make sense, whatever becomes of their mixtures."""
    facets = tuple(facet.label for facet in getattr(model, "families", ()))
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
    bad = next((row for row in runs.values() if row["status"] != Status.OK), None)
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
                "status": bad["status"] if bad else Status.OK.value,
                "reason": f"with {bad['from_second']}: {bad['reason']}" if bad else "",
            }


def _label(subset: Subset) -> str:
    return " + ".join(sorted(subset)) or "nothing"
