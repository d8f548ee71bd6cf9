"""Fits of single-particle spectra against those of the ``impedance`` package.

Synthetic spectra of R_s + CPE | (R_CT + W) at particle scale, 43 points, 1 % noise. Both sides
weight by modulus and fit the same spectra, from a start read off the spectrum (by our function) and
from one in which every parameter is 100 times off. Ours tries up to eight starts, of which the
given one is the first. The other package has no several starts; it is given its spectra in Ohm, as
a user would, and in the set-up found best for it: in MOhm, with ``x_scale="jac"`` and the
optimiser's usual tolerance. Times are of the fit alone.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from harness import interleaved, run_from_command_line

from pybamm_facets.impedance import RANDLES, Spectrum, fit_circuit
from pybamm_facets.impedance.circuits.first_guess import first_guess

TRUE = {"R_s": 1e6, "Q_CT": 3e-11, "alpha_CT": 0.9, "R_CT": 20e6, "sigma_W": 2e6}
FREQUENCY = np.geomspace(1e5, 0.1, 43)
OHM_POWERS = np.array([1, -1, 0, 1, 1])
"""Power of Ohm in the unit of each parameter."""
TOLERANCE = 0.05
BEST = {"x_scale": "jac", "ftol": 1e-8}
Start = np.ndarray
Fit = Callable[[Spectrum, Start], float]


def run(quick: bool) -> dict[str, Any]:
    """Fit the spectra with every side, in turns; quick means few spectra."""
    count = 3 if quick else 60
    sides: dict[str, Fit] = {
        "ours": ours,
        "impedance_ohm": theirs,
        "impedance_best": partial(theirs, unit=1e6, **BEST),
    }
    starts: dict[str, list[Start]] = {
        "read_off": [first_guess(RANDLES, spectrum(seed)) for seed in range(count)],
        "100_times_off": [far(seed) for seed in range(count)],
    }
    for side in sides.values():
        side(spectrum(0), starts["read_off"][0])  # imports what it needs
    results = {name: compare(sides, given) for name, given in starts.items()}
    return {"benchmark": "impedance_fit", "spectra": count, **results}


def compare(sides: dict[str, Fit], starts: list[Start]) -> dict[str, Any]:
    """CPU milliseconds a fit and share of R_CT within 5 %, for each side; and the ratio of both."""
    calls = {name: partial(fit_all, side, starts) for name, side in sides.items()}
    medians, found = interleaved(calls, 1)
    result: dict[str, Any] = {
        name: {
            "cpu_ms": 1e3 * medians[name]["cpu_s"] / len(starts),
            "share_within_5_percent": float(np.mean(within(found[name]))),
        }
        for name in sides
    }
    for name in sides:
        if name != "ours":
            result[f"times_faster_than_{name}"] = result[name]["cpu_ms"] / result["ours"]["cpu_ms"]
    return result


def within(found: list[float]) -> np.ndarray:
    """Which of the resistances are right; one that was not found is not."""
    return np.abs(np.array(found) / TRUE["R_CT"] - 1) < TOLERANCE


def fit_all(fit: Fit, starts: list[Start]) -> list[float]:
    """R_CT of every spectrum [Ohm]."""
    return [fit(spectrum(seed), start) for seed, start in enumerate(starts)]


def ours(measured: Spectrum, start: Start) -> float:
    """R_CT of `fit_circuit` [Ohm]."""
    return float(fit_circuit(RANDLES, measured, start=start).values["R_CT"])


def theirs(measured: Spectrum, start: Start, unit: float = 1.0, **options: Any) -> float:
    """R_CT of the other package, fitted in multiples of `unit` [Ohm]; NaN if it gives up."""
    from impedance.models.circuits import CustomCircuit

    scale = unit ** OHM_POWERS.astype(float)
    circuit = CustomCircuit("R0-p(CPE1,R1-W1)", initial_guess=list(start / scale))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of numbers out of range on the way
        try:
            circuit.fit(
                measured.frequency,
                measured.impedance / unit,
                weight_by_modulus=True,
                maxfev=1000,
                **options,
            )
        except (RuntimeError, ValueError):
            return float("nan")
    return float(circuit.parameters_[3] * unit)


def spectrum(seed: int) -> Spectrum:
    """A noisy spectrum, the same for the same seed."""
    parts = np.random.default_rng(seed).standard_normal((2, len(FREQUENCY)))
    clean = RANDLES.impedance(FREQUENCY, TRUE)
    return Spectrum(FREQUENCY, clean + 0.01 * np.abs(clean) * (parts[0] + 1j * parts[1]))


def far(seed: int) -> Start:
    """Every parameter 100 times too large or too small, the exponent one half."""
    factors = np.random.default_rng([seed, 1]).choice([0.01, 100.0], len(TRUE))
    start = np.array(list(TRUE.values())) * factors
    start[list(TRUE).index("alpha_CT")] = 0.5
    return start


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
