"""Measured capacities beside the runs that they belong to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from pybamm_facets._checks import positive
from pybamm_facets.runs.c_rates import read_c_rates
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.direction import read_direction

VALUE = "capacity_mAh_g"
LABELS = ("particle", "design")


def with_measured(runs: Sequence[Run], measured: pd.DataFrame | None) -> list[Run]:
    """Runs with what was measured of them; as they are where nothing is given.

    Parameters
    ----------
    runs
        What will be computed.
    measured
        ``particle`` or ``design`` (as the runs are labelled), ``direction``, ``c_rate``,
        ``capacity_mAh_g``.

    Raises
    ------
    ValueError
        For a missing column, a value that cannot be meant, a point that is given twice, and if
        nothing that was measured is among the runs.
    """
    if measured is None:
        return list(runs)
    if not isinstance(measured, pd.DataFrame):
        raise ValueError(f"measured={type(measured).__name__}: expected a pandas.DataFrame")
    label = next((name for name in LABELS if runs and name in runs[0].labels), LABELS[0])
    points = _points(measured, label)
    keys = [(str(run.labels[label]), run.direction, run.c_rate) for run in runs]
    if points and not set(keys) & set(points):
        known = ", ".join(sorted({key[0] for key in keys}))
        raise ValueError(
            f"measured: none of its rows is among the runs; expected {label} {known} at the "
            "directions and rates asked for"
        )
    return [
        replace(run, measured=points.get(key, math.nan))
        for run, key in zip(runs, keys, strict=True)
    ]


def _points(measured: pd.DataFrame, label: str) -> dict[tuple[Any, ...], float]:
    columns = (label, "direction", "c_rate", VALUE)
    missing = [column for column in columns if column not in measured.columns]
    if missing:
        raise ValueError(f"measured: no column {', '.join(missing)}; expected {', '.join(columns)}")
    points: dict[tuple[Any, ...], float] = {}
    for index, row in measured.iterrows():
        where = f"measured row {index}"
        (rate,) = read_c_rates(row["c_rate"], f"{where}, c_rate")
        key = (str(row[label]), read_direction(row["direction"], f"{where}, direction"), rate)
        if key in points:
            raise ValueError(f"{where}: {key[0]}, {key[1]} at {rate:g}C is given twice")
        points[key] = positive(f"{where}, {VALUE}", row[VALUE])
    return points
