"""Jumps: one settled cycle tells what many add to the doses.

A cycle at given doses D adds g(D) to them, whatever came before: its memory is two cycles long. So
the doses of many cycles are a sum of g(D), which Heun's method takes in steps. The step follows the
capacity, which is what anyone reads: its error is that of the doses times the slope of the capacity
along them. Doses that are counted grow evenly, and the step is exact. The first cycle, which starts
where the pre-cycles end, is solved as it is.

Extrapolation between cycles as in Sulzer et al. 2021 (DOI 10.1149/1945-7111/abdde1).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pybamm_facets._checks import positive, whole
from pybamm_facets._units import MAH
from pybamm_facets.runs.cycles.cycling_cell import CellState, CyclingCell
from pybamm_facets.runs.cycles.journey import CycleRow, Journey, ended_with
from pybamm_facets.runs.cycles.settled_cycles import Settled, SettledCycles

FIRST_STEP = 25
GROWTH, SHRINKING, SAFETY = 4.0, 0.25, 0.9


@dataclass(frozen=True)
class Jump:
    """Solve settled cycles only, and jump from each to the next.

    Parameters
    ----------
    tolerance
        Largest estimate of the error of a jump [mAh/g]. Capacities after 500 cycles came out within
        0.1 mAh/g of solving every cycle.
    settled
        Change of capacity from cycle to cycle below which a cycle counts as settled [mAh/g].
    most_repeats
        Cycles in which it has to settle.
    largest_fall
        Largest fall of capacity in one jump [mAh/g].
    """

    tolerance: float = 0.3
    settled: float = 0.01
    most_repeats: int = 12
    largest_fall: float = 10.0

    def __post_init__(self) -> None:
        for name in ("tolerance", "settled", "largest_fall"):
            positive(name, getattr(self, name), "mAh/g")
        whole("most_repeats", self.most_repeats, least=2)

    def advance(
        self, cell: CyclingCell, journey: Journey, stops: Sequence[int], grams: float
    ) -> Journey:
        """One jump further, or to the first settled cycle."""
        trials = SettledCycles(cell, self.settled, self.most_repeats, grams, journey.solved)
        if not journey.rows:
            return _first_cycle(cell, journey, stops[-1])
        last = journey.rows[-1]
        stop = next(stop for stop in stops if stop > last.cycle)
        if last.cycle == 1:
            after, record = cell.cycle(journey.state)
            row = CycleRow(2, journey.state.doses, record, journey.solved + 1)
            return _joined(journey, row, after, FIRST_STEP, stops[-1] == 2)
        wish = journey.step
        while True:
            step = min(wish, stop - last.cycle)
            found, error = self._tried(trials, journey, last, step)
            if found is not None and (error <= self.tolerance or step == 1):
                break
            wish = max(1, math.floor(step * self._factor(error))) if step > 1 else 1
            wish = min(wish, max(1, step - 1))
        longer = max(1, round(step * self._factor(error)))
        if step < wish:  # it was cut short by a stop, and says little of what is possible
            longer = max(longer, wish)
        number = last.cycle + step
        row = CycleRow(number, found.doses, found.record, trials.solved)
        return _joined(journey, row, found.after, longer, number >= stops[-1])

    def _tried(
        self, trials: SettledCycles, journey: Journey, last: CycleRow, step: int
    ) -> tuple[Settled | None, float]:
        """The settled cycle after a step, and the error of the step [mAh/g].

        None where the step was too long to tell.
        """
        gains = last.record.gains
        ahead = trials.on_the_way(journey.state, last.doses + step * gains, gains)
        if not ahead.record.status.has_result:
            return (ahead if step == 1 else None), math.inf
        fall = last.record.discharged - ahead.record.discharged
        fall *= 3600 / trials.grams * MAH
        moved = step * gains
        # The sum over the cycles in between, not the integral: exact for a step of one.
        corrected = (step - 1) * (ahead.record.gains - gains) / 2
        shares = [abs(c / m) for c, m in zip(corrected, moved, strict=True) if m > 0]
        error = abs(fall) * max(shares, default=0.0)
        if abs(fall) > self.largest_fall and step > 1:
            return None, max(error, 4 * self.tolerance)
        if error > self.tolerance and step > 1:
            return None, error
        if not np.any(corrected):
            return ahead, error
        found = trials.on_the_way(ahead.after, last.doses + moved + corrected, ahead.record.gains)
        if not found.record.status.has_result and step > 1:
            return None, math.inf
        return found, error

    def _factor(self, error: float) -> float:
        """How much longer the next step may be; the error grows with its square."""
        if error == 0:
            return GROWTH
        if not math.isfinite(error):
            return SHRINKING
        return min(GROWTH, max(SHRINKING, SAFETY * math.sqrt(self.tolerance / error)))


def _first_cycle(cell: CyclingCell, journey: Journey, end: int) -> Journey:
    """The first cycle as it is: it starts where the pre-cycles end, and may take longer."""
    after, record = cell.cycle(journey.state)
    row = CycleRow(1, journey.state.doses, record, 1)
    if not record.status.has_result:
        return ended_with(journey, row, 1)
    return Journey(after, (row,), 1, 1, ended=end == 1)


def _joined(journey: Journey, row: CycleRow, after: CellState, step: int, at_end: bool) -> Journey:
    """A journey with one more cycle."""
    if not row.record.status.has_result:
        return ended_with(journey, row, row.solved)
    return Journey(after, (*journey.rows, row), row.solved, step, at_end)
