"""Tables of published series: one CSV form, read and checked the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pybamm_facets.tables import TextTable, check_measurements, read_text_table

READ_IN = ("paper text", "hand table", "abstract", "own measurement")
"""What was read of the paper; the last where it is the user's own."""

CONFIDENCE = ("high", "medium", "low")
WHOLE_NUMBERS = ("cycles",)


@dataclass(frozen=True)
class Form:
    """The columns of a table.

    Parameters
    ----------
    needed
        Columns that every file has, each cell filled.
    text
        Further columns of text, which may be empty.
    numbers
        Columns of numbers to their least and most; cells may be empty.
    words
        Columns to the words that they may hold (an empty cell too, unless they are needed).
    """

    needed: tuple[str, ...]
    text: tuple[str, ...]
    numbers: Mapping[str, tuple[float, float]]
    words: Mapping[str, tuple[str, ...]]

    @property
    def columns(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(dict.fromkeys((*self.needed, *self.text, *self.numbers)))


def read_series(path: str | Path, form: Form) -> pd.DataFrame:
    """A table of series with every column of its form; row numbers of the file as ``row``.

    Raises
    ------
    ValueError
        One line with file, row, column and value: for a missing or unknown column, an empty needed
        cell, a number outside its range, a word that is none of the allowed, a window upside down,
        and a row without a source.
    """
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"{path}: no such file; expected a CSV of series")
    table = read_text_table(path)
    names = list(table.frame.columns)
    check_measurements(table, form.needed, form.columns)
    text = [name for name in names if name not in form.numbers]
    frame = table.numbers(text, optional=form.numbers)
    for name in form.columns:
        if name not in frame:
            frame[name] = np.nan if name in form.numbers else ""
    frame = frame[list(form.columns)].assign(row=table.frame.index.to_numpy())
    _check_cells(table, frame, form)
    _check_windows(table, frame)
    _check_sources(table, frame)
    return frame


def refuse(table: TextTable | Path, row: object, column: str, value: object, expected: str) -> None:
    """``ValueError`` in the one dialect for a cell."""
    path = table if isinstance(table, Path) else table.path
    raise ValueError(f"{path}, row {row}, column {column!r}: {value!r}: expected {expected}")


def _check_cells(table: TextTable, frame: pd.DataFrame, form: Form) -> None:
    for cells in frame.to_dict("records"):
        row = cells["row"]
        for name in form.needed:
            if cells[name] == "" or cells[name] != cells[name]:
                refuse(table, row, name, "", "a value in every row")
        for name, words in form.words.items():
            if cells[name] not in (*words, *(() if name in form.needed else ("",))):
                refuse(table, row, name, cells[name], f"one of {', '.join(words)}")
        for name, (least, most) in form.numbers.items():
            value = cells[name]
            if value == value and not least <= value <= most:
                refuse(table, row, name, value, f"a number from {least:g} to {most:g}")
            if value == value and name in WHOLE_NUMBERS and value != int(value):
                refuse(table, row, name, value, "a whole number")


def _check_windows(table: TextTable, frame: pd.DataFrame) -> None:
    upside_down = frame[frame["lower_voltage_V"] >= frame["upper_voltage_V"]]
    for one in upside_down.itertuples():
        expected = f"less than upper_voltage_V={one.upper_voltage_V:g}"
        refuse(table, one.row, "lower_voltage_V", one.lower_voltage_V, expected)


def _check_sources(table: TextTable, frame: pd.DataFrame) -> None:
    for one in frame[frame["doi"] == ""].itertuples():
        if not one.note:
            refuse(table, one.row, "doi", "", "a DOI, or a note that says where it is from")


def check_constant(path: Path, frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """``ValueError`` unless each series says one thing in columns that belong to all of it."""
    for series, rows in frame.groupby("series", sort=False):
        for column in columns:
            cells = rows[column].map(lambda cell: "" if cell != cell else cell)
            for row, cell in zip(rows["row"], cells, strict=True):
                if cell != cells.iloc[0]:
                    expected = f"what the other rows of {series!r} have, {cells.iloc[0]!r}"
                    refuse(path, row, column, cell, expected)
