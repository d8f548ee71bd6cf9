"""Cycles that repeat themselves at given doses."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from pybamm_facets._arrays import FloatArray
from pybamm_facets.runs.cycles.cycling_cell import CellState, CycleRecord, CyclingCell
from pybamm_facets.runs.outcome import Status


@dataclass(frozen=True, eq=False)
class Settled:
    """A settled cycle.

    Parameters
    ----------
    state
        Before it.
    after
        After it.
    record
        What it gave.
    """

    state: CellState
    after: CellState
    record: CycleRecord

    @property
    def doses(self) -> FloatArray:
        """What the cell had been through before it."""
        return self.state.doses


class SettledCycles:
    """Repeats a cycle at given doses until its capacity stays, and counts.

    Parameters
    ----------
    cell
        The cell.
    settled
        Change of capacity from cycle to cycle below which it stays [mAh/g].
    most_repeats
        Cycles in which it has to; one that has not is doubtful.
    grams
        Of active material.
    solved
        Cycles that were solved before.
    """

    def __init__(
        self, cell: CyclingCell, settled: float, most_repeats: int, grams: float, solved: int = 0
    ) -> None:
        self.grams, self.solved = grams, solved
        self._cell, self._most = cell, most_repeats
        self._small = settled * grams / 1e3

    def at(self, state: CellState, doses: FloatArray) -> Settled:
        """The cycle that repeats itself at some doses, from a state that is near."""
        vector, before = state.vector, math.inf
        for _ in range(self._most):
            after, record = self._solved(vector, doses)
            if not record.status.has_result:
                return Settled(CellState(vector, doses), after, record)
            vector = after.vector
            if abs(record.discharged - before) < self._small:
                return Settled(CellState(vector, doses), after, record)
            before = record.discharged
        reason = f"the cycle did not settle within {self._most}"
        doubted = replace(record, status=Status.DOUBTFUL, reason=reason)
        return Settled(CellState(vector, doses), after, doubted)

    def on_the_way(self, state: CellState, doses: FloatArray, gains: FloatArray) -> Settled:
        """The cycle at some doses that follows one of a cycle's gains less, as in a journey.

        A state remembers the cycle before it, which was a little better: a settled cycle alone is
        late by a tenth of a cycle where the capacity falls fast.
        """
        before = self.at(state, np.maximum(doses - gains, 0.0))
        if not before.record.status.has_result:
            return Settled(CellState(before.state.vector, doses), before.after, before.record)
        after, record = self._solved(before.after.vector, doses)
        if before.record.status is Status.DOUBTFUL and record.status is Status.OK:
            record = replace(record, status=Status.DOUBTFUL, reason=before.record.reason)
        return Settled(CellState(before.after.vector, doses), after, record)

    def _solved(self, vector: FloatArray, doses: FloatArray) -> tuple[CellState, CycleRecord]:
        self.solved += 1
        return self._cell.cycle(CellState(vector, doses))
