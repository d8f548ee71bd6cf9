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

CLOSE, MOST_CORRECTIONS = 2e-4, 6
"""Difference of the share at which a rate counts as found, and journeys in which it has to be."""

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
    logs, shares = [math.log(guess.rate)], [_share_kept(cell, guess.rate, cycles, stepping, kept)]
    logs.append(logs[0] + _first_correction(shares[0], retention))
    while abs(shares[-1] - retention) > CLOSE and len(shares) < MOST_CORRECTIONS:
        shares.append(_share_kept(cell, math.exp(logs[-1]), cycles, stepping, kept))
        logs.append(_next(logs, shares, retention))
    rate = math.exp(logs[len(shares) - 1])
    if abs(shares[-1] - retention) > 5 * CLOSE:
        return CalibratedRate(rate, shares[-1], f"found {shares[-1]:.4f} instead of {retention:g}")
    return CalibratedRate(rate, shares[-1])


def first_guess(path: DamagePath, retention: float, cycles: int) -> CalibratedRate:
    """The rate by the path alone: exact but for what a cycle adds to itself."""
    damage = path.damage_at(retention)
    if damage is None:
        least = path.least_share()
        reason = f"however much it ages, {least:.3f} of the capacity is kept"
        return CalibratedRate(math.nan, least, reason)
    return CalibratedRate(path.rate_for(damage, cycles), retention)


def _first_correction(share: float, retention: float) -> float:
    """A first step in ln k: the loss grows about as the rate."""
    return math.log((1 - retention) / (1 - share)) if 0 < share < 1 else -0.1


def _next(logs: Sequence[float], shares: Sequence[float], retention: float) -> float:
    """The secant's next ln k."""
    slope = (shares[-1] - shares[-2]) / (logs[-1] - logs[-2])
    step = (retention - shares[-1]) / slope if slope < 0 else 0.0
    return logs[-1] + float(np.clip(step, -0.5, 0.5))


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
