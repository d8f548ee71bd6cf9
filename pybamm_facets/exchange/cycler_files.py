"""Reading what a battery cycler wrote."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from pybamm_facets.exchange.neware_file import read_neware
from pybamm_facets.exchange.pyprobe_file import read_pyprobe_parquet
from pybamm_facets.exchange.side_file import read_origin
from pybamm_facets.exchange.text_file import read_text

READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    ".csv": read_text,
    ".txt": read_text,
    ".bdf": read_text,
    ".nda": read_neware,
    ".ndax": read_neware,
    ".parquet": read_pyprobe_parquet,
}
"""How a file is read, by its ending."""


def read_cycler(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read the points that a cycler measured.

    Parameters
    ----------
    path
        A table of the Battery Data Format (.csv, .txt, .bdf, .bdf.csv), with its preferred labels
        (``Test Time / s``, ``Current / A``, ``Voltage / V``) or its machine-readable names
        (``test_time_second``, ``current_ampere``, ``voltage_volt``) and any other columns; one with
        the names of PyProBE (``Time [s]``, ``Current [A]``, ``Voltage [V]``), as text or as Parquet
        (.parquet), which needs the extra ``parquet``; or a file of Neware (.nda, .ndax), which
        needs the extra ``cycler``.

    Returns
    -------
    pandas.DataFrame
        Columns ``time_s``, ``current_A``, ``voltage_V``, ``step`` and ``cycle``. A positive
        current charges the cell, as in all of these files. Steps are those of the file (``Step
        Count``, else each run of a ``Step ID`` or ``Step Index``; PyProBE's ``Step``, or its
        ``Event`` where steps come again); if it has none, one begins where the current changes its
        sign, begins or ends. Cycles are those of the file; if it has none, one begins with each
        step in the direction of the first. ``attrs`` has what `write_bdf` or `write_pyprobe` wrote
        of the table's origin, if the file is theirs.

    Raises
    ------
    ValueError
        In one line with file, row and column: for another ending, a column that is missing, text
        in a number, a value that is not finite, time that runs backwards, a file without rows.
    MissingExtraError
        If the file is Neware's or Parquet, and the extra for it is not installed.

    Examples
    --------
    >>> read_cycler("cell_7.bdf.csv")["cycle"].max()  # doctest: +SKIP
    12
    """
    path = Path(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ValueError(f"{path}: {path.suffix!r}: expected one of {', '.join(READERS)}")
    frame = reader(path)
    frame.attrs = read_origin(path)
    return frame
