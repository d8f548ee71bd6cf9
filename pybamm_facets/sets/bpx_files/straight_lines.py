"""Functions as tables between whose points other tools draw straight lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pybamm_facets._arrays import FloatArray

MOST = 2000
"""Points of a table."""
FIRST = 33
MIDDLE = 3
WITHIN = np.linspace(0, 1, 9)[1:-1, None]
"""Where in an interval the straight line is looked at."""


@dataclass(frozen=True, eq=False)
class StraightLines:
    """A table with the error of its straight lines.

    Parameters
    ----------
    x, y
        Its points.
    error
        Largest distance from the function, looked at within each interval: relative to the
        function's value, or absolute, as it was asked for.
    """

    x: FloatArray
    y: FloatArray
    error: float

    def as_bpx(self) -> dict[str, list[float]] | float:
        """As BPX writes it; a number if it is the same everywhere."""
        if np.ptp(self.y) == 0:
            return float(self.y[0])
        return {"x": self.x.tolist(), "y": self.y.tolist()}


def straight_lines(
    function: Callable[[FloatArray], FloatArray],
    low: float,
    high: float,
    tolerance: float,
    *,
    relative: bool,
) -> StraightLines:
    """A table dense enough for straight lines: intervals are halved until all are good.

    Parameters
    ----------
    function
        Of an array, (points,) to (points,).
    low, high
        Ends.
    tolerance
        Largest distance allowed; where `MOST` points do not reach it, the error says so.
    relative
        Whether the distance is relative to the function's value.
    """
    x = np.linspace(low, high, FIRST)
    y = function(x)
    while True:
        between = x[:-1] + WITHIN * np.diff(x)
        exact = function(between.ravel()).reshape(between.shape)
        missed = np.abs(y[:-1] + WITHIN * np.diff(y) - exact)
        if relative:
            missed = missed / np.abs(exact)
        bad = (missed > tolerance).any(axis=0)
        if not bad.any() or len(x) + bad.sum() > MOST:
            return StraightLines(x, y, float(missed.max()))
        middle = between[MIDDLE][bad]
        order = np.argsort(np.append(x, middle), kind="stable")
        x, y = np.append(x, middle)[order], np.append(y, exact[MIDDLE][bad])[order]
