"""Distribution of relaxation times: how many arcs a spectrum has, without a circuit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.optimize import nnls

from pybamm_facets._arrays import ComplexArray, FloatArray
from pybamm_facets._blas import one_thread
from pybamm_facets.impedance.spectra.kramers_kronig import KramersKronig, kramers_kronig
from pybamm_facets.impedance.spectra.spectrum import Spectrum

PER_DECADE = 12
"""Relaxation times in a decade."""
BEYOND = 1.0
"""Decades of relaxation times beyond either end of the frequencies measured."""
EXCESS = 1.02
"""Misfit, over the least that any distribution has, that is allowed in any case."""
LEAST_NOISE = 1e-4
WEIGHTS = (-12.0, 4.0)
"""Logarithms (base 10) of the smallest and largest weight of roughness."""
HALVINGS = 18
EDGE = 3.0
"""How far within the range measured, as a factor, the apex of an arc must lie."""
SHARE = 0.05
"""Share of the resistance from which on a peak counts as an arc."""


@dataclass(frozen=True, eq=False)
class RelaxationTimes:
    r"""A distribution :math:`\gamma(\ln\tau)` with :math:`Z = R_\infty + j\omega L + 1/(j\omega C)
    + \int \gamma\,\mathrm{d}\ln\tau/(1 + j\omega\tau)`.

    Parameters
    ----------
    spectrum
        What was measured.
    tau
        Relaxation times [s], rising, (times,).
    gamma
        The distribution [Ohm], (times,), at least zero.
    series_resistance
        R∞ [Ohm].
    impedance
        Of the distribution [Ohm], (points,).
    weight
        Of the roughness, relative.
    """

    spectrum: Spectrum
    tau: FloatArray
    gamma: FloatArray
    series_resistance: float
    impedance: ComplexArray
    weight: float

    @property
    def arcs(self) -> pd.DataFrame:
        """One row for each arc within the frequencies measured, from high frequency.

        ``tau_s`` (of the peak), ``frequency_Hz`` (of the apex) and ``resistance_ohm`` (of the peak
        up to the valleys beside it). What rises towards the end of the range is no arc but the
        tail of something slower, such as diffusion.
        """
        step = float(np.log(self.tau[1] / self.tau[0]))
        valleys = _valleys(self.gamma)
        total = step * self.gamma.sum()
        omega = 2 * np.pi * self.spectrum.frequency[[0, -1]]
        rows = []
        for first, last in pairwise(valleys):
            place = first + int(np.argmax(self.gamma[first : last + 1]))
            resistance = step * float(self.gamma[first:last].sum())
            inside = EDGE / omega[0] < self.tau[place] < 1 / omega[1] / EDGE
            if inside and resistance > SHARE * total:
                rows.append((self.tau[place], 1 / (2 * np.pi * self.tau[place]), resistance))
        return pd.DataFrame(rows, columns=["tau_s", "frequency_Hz", "resistance_ohm"])


@one_thread()
def relaxation_times(spectrum: Spectrum, test: KramersKronig | None = None) -> RelaxationTimes:
    r"""The smoothest non-negative distribution of relaxation times that the noise allows.

    Minimises the relative misfit plus the weighted square of the second differences of
    :math:`\gamma` (Tikhonov regularisation with a non-negative distribution); the weight is the
    largest that keeps the misfit within the noise of the Kramers-Kronig test (Morozov's discrepancy
    principle), which needs no choice by eye.

    Parameters
    ----------
    spectrum
        What was measured, ten points or more.
    test
        Of the spectrum, if it was made; its outlying points are left out.

    Raises
    ------
    ValueError
        For fewer than ten points.
    """
    test = test or kramers_kronig(spectrum)
    problem = _Problem.of(spectrum, test)
    least = problem.solved(WEIGHTS[0])
    allowed = max(EXCESS * problem.misfit(least), test.rms, LEAST_NOISE)
    low, high, best = *WEIGHTS, least
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        solution = problem.solved(middle)
        if problem.misfit(solution) <= allowed:
            low, best = middle, solution
        else:
            high = middle
    gamma = best[problem.others :] / problem.scale[problem.others :] / problem.step
    return RelaxationTimes(
        spectrum=spectrum,
        tau=problem.tau,
        gamma=gamma,
        series_resistance=float(best[0] / problem.scale[0]),
        impedance=problem.terms @ (best / problem.scale),
        weight=10**low,
    )


@dataclass(frozen=True, eq=False)
class _Problem:
    """The linear problem: columns of R∞, L, 1/C and of each relaxation time, scaled alike."""

    tau: FloatArray
    terms: ComplexArray
    scale: FloatArray
    matrix: FloatArray
    target: FloatArray
    roughness: FloatArray
    step: float
    others: int = 3

    @classmethod
    def of(cls, spectrum: Spectrum, test: KramersKronig) -> _Problem:
        jw = 2j * np.pi * spectrum.frequency
        first, last = 10**-BEYOND / np.abs(jw[0]), 10**BEYOND / np.abs(jw[-1])
        tau = np.geomspace(first, last, round(PER_DECADE * np.log10(last / first)) + 1)
        step = float(np.log(tau[1] / tau[0]))
        relaxations = 1 / (1 + jw[:, None] * tau)
        terms = np.column_stack([np.ones_like(jw), jw, 1 / jw, relaxations])
        used = np.ones(len(spectrum), bool)
        used[list(test.outliers)] = False
        modulus = spectrum.modulus
        # Each column in parts of the largest modulus, so that all unknowns are near one.
        scale = np.abs(terms[used]).max(axis=0) / modulus[used].max()
        weighted = (terms / scale)[used] / modulus[used, None]
        target = spectrum.impedance[used] / modulus[used]
        roughness = np.zeros((len(tau) - 2, 3 + len(tau)))
        roughness[:, 3:] = np.diff(np.eye(len(tau)), 2, axis=0) / step**2
        return cls(tau, terms, scale, np.concatenate([weighted.real, weighted.imag]),
                   np.concatenate([target.real, target.imag]), roughness, step)  # fmt: skip

    def solved(self, weight: float) -> FloatArray:
        """The distribution for a weight (base 10 logarithm), scaled, (columns,)."""
        factor = np.sqrt(10**weight)
        matrix = np.concatenate([self.matrix, factor * self.roughness])
        target = np.concatenate([self.target, np.zeros(len(self.roughness))])
        solution: FloatArray = nnls(matrix, target, maxiter=30 * matrix.shape[1])[0]
        return solution

    def misfit(self, solution: FloatArray) -> float:
        """Relative, rms."""
        return float(np.sqrt(np.mean((self.matrix @ solution - self.target) ** 2)))


def _valleys(gamma: FloatArray) -> list[int]:
    """Places of the minima, and of both ends."""
    inner = [
        k for k in range(1, len(gamma) - 1) if gamma[k] <= gamma[k - 1] and gamma[k] < gamma[k + 1]
    ]
    return [0, *inner, len(gamma) - 1]
