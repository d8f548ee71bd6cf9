"""Fit of an equivalent circuit to a spectrum, in logarithms of its parameters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pybamm_facets._arrays import BoolArray, FloatArray
from pybamm_facets._blas import one_thread
from pybamm_facets.impedance.circuits.circuit import Circuit, Values, jomega
from pybamm_facets.impedance.circuits.circuit_fit import CircuitFit
from pybamm_facets.impedance.circuits.damped_steps import Minimum, minimise
from pybamm_facets.impedance.circuits.first_guess import first_guess
from pybamm_facets.impedance.circuits.parameter_scales import Bounds, Scales
from pybamm_facets.impedance.circuits.spectrum_information import covariance
from pybamm_facets.impedance.circuits.weighted_residuals import WeightedResiduals, stacked
from pybamm_facets.impedance.spectra.kramers_kronig import (
    FEWEST_POINTS,
    KramersKronig,
    kramers_kronig,
)
from pybamm_facets.impedance.spectra.outlying_points import outlying_point, smooth_modulus
from pybamm_facets.impedance.spectra.spectrum import Spectrum

SPREAD = 1.0
"""Standard deviation of the random starts, in decades."""
TOLERANCE = 1e-10
EVALUATIONS = 300
SAME = 1e-4
"""Relative difference of cost below which two starts have found one minimum."""
ROUNDING = 1e-18
"""Cost that exact data leave."""
STANDS_OUT = 14.0
"""Square of a residual, over the median of all, that noise leaves in one spectrum of 400."""
ROUGH = 0.02
"""Relative misfit from which on the points are looked at one by one."""
REWEIGHTED = 10
"""How often at most the weights follow the modulus of the fit."""
SETTLED = 1e-5
"""Change of a logarithm by which the weights follow no further."""
NOTHING = 1e-8
"""Cost, of a misfit of a thousandth of a percent, below which a valley may be as flat as it likes:
what is not determined there has errors that say so."""
AGREEING = 3
"""Starts that must have found the lowest cost before the others are left out."""


@one_thread()
def fit_circuit(
    circuit: Circuit,
    spectrum: Spectrum,
    *,
    start: Values | None = None,
    bounds: Bounds | None = None,
    starts: int = 8,
    seed: int = 0,
    test: KramersKronig | None = None,
) -> CircuitFit:
    """Fit the parameters of a circuit by least squares of the relative deviations.

    Residuals are ``(Z_fit - Z)/|Z_fit|``, real and imaginary. The best of several starts is taken:
    that given, the one read off the spectrum, and random ones about these. Single points that the
    others contradict, by the Kramers-Kronig test, have no weight and are named in the result.

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
    test
        Of this spectrum, if it was made; by default it is made if a residual stands out.

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
    attempts = _search(circuit, spectrum, scales, start, starts, seed)
    known = test
    if known is None and len(spectrum) >= FEWEST_POINTS and _stands_out(_lowest(attempts)):
        known = kramers_kronig(spectrum)
    used = np.ones(len(spectrum), bool)
    if known is not None and known.outliers:
        used[list(known.outliers)] = False
        clean = Spectrum(spectrum.frequency[used], spectrum.impedance[used])
        attempts = _search(circuit, clean, scales, start, starts, seed)
    best = _lowest(attempts)
    if not best.converged and best.cost > NOTHING:
        raise RuntimeError(
            f"none of {starts} starts converged within {EVALUATIONS} evaluations; try another "
            "circuit, bounds or start"
        )
    final = _Final(circuit, scales, spectrum)
    x, used = final.without_doubtful(best.x, used, known.doubtful if known else ())
    table = _table(attempts, [scales.values(a.x) for a in attempts], circuit, start is not None)
    bound = [n for n, m in zip(circuit.parameters, best.at_bound, strict=True) if m]
    return _result(circuit, spectrum, scales.values(x), used, tuple(bound), table)


def _search(
    circuit: Circuit,
    spectrum: Spectrum,
    scales: Scales,
    start: Values | None,
    starts: int,
    seed: int,
) -> list[Minimum]:
    """Fits from every start, weighted by the measured modulus without its single outliers."""
    problem = WeightedResiduals(circuit, scales, spectrum, 1 / smooth_modulus(spectrum.modulus))
    points = _start_points(circuit, spectrum, start, starts, seed)
    return _attempts(problem, [scales.coordinates(point) for point in points])


def _lowest(attempts: list[Minimum]) -> Minimum:
    return min(attempts, key=lambda attempt: attempt.cost)


