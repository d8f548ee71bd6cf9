"""Published retention over cycles, with where each was read."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import pandas as pd

from pybamm_facets.measured.series_table import CONFIDENCE, READ_IN, Form, read_series, refuse

FORM = Form(
    needed=("series", "material", "cycles", "read_in", "confidence"),
    text=("architecture", "cell", "voltage_of", "doi", "note"),
    numbers={
        "charge_rate": (1e-3, 1e3),
        "discharge_rate": (1e-3, 1e3),
        "lower_voltage_V": (0.0, 6.0),
        "upper_voltage_V": (0.0, 6.0),
        "temperature_C": (-60.0, 150.0),
        "cycles": (1.0, 1e6),
        "retention": (0.0, 1.5),
        "capacity_start_mAh_g": (1e-3, 2000.0),
        "capacity_end_mAh_g": (1e-3, 2000.0),
    },
    words={"read_in": READ_IN, "confidence": CONFIDENCE, "voltage_of": ("cell", "lithium")},
)
"""Columns of a table of retention over cycles."""


def read_retention_series(path: str | Path) -> pd.DataFrame:
    """Series of retention over cycles from a CSV file, in the form of the package's own table.

    Parameters
    ----------
    path
        Needed columns: ``series``, ``material``, ``cycles``, ``read_in`` (one of `READ_IN`),
        ``confidence``, and ``retention`` (0 to 1) or ``capacity_end_mAh_g``. Optional, empty where
        not stated: ``architecture``, ``cell``, ``charge_rate``, ``discharge_rate``, ``voltage_of``
        (``cell`` or ``lithium``), ``lower_voltage_V``, ``upper_voltage_V``, ``temperature_C``,
        ``capacity_start_mAh_g``, ``doi``, ``note``. A row without a DOI needs a note.

    Returns
    -------
    pandas.DataFrame
        All these columns, one row a series; NaN and empty text where nothing was stated.

    Raises
    ------
    ValueError
        One line with file, row, column and value.
    """
    path = Path(path)
    frame = read_series(path, FORM)
    for one in frame.itertuples():
        if one.retention != one.retention and one.capacity_end_mAh_g != one.capacity_end_mAh_g:
            refuse(path, one.row, "retention", "", "a retention, or a capacity at the end")
    for one in frame[frame.duplicated("series")].itertuples():
        refuse(path, one.row, "series", one.series, "each series once")
    return frame.drop(columns="row")


def literature_retention_series() -> pd.DataFrame:
    """26 published series, as `read_retention_series` gives them; facts with what was read."""
    with as_file(files("pybamm_facets.measured") / "retention_series.csv") as path:
        return read_retention_series(path)
