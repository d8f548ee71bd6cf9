"""Files of a sweep: its table, its record, and why runs have no result."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pybamm

from pybamm_facets._extras import require
from pybamm_facets.report.record import write_record
from pybamm_facets.runs.results import Results
from pybamm_facets.runs.table_file import write_table

MOST_REASONS = 5


def check_sweep_extras(scheduler: str | None, parquet: bool) -> None:
    """Raise `MissingExtraError` before any work for what the files and the cluster need."""
    if scheduler is not None:
        require("dask", "--scheduler")
    if parquet:
        require("parquet", "--parquet")


def write_sweep(
    out_dir: Path,
    results: Results,
    designs: pd.DataFrame,
    name: str,
    parameter_values: pybamm.ParameterValues,
    parquet: bool,
) -> list[Path]:
    """Table and record of a sweep of a set by name; the files."""
    table = results.table
    csv, record = out_dir / "sweep.csv", out_dir / "sweep.json"
    table.to_csv(csv, index=False)
    write_record(
        record,
        table[["design", "direction", "c_rate", "status", "reason"]],
        {"set": name, "designs": len(designs), "columns": list(designs.columns)},
        {name: parameter_values},
        {"status": table["status"].value_counts().to_dict()},
    )
    paths = [csv, record]
    if parquet:
        paths.append(out_dir / "sweep.parquet")
        write_table(table, paths[-1])
    return paths


def describe_reasons(failures: pd.DataFrame) -> list[str]:
    """A line for each of the commonest reasons."""
    reasons = failures["reason"].value_counts()
    return [f"{count} × {reason}" for reason, count in reasons.head(MOST_REASONS).items()]
