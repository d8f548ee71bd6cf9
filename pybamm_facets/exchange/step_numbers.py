"""Step and cycle numbers where a file has none: from what the current does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pybamm_facets._arrays import BoolArray, FloatArray, IntArray

REST = 1e-3
"""Part of the largest current of a file below which it rests."""
TRANSITION = 0.1
"""A single row with less than this part of the current after it is one of switching."""


def numbered(begins: BoolArray) -> IntArray:
    """1 for the first rows, one more at each row where a step begins, (rows,)."""
    steps: IntArray = 1 + np.cumsum(begins, dtype=np.int64) - begins[0]
    return steps


def steps_of_labels(labels: Sequence[str]) -> IntArray:
    """Steps in order where a column names the step of a program, which may come again."""
    begins = [True, *(a != b for a, b in zip(labels[1:], labels[:-1], strict=True))]
    return numbered(np.array(begins))


def counts_rows(labels: Sequence[str]) -> bool:
    """Whether a column counts the rows of a step, and does not name the step."""
    if len(labels) < 3 or not all(label.isdecimal() for label in labels):
        return False
    return bool((np.diff([int(label) for label in labels]) == 1).mean() > 0.5)


def steps_of_counter(labels: Sequence[str]) -> IntArray:
    """Steps in order where a column counts the rows of each step: one begins where it falls."""
    falls = np.diff([int(label) for label in labels]) <= 0
    return numbered(np.append(True, falls))


def steps_of_current(current: FloatArray) -> IntArray:
    """Steps in order: one begins where the current changes its sign, begins or ends.

    A current below a thousandth of the largest of the file is a rest. A single row of a much lower
    current than the next, seen where a cycler switches on, belongs to what came before.
    """
    size = np.abs(current)
    state = _ways(current, float(size.max()))
    for row in np.flatnonzero(size[1:-1] < TRANSITION * size[2:]) + 1:
        if state[row]:
            state[row] = state[row - 1]
    return numbered(np.append(True, np.diff(state) != 0))


def _ways(current: FloatArray, largest: float) -> FloatArray:
    """1 where a current charges, -1 where it discharges, 0 where it rests, (rows,)."""
    ways: FloatArray = np.where(np.abs(current) <= REST * largest, 0.0, np.sign(current))
    return ways


def cycles_of_current(current: FloatArray, step: IntArray) -> IntArray:
    """Cycles: one begins where a step goes the way of the first one, after one of the other way."""
    cycle = np.ones(len(current), dtype=np.int64)
    begins = np.flatnonzero(np.append(True, np.diff(step) != 0))
    medians = np.array([np.median(part) for part in np.split(current, begins[1:])])
    ways = _ways(medians, float(np.abs(current).max()))
    first = next((way for way in ways if way), 0)
    turned, number = False, 1
    for begin, way in zip(begins, ways, strict=True):
        if way == first and turned:
            number, turned = number + 1, False
        turned |= bool(way == -first and first)
        cycle[begin:] = number
    return cycle
