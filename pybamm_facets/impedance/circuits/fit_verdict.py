"""Whether a circuit describes a spectrum: its misfit against the noise that is there anyway."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import fdtrc, ndtr

from pybamm_facets._arrays import BoolArray, ComplexArray, FloatArray
from pybamm_facets.impedance.circuits.circuit_fit import CircuitFit
from pybamm_facets.impedance.spectra.frequency_words import frequency_text
from pybamm_facets.impedance.spectra.kramers_kronig import KramersKronig

SURE, UNSURE = 0.001, 0.01
"""Probabilities that noise alone deviates so: below the first a circuit does not describe the
spectrum, below the second that cannot be told."""
NEGLIGIBLE = 0.001
"""Relative systematic misfit that no conclusion depends on."""
NOISY = 0.05
"""Relative noise above which nearly any circuit fits."""
LAGS = 3
"""Neighbours over which residuals are compared."""
LONGEST = 0.4
"""Share of the points that the stretch of worst misfit may have."""


class Description(StrEnum):
    """Whether the circuit describes the spectrum."""

    DESCRIBES = "describes"
    DOES_NOT = "does not describe"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Verdict:
    """A description, and why.

    Parameters
    ----------
    description
        In one of three words.
    reason
        Why, in one line.
    misfit
        Relative systematic deviation, rms, with the noise taken off.
    probability
        That noise alone gives residuals such as these; NaN if untested.
    where
        Highest and lowest frequency [Hz] of the stretch that is described worst, or None.
    """

    description: Description
    reason: str
    misfit: float = 0.0
    probability: float = float("nan")
    where: tuple[float, float] | None = None

    def __str__(self) -> str:
        return f"{self.description}: {self.reason}" if self.reason else str(self.description)


def judge(fit: CircuitFit, test: KramersKronig | None) -> Verdict:
    """Hold a fit against the noise of the Kramers-Kronig test and against its own residuals.

    Three questions are asked. Does the sum of relaxations of the test, which follows any steady,
    linear system, follow the spectrum significantly better than the circuit does (F test of the
    further terms)? Are residuals of neighbouring frequencies alike (autocorrelation)? Do they keep
    their sign for long (runs, Wald and Wolfowitz, doi:10.1214/aoms/1177731909)? Noise does none of
    these. The smallest of the three probabilities, times three, decides.

    Parameters
    ----------
    fit
        Of `fit_circuit`.
    test
        Of `kramers_kronig`; None for a spectrum of too few points.
    """
    if test is None:
        return Verdict(Description.CANNOT_TELL, "too few points for a Kramers–Kronig test")
    used = fit.used
    used[list(test.outliers)] = False
    chances = _better(fit, test, used), _alike(fit.residuals[used]), _few_runs(fit.residuals[used])
    chance = min(1.0, len(chances) * min(chances))
    misfit = np.sqrt(max(_square(fit, used) / fit.freedom - test.rms**2, 0.0))
    words = f"misfit {misfit:.2%} of |Z| beyond noise of {test.rms:.2%}"
    if chance < UNSURE and misfit >= NEGLIGIBLE:
        where = _worst(fit, used)
        span = f"most from {frequency_text(where[0])} to {frequency_text(where[1])}"
        if chance < SURE:
            if not test.passes and misfit < 2 * test.systematic:
                return Verdict(Description.CANNOT_TELL, "the spectrum itself is not steady or "
                               "linear (Kramers–Kronig test)", misfit, chance, where)  # fmt: skip
            reason = f"{words}, {span}"
            return Verdict(Description.DOES_NOT, reason, misfit, chance, where)
        reason = f"{words} may be chance (probability {chance:.1%})"
        return Verdict(Description.CANNOT_TELL, reason, misfit, chance, where)
    if not test.passes:
        reason = "the spectrum itself is not steady or linear (Kramers–Kronig test)"
        return Verdict(Description.CANNOT_TELL, reason, misfit, chance)
    if test.rms > NOISY:
        reason = f"noise of {test.rms:.1%} would hide another arc"
        return Verdict(Description.CANNOT_TELL, reason, misfit, chance)
    return Verdict(Description.DESCRIBES, "", misfit, chance)


def _square(fit: CircuitFit, used: BoolArray) -> float:
    return float(np.sum(np.abs(fit.residuals[used]) ** 2))


def _better(fit: CircuitFit, test: KramersKronig, used: BoolArray) -> float:
    """Probability that noise makes the sum of relaxations so much better than the circuit."""
    further = test.order + 3 - len(fit.values)
    left = float(np.sum(np.abs(test.residuals[used]) ** 2))
    gain = _square(fit, used) - left
    if gain <= 0 or further < 1 or test.freedom < 1:
        return 1.0
    ratio = (gain / further) / max(left / test.freedom, 1e-300)
    return float(fdtrc(further, test.freedom, ratio))


def _alike(residuals: ComplexArray) -> float:
    """Probability that noise makes neighbouring residuals so alike."""
    total = float(np.sum(np.abs(residuals) ** 2))
    if total == 0 or len(residuals) <= LAGS:
        return 1.0
    lags = range(1, LAGS + 1)
    mean = np.mean([(residuals[k:] * residuals[:-k].conj()).real.sum() for k in lags]) / total
    return float(ndtr(-mean * np.sqrt(LAGS * 2 * len(residuals))))


def _few_runs(residuals: ComplexArray) -> float:
    """Probability that noise changes sign so seldom, in real and imaginary parts together."""
    runs, expected, variance = 0.0, 0.0, 0.0
    for part in (residuals.real, residuals.imag):
        above = part > 0
        n, up = len(part), int(above.sum())
        if n < 2 or up in (0, n):
            continue
        mean = 2 * up * (n - up) / n + 1
        runs += 1 + int(np.count_nonzero(above[1:] != above[:-1]))
        expected += mean
        variance += (mean - 1) * (mean - 2) / (n - 1)
    return float(ndtr((runs + 0.5 - expected) / np.sqrt(variance))) if variance > 0 else 1.0


def _worst(fit: CircuitFit, used: BoolArray) -> tuple[float, float]:
    """Highest and lowest frequency of the stretch whose residuals lie most on one side."""
    frequency = fit.spectrum.frequency[used]
    best, where = 0.0, (0, len(frequency) - 1)
    for part in (fit.residuals[used].real, fit.residuals[used].imag):
        total: FloatArray = np.concatenate([[0.0], np.cumsum(part)])
        for length in range(2, max(3, int(LONGEST * len(part)))):
            sums = np.abs(total[length:] - total[:-length]) / np.sqrt(length)
            place = int(np.argmax(sums))
            if sums[place] > best:
                best, where = float(sums[place]), (place, place + length - 1)
    return float(frequency[where[0]]), float(frequency[where[1]])
