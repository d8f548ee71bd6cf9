"""The radial D/R² that a model needs for each point of a series over rate.

A capacity at one rate and cut-off fixes D/R² of the particle and hardly anything else, where
transport in it limits. Where it does not, the point says nothing of D/R², and the table says so.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pybamm

from pybamm_facets._arrays import FloatArray
from pybamm_facets.progress import Tell
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.studies.published_series.cell_model import (
    CONTACT,
    ELECTROLYTE,
    EXCHANGE_CURRENT,
    STEP,
    Asked,
    CellModel,
    curve_through,
    root_of,
)
from pybamm_facets.studies.published_series.placed_cell import (
    Series,
    missing,
    one_diffusivity,
    placed,
)

FOURIER = (1e-2, 10.0)
"""D t/R² of the slowest and the fastest diffusion tried, t the nominal time of the discharge."""

A_DECADE = 4
"""Diffusivities tried a decade."""

LEAST_MOVE = 0.02
"""Share of its capacity by which a point must move with an e-fold of D, to say something of it."""

DIFFUSION = "diffusion in the particle"


@dataclass(frozen=True)
class Needed:
    """What a model needs for each point.

    Parameters
    ----------
    table
        A row a point and reading: ``series``, ``material``, ``c_rate``, ``measured_mAh_g``,
        ``reading`` (``absolute``: the capacity itself; ``ratio``: over that at the series' lowest
        rate), ``target_mAh_g``, ``d_over_r2_per_s`` (radial, at the series' temperature; NaN if not
        determined), ``model_mAh_g`` (at it), ``most_mAh_g`` (with the fastest diffusion), the moves
        with an e-fold of each limit, ``limited_by`` and ``reason`` (why not determined).
    """

    table: pd.DataFrame


def needed_diffusion(
    series: pd.DataFrame,
    sets: dict[str, pybamm.ParameterValues],
    *,
    numerics: Numerics | None = None,
    threads: int | None = None,
    progress: Tell | None = None,
) -> Needed:
    """The radial D/R² with which a model delivers what was measured, point by point.

    Parameters
    ----------
    series
        As `read_rate_series` gives it.
    sets
        Material to the set that stands for it; materials without one are not determined.
    numerics
        Mesh and tolerances; what each set asks for by default.
    threads, progress
        As `run_all`.
    """
    rows: list[dict[str, object]] = []
    for name, points in series.groupby("series", sort=False):
        one = points.iloc[0].to_dict()
        why = missing(one)
        if not why and one["material"] not in sets:
            why = f"no set stands for {one['material']}"
        if why:
            rows += [_open_row(point, why) for point in points.to_dict("records")]
            continue
        model = CellModel(placed(one_diffusivity(sets[one["material"]]), one), numerics, threads)
        rows += _of_series(str(name), points, model, progress)
    return Needed(pd.DataFrame(rows))


def _of_series(
    name: str, points: pd.DataFrame, model: CellModel, progress: Tell | None
) -> list[dict[str, object]]:
    points = points.dropna(subset="capacity_mAh_g").sort_values("c_rate")
    rates = points["c_rate"].to_numpy(float)
    ranges = [(FOURIER[0] * rate / 3600, FOURIER[1] * rate / 3600) for rate in rates]
    # The lowest rate is needed wherever the others are, for the ratios to it.
    ranges[0] = (ranges[0][0], ranges[-1][1])
    grids = [
        np.geomspace(low, high, 1 + math.ceil(A_DECADE * math.log10(high / low)))
        for low, high in ranges
    ]
    asked: list[Asked] = [
        (d, rate, {}) for rate, grid in zip(rates, grids, strict=True) for d in grid
    ]
    ends = np.cumsum([len(grid) for grid in grids])[:-1]
    capacities = np.split(model.capacities(asked, progress), ends)
    curves = [curve_through(*pair) for pair in zip(grids, capacities, strict=True)]
    measured = points["capacity_mAh_g"].to_numpy(float)
    found = []
    for k, rate in enumerate(rates):
        wanted: dict[str, tuple[Callable[[float], float], float]] = {
            "absolute": (curves[k], float(measured[k]))
        }
        if k:
            wanted["ratio"] = (_ratio(curves[k], curves[0]), float(measured[k] / measured[0]))
        low, high = math.log(grids[k][0]), math.log(grids[k][-1])
        for reading, (function, target) in wanted.items():
            found.append(
                {
                    "series": name,
                    "material": points["material"].iloc[0],
                    "c_rate": float(rate),
                    "measured_mAh_g": float(measured[k]),
                    "reading": reading,
                    "target_mAh_g": target * (1.0 if reading == "absolute" else measured[0]),
                    "root": root_of(function, target, low, high),
                    "most_mAh_g": float(np.nanmax(capacities[k])),
                    "above": function(high) < target,
                }
            )
    return _judged(found, model, progress)


def _ratio(
    one: Callable[[float], float], other: Callable[[float], float]
) -> Callable[[float], float]:
    return lambda log_d: one(log_d) / other(log_d)


def _judged(
    found: list[dict[str, object]], model: CellModel, progress: Tell | None
) -> list[dict[str, object]]:
    """Rows with what each point moves with at its root, and whether that is diffusion."""
    limits = model.limits()
    rooted = [row for row in found if row["root"] == row["root"]]
    asked: list[Asked] = []
    for row in rooted:
        d, rate = math.exp(_number(row["root"])), _number(row["c_rate"])
        asked += [(d, rate, {}), (d * STEP, rate, {})]
        asked += [(d, rate, changes) for changes in limits.values()]
    capacities = model.capacities(asked, progress) if asked else np.empty(0)
    per_point = iter(capacities.reshape(-1, 2 + len(limits)))
    return [_row(row, next(per_point) if row in rooted else None) for row in found]


def _number(value: object) -> float:
    assert isinstance(value, float)
    return value


def _row(row: dict[str, object], capacities: FloatArray | None) -> dict[str, object]:
    kept = {key: value for key, value in row.items() if key not in ("root", "above")}
    labels = (DIFFUSION, EXCHANGE_CURRENT, CONTACT, ELECTROLYTE)
    if capacities is None:
        most = _number(row["most_mAh_g"])
        reason = (
            f"more than the model delivers with any D ({most:.0f} mAh/g)"
            if row["above"]
            else "less than the model delivers with the slowest diffusion tried"
        )
        return kept | _moves(dict.fromkeys(labels, math.nan)) | _verdict(math.nan, "", reason)
    at, *eased = capacities
    moves = dict(zip(labels, (eased - at) / math.log(STEP), strict=True))
    limit = max(moves, key=lambda label: moves[label])
    reason = ""
    if moves[DIFFUSION] < LEAST_MOVE * at:
        reason = "does not move with D: what limits is the window, or another part of the cell"
    elif limit != DIFFUSION:
        reason = f"moves more with the {limit} than with D"
    d_over_r2 = math.exp(_number(row["root"])) if not reason else math.nan
    return kept | _moves(moves) | {"model_mAh_g": at} | _verdict(d_over_r2, limit, reason)


def _moves(moves: dict[str, float]) -> dict[str, object]:
    return {f"with_{label.split(' ')[0]}_mAh_g": move for label, move in moves.items()}


def _verdict(d_over_r2: float, limit: str, reason: str) -> dict[str, object]:
    return {"d_over_r2_per_s": d_over_r2, "limited_by": limit, "reason": reason}


def _open_row(point: Series, why: str) -> dict[str, object]:
    return {
        "series": point["series"],
        "material": point["material"],
        "c_rate": point["c_rate"],
        "measured_mAh_g": point["capacity_mAh_g"],
        "reading": "",
        "reason": why,
        "d_over_r2_per_s": math.nan,
        "limited_by": "",
    }
