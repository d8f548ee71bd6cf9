"""A table of a spectrum as it stands in a file, and the numbers that it means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pybamm_facets._arrays import ComplexArray, FloatArray
from pybamm_facets.impedance.spectra.formats.column_words import Columns
from pybamm_facets.tables import Dialect

GROUPED = re.compile(r"[-+−]?[1-9]\d{0,2}(?:,\d{3})+")
COMMA_NUMBER = re.compile(r"[-+−]?\d*,\d[\d,]*(?:[eE][-+]?\d+)?")
RIGHT_ANGLE = 1.6
"""In radians; a phase that is nowhere larger could be in radians."""
CYCLE = re.compile(r"(?:cycle|loop|sweep)(?:\s*(?:number|no\.?|index|#))?", re.IGNORECASE)


@dataclass(frozen=True)
class RawTable:
    """Text cells of one table, with where they came from.

    Parameters
    ----------
    columns
        Those of the spectrum.
    rows
        The number of a row in the file, and its cells.
    dialect
        How numbers are written.
    titles
        The header; empty if there is none.
    label
        What the file calls the table, such as ``ZCURVE 2``.
    notes
        What was passed over, in words.
    """

    columns: Columns
    rows: tuple[tuple[int, list[str]], ...]
    dialect: Dialect
    titles: tuple[str, ...] = ()
    label: str = ""
    notes: tuple[str, ...] = ()

    @property
    def row_numbers(self) -> list[int]:
        """Of the rows, in the file."""
        return [number for number, _ in self.rows]

    def noted(self, *notes: str) -> RawTable:
        """The same with more notes."""
        return replace(self, notes=(*self.notes, *notes))

    def kept(self, keep: Sequence[bool]) -> RawTable:
        """The same with some of its rows."""
        return replace(self, rows=tuple(r for r, good in zip(self.rows, keep, strict=True) if good))

    def values(self) -> tuple[FloatArray, ComplexArray]:
        """Frequency [Hz] and impedance in the table's unit of Ohm, (rows,).

        Raises
        ------
        ValueError
            For a cell that is no number, with its row; and where every comma could be a thousands
            mark as well as a decimal one.
        """
        self._check_commas()
        columns = (self.columns.frequency, self.columns.first, self.columns.second)
        numbers = np.array([self._numbers(number, cells) for number, cells in self.rows])
        table = numbers.reshape(-1, 3) * [column.factor for column in columns]
        if not self.columns.polar:
            return table[:, 0], table[:, 1] + 1j * table[:, 2]
        self._check_angle(numbers.reshape(-1, 3)[:, 2])
        return table[:, 0], table[:, 1] * np.exp(1j * table[:, 2])

    def cycles(self) -> list[str]:
        """What a column of cycles says of each row; empty strings if there is none."""
        place = next((i for i, t in enumerate(self.titles) if CYCLE.fullmatch(t.strip())), None)
        if place is None:
            return [""] * len(self.rows)
        return [cells[place].strip() if place < len(cells) else "" for _, cells in self.rows]

    def _numbers(self, number: int, cells: list[str]) -> list[float]:
        places = self.columns.places
        try:
            return [number_in(cells[place], self.dialect) for place in places]
        except (ValueError, IndexError):
            commas = "," in "".join(cells)
            raise ValueError(
                f"row {number}: {' '.join(cells)[:120]!r}, expected numbers in columns "
                + ", ".join(str(place + 1) for place in places)
                + (", with one decimal mark in the whole file" if commas else "")
            ) from None

    def _check_angle(self, phase: FloatArray) -> None:
        """``ValueError`` for a phase without a unit that could be in radians."""
        column = self.columns.second
        if not column.unit and np.abs(phase).max(initial=0.0) <= RIGHT_ANGLE:
            raise ValueError(
                f"column {column.title!r} has no unit, and may be in degrees or radians; write "
                "phase/deg or phase/rad"
            )

    def _check_commas(self) -> None:
        if self.dialect.decimal != ",":
            return
        commas = [(row, c) for row, cells in self.rows for c in cells if COMMA_NUMBER.fullmatch(c)]
        if commas and all(GROUPED.fullmatch(cell) for _, cell in commas):
            row, first = commas[0]
            raise ValueError(
                f"row {row}: {first!r}: the comma of every number could be a decimal or a "
                "thousands mark; write numbers with a decimal point and no thousands mark"
            )


def number_in(text: str, dialect: Dialect) -> float:
    """A cell as a number; ``ValueError`` if it is none, or has the other decimal mark."""
    if dialect.decimal == "," and "." in text:
        raise ValueError(text)
    return dialect.number(text)
