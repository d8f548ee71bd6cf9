"""Single points of a spectrum that the others contradict."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc

from pybamm_facets._arrays import BoolArray, ComplexArray, FloatArray

WINDOW = 5
"""Points over which the modulus is smoothed: a median, which two bad ones do not move."""
LEVEL = 1e-3
"""Probability that noise alone names a point of a spectrum."""
LEAST = 0.005
"""Relative deviation below which no conclusion depends on a point."""
ADJACENT = 2
"""Points side by side that may still be single errors."""
END = 3
"""Points at either end of a spectrum, which have neighbours on one side only."""
GROSS = 0.5
"""Relative deviation at an end that is no drift or bend of the spectrum."""


def smooth_modulus(modulus: FloatArray) -> FloatArray:
    """Running median of a modulus, (points,)."""
    if len(modulus) < WINDOW:
        return modulus
    half = WINDOW // 2
    # Beyond the ends the modulus goes on as it came, so that a slope is followed there.
    ends = np.log(modulus)
    padded = np.pad(ends, half, mode="reflect", reflect_type="odd")
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)
    smoothed: FloatArray = np.exp(np.median(windows, axis=1))
    return smoothed


@dataclass(frozen=True)
class OutlyingPoint:
    """A point that the others contradict: its place, and its relative deviation from them.

    `certain` is false near an end of the spectrum, where a drift or a bend looks alike.
    """

    place: int
    deviation: float
    certain: bool


def outlying_point(
    basis: FloatArray, residuals: ComplexArray, used: BoolArray
) -> OutlyingPoint | None:
    """The point that the others contradict most, None if noise can be the reason.

    Leaving a point out lowers chi-square by :math:`r^T (1 - H)^{-1} r`, with the two residuals r of
    the point and its block H of the projection; over two degrees of freedom and the variance of
    the others that has an F distribution (Cook and Weisberg, Residuals and Influence in
    Regression, 1982, section 2.2). The probability is for the largest of all points.

    Parameters
    ----------
    basis
        Orthonormal basis of what the model can follow, (2 used points, terms).
    residuals
        Relative, of all points, (points,).
    used
        Which points were fitted, (points,).
    """
    inside = residuals[used]
    count, terms = len(inside), basis.shape[1]
    freedom = 2 * count - terms - 2
    if freedom < 1:
        return None
    deviation, drop = _left_out(basis[:count], basis[count:], inside)
    worst = int(np.argmax(drop))
    rest = max(float(np.sum(np.abs(inside) ** 2)) - drop[worst], 1e-300) / freedom
    if deviation[worst] < LEAST or fdtrc(2, freedom, drop[worst] / 2 / rest) > LEVEL / count:
        return None
    place = int(np.flatnonzero(used)[worst])
    near_end = min(place, len(used) - 1 - place) < END
    return OutlyingPoint(place, deviation[worst], not near_end or deviation[worst] > GROSS)


def _left_out(
    real: FloatArray, imaginary: FloatArray, residuals: ComplexArray
) -> tuple[FloatArray, FloatArray]:
    """Deviation of each point from the fit to the others, and what it adds to chi-square."""
    a = 1 - np.sum(real**2, axis=1)
    b = -np.sum(real * imaginary, axis=1)
    d = 1 - np.sum(imaginary**2, axis=1)
    determinant = np.maximum(a * d - b**2, 1e-12)
    x, y = residuals.real, residuals.imag
    deviation: FloatArray = np.hypot(d * x - b * y, a * y - b * x) / determinant
    drop: FloatArray = (d * x**2 - 2 * b * x * y + a * y**2) / determinant
    return deviation, drop


def scattered(used: BoolArray) -> bool:
    """Whether the points left out stand alone, or in twos."""
    run = 0
    for one in used:
        run = 0 if one else run + 1
        if run > ADJACENT:
            return False
    return True
