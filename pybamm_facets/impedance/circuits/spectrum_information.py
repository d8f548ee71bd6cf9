"""What a spectrum can tell about the parameters of a circuit."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from pybamm_facets._arrays import FloatArray
from pybamm_facets.impedance.circuits.circuit import Circuit, Values

CUTOFF = 1e-10
"""Singular value, relative to the largest, of a direction that the spectrum does not show."""
SHARE = 1e-6
"""Share of such a direction in a parameter that makes its error infinite."""


def cramer_rao_bound(
    circuit: Circuit, values: Values, frequency: npt.ArrayLike, noise: float
) -> pd.Series:
    """Least standard error of each parameter that any unbiased fit can reach.

    For independent normal noise of real and imaginary part, of standard deviation ``noise |Z|``
    each: the roots of the diagonal of the inverse Fisher information. What the size of the noise
    itself tells of ``|Z|`` is left out; its share is of the order of the noise squared.

    Parameters
    ----------
    circuit, values
        The circuit and its parameters.
    frequency
        [Hz], (points,).
    noise
        Relative, 0.01 for 1 %.
    """
    if not (math.isfinite(noise) and noise > 0):
        raise ValueError(f"noise={noise!r}: expected a positive number, 0.01 for 1 %")
    slopes = circuit.jacobian(frequency, values)
    relative = slopes / np.abs(circuit.impedance(frequency, values))[:, None]
    jacobian = np.concatenate([relative.real, relative.imag])
    matrix = covariance(jacobian, circuit.vector(values), noise)
    return pd.Series(np.sqrt(np.diag(matrix)), list(circuit.parameters), name="error")


def covariance(jacobian: FloatArray, values: FloatArray, noise: float) -> FloatArray:
    """Covariance of parameters [their units], infinite where the data do not show one.

    Parameters
    ----------
    jacobian
        Derivatives of the residuals, (residuals, parameters).
    values
        The parameters, (parameters,); they set the scale on which directions are compared.
    noise
        Standard deviation of one residual.
    """
    _, singular, directions = np.linalg.svd(jacobian * values, full_matrices=False)
    seen = singular > CUTOFF * singular[0]
    scaled = directions[seen] / singular[seen, None]
    matrix = noise**2 * np.outer(values, values) * (scaled.T @ scaled)
    unseen = np.abs(directions[~seen]).max(axis=0, initial=0) > SHARE
    matrix[unseen, :] = matrix[:, unseen] = np.nan
    matrix[unseen, unseen] = np.inf
    result: FloatArray = matrix
    return result
