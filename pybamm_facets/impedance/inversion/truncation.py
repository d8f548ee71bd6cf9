"""Covariance of Gaussian unknowns that are known to be non-negative."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import log_ndtr

from pybamm_facets._arrays import FloatArray

SWEEPS = 100
TOLERANCE = 1e-9
SMALLEST = 1e-12


def non_negative_covariance(mean: FloatArray, covariance: FloatArray) -> FloatArray:
    """Covariance of a Gaussian restricted to x ≥ 0, (n, n), by expectation propagation.

    Far from the bounds nothing changes. Near them, knowing that an ill-determined unknown cannot be
    negative also sharpens those it trades against, and the plain covariance would overstate their
    errors. Exact for one unknown; for several see Cunningham, Hennig and Lacoste-Julien 2011,
    arXiv:1111.6832.

    Parameters
    ----------
    mean, covariance
        Of the Gaussian without bounds, (n,) and (n, n).
    """
    shift = np.linalg.solve(covariance, mean)
    # Each bound is replaced by a Gaussian factor exp(site_shift x - site_precision x² / 2).
    site_precision, site_shift = np.zeros_like(mean), np.zeros_like(mean)
    result, centre = np.array(covariance, dtype=float), mean
    for _ in range(SWEEPS):
        before = np.diag(result).copy()
        for i in range(len(mean)):
            variance = 1 / (1 / result[i, i] - site_precision[i])
            value = variance * (centre[i] / result[i, i] - site_shift[i])
            new_value, new_variance = _truncated(value, variance)
            change = max(1 / new_variance - 1 / variance, 0.0) - site_precision[i]
            site_precision[i] += change
            site_shift[i] = new_value / new_variance - value / variance
            # The inverse of a matrix of which one diagonal entry changed.
            column = result[:, i].copy()
            result -= np.outer(column, column) * (change / (1 + change * column[i]))
            centre = result @ (shift + site_shift)
        if np.max(np.abs(np.diag(result) / before - 1)) < TOLERANCE:
            break
    return result


def _truncated(mean: float, variance: float) -> tuple[float, float]:
    """Mean and variance of one Gaussian restricted to x ≥ 0."""
    deviation = math.sqrt(variance)
    z = mean / deviation
    ratio = math.exp(-z * z / 2 - math.log(2 * math.pi) / 2 - log_ndtr(z))
    return mean + deviation * ratio, variance * max(1 - ratio * (z + ratio), SMALLEST)
