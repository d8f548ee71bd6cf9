"""Capacities as laboratories write them down: a tidy CSV, one row a measurement."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import pandas as pd

from pybamm_facets._checks import is_number
from pybamm_facets.tables import TextTable, check_measurements, read_text_table

NEEDED = ("c_rate", "capacity_mAh_g")
OPTIONAL = ("particle", "direction", "error_mAh_g", "voltage_V")
NOTES = ("provenance", "source", "repeats")
"""Columns that are not read; `repeats` stands in the tables that cyclers' files become."""
DIRECTIONS = ("discharge", "charge")
ALIASES = {"error": "error_mAh_g"}
MOST = 2000.0
"""[mAh/g]: beyond it another unit was meant."""
FASTEST = 1e4
"""Multiple of 1C: beyond it a current was meant."""
VOLTAGES = (-10.0, 1500.0)
"""[V], of a cell or of a battery of many: beyond it another unit was meant."""


def read_capacities(path: str | Path, particle: str = "") -> pd.DataFrame:
    """Measured capacities of a CSV file.

    Parameters
    ----------
    path
        Columns ``c_rate`` (a multiple of 1C, or C/10) and ``capacity_mAh_g``; optional ``particle``
        (name of the set), ``direction`` (discharge by default), ``error_mAh_g`` or ``error`` (one
        standard deviation) and ``voltage_V`` (of a point of a voltage curve; else the cut-off).
        Other columns are refused, but for ``provenance``, ``source``, ``repeats`` and what
        begins with ``note``.
    particle
        What to call the set where the file does not say.

    Returns
    -------
    pandas.DataFrame
        ``particle``, ``direction``, ``c_rate``, ``capacity_mAh_g``, ``error_mAh_g``, ``voltage_V``
        (NaN where not given).

    Raises
    ------
    ValueError
        One line with file, row, column and value.
    """
    path = Path(path)
    if not _is_file(path):
        raise ValueError(f"{path}: no such file; expected a CSV of measured capacities")
    table = read_text_table(path)
    columns = [ALIASES.get(name, name) for name in table.frame.columns]
    if len(set(columns)) < len(columns):
        raise ValueError(f"{path}: columns 'error' and 'error_mAh_g': expected one of them")
    table.frame.columns = pd.Index(columns)
    allowed = (*OPTIONAL[:2], *NEEDED, *OPTIONAL[2:])
    check_measurements(table, NEEDED, allowed, NOTES)
    text = [name for name in columns if name not in ("capacity_mAh_g", "error_mAh_g", "voltage_V")]
    frame = table.numbers(text, optional=("error_mAh_g", "voltage_V"))
    frame["c_rate"] = [
        _rate(table, row, cell)
        for row, cell in zip(table.frame.index, frame["c_rate"], strict=True)
    ]
    for name, default in (("particle", particle), ("direction", DIRECTIONS[0])):
        if name not in frame:
            frame[name] = default
        frame[name] = frame[name].where(frame[name] != "", default)
    for name in ("error_mAh_g", "voltage_V"):
        if name not in frame:
            frame[name] = math.nan
    rows = frame.assign(row=table.frame.index.to_numpy())
    for one in rows.itertuples():
        _check_row(path, one.row, one)
    keys = ["particle", "direction", "c_rate", "voltage_V"]
    twice = rows[rows.duplicated(keys)]
    if len(twice):
        raise ValueError(
            f"{path}, row {twice['row'].iloc[0]}: the same particle, direction and rate stand "
            "twice; expected each once, with its mean and error"
        )
    return frame[["particle", "direction", *NEEDED, "error_mAh_g", "voltage_V"]]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _rate(table: TextTable, row: object, cell: str) -> float:
    text = str(cell).strip()
    inverse = text.upper().startswith("C/")
    try:
        number = table.dialect.number(text[2:] if inverse else re.sub(r"\s*[cC]$", "", text))
        value = 1 / number if inverse else number
    except (ValueError, ZeroDivisionError):
        value = math.nan
    if not 0 < value <= FASTEST:
        raise ValueError(
            f"{table.path}, row {row}, column 'c_rate': {text[:40]!r}: expected a positive "
            f"multiple of 1C up to {FASTEST:g}, such as 0.1 or C/10"
        )
    return value


def _check_row(path: Path, row: object, values: Any) -> None:
    direction = values.direction
    if direction not in DIRECTIONS:
        raise ValueError(
            f"{path}, row {row}, column 'direction': {direction!r}: expected discharge or charge"
        )
    for name in ("capacity_mAh_g", "error_mAh_g"):
        value = getattr(values, name)
        optional = name == "error_mAh_g" and math.isnan(value)
        if not optional and not (is_number(value) and 0 < value < MOST):
            raise ValueError(
                f"{path}, row {row}, column {name!r}: {value:g}: expected a number above 0 and "
                f"below {MOST:g} [mAh/g]"
            )
    voltage, (least, most) = float(values.voltage_V), VOLTAGES
    if not (math.isnan(voltage) or least <= voltage <= most):
        raise ValueError(
            f"{path}, row {row}, column 'voltage_V': {voltage:g}: expected a number from "
            f"{least:g} to {most:g} [V]"
        )