def _stands_out(attempt: Minimum) -> bool:
    """Whether a point deviates so much that the others have to be asked about it."""
    real, imaginary = np.split(attempt.fun, 2)
    squares = real**2 + imaginary**2
    rough = squares.mean() > 2 * ROUGH**2
    return bool(
        not attempt.converged or rough or squares.max() > STANDS_OUT * np.median(squares) + ROUNDING
    )


@dataclass(frozen=True)
class _Final:
    """The fit with the weights 1/|Z| of the fit itself, from a start close to it."""

    circuit: Circuit
    scales: Scales
    spectrum: Spectrum

    def without_doubtful(
        self, x: FloatArray, used: BoolArray, doubtful: tuple[int, ...]
    ) -> tuple[FloatArray, BoolArray]:
        """The fit, and the points used: doubtful ones are not where the circuit doubts them too."""
        x = self._reweighted(x, used)
        for _ in doubtful:
            problem = self._problem(x, used)
            basis = np.linalg.qr(problem.jacobian(x)[np.tile(used, 2)])[0]
            real, imaginary = np.split(problem.residuals(x), 2)
            worst = outlying_point(basis, real + 1j * imaginary, used)
            if worst is None or worst.place not in doubtful:
                break
            used = used & (np.arange(len(used)) != worst.place)
            x = self._reweighted(x, used)
        return x, used

    def _reweighted(self, x: FloatArray, used: BoolArray) -> FloatArray:
        for _ in range(REWEIGHTED):
            before, x = x, _attempt(self._problem(x, used), x).x
            if np.abs(x - before).max() < SETTLED:
                break
        return x

    def _problem(self, x: FloatArray, used: BoolArray) -> WeightedResiduals:
        modulus = np.abs(self.circuit.response(jomega(self.spectrum.frequency),
                                               self.scales.values(x))[0])  # fmt: skip
        return WeightedResiduals(self.circuit, self.scales, self.spectrum, used / modulus)


def _attempts(problem: WeightedResiduals, points: list[FloatArray]) -> list[Minimum]:
    attempts: list[Minimum] = []
    for point in points:
        attempts.append(_attempt(problem, point))
        if sum(_is_best(attempts)) >= AGREEING:
            break
    return attempts


def _is_best(attempts: list[Minimum]) -> list[bool]:
    # Exact data leave only rounding, in which there is nothing to tell apart.
    limit = min(attempt.cost for attempt in attempts) * (1 + SAME) + ROUNDING
    return [attempt.converged and attempt.cost <= limit for attempt in attempts]


def _attempt(problem: WeightedResiduals, coordinates: FloatArray) -> Minimum:
    return minimise(
        problem,
        coordinates,
        problem.scales.lower,
        problem.scales.upper,
        tolerance=TOLERANCE,
        evaluations=EVALUATIONS,
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
    attempts: list[Minimum], values: list[FloatArray], circuit: Circuit, given: bool
) -> pd.DataFrame:
    names = (["given"] if given else []) + ["read off the spectrum"]
    names += ["random"] * (len(attempts) - len(names))
    reached = dict(zip(circuit.parameters, np.transpose(values), strict=True))
    return pd.DataFrame(
        {
            "start": names[: len(attempts)],
            "cost": [attempt.cost for attempt in attempts],
            "status": ["converged" if a.converged else "out of evaluations" for a in attempts],
            "evaluations": [attempt.nfev for attempt in attempts],
            "best": _is_best(attempts),
            **reached,
        }
    )


def _result(
    circuit: Circuit,
    spectrum: Spectrum,
    values: FloatArray,
    used: BoolArray,
    at_bounds: tuple[str, ...],
    starts: pd.DataFrame,
) -> CircuitFit:
    impedance, slopes = circuit.response(jomega(spectrum.frequency), values)
    modulus = np.abs(impedance)
    residuals = (impedance - spectrum.impedance) / modulus
    freedom = 2 * int(used.sum()) - len(values)
    noise = float(np.sqrt(np.sum(np.abs(residuals[used]) ** 2) / freedom))
    names = pd.Index(circuit.parameters)
    matrix = covariance(stacked((slopes / modulus)[:, used]).T, values, noise)
    return CircuitFit(
        circuit=circuit,
        spectrum=spectrum,
        values=pd.Series(values, names, name="value"),
        covariance=pd.DataFrame(matrix, names, names),
        residuals=residuals,
        noise=noise,
        at_bounds=at_bounds,
        starts=starts,
        outliers=tuple(int(k) for k in np.flatnonzero(~used)),
    )
