"""Facet areas and resistances of particles as CSV files, units in the names of the columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pybamm_facets.crystal import NMC811_FACETS, FacetFamily, facet_family
from pybamm_facets.tables import read_text_table

AREA_UNITS = {"m2": 1.0, "um2": 1e-12}
RESISTANCE_UNITS = {"ohm": 1.0, "Ohm": 1.0, "kOhm": 1e3, "MOhm": 1e6}

AREA_COLUMN = re.compile(r"(?P<facet>.+?)(?P<error>_error)?_(?P<unit>um2|m2)")
RESISTANCE_COLUMN = re.compile(
    r"(?P<facet>r_ct|r_ct_above|r_ct_below)(?P<error>_error)?_(?P<unit>ohm|[kM]?Ohm)"
)
LIMITS = ("r_ct_above", "r_ct_below")

AREA_FORMAT = "particle, then a column a facet such as (104)_um2 or (104)_m2, and if known its "
AREA_FORMAT += "standard deviation, (104)_error_um2"
RESISTANCE_FORMAT = "particle, r_ct_MOhm (kOhm, Ohm), and if known its standard error, "
RESISTANCE_FORMAT += "r_ct_error_MOhm"


def read_areas(
    path: str | Path, families: Sequence[FacetFamily] = NMC811_FACETS
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Areas, and their standard deviations if the file has them [m2], particle by facet.

    Columns are ``particle``, one a facet such as ``(104)_um2`` or ``(104)_m2``, and either none or
    one for each of the facets such as ``(104)_error_um2``.

    A facet may be named by either of its labels, and is one of `families`.

    Raises
    ------
    ValueError
        Naming the file, for a column that is none of these, or is missing, and for a facet that is
        unknown or named twice.
    """
    frame = _indexed(path, AREA_FORMAT)
    areas, errors = _columns(frame, path, AREA_COLUMN, AREA_UNITS, AREA_FORMAT)
    areas, errors = _by_label(areas, path, families), _by_label(errors, path, families)
    if errors.empty:
        return areas, None
    if set(areas) != set(errors):
        raise ValueError(
            f"{path}: areas of {', '.join(areas)} but errors of {', '.join(errors)}; expected an "
            "error for every facet or for none"
        )
    return areas, errors[areas.columns]


@dataclass(frozen=True, eq=False)
class Resistances:
    """Charge-transfer resistances of particles [Ohm].

    Parameters
    ----------
    values
        By particle, of those that are determined.
    errors
        Their standard errors, or None if none is stated.
    limits
        Of the other particles: ``above_Ohm`` and ``below_Ohm``, NaN where there is no such limit.
    """

    values: pd.Series
    errors: pd.Series | None
    limits: pd.DataFrame


def no_limits() -> pd.DataFrame:
    """Limits of no particle."""
    return pd.DataFrame(columns=["above_Ohm", "below_Ohm"], dtype=float).rename_axis("particle")


def read_resistance_table(path: str | Path) -> Resistances:
    """Charge-transfer resistances, their standard errors and limits from a CSV file.

    Columns are ``particle``, ``r_ct_Ohm`` (or ``kOhm``, ``MOhm``), and, each or not,
    ``r_ct_error_Ohm``, ``r_ct_above_Ohm`` and ``r_ct_below_Ohm``; others are left alone, so that
    the tables of ``pybamm-facets eis fit`` can be read. A particle without a value but with a
    limit, or with an infinite error, is one whose resistance is not determined.

    Raises
    ------
    ValueError
        Naming the file, for a column that is none of these, or is missing.
    """
    frame = _indexed(path, RESISTANCE_FORMAT, lambda column: column.startswith("r_ct_"))
    frame = frame[[column for column in frame if column.startswith("r_ct_")]]
    values, errors = _columns(frame, path, RESISTANCE_COLUMN, RESISTANCE_UNITS, RESISTANCE_FORMAT)
    if "r_ct" not in values or not set(errors) <= {"r_ct"}:
        raise ValueError(f"{path}: no column of R_CT; expected {RESISTANCE_FORMAT}")
    r_ct = values["r_ct"].rename("r_ct")
    error = None if errors.empty else errors["r_ct"].rename("r_ct_error")
    limits = values.reindex(columns=LIMITS).set_axis(["above_Ohm", "below_Ohm"], axis=1)
    unknown = _undetermined(r_ct, error, limits)
    return Resistances(
        r_ct[~unknown], None if error is None else error[~unknown], limits[unknown].astype(float)
    )


def read_resistances(path: str | Path) -> tuple[pd.Series, pd.Series | None]:
    """Charge-transfer resistances that are determined, and their standard errors if known [Ohm].

    Columns and errors are those of `read_resistance_table`.
    """
    table = read_resistance_table(path)
    return table.values, table.errors


def _undetermined(r_ct: pd.Series, error: pd.Series | None, limits: pd.DataFrame) -> pd.Series:
    """Which resistances are not determined; those merely missing are not among them."""
    unknown = r_ct.isna() & limits.notna().any(axis=1)
    if error is not None:
        unknown |= np.isinf(error) & (error > 0) | (r_ct.isna() & error.isna())
    return unknown


def _indexed(
    path: str | Path, expected: str, keep: Callable[[str], bool] = lambda _: True
) -> pd.DataFrame:
    table = read_text_table(path)
    if "particle" not in table.frame:
        raise ValueError(f"{path}: no column particle; expected {expected}")
    text = [column for column in table.frame if column == "particle" or not keep(column)]
    limited = any(column.startswith(LIMITS) for column in table.frame)
    empty = [c for c in table.frame if limited and RESISTANCE_COLUMN.fullmatch(c)]
    return table.numbers(text, empty).set_index("particle")


def _columns(
    frame: pd.DataFrame,
    path: str | Path,
    pattern: re.Pattern[str],
    units: dict[str, float],
    expected: str,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Values and errors in SI, by what the columns are named for."""
    found: tuple[dict[str, pd.Series], dict[str, pd.Series]] = ({}, {})
    for column in frame:
        match = pattern.fullmatch(column.strip())
        if match is None:
            raise ValueError(f"{path}: unknown column {column!r}; expected {expected}")
        name = match.groupdict().get("facet") or "r_ct"
        group = found[match["error"] is not None]
        if name in group:
            raise ValueError(f"{path}: column {column!r} repeats {name} in another unit")
        group[name] = frame[column] * units[match["unit"]]
    values, errors = (pd.DataFrame(columns) for columns in found)
    if values.empty:
        raise ValueError(f"{path}: no values; expected {expected}")
    return values, errors


def _by_label(
    table: pd.DataFrame, path: str | Path, families: Sequence[FacetFamily]
) -> pd.DataFrame:
    """Columns by the paper's label of the facet."""
    try:
        labels = [facet_family(str(column), families).label for column in table]
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
    for k, label in enumerate(labels):
        if label in labels[:k]:
            first = table.columns[labels.index(label)]
            raise ValueError(
                f"{path}: columns {first!r} and {table.columns[k]!r} are one facet, {label}, named "
                "twice"
            )
    return table.set_axis(labels, axis=1)
