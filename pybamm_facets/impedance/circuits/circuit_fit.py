"""The result of fitting a circuit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit, logit, stdtrit

from pybamm_facets._arrays import BoolArray, ComplexArray, FloatArray
from pybamm_facets.impedance.charge_transfer import ExchangeCurrent, exchange_current
from pybamm_facets.impedance.circuits.circuit import Circuit
from pybamm_facets.impedance.spectra.spectrum import Spectrum

TINY = 1e-12
"""Nearest an exponent may come to 0 and 1 where its logit is taken."""


@dataclass(frozen=True, eq=False)
class CircuitFit:
    """Parameters of a circuit that describe a spectrum, and how well they are known.

    Parameters
    ----------
    circuit, spectrum
        What was fitted to what.
    values
        Parameters by name, in SI units.
    covariance
        Of the parameters, name by name; infinite on the diagonal where the spectrum does not show
        a parameter.
    residuals
        Complex, ``(Z_fit - Z)/|Z_fit|``, (points,).
    noise
        Relative standard deviation of real and imaginary part that the residuals imply.
    at_bounds
        Names of parameters that ended at a bound; their errors mean little.
    starts
        One row a start: ``start``, ``cost``, ``status``, ``evaluations``, ``best`` (whether it
        reached the lowest cost) and the parameters reached.
    outliers
        Places of single points that had no weight, as the others contradict them, from 0.
    """

    circuit: Circuit
    spectrum: Spectrum
    values: pd.Series
    covariance: pd.DataFrame
    residuals: ComplexArray
    noise: float
    at_bounds: tuple[str, ...]
    starts: pd.DataFrame
    outliers: tuple[int, ...] = ()

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the residuals."""
        return 2 * (len(self.spectrum) - len(self.outliers)) - len(self.values)

    @property
    def used(self) -> BoolArray:
        """Which points had weight, (points,)."""
        used = np.ones(len(self.spectrum), bool)
        used[list(self.outliers)] = False
        return used

    @property
    def standard_errors(self) -> pd.Series:
        """Standard error of each parameter, in its unit."""
        errors = np.sqrt(np.diag(self.covariance.to_numpy()))
        return pd.Series(errors, self.values.index, name="error")

    def confidence_interval(self, level: float = 0.95) -> pd.DataFrame:
        """Columns ``lower``, ``upper`` of every parameter.

        Symmetric in the logarithm of a positive parameter and in the logit of an exponent, so that
        no end is out of range; Student's t with the degrees of freedom of the residuals.
        """
        if not 0 < level < 1:
            raise ValueError(f"level={level!r}: expected a number between 0 and 1, such as 0.95")
        quantile = stdtrit(self.freedom, (1 + level) / 2)
        values, errors = self.values.to_numpy(), self.standard_errors.to_numpy()
        exponent = np.array([quantity.is_exponent for quantity in self.circuit.quantities])
        inside = np.where(exponent, np.clip(values, TINY, 1 - TINY), 0.5)
        width = quantile * errors / np.where(exponent, inside * (1 - inside), values)
        with np.errstate(over="ignore"):  # an unknown parameter may be anything up to infinity
            ends = [
                np.where(exponent, expit(logit(inside) + step), values * np.exp(step))
                for step in (-width, width)
            ]
        return pd.DataFrame(dict(zip(("lower", "upper"), ends, strict=True)), self.values.index)

    def impedance(self, frequency: npt.ArrayLike | None = None) -> ComplexArray:
        """Impedance of the fit [Ohm], at the measured frequencies by default."""
        points = self.spectrum.frequency if frequency is None else frequency
        return self.circuit.impedance(points, self.values)

    def exchange_current(self, temperature: float = 293.15, electrons: int = 1) -> ExchangeCurrent:
        """Exchange current from ``R_CT`` (Eq. 5), and its standard error [A]."""
        if "R_CT" not in self.values:
            raise ValueError(f"the circuit has no R_CT, only {', '.join(self.values.index)}")
        error = self.standard_errors["R_CT"]
        return exchange_current(self.values["R_CT"], temperature, electrons, r_ct_error=error)

    def smooth_frequencies(self, points: int = 200) -> FloatArray:
        """Frequencies [Hz] for a smooth line over the measured range."""
        return np.geomspace(self.spectrum.frequency[0], self.spectrum.frequency[-1], points)
