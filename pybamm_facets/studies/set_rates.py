"""Rate capability of sets that may ask for different models: each with its own, in one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pybamm

from pybamm_facets.progress import Progress, Tell
from pybamm_facets.runs.c_rates import CRate, read_c_rates
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.direction import read_direction
from pybamm_facets.sets.files.loading import LoadedSet
from pybamm_facets.studies.measured_values import with_measured
from pybamm_facets.studies.rates import DEFAULT_RATES, rate_runs
from pybamm_facets.studies.set_model import ModelChoice, model_choice


@dataclass(frozen=True)
class SetRates:
    """Rates of several sets.

    Parameters
    ----------
    table, curves
        As of `Results`.
    statements
        How far the model is from what was measured, a line each set.
    """

    table: pd.DataFrame
    curves: pd.DataFrame
    statements: list[str]


def rates_of_sets(
    sets: Mapping[str, pybamm.ParameterValues],
    c_rates: CRate | Iterable[CRate] = DEFAULT_RATES,
    *,
    directions: Sequence[str] = ("discharge", "charge"),
    measured: pd.DataFrame | None = None,
    fitted: Mapping[str, str] | None = None,
    start: Protocol | Sequence[Any] = (),
    numerics: Numerics | None = None,
    threads: int | None = None,
    progress: Tell | None = None,
) -> SetRates:
    """Capacity of each set at each rate, and at every rate that was measured.

    Parameters
    ----------
    sets
        Name to half-cell or full-cell set with facets.
    c_rates, directions
        As `rate_capability`.
    measured
        ``particle``, ``direction``, ``c_rate``, ``capacity_mAh_g`` of capacities at the cut-off;
        compared with as ``measured_mAh_g``.
    fitted
        Name of a set to what it was fitted, if it was: its row's ``role`` is then ``fitted``, else
        ``compared``.
    start
        As `rate_capability`.
    numerics
        Mesh and tolerances; what each set asks for by default.
    threads, progress
        As `run_all`.
    """
    rates = read_c_rates(c_rates)
    at_cut_off = _at_cut_off(measured)
    groups: dict[ModelChoice, list[str]] = {}
    for name, values in sets.items():
        groups.setdefault(model_choice(values), []).append(name)
    tables, curves, done = [], [], 0
    total = sum(_count(name, rates, directions, at_cut_off) for name in sets)
    for choice, names in groups.items():
        runs = []
        for name in names:
            for way in directions:
                own = _rates(name, way, rates, at_cut_off)
                runs += rate_runs(sets[name], own, way, {"particle": name}, start)
        tell = None if progress is None else _shifted(progress, done, total)
        known = {str(run.labels["particle"]) for run in runs}
        rows = at_cut_off[at_cut_off["particle"].isin(known)]
        rows = rows[rows["direction"].isin(directions)]
        results = run_all(
            with_measured(runs, rows if len(rows) else None),
            model=choice.model(),
            numerics=numerics or choice.numerics,
            curves=True,
            threads=threads,
            progress=tell,
        )
        done += len(runs)
        tables.append(results.table)
        curves.append(results.curves)
    table = pd.concat(tables, ignore_index=True)
    order = {name: k for k, name in enumerate(sets)}
    table = table.sort_values(
        ["particle", "direction", "c_rate"],
        key=lambda column: column.map(order) if column.name == "particle" else column,
        kind="stable",
    ).reset_index(drop=True)
    if "measured_mAh_g" not in table:
        table["measured_mAh_g"] = float("nan")
    roles = [_role(row, fitted or {}) for row in table.itertuples()]
    table = table.assign(role=roles)
    return SetRates(table, pd.concat(curves, ignore_index=True), _statements(table, fitted or {}))


def _at_cut_off(measured: pd.DataFrame | None) -> pd.DataFrame:
    columns = ["particle", "direction", "c_rate", "capacity_mAh_g"]
    if measured is None:
        return pd.DataFrame(columns=columns)
    whole = measured["voltage_V"].isna() if "voltage_V" in measured else slice(None)
    return measured.loc[whole, columns]


def _rates(
    name: str, way: str, rates: Sequence[float], measured: pd.DataFrame
) -> tuple[float, ...]:
    direction = read_direction(way).value
    mine = measured[(measured["particle"] == name) & (measured["direction"] == direction)]
    return tuple(sorted({*rates, *mine["c_rate"]}))


def _count(
    name: str, rates: Sequence[float], directions: Sequence[str], measured: pd.DataFrame
) -> int:
    return sum(len(_rates(name, way, rates, measured)) for way in directions)


def _shifted(tell: Tell, done: int, total: int) -> Tell:
    def told(progress: Progress) -> None:
        tell(replace(progress, done=done + progress.done, total=total))

    return told


def _role(row: object, fitted: Mapping[str, str]) -> str:
    if pd.isna(getattr(row, "measured_mAh_g", None)):
        return ""
    return "fitted" if getattr(row, "particle", "") in fitted else "compared"


def _statements(table: pd.DataFrame, fitted: Mapping[str, str]) -> list[str]:
    lines = []
    for name, rows in table.dropna(subset="measured_mAh_g").groupby("particle", sort=False):
        miss = rows["capacity_mAh_g"] - rows["measured_mAh_g"]
        worst = rows.loc[miss.abs().idxmax()] if miss.notna().any() else None
        if worst is None:
            lines.append(f"{name}: no result where it was measured")
            continue
        how = f", {fitted[str(name)]}" if str(name) in fitted else ", nothing here was fitted"
        lines.append(
            f"{name}: {len(rows)} measured capacities, root mean square of model minus measured "
            f"{float((miss**2).mean() ** 0.5):.1f} mAh/g; largest at {worst['c_rate']:g}C "
            f"{worst['direction']}, {worst['capacity_mAh_g']:.1f} against "
            f"{worst['measured_mAh_g']:.1f}{how}"
        )
    return lines


def fitted_words(sets: Mapping[str, LoadedSet]) -> dict[str, str]:
    """What was fitted in each set that holds fitted numbers, in words."""
    found = {}
    for name, loaded in sets.items():
        keys = [
            f"{given.key.split(', ')[-1]} fitted {given.source}"
            for given in loaded.resolved.tree.values()
            if given.origin == "fitted"
        ]
        if keys:
            found[name] = "; ".join(keys)
    return found
