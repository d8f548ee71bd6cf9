"""Files of a sweep: its table, its record, and why runs have no result."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pandas as pd
import pybamm

from pybamm_facets._extras import require
from pybamm_facets.report.record import write_record
from pybamm_facets.runs.designs import DESIGN
from pybamm_facets.runs.outcome import Status
from pybamm_facets.runs.results import Results
from pybamm_facets.runs.table_file import TableFile, widened

MOST_REASONS = 5

MOST_POINTS = 10_000
"""Runs without a result that a record lists; the table has them all."""


def check_sweep_extras(scheduler: str | None, parquet: bool) -> None:
    """Raise `MissingExtraError` before any work for what the files and the cluster need."""
    if scheduler is not None:
        require("dask", "--scheduler")
    if parquet:
        require("parquet", "--parquet")


class SweepFiles:
    """Table and record of a sweep, written a block at a time; there once the sweep has ended.

    Parameters
    ----------
    out_dir
        Folder.
    stem
        Name of the files, without suffix.
    designs
        The whole table of designs.
    parquet
        Whether to write Parquet beside CSV.
    """

    def __init__(self, out_dir: Path, stem: str, designs: pd.DataFrame, parquet: bool) -> None:
        self._stem, self._designs = out_dir / stem, designs
        self._suffixes = (".csv", ".parquet") if parquet else (".csv",)
        self._stack = ExitStack()
        self._files: list[TableFile] = []
        self._bad: list[pd.DataFrame] = []
        self.rows, self.status, self.reasons = 0, Counter[str](), Counter[str]()

    def __enter__(self) -> SweepFiles:
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)

    def add(self, results: Results) -> None:
        """Write the rows of one more block."""
        table = results.table
        if not self._files:
            kinds = widened({}, table)
            if DESIGN in self._designs:  # labels further down may be words
                kinds |= widened({}, self._designs[[DESIGN]])
            self._files = [
                self._stack.enter_context(TableFile(self._stem.with_name(name), kinds))
                for name in (f"{self._stem.name}{suffix}" for suffix in self._suffixes)
            ]
        for file in self._files:
            file.add(table)
        bad = table[table["status"] != Status.OK.value]
        self.rows += len(table)
        self.status.update(table["status"])
        self.reasons.update(bad["reason"])
        left = MOST_POINTS - sum(map(len, self._bad))
        self._bad.append(bad[["design", "direction", "c_rate", "status", "reason"]].head(left))

    def finish(self, name: str, parameter_values: pybamm.ParameterValues) -> list[Path]:
        """Name the files after the sweep of a set by name, and write its record; the files."""
        self._stack.close()
        record = self._stem.with_name(f"{self._stem.name}.json")
        write_record(
            record,
            pd.concat(self._bad, ignore_index=True),
            {"set": name, "designs": len(self._designs), "columns": list(self._designs.columns)},
            {name: parameter_values},
            {"status": dict(self.status)},
        )
        tables = [self._stem.with_name(f"{self._stem.name}{suffix}") for suffix in self._suffixes]
        return [tables[0], record, *tables[1:]]


def describe_reasons(reasons: Counter[str]) -> list[str]:
    """A line for each of the commonest reasons."""
    return [f"{count} × {reason}" for reason, count in reasons.most_common(MOST_REASONS)]
