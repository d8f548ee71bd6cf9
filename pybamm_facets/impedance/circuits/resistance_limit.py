"""A resistance that the spectrum does not determine: how large, or small, it may be at most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pybamm_facets._arrays import FloatArray
from pybamm_facets.impedance.circuits.circuit_fit import CircuitFit
from pybamm_facets.impedance.circuits.damped_steps import minimise
from pybamm_facets.impedance.circuits.parameter_scales import Scales
from pybamm_facets.impedance.circuits.weighted_residuals import WeightedResiduals

UNCERTAIN = 0.3
"""Relative standard error from which on the likelihood itself is looked at."""
RISE = 3.841
"""Of chi-square at the ends of a 95 % interval."""
LEAST_NOISE = 1e-4
"""Relative error that no measurement is free of, for spectra without noise."""
STEP = 1.0
"""Of the logarithm from one value to the next."""
HALVINGS = 12
TOLERANCE, EVALUATIONS = 1e-8, 60


@dataclass(frozen=True)
class ResistanceLimit:
    """The 95 % interval of a resistance that is open at one end or both [Ohm].

    Parameters
    ----------
    name
        Of the parameter.
    above
        It is larger than this; 0 if it may be as small as it likes.
    below
        It is smaller than this; infinite if it may be as large as it likes.
    """

    name: str
    above: float = 0.0
    below: float = np.inf

    @property
    def known(self) -> bool:
        """Whether there is a limit on one side."""
        return bool(self.above > 0 or np.isfinite(self.below))

    def __str__(self) -> str:
        if self.above > 0:
            return f"{self.name} > {self.above:.2g} Ω"
        if np.isfinite(self.below):
            return f"{self.name} < {self.below:.2g} Ω"
        return f"{self.name} not determined"


def resistance_limit(
    fit: CircuitFit, noise: float | None = None, name: str = "R_CT"
) -> ResistanceLimit | None:
    """The limit that a spectrum gives, None if it determines the resistance.

    The other parameters are fitted again at each value of the resistance, and the values for which
    chi-square rises by less than 3.84 are the 95 % interval (profile likelihood). Only one whose
    standard error is large or that ended at a bound is looked at.

    Parameters
    ----------
    fit
        Of `fit_circuit`.
    noise
        Relative, of the Kramers-Kronig test; that of the fit if it is larger.
    name
        Of the resistance.
    """
    relative = fit.standard_errors[name] / fit.values[name]
    if relative < UNCERTAIN and name not in fit.at_bounds:
        return None
    # What the circuit cannot follow blurs the resistance as noise does.
    profile = _Profile.of(fit, name, max(noise or 0.0, fit.noise, LEAST_NOISE))
    lower, upper = profile.end(-STEP), profile.end(STEP)
    if np.isfinite(lower) and np.isfinite(upper):
        return None
    return ResistanceLimit(
        name,
        float(np.exp(lower)) if np.isfinite(lower) else 0.0,
        float(np.exp(upper)) if np.isfinite(upper) else np.inf,
    )


@dataclass(frozen=True, eq=False)
class _Profile:
    """Chi-square against the logarithm of one parameter, the others fitted."""

    problem: WeightedResiduals
    scales: Scales
    place: int
    best: FloatArray
    noise: float

    @classmethod
    def of(cls, fit: CircuitFit, name: str, noise: float) -> _Profile:
        scales = Scales.of(fit.circuit, fit.spectrum)
        problem = WeightedResiduals(
            fit.circuit, scales, fit.spectrum, fit.used / np.abs(fit.impedance())
        )
        place = list(fit.values.index).index(name)
        best = np.clip(scales.coordinates(fit.values.to_numpy()), scales.lower, scales.upper)
        return cls(problem, scales, place, best, noise)

    def end(self, step: float) -> float:
        """Where chi-square has risen on one side, infinite if it does not up to the bound."""
        bound = self.scales.upper[self.place] if step > 0 else self.scales.lower[self.place]
        lowest, x = self._fitted(self.best, self.best[self.place])
        inside = x[self.place]
        while (bound - inside) * np.sign(step) > 1e-9:
            value = inside + np.sign(step) * min(abs(step), abs(bound - inside))
            square, found = self._fitted(x, value)
            if square - lowest > RISE:
                return self._halved(x, lowest, inside, value)
            lowest, inside, x = min(lowest, square), value, found
        return float(np.sign(step) * np.inf)

    def _halved(self, x: FloatArray, lowest: float, inside: float, outside: float) -> float:
        for _ in range(HALVINGS):
            middle = (inside + outside) / 2
            if self._fitted(x, middle)[0] - lowest > RISE:
                outside = middle
            else:
                inside = middle
        return inside

    def _fitted(self, start: FloatArray, value: float) -> tuple[float, FloatArray]:
        lower, upper = self.scales.lower.copy(), self.scales.upper.copy()
        lower[self.place] = upper[self.place] = value
        found = minimise(
            self.problem, start, lower, upper, tolerance=TOLERANCE, evaluations=EVALUATIONS
        )
        return 2 * found.cost / self.noise**2, found.x
