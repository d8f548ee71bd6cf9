"""Mechanisms ranked by how well they describe a measured fade.

Each mechanism has one free rate, common to all particles, fitted by maximum likelihood with normal
errors; as all have one, likelihoods compare as they are. A ranking says which of these hypotheses,
alone, describes the curve best. It does not say that the best is true: others are not in the list,
several act together in a real cell, and where two differ by less than `TELLING` the data do not
tell them apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pybamm
from scipy.optimize import minimize_scalar

from pybamm_facets._checks import is_number
from pybamm_facets.ageing import DEFAULT_HYPOTHESES, Mechanism
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.cycles.every_cycle import EveryCycle
from pybamm_facets.runs.cycles.jump import Jump
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.given import GivenSets, sets_by_name
from pybamm_facets.studies.cycling.ageing_cell import NUMERICS, AgeingCell, ageing_cell
from pybamm_facets.studies.cycling.calibrated_rate import DamagePath, first_guess
from pybamm_facets.studies.cycling.cycling_study import (
    as_mechanisms,
    as_protocol,
    as_stepping,
    as_stops,
    cycle_table,
    travelled_cell,
)
from pybamm_facets.studies.cycling.openings_of_sets import Openings, openings_of
from pybamm_facets.studies.cycling.signatures import CAPACITY_NOISE

TELLING = 2.0
"""Difference of ln L below which two mechanisms are not told apart."""

SPAN = 1.5
"""Factor in ln k about the guess within which the best rate is looked for."""

COLUMNS = ("cycle", "retention")


@dataclass(frozen=True, eq=False)
class RetentionRanking:
    """Mechanisms, the likeliest first.

    Parameters
    ----------
    table
        ``mechanism``, ``rate`` (fitted), ``log_likelihood``, ``behind`` (the best), ``misfit``
        (root mean square in standard deviations), ``reason`` (of one that could not be fitted).
    data
        The measurements with each mechanism's retention beside them.
    statements
        What can be said.
    """

    table: pd.DataFrame
    data: pd.DataFrame
    statements: list[str]


def rank_mechanisms(
    parameter_values: GivenSets,
    measured: pd.DataFrame,
    *,
    mechanisms: Sequence[Mechanism] = DEFAULT_HYPOTHESES,
    protocol: Protocol | None = None,
    stepping: Jump | EveryCycle | None = None,
    openings: Openings | None = None,
    model: pybamm.BaseModel | None = None,
    numerics: Numerics = NUMERICS,
    progress: Tell | None = None,
) -> RetentionRanking:
    """Fit each mechanism's rate to measured retentions, and rank them.

    Parameters
    ----------
    parameter_values
        Name to half-cell set.
    measured
        ``cycle``, ``retention`` (of the first cycle), ``particle`` where there are several sets,
        and ``error`` (one standard deviation, 0.01 by default).
    mechanisms, protocol, stepping, openings, model, numerics
        As `cycle`.
    progress
        Called with a `Progress` after each mechanism.

    Raises
    ------
    ValueError
        Before any solve, for data, sets or mechanisms that cannot be meant.
    """
    sets = sets_by_name(parameter_values)
    data = _checked(measured, sets)
    asked, how = as_mechanisms(tuple(mechanisms)), as_stepping(stepping)
    protocol, factors = as_protocol(protocol), openings_of(sets, asked, openings)
    tell, rows, columns = progress or silent, [], {}
    for done, mechanism in enumerate(asked, start=1):
        cells = {
            name: ageing_cell(
                name,
                values,
                (mechanism,),
                protocol,
                model=model,
                numerics=numerics,
                openings=factors.get(name),
            )
            for name, values in sets.items()
            if name in set(data["particle"])
        }
        row, kept = _fitted(mechanism, cells, data, how)
        rows.append(row)
        columns[mechanism.name] = kept
        tell(Progress("mechanisms", done, len(asked)))
    table = pd.DataFrame(rows).sort_values("log_likelihood", ascending=False, ignore_index=True)
    table.insert(3, "behind", table["log_likelihood"].max() - table["log_likelihood"])
    return RetentionRanking(table, data.assign(**columns), _statements(table, data))


def _fitted(
    mechanism: Mechanism,
    cells: Mapping[str, AgeingCell],
    data: pd.DataFrame,
    stepping: Jump | EveryCycle,
) -> tuple[dict[str, object], np.ndarray]:
    """The best rate, and the retention that it gives at each measurement."""
    nothing = np.full(len(data), math.nan)
    row: dict[str, object] = {"mechanism": mechanism.name, "rate": math.nan}
    row |= {"log_likelihood": -math.inf, "misfit": math.nan, "reason": ""}
    most = data.loc[data["retention"].idxmin()]
    if most["retention"] >= 1:
        return row | {"reason": "no fade was measured"}, nothing
    guess = first_guess(
        DamagePath(cells[most["particle"]]), float(most["retention"]), int(most["cycle"])
    )
    if math.isnan(guess.rate):
        return row | {"reason": guess.reason}, nothing

    def model(rate: float) -> np.ndarray:
        return _retentions(cells, data, rate, stepping)

    def misfit(log_rate: float) -> float:
        residual = (model(math.exp(log_rate)) - data["retention"]) / data["error"]
        return float(np.mean(np.square(residual)))

    middle = math.log(guess.rate)
    best = minimize_scalar(
        misfit, bounds=(middle - SPAN, middle + SPAN), method="bounded", options={"xatol": 1e-3}
    )
    rate = math.exp(float(best.x))
    errors = data["error"].to_numpy()
    likelihood = -0.5 * len(data) * best.fun - np.log(errors * math.sqrt(2 * math.pi)).sum()
    row |= {"rate": rate, "log_likelihood": float(likelihood), "misfit": math.sqrt(best.fun)}
    if abs(best.x - middle) > 0.99 * SPAN:
        row["reason"] = "the best rate lies at an end of where it was looked for"
    return row, model(rate)


def _retentions(
    cells: Mapping[str, AgeingCell], data: pd.DataFrame, rate: float, stepping: Jump | EveryCycle
) -> np.ndarray:
    """Retention at each measurement; 0 once a cell is dead."""
    found = np.empty(len(data))
    for name, rows in data.groupby("particle"):
        cell = cells[str(name)].with_rates(rate)
        stops = tuple(sorted({int(cycle) for cycle in rows["cycle"]}))
        table = cycle_table(cell, travelled_cell(cell, stepping, stops))
        place = [data.index.get_loc(index) for index in rows.index]
        kept = table["retention"].fillna(0.0)
        found[place] = np.interp(rows["cycle"], table["cycle"], kept, right=float(kept.iloc[-1]))
    return found


def _checked(measured: pd.DataFrame, sets: Mapping[str, pybamm.ParameterValues]) -> pd.DataFrame:
    missing = [name for name in COLUMNS if name not in measured]
    if missing:
        raise ValueError(f"measured: no column {missing[0]!r}; expected {', '.join(COLUMNS)}")
    if measured.empty:
        raise ValueError("measured: expected at least one row")
    data = measured.reset_index(drop=True)
    if "particle" not in data:
        if len(sets) > 1:
            raise ValueError("measured: no column 'particle'; expected one with several sets")
        data = data.assign(particle=next(iter(sets)))
    if "error" not in data:
        data = data.assign(error=CAPACITY_NOISE)
    for index, row in data.iterrows():
        if row["particle"] not in sets:
            raise ValueError(
                f"measured row {index}: particle={row['particle']!r}, expected one of {list(sets)}"
            )
        as_stops(int(row["cycle"]) if row["cycle"] == int(row["cycle"]) else row["cycle"], ())
        for name, most in (("retention", 1.5), ("error", 1.0)):
            value = row[name]
            if not is_number(value) or not 0 < value <= most:
                raise ValueError(
                    f"measured row {index}: {name}={value!r}, expected a share above 0 and at most "
                    f"{most:g}"
                )
    return data


def _statements(table: pd.DataFrame, data: pd.DataFrame) -> list[str]:
    fitted = table[np.isfinite(table["log_likelihood"])]
    lines = [
        f"{row.mechanism} cannot be fitted: {row.reason}"
        for row in table[~np.isfinite(table["log_likelihood"])].itertuples()
    ]
    if fitted.empty:
        return lines
    best = fitted.iloc[0]
    near = list(fitted.loc[fitted["behind"] < TELLING, "mechanism"])
    words = ", ".join(near)
    lines.insert(
        0,
        f"likeliest of {len(fitted)} on {len(data)} measurements: {best['mechanism']}"
        + (f"; not told apart (ln L within {TELLING:g}): {words}" if len(near) > 1 else ""),
    )
    if best["misfit"] > TELLING:
        lines.append(
            f"even the likeliest misses by {best['misfit']:.1f} standard deviations: none of them "
            "alone describes these data"
        )
    lines.append(
        "a ranking among these hypotheses, each alone and with one rate; a sum of two can describe "
        "any curve"
    )
    return lines
