"""The rate of a mechanism at which a cell keeps a given share of its capacity.

A single mechanism sees damage only, u = k D, so capacity q(u) and gain g(u) of a settled cycle are
one path for all rates: first the damage u* that leaves the wanted share is found, then the rate at
which it is reached in N cycles, k (N - 1) = ∫ du / g(u) from 0 to u*. Last, whole journeys correct
the rate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq

from pybamm_facets._arrays import FloatArray
from pybamm_facets.runs.cycles.checkpoints import Checkpoints
from pybamm_facets.runs.cycles.cycling_cell import CellState, CyclingCell
from pybamm_facets.runs.cycles.every_cycle import EveryCycle
from pybamm_facets.runs.cycles.jump import Jump
from pybamm_facets.runs.cycles.settled_cycles import Settled, SettledCycles
from pybamm_facets.studies.cycling.ageing_cell import AgeingCell
from pybamm_facets.studies.cycling.cycling_study import cycle_table, travelled_cell

SMALLEST, LARGEST, FACTOR = 1e-9, 1e24, 10.0
"""Damages between which the wanted share is looked for, and from one to the next."""

NODES = 6
"""Of the quadrature over the damage; in its square root, in which a layer's growth is even."""

CLOSE, NEAR, MOST_CORRECTIONS = 2e-4, 1e-3, 16
"""Differences of the share at which a rate is found, and good enough; journeys to get there."""

SMALL_STEP, LARGEST_STEP = 0.05, 3.0
"""Of ln k: among dead cells, and at most."""

SETTLED = Jump()


@dataclass(frozen=True)
class CalibratedRate:
    """What a calibration found.

    Parameters
    ----------
    rate
        k; NaN where none gives the share.
    retention
        Share that the cell keeps at that rate; the least that it can be brought to, where there is
        none.
    reason
        Why there is none; empty if there is.
    """

    rate: float
    retention: float
    reason: str = ""


class DamagePath:
    """Settled cycles of a cell with one mechanism, by damage; each is solved once.

    Parameters
    ----------
    cell
        With one mechanism, of any rate.
    """

    def __init__(self, cell: AgeingCell) -> None:
        if len(cell.mechanisms) != 1:
            raise ValueError(f"mechanisms={len(cell.mechanisms)}: expected one")
        self._cell = cell
        state, failed = self._frozen(0.0).begin()
        if failed is not None:
            raise ValueError(f"{cell.label}: the pre-cycles do not run: {failed.reason}")
        self._state = state
        self._known: dict[float, Settled] = {}

    def _frozen(self, damage: float) -> CyclingCell:
        """The cell with parameters that stay, whatever it goes through."""
        aged = self._cell.with_rates(1.0).cycling.aged(np.array([damage]))
        return replace(self._cell.cycling, aged=lambda doses: aged)

    def at(self, damage: float) -> Settled:
        """The settled cycle at a damage."""
        if damage not in self._known:
            near = self._nearest(damage)
            cycles = SettledCycles(
                self._frozen(damage), SETTLED.settled, SETTLED.most_repeats, self._cell.grams
            )
            self._known[damage] = cycles.at(near, np.zeros(1))
        return self._known[damage]

    def share(self, damage: float) -> float:
        """Capacity over that of the fresh cell; 0 where no cycle is left."""
        fresh, aged = self.at(0.0).record, self.at(damage).record
        return aged.discharged / fresh.discharged if aged.status.has_result else 0.0

    def gain(self, damage: float) -> float:
        """What one cycle adds to the dose."""
        return float(self.at(damage).record.gains[0])

    def _nearest(self, damage: float) -> CellState:
        good = {u: one.state for u, one in self._known.items() if one.record.status.has_result}
        return good[min(good, key=lambda u: abs(u - damage))] if good else self._state

    def damage_at(self, share: float) -> float | None:
        """The damage that leaves a share; None where none does."""
        low, high = 0.0, SMALLEST
        while self.share(high) > share:
            low, high = high, high * FACTOR
            if high > LARGEST:
                return None
        if low == 0.0:
            return float(brentq(lambda u: self.share(u) - share, low, high, rtol=1e-6))
        found = brentq(
            lambda v: self.share(math.exp(v)) - share, math.log(low), math.log(high), xtol=1e-6
        )
        return math.exp(found)

    def rate_for(self, damage: float, cycles: int) -> float:
        """The rate at which a damage is reached before the last of some cycles."""
        points, weights = np.polynomial.legendre.leggauss(NODES)
        s: FloatArray = (points + 1) / 2
        gains = np.array([self.gain(float(damage * one**2)) for one in s])
        integral = float(np.sum(weights / 2 * 2 * damage * s / gains))
        return integral / (cycles - 1)

    def least_share(self) -> float:
        """The smallest share among the cycles that were solved."""
        return min(self.share(u) for u in tuple(self._known))


