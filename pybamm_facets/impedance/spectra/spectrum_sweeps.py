"""Sweeps of frequency in a table, told apart and checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from pybamm_facets._arrays import BoolArray, ComplexArray, FloatArray
from pybamm_facets.impedance.spectra.formats.column_words import Column
from pybamm_facets.impedance.spectra.formats.raw_table import RawTable
from pybamm_facets.impedance.spectra.frequency_words import frequency_text
from pybamm_facets.impedance.spectra.spectrum import Spectrum, check_points

FEWEST = 5
"""Points that make a sweep of its own; a shorter piece is a point out of order."""
JUMP = 3.0
"""How much larger than the others the first step of a sweep may be, in logarithms."""
OVERLAP = 0.5
"""Share of the range, of the smaller of two sweeps, that both have."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """One spectrum of a file, and how it was read.

    Parameters
    ----------
    spectrum
        What was measured, in Hz and Ohm.
    kind
        Of file, such as ``csv`` or ``gamry``.
    number, of
        Which sweep of how many in the file, counted from 1.
    label
        What the file calls it, such as ``cycle 2``; may be empty.
    unit, sign
        Units, and what stands for the imaginary part, as read: ``kHz, MΩ`` and ``−Im Z``.
    notes
        What was passed over, in words.
    """

    spectrum: Spectrum
    kind: str
    number: int = 1
    of: int = 1
    label: str = ""
    unit: str = "Hz, Ω"
    sign: str = "Im Z"
    notes: tuple[str, ...] = ()

    @property
    def range(self) -> str:
        """Frequencies in words."""
        first, last = self.spectrum.frequency[[0, -1]]
        return f"{frequency_text(first)} to {frequency_text(last)}"


def spectra_of(table: RawTable, area: float | None) -> Iterator[tuple[str, Spectrum, RawTable]]:
    """The sweeps of a table with their labels, and the table with notes.

    Rows without frequency and impedance, and those of frequency 0, which some instruments write
    for the direct current, are left out with a note.

    Parameters
    ----------
    table
        As it stands in the file.
    area
        [cm²], for columns in Ohm times area.

    Raises
    ------
    ValueError
        For what `check_points` refuses, with the rows, and for an imaginary part that is mostly
        positive.
    """
    frequency, impedance = table.values()
    scale = _per_area(table.columns.first, area)
    still = frequency == 0
    if still.any():
        table = table.kept(list(~still)).noted(f"{still.sum()} rows of frequency 0 left out")
        frequency, impedance = frequency[~still], impedance[~still]
    impedance = impedance * scale if scale != 1.0 else impedance
    for label, rows in _cycles(table):
        for piece in _pieces(frequency[rows], impedance[rows], np.array(table.row_numbers)[rows]):
            yield label, piece, table


def _cycles(table: RawTable) -> Iterator[tuple[str, list[int]]]:
    """Rows of each cycle, in the order of the file."""
    cycles = table.cycles()
    several = len(set(cycles)) > 1
    for cycle, group in groupby(range(len(cycles)), key=lambda k: cycles[k]):
        name = f"cycle {cycle.removesuffix('.0')}" if several else ""
        yield ", ".join(filter(None, (table.label, name))), list(group)


def _per_area(column: Column, area: float | None) -> float:
    if not column.area:
        return 1.0
    if area is None:
        raise ValueError(
            f"column {column.title!r} is a resistance times an area; expected Ohm, or the area of "
            "the sample: area=... [cm²], --area on the command line"
        )
    return column.area / area


def _pieces(frequency: FloatArray, impedance: ComplexArray, rows: np.ndarray) -> Iterator[Spectrum]:
    """One spectrum for each time that the frequencies are gone through."""
    bounds = _turns(frequency)
    if len(bounds) > 2 and not _are_sweeps(frequency, bounds):
        bounds = [0, len(frequency)]
    for first, last in pairwise(bounds):
        kept = slice(first, last)
        check_points(frequency[kept], impedance[kept], [int(row) for row in rows[kept]])
        _check_sign(impedance[kept].imag)
        yield Spectrum(frequency[kept], impedance[kept])


def _turns(frequency: FloatArray) -> list[int]:
    """Where pieces in which the frequency only falls, or only rises, begin; and the end."""
    bounds, begin = [0], 0
    steps = np.sign(np.diff(frequency))
    for k in range(1, len(frequency)):
        if k - 1 > begin and steps[k - 1] != steps[begin]:
            bounds.append(k)
            begin = k
    return [*bounds, len(frequency)]


def _are_sweeps(frequency: FloatArray, bounds: list[int]) -> bool:
    """Whether the pieces are sweeps over much the same range, and no points out of order."""
    if not np.isfinite(frequency).all() or (frequency <= 0).any():
        return False
    pieces = [np.log(frequency[a:b]) for a, b in pairwise(bounds)]
    if any(len(piece) < FEWEST for piece in pieces):
        return False
    smooth: BoolArray = np.array([_is_smooth(piece) for piece in pieces])
    return bool(smooth.all()) and all(
        _overlap(one, other) >= OVERLAP for one, other in pairwise(pieces)
    )


def _is_smooth(logarithm: FloatArray) -> bool:
    steps = np.abs(np.diff(logarithm))
    return bool(max(steps[0], steps[-1]) <= JUMP * np.max(steps[1:-1]))


def _overlap(one: FloatArray, other: FloatArray) -> float:
    shared = min(one.max(), other.max()) - max(one.min(), other.min())
    return float(shared / min(np.ptp(one), np.ptp(other)))


def _check_sign(imaginary: FloatArray) -> None:
    if (imaginary > 0).mean() > 0.5:
        raise ValueError(
            f"Im Z is positive at {(imaginary > 0).sum()} of {len(imaginary)} points, as "
            "of an inductor; if -Im Z is written, name the column -z_imag_ohm"
        )
