"""Fade of published series per cycle and per hour, and which pairs tell the two apart.

Plain arithmetic of the data. What a mechanism of ageing predicts of a pair is put beside it with
`against_pairs`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pandas as pd

RATE, VOLTAGE, MATERIAL = "rate", "upper voltage", "material"
COMPARED = {
    RATE: ("charge_rate", "discharge_rate"),
    VOLTAGE: ("upper_voltage_V",),
    MATERIAL: ("material", "architecture"),
}
"""What a pair may differ in, and the columns that say so."""

EQUAL_CHARGE = "charge assumed at the rate of the discharge"


def fade_table(series: pd.DataFrame) -> pd.DataFrame:
    """Fade of each series.

    Parameters
    ----------
    series
        As `read_retention_series` gives it.

    Returns
    -------
    pandas.DataFrame
        The series with ``fade_per_cycle`` (share of the first capacity, linear),
        ``log_fade_per_cycle`` (-ln retention over cycles), ``hours_per_cycle`` (nominal, 1/C each
        way: the most that a cycle without rests and holds takes), ``fade_per_hour``, ``assumed``.
        NaN where retention or rate are not stated.
    """
    charge = series["charge_rate"].fillna(series["discharge_rate"])
    hours = 1 / charge + 1 / series["discharge_rate"]
    per_cycle = (1 - series["retention"]) / series["cycles"]
    silent = series["charge_rate"].isna() & series["discharge_rate"].notna()
    return series.assign(
        fade_per_cycle=per_cycle,
        log_fade_per_cycle=[
            -math.log(kept) / cycles if kept > 0 else math.nan
            for kept, cycles in zip(series["retention"], series["cycles"], strict=True)
        ],
        hours_per_cycle=hours,
        fade_per_hour=per_cycle / hours,
        assumed=["" if not one else EQUAL_CHARGE for one in silent],
    )


def fade_pairs(fades: pd.DataFrame) -> pd.DataFrame:
    """Series of one publication that differ in one thing only.

    Parameters
    ----------
    fades
        As `fade_table` gives it.

    Returns
    -------
    pandas.DataFrame
        ``pair``, ``first``, ``second`` (the faster or higher), ``differs_in``, ``per_cycle_ratio``
        (fade per cycle, second over first), ``per_hour_ratio``, ``time_alone_ratio`` (of fade per
        cycle, if only time faded) and ``nearer`` (``cycle`` or ``hour``: which fade the second
        shares with the first; for pairs in the rate only).
    """
    rows = []
    known = fades[fades["retention"].notna() & (fades["doi"] != "")]
    for _, one in known.groupby("doi", sort=False):
        for first, second in combinations(one.to_dict("records"), 2):
            what = _differs_in(first, second)
            if what:
                rows.append(_pair(first, second, what))
    return pd.DataFrame(rows)


def against_pairs(
    pairs: pd.DataFrame, predicted: Mapping[str, Mapping[str, float]]
) -> pd.DataFrame:
    """What mechanisms say of pairs, beside what was measured.

    Parameters
    ----------
    pairs
        As `fade_pairs` gives it.
    predicted
        Mechanism to pair to its ratio of fade per cycle, second over first. A pair that a
        mechanism says nothing of is left out.

    Returns
    -------
    pandas.DataFrame
        ``mechanism``, ``pair``, ``predicted_ratio``, ``measured_ratio``, ``factor`` (predicted over
        measured) and ``direction`` (whether both are above one, or both below).

    Raises
    ------
    ValueError
        For a pair that is not in the table, and a ratio that is not positive.
    """
    measured = pairs.set_index("pair")["per_cycle_ratio"]
    rows = []
    for mechanism, ratios in predicted.items():
        for pair, ratio in ratios.items():
            if pair not in measured:
                raise ValueError(f"pair={pair!r}: expected one of {', '.join(measured.index)}")
            if not ratio > 0:
                raise ValueError(f"ratio={ratio!r} of {pair!r}: expected a positive number")
            rows.append(
                {
                    "mechanism": mechanism,
                    "pair": pair,
                    "predicted_ratio": ratio,
                    "measured_ratio": measured[pair],
                    "factor": ratio / measured[pair],
                    "direction": (ratio > 1) == (measured[pair] > 1),
                }
            )
    return pd.DataFrame(rows)


def _differs_in(first: Mapping[str, Any], second: Mapping[str, Any]) -> str:
    """The one thing in which two series differ; empty if they differ in more or cannot be told."""
    differing = [
        what
        for what, columns in COMPARED.items()
        if any(not _same(first[name], second[name]) for name in columns)
    ]
    same_cell = _same(first["cell"], second["cell"])
    same_heat = _same(first["temperature_C"], second["temperature_C"])
    return differing[0] if len(differing) == 1 and same_cell and same_heat else ""


def _same(one: Any, other: Any) -> bool:
    return bool(one == other or (one != one and other != other))


def _pair(first: dict[str, Any], second: dict[str, Any], what: str) -> dict[str, Any]:
    column = {RATE: "discharge_rate", VOLTAGE: "upper_voltage_V"}.get(what)
    if column is not None and first[column] > second[column]:
        first, second = second, first
    per_cycle = second["fade_per_cycle"] / first["fade_per_cycle"]
    per_hour = second["fade_per_hour"] / first["fade_per_hour"]
    alone = second["hours_per_cycle"] / first["hours_per_cycle"]
    nearer = ""
    if what == RATE:
        nearer = "cycle" if abs(math.log(per_cycle)) < abs(math.log(per_hour)) else "hour"
    return {
        "pair": f"{first['series']} / {second['series']}",
        "first": first["series"],
        "second": second["series"],
        "differs_in": what,
        "per_cycle_ratio": per_cycle,
        "per_hour_ratio": per_hour,
        "time_alone_ratio": alone,
        "nearer": nearer,
    }
