"""How far a cell has come, in a form from which it can go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pybamm_facets._arrays import FloatArray
from pybamm_facets.runs.cycles.cycling_cell import CellState, CycleRecord, CyclingCell


@dataclass(frozen=True, eq=False)
class CycleRow:
    """One cycle of a journey.

    Parameters
    ----------
    cycle
        Its number, from 1.
    doses
        What the cell had been through before it.
    record
        What it gave.
    solved
        Cycles that had been solved by then, this one included.
    """

    cycle: int
    doses: FloatArray
    record: CycleRecord
    solved: int


@dataclass(frozen=True, eq=False)
class Journey:
    """Cycles so far.

    Parameters
    ----------
    state
        After the last of them; while there is none, after the pre-cycles.
    rows
        The cycles that were kept.
    solved
        Cycles that were solved for them.
    step
        Cycles that the next jump tries.
    ended
        Whether there is nothing more to do.
    """

    state: CellState
    rows: tuple[CycleRow, ...] = ()
    solved: int = 0
    step: int = 1
    ended: bool = False


class Stepping(Protocol):
    """How a journey goes on."""

    def advance(
        self, cell: CyclingCell, journey: Journey, stops: Sequence[int], grams: float
    ) -> Journey:
        """A piece further.

        Parameters
        ----------
        cell
            The cell.
        journey
            So far.
        stops
            Cycles that must be among the rows, ascending; the last is the end.
        grams
            Of active material.
        """


def ended_with(journey: Journey, row: CycleRow, solved: int) -> Journey:
    """A journey that ends with a cycle that gave no result."""
    return Journey(journey.state, (*journey.rows, row), solved, journey.step, ended=True)
