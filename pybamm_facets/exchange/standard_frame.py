"""The one table that every file of a cycler becomes, checked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pybamm_facets._arrays import BoolArray

COLUMNS = ("time_s", "current_A", "voltage_V", "step", "cycle")
"""Time since the begin, current (positive charges the cell), voltage, number of step and cycle."""
MEASURED = COLUMNS[:3]
NEVER_FALLS = {"time_s": "time", "step": "step", "cycle": "cycle"}


@dataclass(frozen=True)
class Origin:
    """Where the values of a table come from, for messages.

    Parameters
    ----------
    name
        The file, or what else the table is called.
    names
        Standard column to its name in the file.
    rows
        Number of each row in the file; by default they are counted from 1.
    """

    name: str | Path
    names: Mapping[str, str]
    rows: tuple[int, ...] = ()

    def refuse(self, column: str, row: int, value: float, expected: str) -> ValueError:
        """The error for a value in the table's `row`, counted from 0."""
        where = self.rows[row] if self.rows else row + 1
        named = self.names.get(column, column)
        text = str(value).removesuffix(".0")
        return ValueError(
            f"{self.name}, row {where}, column {named!r}: {text!r}: expected {expected}"
        )


def check_frame(frame: pd.DataFrame, origin: Origin) -> pd.DataFrame:
    """The columns of `COLUMNS` in their types, or ``ValueError`` for the first that is wrong.

    Time and the numbers of steps and cycles never fall; time stands still between two steps and
    where a cycler writes a point twice.
    """
    missing = [column for column in COLUMNS if column not in frame]
    if missing:
        raise ValueError(f"{origin.name}: no column {missing[0]}; expected {', '.join(COLUMNS)}")
    if frame.empty:
        raise ValueError(f"{origin.name}: holds no rows; expected measured points")
    for column in COLUMNS:
        _check(frame[column], column, origin)
    kinds = {column: float if column in MEASURED else np.int64 for column in COLUMNS}
    return frame[list(COLUMNS)].astype(kinds).reset_index(drop=True)


def _check(series: pd.Series, column: str, origin: Origin) -> None:
    if series.dtype.kind not in "iuf":
        raise ValueError(f"{origin.name}: column {column!r}: expected numbers")
    values = series.to_numpy(dtype=float)
    _refuse(~np.isfinite(values), values, column, origin, "a finite number")
    if column not in MEASURED:
        uncounted = (values < 0) | (values != np.round(values))
        _refuse(uncounted, values, column, origin, "a whole number from 0")
    if column in NEVER_FALLS:
        fallen = np.flatnonzero(np.diff(values) < 0)
        if len(fallen):
            row = int(fallen[0]) + 1
            expected = f"at least {values[row - 1]:.12g}, the {NEVER_FALLS[column]} before"
            raise origin.refuse(column, row, float(values[row]), expected)


def _refuse(bad: BoolArray, values: np.ndarray, column: str, origin: Origin, what: str) -> None:
    if bad.any():
        row = int(np.argmax(bad))
        raise origin.refuse(column, row, float(values[row]), what)
