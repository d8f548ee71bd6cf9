"""Fit of an equivalent circuit to a spectrum, in logarithms of its parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import least_squares

from pybamm_facets._arrays import ComplexArray, FloatArray
from pybamm_facets.impedance.circuits.circuit import Circuit, Values, jomega
from pybamm_facets.impedance.circuits.circuit_fit import CircuitFit
from pybamm_facets.impedance.circuits.first_guess import first_guess
from pybamm_facets.impedance.circuits.parameter_scales import Bounds, Scales
from pybamm_facets.impedance.circuits.spectrum_information import covariance
from pybamm_facets.impedance.spectra.spectrum import Spectrum

SPREAD = 1.0
"""Standard deviation of the random starts, in decades."""
TOLERANCE = 1e-10
EVALUATIONS = 300
SAME = 1e-4
"""Relative difference of cost below which two starts have found one minimum."""
ROUNDING = 1e-18
"""Cost that exact data leave."""
AGREEING = 3
"""Starts that must have found the lowest cost before the others are left out."""


def fit_circuit(
    circuit: Circuit,
    spectrum: Spectrum,
    *,
    start: Values | None = None,
    bounds: Bounds | None = None,
    starts: int = 8,
    seed: int = 0,
) -> CircuitFit:
    """Fit the parameters of a circuit by least squares of the relative deviations.

    Residuals are ``(Z_fit - Z)/|Z|``, real and imaginary. The best of several starts is taken: that
    given, the one read off the spectrum, and random ones about these.

    Parameters
    ----------
    circuit
        For example `RANDLES`.
    spectrum
        What was measured.
    start
        Parameters to start from, by name; by default they are read off the spectrum.
    bounds
        Lowest and highest value of parameters, by name; by default far beyond what can be seen.
    starts
        How many starts to try at most; no more are made once three have agreed on the best.
    seed
        Seed of the random ones.

    Raises
    ------
    ValueError
        For too few points for the circuit, unknown names or bounds that are none.
    RuntimeError
        If no start converges.

    Examples
    --------
    >>> from pybamm_facets.impedance import RANDLES
    >>> frequency = np.geomspace(1e5, 0.1, 43)
    >>> true = {"R_s": 1e6, "Q_CT": 3e-11, "alpha_CT": 0.9, "R_CT": 20e6, "sigma_W": 2e6}
    >>> fit = fit_circuit(RANDLES, Spectrum(frequency, RANDLES.impedance(frequency, true)))
    >>> print(f"{fit.values['R_CT']:.4g}")
    2e+07
    """
    count = len(circuit.parameters)
    if 2 * len(spectrum) <= count:
        raise ValueError(
            f"spectrum has {len(spectrum)} points, too few for {count} parameters: expected at "
            f"least {count // 2 + 1}"
        )
    if starts < 1:
        raise ValueError(f"starts={starts!r}: expected at least 1")
    scales = Scales.of(circuit, spectrum, bounds)
    problem = _Problem(circuit, scales, spectrum)
    points = _start_points(circuit, spectrum, start, starts, seed)
    attempts = _attempts(problem, [scales.coordinates(point) for point in points])
    best = min(attempts, key=lambda attempt: attempt.cost)
    if best.status <= 0:
        raise RuntimeError(
            f"none of {starts} starts converged within {EVALUATIONS} evaluations; try another "
            "circuit, bounds or start"
        )
    table = _table(attempts, [scales.values(a.x) for a in attempts], circuit, start is not None)
    bound = [n for n, m in zip(circuit.parameters, best.active_mask, strict=True) if m]
    return _result(circuit, spectrum, scales.values(best.x), best.cost, tuple(bound), table)


@dataclass
class _Problem:
    """Residuals and their derivatives, computed together as they share nearly everything."""

    circuit: Circuit
    scales: Scales
    spectrum: Spectrum
    _last: tuple[FloatArray, FloatArray, FloatArray] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.jomega = jomega(self.spectrum.frequency)
        self.weights = 1 / self.spectrum.modulus

    def residuals(self, coordinates: FloatArray) -> FloatArray:
        return self._at(coordinates)[1]

    def jacobian(self, coordinates: FloatArray) -> FloatArray:
        return self._at(coordinates)[2]

    def _at(self, coordinates: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        if self._last is None or not np.array_equal(self._last[0], coordinates):
            values = self.scales.values(coordinates)
            impedance, slopes = self.circuit.response(self.jomega, values)
            slopes = slopes * self.scales.slopes(values)[:, None] * self.weights
            residuals = (impedance - self.spectrum.impedance) * self.weights
            self._last = coordinates.copy(), stacked(residuals), stacked(slopes).T
        return self._last


def stacked(values: ComplexArray) -> FloatArray:
    """Real parts, then imaginary parts, along the last axis."""
    return np.concatenate([values.real, values.imag], axis=-1)


def _attempts(problem: _Problem, points: list[FloatArray]) -> list[Any]:
    attempts: list[Any] = []
    for point in points:
        attempts.append(_attempt(problem, point))
        if sum(_is_best(attempts)) >= AGREEING:
            break
    return attempts


def _is_best(attempts: list[Any]) -> list[bool]:
    # Exact data leave only rounding, in which there is nothing to tell apart.
    limit = min(attempt.cost for attempt in attempts) * (1 + SAME) + ROUNDING
    return [attempt.status > 0 and attempt.cost <= limit for attempt in attempts]


def _attempt(problem: _Problem, coordinates: FloatArray) -> Any:
    return least_squares(
        problem.residuals,
        coordinates,
        problem.jacobian,
        bounds=(problem.scales.lower, problem.scales.upper),
        method="trf",
        xtol=TOLERANCE,
        ftol=TOLERANCE,
        gtol=TOLERANCE,
        max_nfev=EVALUATIONS,
    )


def _start_points(
    circuit: Circuit, spectrum: Spectrum, start: Values | None, count: int, seed: int
) -> list[FloatArray]:
    centres = [first_guess(circuit, spectrum)]
    if start is not None:
        centres.insert(0, circuit.vector(start))
    rng = np.random.default_rng(seed)
    exponent = [quantity.is_exponent for quantity in circuit.quantities]
    points = list(centres)
    while len(points) < count:
        factors = 10 ** (SPREAD * rng.standard_normal(len(exponent)))
        point = centres[-1 if len(points) % 2 else 0] * np.where(exponent, 1.0, factors)
        points.append(np.where(exponent, rng.uniform(0.6, 1.0, len(exponent)), point))
    return points[:count]


def _table(
    attempts: list[Any], values: list[FloatArray], circuit: Circuit, given: bool
) -> pd.DataFrame:
    names = (["given"] if given else []) + ["read off the spectrum"]
    names += ["random"] * (len(attempts) - len(names))
    reached = dict(zip(circuit.parameters, np.transpose(values), strict=True))
    return pd.DataFrame(
        {
            "start": names[: len(attempts)],
            "cost": [attempt.cost for attempt in attempts],
            "status": ["converged" if a.status > 0 else "out of evaluations" for a in attempts],
            "evaluations": [attempt.nfev for attempt in attempts],
            "best": _is_best(attempts),
            **reached,
        }
    )


def _result(
    circuit: Circuit,
    spectrum: Spectrum,
    values: FloatArray,
    cost: float,
    at_bounds: tuple[str, ...],
    starts: pd.DataFrame,
) -> CircuitFit:
    impedance, slopes = circuit.response(jomega(spectrum.frequency), values)
    freedom = 2 * len(spectrum) - len(values)
    noise = float(np.sqrt(2 * cost / freedom))
    names = list(circuit.parameters)
    matrix = covariance(stacked(slopes / spectrum.modulus).T, values, noise)
    return CircuitFit(
        circuit=circuit,
        spectrum=spectrum,
        values=pd.Series(values, names, name="value"),
        covariance=pd.DataFrame(matrix, names, names),
        residuals=(impedance - spectrum.impedance) / spectrum.modulus,
        noise=noise,
        at_bounds=at_bounds,
        starts=starts,
    )
