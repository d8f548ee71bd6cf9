"""Published discharge capacities over rate, with where each was read."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import pandas as pd

from pybamm_facets.measured.series_table import (
    CONFIDENCE,
    READ_IN,
    Form,
    check_constant,
    read_series,
    refuse,
)

TEXTURE_CLASSES = (
    "random_polycrystal",
    "refined_or_radial",
    "single_crystal",
    "nanoparticle",
    "nanosheet",
    "exposed_010",
    "facet_tailored",
    "hollow",
    "mixture",
    "unknown",
)
EQUAL_RATE = "equal"
"""Of a charge: at the rate of the discharge that follows."""

FORM = Form(
    needed=("series", "material", "c_rate", "read_in", "confidence"),
    text=(
        "composition", "architecture", "texture_class", "cell", "active_carbon_binder",
        "charge_rate", "ratio_of", "doi", "note",
    ),
    numbers={
        "c_rate": (1e-3, 1e3),
        "radius_um": (1e-3, 100.0),
        "loading_mg_cm2": (0.05, 100.0),
        "one_c_mA_g": (1.0, 2000.0),
        "lower_voltage_V": (0.0, 6.0),
        "upper_voltage_V": (0.0, 6.0),
        "temperature_C": (-60.0, 150.0),
        "capacity_mAh_g": (1e-3, 2000.0),
        "ratio": (1e-4, 1.5),
    },
    words={"read_in": READ_IN, "confidence": CONFIDENCE, "texture_class": TEXTURE_CLASSES},
)  # fmt: skip
"""Columns of a table of capacities over rate."""

OF_A_SERIES = (
    "material", "architecture", "radius_um", "cell", "loading_mg_cm2", "one_c_mA_g",
    "lower_voltage_V", "upper_voltage_V", "temperature_C", "doi",
)  # fmt: skip
"""Columns in which all rows of a series agree."""


def read_rate_series(path: str | Path) -> pd.DataFrame:
    """Series of capacities over rate from a CSV file, in the form of the package's own table.

    Parameters
    ----------
    path
        Needed columns: ``series``, ``material``, ``c_rate`` (multiple of the series' own 1C),
        ``read_in`` (one of `READ_IN`), ``confidence``, and ``capacity_mAh_g`` or ``ratio`` with
        ``ratio_of``. Optional, empty where not stated: ``composition``, ``architecture``,
        ``texture_class``, ``radius_um``, ``cell``, ``loading_mg_cm2``, ``active_carbon_binder``,
        ``charge_rate`` (a multiple of 1C, or ``equal``), ``one_c_mA_g``, ``lower_voltage_V``,
        ``upper_voltage_V`` (against lithium), ``temperature_C``, ``doi``, ``note``. A row without a
        DOI needs a note.

    Returns
    -------
    pandas.DataFrame
        All these columns; NaN and empty text where nothing was stated.

    Raises
    ------
    ValueError
        One line with file, row, column and value.
    """
    path = Path(path)
    frame = read_series(path, FORM)
    for one in frame.itertuples():
        has_capacity, has_ratio = one.capacity_mAh_g == one.capacity_mAh_g, one.ratio == one.ratio
        if not (has_capacity or has_ratio):
            refuse(path, one.row, "capacity_mAh_g", "", "a capacity, or a ratio and what it is of")
        if has_ratio and not one.ratio_of:
            refuse(path, one.row, "ratio_of", "", "what the ratio is of")
        if one.charge_rate not in ("", EQUAL_RATE) and not _is_rate(one.charge_rate):
            expected = f"a multiple of 1C, or {EQUAL_RATE}"
            refuse(path, one.row, "charge_rate", one.charge_rate, expected)
    check_constant(path, frame, OF_A_SERIES)
    twice = frame[frame.duplicated(["series", "c_rate"])]
    for one in twice.itertuples():
        refuse(path, one.row, "c_rate", one.c_rate, f"each rate of {one.series!r} once")
    return frame.drop(columns="row")


def literature_rate_series() -> pd.DataFrame:
    """58 points of 25 published series, as `read_rate_series` gives them.

    Facts with DOI, what was read of each paper and how sure it is; nothing was read off figures.
    """
    with as_file(files("pybamm_facets.measured") / "rate_series.csv") as path:
        return read_rate_series(path)


def _is_rate(text: str) -> bool:
    try:
        return 0 < float(text) < float("inf")
    except ValueError:
        return False
