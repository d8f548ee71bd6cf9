"""What happens within a step: a rest, one current, a hold of the voltage, or something else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pybamm_facets._arrays import BoolArray, FloatArray

PLATEAU = 0.02
"""Relative distance from its plateau within which a current is constant."""
STRAY = 0.05
"""Part of the points of a plateau that may lie beside it."""
LEFT = 3
"""Points beside a plateau, one after the other, after which the current has left it."""
FLAT_V = 0.01
"""Range within which a voltage is held [V]."""
SPIKES = (0.02, 0.98)
"""Quantiles that leave out spikes of a voltage."""


@dataclass(frozen=True)
class Part:
    """A part of a step.

    Parameters
    ----------
    kind
        ``rest``, ``charge``, ``discharge``, ``hold`` or ``mixed``.
    first, end
        Rows of the step that are its own: from `first` until before `end`.
    since
        The row from which its charge counts: before `first` are rows of switching on, or the last
        of a plateau that a hold follows.
    reason
        Why it is mixed.
    """

    kind: str
    first: int
    end: int
    since: int
    reason: str = ""


def parts_of(current: FloatArray, voltage: FloatArray, rest_A: float = 0.0) -> list[Part]:
    """The parts of one step, in their order: one, or a current and the hold that follows it.

    Parameters
    ----------
    current
        [A], (points,); positive charges.
    voltage
        [V], (points,).
    rest_A
        A current that is not above it is none [A].
    """
    size, points = np.abs(current), len(current)
    inner = slice(1, -1) if points > 2 else slice(None)
    if size[inner].max() <= rest_A:
        return [Part("rest", 0, points, 0)]
    if _both_ways(current[inner], rest_A):
        return [Part("mixed", 0, points, 0, "the current changes its sign inside the step")]
    level = _level(size)
    on = np.abs(size - level) <= PLATEAU * level
    beside = int((~on).sum())
    if _flat(voltage[1:]) and size[-1] < size.max() and beside > max(1, points / 2):
        return [Part("hold", 0, points, 0)]
    first, end = int(np.argmax(on)), _leaves(on)
    reason = _unsteady(size, on, first, end)
    if not reason and points - end > 1:
        if _flat(voltage[end:]) and size[-1] < level and size[end:].max() < level:
            way = _way(current[first:end])
            return [Part(way, first, end, 0), Part("hold", end, points, end - 1)]
        reason = _changes(level, float(np.median(size[end:])))
    if reason:
        return [Part("mixed", 0, points, 0, reason)]
    return [Part(_way(current[first:end]), first, end, 0)]


def _both_ways(current: FloatArray, rest_A: float) -> bool:
    return bool((current > rest_A).any() and (current < -rest_A).any())


def _way(current: FloatArray) -> str:
    return "charge" if np.median(current) > 0 else "discharge"


def _flat(voltage: FloatArray) -> bool:
    return len(voltage) > 0 and bool(np.ptp(np.quantile(voltage, SPIKES)) <= FLAT_V)


def _level(size: FloatArray) -> float:
    """The current of the plateau: that of the first points near the highest, a spike left out."""
    highest = np.sort(size)[-2 if len(size) > 2 else -1]
    return float(np.median(size[size >= 0.9 * highest][:LEFT]))


def _leaves(on: BoolArray) -> int:
    """The row after the plateau: where `LEFT` points, or all that are left, lie beside it."""
    first = int(np.argmax(on))
    for row in np.flatnonzero(~on[first:]) + first:
        if not on[row : row + LEFT].any():
            return int(row)
    return len(on)


def _unsteady(size: FloatArray, on: BoolArray, first: int, end: int) -> str:
    """Why there is no plateau; empty if there is one."""
    stray = (~on[first:end]).sum()
    if stray > max(1, STRAY * (end - first)) or size[:first].sum() > STRAY * size[first:end].sum():
        return _changes(float(size.min()), float(size.max()))
    return ""


def _changes(one: float, other: float) -> str:
    return f"the current changes from {1e3 * one:.4g} to {1e3 * other:.4g} mA inside the step"
