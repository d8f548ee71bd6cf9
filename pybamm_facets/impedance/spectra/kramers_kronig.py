"""Linear Kramers-Kronig test: whether a spectrum can be that of a steady, linear system."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pybamm_facets._arrays import ComplexArray, FloatArray
from pybamm_facets.impedance.circuits.circuit import jomega
from pybamm_facets.impedance.spectra.spectrum import Spectrum

FEWEST_POINTS = 10
LOWEST_ORDER = 3
LAGS = 3
"""Neighbours over which residuals are compared."""
CRITICAL = 2.33
"""Normal deviate of the 1 % level."""
NEGLIGIBLE = 0.005
"""Relative systematic deviation that no conclusion depends on."""


@dataclass(frozen=True, eq=False)
class KramersKronig:
    """How well a sum of relaxations, which obeys the Kramers-Kronig relations, fits a spectrum.

    Parameters
    ----------
    spectrum
        What was tested.
    order
        Number of relaxations.
    residuals
        Complex, ``(Z_fit - Z)/|Z|``, (points,).
    rms
        Relative, of real and imaginary residuals with the degrees of freedom taken off; the noise
        if the test passes.
    correlation
        Mean correlation of residuals with their next neighbours, at three distances.
    score
        The same in standard deviations of white noise.
    """

    spectrum: Spectrum
    order: int
    residuals: ComplexArray
    rms: float
    correlation: float
    score: float

    @property
    def systematic(self) -> float:
        """Relative size of the part of the residuals that is no noise."""
        return self.rms * float(np.sqrt(max(self.correlation, 0.0)))

    @property
    def passes(self) -> bool:
        """Whether residuals look like noise (at 1 %), or what does not is below 0.5 % of Z."""
        return self.score < CRITICAL or self.systematic < NEGLIGIBLE

    def verdict(self) -> str:
        """One line in words."""
        if self.passes:
            return f"passes: noise of {self.rms:.2%}"
        return (
            f"fails: systematic deviations of {self.systematic:.2%}; the system drifted, or was "
            "driven out of its linear range"
        )


def kramers_kronig(spectrum: Spectrum) -> KramersKronig:
    r"""Test a spectrum by a linear fit of relaxations.

    Fits :math:`Z = R + j\omega L + 1/(j\omega C) + \sum_k R_k/(1 + j\omega\tau_k)`, with
    :math:`\tau_k` evenly spaced in the logarithm over the range measured, to real and imaginary
    part with weights 1/\|Z\| (Boukamp, doi:10.1149/1.2044210). Every term obeys the
    Kramers-Kronig relations, so what the sum cannot follow does not. The order is the one of lowest
    Bayesian information criterion: chi-square must fall by more than a further parameter gains on
    noise. Whether the residuals are noise is judged by their correlation between neighbours, which
    needs no knowledge of how large the noise is.

    Raises
    ------
    ValueError
        For fewer than ten points.
    """
    if len(spectrum) < FEWEST_POINTS:
        raise ValueError(
            f"spectrum has {len(spectrum)} points, expected at least {FEWEST_POINTS} for a "
            "Kramers-Kronig test"
        )
    fits = {order: _fit(spectrum, order) for order in range(LOWEST_ORDER, _highest(spectrum) + 1)}
    order = min(fits, key=lambda order: _criterion(fits[order], _terms(order)))
    residuals = fits[order]
    freedom = 2 * len(spectrum) - _terms(order)
    correlation = float(np.mean([_correlation(residuals, lag) for lag in range(1, LAGS + 1)]))
    return KramersKronig(
        spectrum=spectrum,
        order=order,
        residuals=residuals,
        rms=float(np.sqrt(_chi_square(residuals) / freedom)),
        correlation=correlation,
        score=correlation * np.sqrt(LAGS * 2 * len(spectrum)),
    )


def _terms(order: int) -> int:
    return order + 3


def _highest(spectrum: Spectrum) -> int:
    # At most half as many terms as numbers measured.
    return len(spectrum) - 3


def _fit(spectrum: Spectrum, order: int) -> ComplexArray:
    """Relative residuals of the best sum of so many relaxations, (points,)."""
    jw = jomega(spectrum.frequency)
    tau = np.geomspace(1 / np.abs(jw[0]), 1 / np.abs(jw[-1]), order)
    terms = np.column_stack([np.ones_like(jw), jw, 1 / jw, 1 / (1 + jw[:, None] * tau)])
    weighted = terms / spectrum.modulus[:, None]
    weighted = weighted / np.linalg.norm(weighted, axis=0)
    target = spectrum.impedance / spectrum.modulus
    matrix = np.concatenate([weighted.real, weighted.imag])
    solution = np.linalg.lstsq(matrix, np.concatenate([target.real, target.imag]), rcond=1e-10)[0]
    result: ComplexArray = weighted @ solution - target
    return result


def _chi_square(residuals: ComplexArray) -> float:
    return float(np.sum(np.abs(residuals) ** 2))


def _criterion(residuals: ComplexArray, terms: int) -> float:
    numbers = 2 * len(residuals)
    # Exact data leave only rounding, which must not be fitted.
    variance = _chi_square(residuals) / numbers + 1e-20
    return float(numbers * np.log(variance) + terms * np.log(numbers))


def _correlation(residuals: ComplexArray, lag: int) -> float:
    """Correlation of real with real and imaginary with imaginary residuals so many points apart."""
    products: FloatArray = (residuals[lag:] * residuals[:-lag].conj()).real
    return float(products.sum() / max(_chi_square(residuals), 1e-300))
