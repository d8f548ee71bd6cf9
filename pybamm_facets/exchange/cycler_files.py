"""Reading what a battery cycler wrote."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from pybamm_facets.exchange.bdf_file import read_bdf
from pybamm_facets.exchange.neware_file import read_neware

READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    ".csv": read_bdf,
    ".txt": read_bdf,
    ".bdf": read_bdf,
    ".nda": read_neware,
    ".ndax": read_neware,
}
"""How a file is read, by its ending."""


def read_cycler(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read the points that a cycler measured.

    Parameters
    ----------
    path
        A table of the Battery Data Format (.csv, .txt, .bdf, .bdf.csv), with its preferred labels
        (``Test Time / s``, ``Current / A``, ``Voltage / V``) or its machine-readable names
        (``test_time_second``, ``current_ampere``, ``voltage_volt``) and any other columns; or a
        file of Neware (.nda, .ndax), which needs the extra ``cycler``.

    Returns
    -------
    pandas.DataFrame
        Columns ``time_s``, ``current_A``, ``voltage_V``, ``step`` and ``cycle``. A positive
        current charges the cell, as in the Battery Data Format and in files of Neware. Steps are
        those of the file (``Step Count``, else each run of a ``Step ID`` or ``Step Index``); if it
        has none, one begins where the current changes its sign, begins or ends. Cycles are those of
        the file; if it has none, one begins with each step in the direction of the first.

    Raises
    ------
    ValueError
        In one line with file, row and column: for another ending, a column that is missing, text
        in a number, a value that is not finite, time that runs backwards, a file without rows.
    MissingExtraError
        If the file is Neware's and the extra ``cycler`` is not installed.

    Examples
    --------
    >>> read_cycler("cell_7.bdf.csv")["cycle"].max()  # doctest: +SKIP
    12
    """
    path = Path(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ValueError(f"{path}: {path.suffix!r}: expected one of {', '.join(READERS)}")
    return reader(path)
