"""Retentions over cycles as laboratories write them down: a CSV, one row a measurement."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pybamm_facets.tables import read_text_table

NEEDED = ("cycle", "retention")
OPTIONAL = ("particle", "error")
NOTES = ("provenance", "source")


def read_retentions(path: str | Path) -> pd.DataFrame:
    """Retentions of a CSV file.

    Parameters
    ----------
    path
        Columns ``cycle`` and ``retention`` (share of the first cycle's capacity); optional
        ``particle`` (name of the set) and ``error`` (one standard deviation). Other columns are
        refused, but for ``provenance``, ``source`` and what begins with ``note``.

    Returns
    -------
    pandas.DataFrame
        The columns that the file has.

    Raises
    ------
    ValueError
        One line with file, row, column and value.
    """
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"{path}: no such file; expected a CSV of retentions")
    table = read_text_table(path)
    allowed = (*NEEDED, *OPTIONAL)
    columns = list(table.frame.columns)
    missing = [name for name in NEEDED if name not in columns]
    unknown = [n for n in columns if n not in (*allowed, *NOTES) and not n.startswith("note")]
    if missing or unknown:
        what = f"no column {missing[0]!r}" if missing else f"column {unknown[0]!r} is unknown"
        raise ValueError(f"{path}: {what}; expected {', '.join(allowed)}")
    if table.frame.empty:
        raise ValueError(f"{path}: holds no rows; expected a measurement a row")
    text = [name for name in columns if name not in ("cycle", "retention", "error")]
    frame = table.numbers(text)
    for row, value in zip(table.frame.index, frame["cycle"], strict=True):
        if value < 1 or value != int(value):
            raise ValueError(f"{path}, row {row}: cycle={value:g}, expected a whole number from 1")
    frame["cycle"] = frame["cycle"].astype(int)
    return frame[[name for name in allowed if name in columns]]
