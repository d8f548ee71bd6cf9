"""What ageing assumes, with provenance: the defaults of mechanisms and doses, from one file."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from pybamm_facets.sourced import Sourced


def assumptions() -> pd.DataFrame:
    """Defaults of mechanisms and doses with where they come from.

    Returns
    -------
    pandas.DataFrame
        Columns ``name``, ``value``, ``unit``, ``lower``, ``upper``, ``provenance``, ``source``; a
        new frame each time.

    Examples
    --------
    >>> assumptions().set_index("name").loc["stress exponent", "provenance"]
    'estimate'
    """
    return _table().copy()


def assumed(name: str) -> Sourced:
    """One assumption by its name in `assumptions`.

    Raises
    ------
    KeyError
        If there is none of that name.
    """
    return _sourced()[name]


def assumed_value(name: str) -> float:
    """The number of an assumption."""
    return float(assumed(name).value)


@cache
def _table() -> pd.DataFrame:
    with (files(__package__) / "assumptions.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file, keep_default_na=False, na_values={"lower": "", "upper": ""})


@cache
def _sourced() -> dict[str, Sourced]:
    return {row["name"]: _one(row) for row in _table().to_dict("records")}


def _one(row: dict[Hashable, Any]) -> Sourced:
    lower, upper = (None if pd.isna(row[k]) else float(row[k]) for k in ("lower", "upper"))
    return Sourced(float(row["value"]), row["provenance"], row["source"], lower, upper)
