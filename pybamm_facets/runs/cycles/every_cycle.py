"""Every cycle, one after the other."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from pybamm_facets._checks import whole
from pybamm_facets.runs.cycles.cycling_cell import CyclingCell
from pybamm_facets.runs.cycles.journey import CycleRow, Journey, ended_with

PIECE_SECONDS = 2.0


@dataclass(frozen=True)
class EveryCycle:
    """Solve every cycle: the reference, and what a mechanism with a memory would need.

    Parameters
    ----------
    piece
        Cycles between two points from which a broken run goes on; it changes no number.
    """

    piece: int = 25

    def __post_init__(self) -> None:
        whole("piece", self.piece, least=1)

    def advance(
        self, cell: CyclingCell, journey: Journey, stops: Sequence[int], grams: float
    ) -> Journey:
        """Some cycles further."""
        state, rows, begun = journey.state, list(journey.rows), time.monotonic()
        for _ in range(self.piece):
            number = len(rows) + 1
            after, record = cell.cycle(state)
            row = CycleRow(number, state.doses, record, number)
            if not record.status.has_result:
                return ended_with(Journey(state, tuple(rows)), row, number)
            state = after
            rows.append(row)
            if number == stops[-1] or time.monotonic() - begun > PIECE_SECONDS:
                break
        count = len(rows)
        return Journey(state, tuple(rows), count, ended=count >= stops[-1])
