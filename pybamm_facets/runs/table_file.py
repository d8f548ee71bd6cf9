"""A table as a file, by its suffix."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pybamm_facets._extras import require

SUFFIXES = (".csv", ".parquet")


def check_table_name(out: Path) -> None:
    """Raise unless a table can be written under that name.

    Raises
    ------
    ValueError
        For a suffix other than ``.csv`` and ``.parquet``.
    MissingExtraError
        For Parquet without pyarrow, with the line that installs it.
    """
    if out.suffix not in SUFFIXES:
        raise ValueError(f"out={str(out)!r}: expected a name that ends in .csv or .parquet")
    if out.suffix == ".parquet":
        require("parquet", "Parquet")


def write_table(table: pd.DataFrame, out: Path) -> None:
    """Write a table as CSV or Parquet, by the suffix of `out`; errors as `check_table_name`."""
    check_table_name(out)
    if out.suffix == ".csv":
        table.to_csv(out, index=False)
        return
    # A column has one type in Parquet, but sweeps in one ledger may label designs differently.
    objects = [table[name] for name in table if table[name].dtype == object]
    mixed = [column for column in objects if column.dropna().map(type).nunique() > 1]
    table = table.assign(**{str(c.name): c.map(str, na_action="ignore") for c in mixed})
    table.to_parquet(out, engine="pyarrow", index=False)