def calibrated_rate(
    cell: AgeingCell,
    retention: float,
    cycles: int,
    *,
    stepping: Jump | EveryCycle,
    path: DamagePath | None = None,
    kept: Checkpoints | None = None,
) -> CalibratedRate:
    """The rate of a cell's mechanism that leaves a share of the first cycle's capacity.

    Parameters
    ----------
    cell
        With one mechanism, of any rate.
    retention
        The share.
    cycles
        After how many.
    stepping
        How the journeys are made that correct the rate.
    path
        The cell's path, where it is known already.
    kept
        File of the journeys.
    """
    path = path or DamagePath(cell)
    guess = first_guess(path, retention, cycles)
    if math.isnan(guess.rate):
        return guess
    search = _Bracket(retention)
    wish = math.log(guess.rate)
    for _ in range(MOST_CORRECTIONS):
        share = _share_kept(cell, math.exp(wish), cycles, stepping, kept)
        search.add(wish, share)
        if abs(share - retention) <= CLOSE:
            return CalibratedRate(math.exp(wish), share)
        wish = search.next()
    log_rate, share = search.best
    if abs(share - retention) <= NEAR:
        return CalibratedRate(math.exp(log_rate), share)
    return CalibratedRate(math.nan, share, _why_none(*search.ends))


def first_guess(path: DamagePath, retention: float, cycles: int) -> CalibratedRate:
    """The rate by the path alone: exact but for what a cycle adds to itself."""
    damage = path.damage_at(retention)
    if damage is None:
        least = path.least_share()
        reason = f"however much it ages, {least:.3f} of the capacity is kept"
        return CalibratedRate(math.nan, least, reason)
    return CalibratedRate(path.rate_for(damage, cycles), retention)


def _why_none(above: float, below: float) -> str:
    """Why no rate gives the share, by the shares on both sides of it."""
    if math.isnan(below):
        return f"however fast it ages, {above:.3f} of the first cycle's capacity is kept"
    if math.isnan(above):
        return f"however slowly it was let age, no more than {below:.3f} was kept"
    return f"the capacity kept falls from {above:.3f} to {below:.3f}, with nothing in between"


class _Bracket:
    """A search in ln k for a share that falls with it."""

    def __init__(self, wanted: float) -> None:
        self._wanted = wanted
        self._above: list[tuple[float, float]] = []  # rates too small, largest last
        self._below: list[tuple[float, float]] = []  # rates too large, smallest last

    def add(self, log_rate: float, share: float) -> None:
        """Take what a rate gives."""
        side = self._above if share > self._wanted else self._below
        side.append((log_rate, share))
        side.sort(reverse=side is self._below)

    @property
    def best(self) -> tuple[float, float]:
        """The rate that comes nearest, and its share."""
        return min([*self._above, *self._below], key=lambda one: abs(one[1] - self._wanted))

    @property
    def ends(self) -> tuple[float, float]:
        """Shares on both sides; NaN for a side that was not seen."""
        none = (math.nan, math.nan)
        return (self._above or [none])[-1][1], (self._below or [none])[-1][1]

    def next(self) -> float:
        """Where to look next: by the secant, inside the bracket where there is one."""
        if not self._above or not self._below:
            known = self._above or self._below
            return known[-1][0] + self._step(known)
        (low, high_share), (high, low_share) = self._above[-1], self._below[-1]
        part = (high_share - self._wanted) / (high_share - low_share)
        if low_share == 0:
            part = 0.5  # a dead cell says nothing of where
        return low + (high - low) * min(max(part, 0.05), 0.95)

    def _step(self, known: Sequence[tuple[float, float]]) -> float:
        """Outwards, by what the loss is short of or over: it grows about as the rate."""
        share = known[-1][1]
        sign = 1.0 if share > self._wanted else -1.0
        loss = max(1 - share, 1e-3)
        size = abs(math.log((1 - self._wanted) / loss)) if share > 0 else SMALL_STEP
        return sign * min(max(1.1 * size, 1e-3) * 2.0 ** (len(known) - 1), LARGEST_STEP)


def _share_kept(
    cell: AgeingCell,
    rate: float,
    cycles: int,
    stepping: Jump | EveryCycle,
    kept: Checkpoints | None,
) -> float:
    """Share that a whole journey leaves; 0 for a cell that does not get there."""
    aged = cell.with_rates(rate)
    rows = cycle_table(aged, travelled_cell(aged, stepping, (cycles,), kept))
    last = rows.iloc[-1]
    return float(last["retention"]) if last["cycle"] == cycles and last["retention"] > 0 else 0.0
