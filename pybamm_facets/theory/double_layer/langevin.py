"""Orientation of a dipole in a field: ln(sinh u / u) and its derivatives, at any u."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import zeta

from pybamm_facets._arrays import FloatArray

_SMALL = 0.5
_n = np.arange(1, 13)
# ln(sinh u / u) = sum of c_n u^2n, from the product of the zeros of sinh; |u| < pi.
_LOG_SINHC = (-1.0) ** (_n + 1) * zeta(2.0 * _n) / (_n * np.pi ** (2 * _n))
_LANGEVIN_RATIO = 2 * _n * _LOG_SINHC


def log_sinhc(u: npt.ArrayLike) -> FloatArray:
    """ln(sinh(u) / u) at any u; even, zero at zero, ``|u| - ln(2|u|)`` far out.

    The free energy of a free dipole in a field, in -k_B T (second last term of Eq. 21 of
    Li et al. 2025, doi:10.1038/s41467-025-65068-5); its printed sign is right.
    """
    size, small, far = _split(u)
    direct = far + np.log1p(-np.exp(-2 * far)) - np.log(2 * far)
    return np.where(size < _SMALL, small**2 * _series(_LOG_SINHC, small), direct)[()]


def langevin_ratio(u: npt.ArrayLike) -> FloatArray:
    """Langevin function over its argument, L(u) / u; even, 1/3 at zero."""
    size, small, far = _split(u)
    direct = (1 / np.tanh(far) - 1 / far) / far
    return np.where(size < _SMALL, _series(_LANGEVIN_RATIO, small), direct)[()]


def langevin_function(u: npt.ArrayLike) -> FloatArray:
    """Langevin function L(u) = coth(u) - 1/u: the mean alignment of a dipole; odd."""
    return np.asarray(u, dtype=float)[()] * langevin_ratio(u)


def langevin_slope(u: npt.ArrayLike) -> FloatArray:
    """Derivative of the Langevin function, L'(u) = 1 - L^2 - 2 L/u."""
    return 1 - langevin_function(u) ** 2 - 2 * langevin_ratio(u)


def _split(u: npt.ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    """|u|, its part for the series, and its part for the closed form."""
    size = np.abs(np.asarray(u, dtype=float))
    return size, np.minimum(size, _SMALL), np.maximum(size, _SMALL)


def _series(coefficients: FloatArray, u: FloatArray) -> FloatArray:
    return np.asarray(np.polynomial.polynomial.polyval(u**2, coefficients), dtype=float)
