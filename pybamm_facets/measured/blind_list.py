"""The blind tests as they were frozen: which points are inputs, which are predicted, and how."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pandas as pd

from pybamm_facets.measured.rate_series import literature_rate_series

Point = tuple[str, float]
"""A series and a rate."""


@dataclass(frozen=True)
class BlindTest:
    """A test that was written down before it was computed.

    Parameters
    ----------
    name, question, recipe, quantity
        What it is about, how it is computed, and what is compared.
    doi
        Of the measurements; empty where none was in what was read.
    inputs, predicted
        Points that may be used, and points that may not.
    given, assumed
        Numbers measured in other ways, and numbers that nobody stated.

    Raises
    ------
    ValueError
        If a point is input and predicted at once.
    """

    name: str
    question: str
    recipe: str
    quantity: str
    doi: str
    inputs: tuple[Point, ...]
    predicted: tuple[Point, ...]
    given: Mapping[str, float]
    assumed: Mapping[str, float]

    def __post_init__(self) -> None:
        both = set(self.inputs) & set(self.predicted)
        if both:
            raise ValueError(f"predicted={min(both)!r}: expected a point that is no input")

    def known(self) -> pd.Series:
        """Values of the inputs alone, by point: all that a prediction may see of the series."""
        return _values(self.inputs)

    def answers(self) -> pd.Series:
        """Values of the predicted points, by point: for the comparison only."""
        return _values(self.predicted)


@cache
def blind_tests() -> dict[str, BlindTest]:
    """The frozen tests by name."""
    text = (files("pybamm_facets.measured") / "blind_tests.toml").read_text(encoding="utf-8")
    tests = [
        BlindTest(
            **{key: entry[key] for key in ("name", "question", "recipe", "quantity", "doi")},
            inputs=tuple(map(_point, entry["inputs"])),
            predicted=tuple(map(_point, entry["predicted"])),
            given=dict(entry["given"]),
            assumed=dict(entry["assumed"]),
        )
        for entry in tomllib.loads(text)["test"]
    ]
    return {test.name: test for test in tests}


def _point(text: str) -> Point:
    series, rate = text.rsplit(",", 1)
    return series, float(rate)


def _values(points: tuple[Point, ...]) -> pd.Series:
    table = literature_rate_series().set_index(["series", "c_rate"])
    return table["capacity_mAh_g"].fillna(table["ratio"]).loc[list(points)]
