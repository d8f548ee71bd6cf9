"""Spectra with one to three bad points (times 0.001 to 3): R_CT against its stated error.

The circuit of the paper at particle scale, 43 points, 1 % noise, fitted with itself; and those
without their bad points, as what can be had.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from harness import run_from_command_line, timed

from pybamm_facets.impedance import RANDLES, CircuitFit, Spectrum, fit_circuit

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.impedance.circuits.made_spectra import TRUE, with_outliers


def run(quick: bool) -> dict[str, Any]:
    """Fit 200 spectra; quick means 10."""
    made = [with_outliers(np.random.default_rng(seed)) for seed in range(10 if quick else 200)]
    cpu, _, fits = timed(lambda: [fit_circuit(RANDLES, spectrum) for spectrum, _ in made])
    clean = [fit_circuit(RANDLES, without(*pair)) for pair in made]
    gross = [{k for k, f in bad.items() if abs(f - 1) > 0.1} for _, bad in made]
    named = [set(fit.outliers) for fit in fits]
    return {
        "benchmark": "spectra_outliers",
        "spectra": len(made),
        "with_bad_points": figures(fits),
        "without_them": figures(clean),
        "bad_points_named": sum(len(a & b) for a, b in zip(gross, named, strict=True)),
        "bad_points_beyond_10_percent": sum(map(len, gross)),
        "good_points_named": sum(
            len(found - set(bad)) for found, (_, bad) in zip(named, made, strict=True)
        ),
        "cpu_ms_a_fit": 1e3 * cpu / len(made),
    }


def figures(fits: list[CircuitFit]) -> dict[str, float]:
    """Share of R_CT within two stated errors, and the median relative error."""
    off = np.abs([fit.values["R_CT"] - TRUE["R_CT"] for fit in fits])
    errors = np.array([fit.standard_errors["R_CT"] for fit in fits])
    return {
        "share_within_two_errors": float(np.mean(off < 2 * errors)),
        "median_relative_error": float(np.median(off) / TRUE["R_CT"]),
    }


def without(spectrum: Spectrum, bad: dict[int, float]) -> Spectrum:
    """The spectrum without its bad points."""
    keep = ~np.isin(np.arange(len(spectrum)), list(bad))
    return Spectrum(spectrum.frequency[keep], spectrum.impedance[keep])


if __name__ == "__main__":
    run_from_command_line(run, __doc__.splitlines()[0])
