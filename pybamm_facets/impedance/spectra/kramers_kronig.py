"""Linear Kramers-Kronig test: whether a spectrum can be that of a steady, linear system."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from pybamm_facets._arrays import BoolArray, ComplexArray, FloatArray
from pybamm_facets._blas import one_thread
from pybamm_facets.impedance.spectra.outlying_points import (
    outlying_point,
    scattered,
    smooth_modulus,
)
from pybamm_facets.impedance.spectra.relaxations import Relaxations
from pybamm_facets.impedance.spectra.spectrum import Spectrum

FEWEST_POINTS = 10
LOWEST_ORDER = 3
PER_DECADE = 12
"""Relaxations in a decade beyond which one more changes nothing that could be measured."""
STEP = 1.25
"""Factor between the orders that are tried first."""
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
        Complex, ``(Z_fit - Z)/|Z_fit|``, (points,).
    rms
        Relative, of real and imaginary residuals with the degrees of freedom taken off; the noise
        if the test passes. Outlying points do not count.
    correlation
        Mean correlation of residuals with their next neighbours, at three distances.
    score
        The same in standard deviations of white noise.
    outliers
        Places of single points that the others contradict, from 0; they are left out of the fit.
    doubtful
        Places near an end that the others contradict as well, where that may be a drift: they are
        fitted.
    """

    spectrum: Spectrum
    order: int
    residuals: ComplexArray
    rms: float
    correlation: float
    score: float
    outliers: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the residuals."""
        return 2 * (len(self.spectrum) - len(self.outliers)) - _terms(self.order)

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


@one_thread()
def kramers_kronig(spectrum: Spectrum) -> KramersKronig:
    r"""Test a spectrum by a linear fit of relaxations.

    Fits :math:`Z = R + j\omega L + 1/(j\omega C) + \sum_k R_k/(1 + j\omega\tau_k)`, with
    :math:`\tau_k` evenly spaced in the logarithm over the range measured, to real and imaginary
    part with weights 1/\|Z\| of the model (Boukamp, doi:10.1149/1.2044210). Every term obeys the
    Kramers-Kronig relations, so what the sum cannot follow does not. The order is the one of lowest
    Bayesian information criterion: chi-square must fall by more than a further parameter gains on
    noise. Whether the residuals are noise is judged by their correlation between neighbours, which
    needs no knowledge of how large the noise is. Single points that the others contradict are
    left out and named.

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
    used, doubtful = _without_outliers(spectrum)
    best = _best(spectrum, smooth_modulus(spectrum.modulus), used)
    fit = Relaxations.fitted(spectrum, best.order, np.abs(best.impedance), used)
    residuals = (fit.impedance - spectrum.impedance) / np.abs(fit.impedance)
    inside = residuals[used]
    freedom = 2 * len(inside) - _terms(fit.order)
    correlation = float(np.mean([_correlation(inside, lag) for lag in range(1, LAGS + 1)]))
    return KramersKronig(
        spectrum=spectrum,
        order=fit.order,
        residuals=residuals,
        rms=float(np.sqrt(_chi_square(inside) / freedom)),
        correlation=correlation,
        score=correlation * np.sqrt(LAGS * 2 * len(inside)),
        outliers=tuple(int(k) for k in np.flatnonzero(~used)),
        doubtful=doubtful,
    )


def _without_outliers(spectrum: Spectrum) -> tuple[BoolArray, tuple[int, ...]]:
    """Which points are used, and which of them near an end are doubtful.

    One after the other that the rest contradicts is left out. More than a few such points, or
    several side by side, are not single errors of measurement: then all are used, and the test has
    to tell.
    """
    reference = smooth_modulus(spectrum.modulus)
    kept = np.ones(len(spectrum), bool)
    doubtful: list[int] = []
    for _ in range(max(1, len(spectrum) // 8) + 1):
        fit = _best(spectrum, reference, kept)
        worst = outlying_point(fit.orthogonal, fit.residuals, kept)
        if worst is None:
            kept[doubtful] = True
            return (kept, tuple(doubtful)) if scattered(kept) else (np.ones_like(kept), ())
        kept[worst.place] = False
        doubtful += [] if worst.certain else [worst.place]
    return np.ones_like(kept), ()


def _best(spectrum: Spectrum, reference: FloatArray, used: BoolArray) -> Relaxations:
    """The sum of the order with the lowest criterion.

    Orders are tried in steps of a quarter and then one by one about the best of them: the
    criterion has one broad minimum, so that neither the order nor the noise depends on more.
    """
    fits: dict[int, Relaxations] = {}

    def criterion(order: int) -> float:
        if order not in fits:
            fits[order] = Relaxations.fitted(spectrum, order, reference, used)
        return _criterion(fits[order].residuals[used], _terms(order))

    highest = _highest(spectrum, used)
    tried = _steps(highest)
    place = tried.index(min(tried, key=criterion))
    lower, upper = tried[max(place - 1, 0)], tried[min(place + 1, len(tried) - 1)]
    return fits[min(range(lower, upper + 1), key=criterion)]


def _steps(highest: int) -> list[int]:
    orders = [LOWEST_ORDER]
    while orders[-1] < highest:
        orders.append(min(max(orders[-1] + 1, round(orders[-1] * STEP)), highest))
    return orders


def _terms(order: int) -> int:
    return order + 3


def _highest(spectrum: Spectrum, used: BoolArray) -> int:
    # At most half as many terms as numbers measured.
    decades = math.log10(spectrum.frequency[0] / spectrum.frequency[-1])
    enough = max(LOWEST_ORDER, math.ceil(PER_DECADE * decades))
    return min(int(used.sum()) - 3, enough)


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
