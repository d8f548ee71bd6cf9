"""Retentions over cycles as laboratories write them down: a CSV, one row a measurement."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pybamm_facets.tables import check_measurements, read_text_table

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
    allowed, columns = (*NEEDED, *OPTIONAL), list(table.frame.columns)
    check_measurements(table, NEEDED, allowed, NOTES)
    text = [name for name in columns if name not in ("cycle", "retention", "error")]
    frame = table.numbers(text)
    for row, value in zip(table.frame.index, frame["cycle"], strict=True):
        if value < 1 or value != int(value):
            raise ValueError(f"{path}, row {row}: cycle={value:g}, expected a whole number from 1")
    frame["cycle"] = frame["cycle"].astype(int)
    return frame[[name for name in allowed if name in columns]]
