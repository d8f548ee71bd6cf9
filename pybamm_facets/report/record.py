"""The record of a run: what went in, with which versions, and how every point ended."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pybamm

from pybamm_facets._versions import versions
from pybamm_facets.sets.comparable import plain


def plain_values(parameter_values: pybamm.ParameterValues) -> dict[str, Any]:
    """Parameter values that JSON can hold: numbers as they are, functions by name."""
    return {name: plain(value) for name, value in parameter_values.items() if name != "citations"}


def write_record(
    path: Path,
    table: pd.DataFrame,
    inputs: Mapping[str, Any],
    parameter_values: Mapping[str, pybamm.ParameterValues],
    more: Mapping[str, Any] | None = None,
) -> None:
    """Write a run's record as JSON.

    Parameters
    ----------
    path
        File to write.
    table
        Rows with at least ``status``; NaN is written as null.
    inputs
        The arguments of the run.
    parameter_values
        Name to set.
    more
        Further entries, such as statements.
    """
    record = {
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "inputs": dict(inputs),
        "parameter_sets": {name: plain_values(v) for name, v in parameter_values.items()},
        "points": records(table),
        **(more or {}),
    }
    path.write_text(json.dumps(record, indent=2, allow_nan=False) + "\n")


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table as plain dictionaries, NaN as None."""
    return [
        {str(key): None if _missing(value) else value for key, value in row.items()}
        for row in table.to_dict("records")
    ]


def describe_failures(table: pd.DataFrame) -> Iterable[str]:
    """A line for the rows of a particle and direction that are not ok for one reason."""
    bad = table[table["status"] != "ok"]
    groups = bad.groupby(["particle", "direction", "status", "reason"], sort=False, dropna=False)
    for (particle, direction, status, reason), rows in groups:
        rates = ", ".join(f"{rate:g}C" for rate in rows["c_rate"])
        yield f"{particle} {direction} {rates} {status}: {reason}"


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and value != value)
