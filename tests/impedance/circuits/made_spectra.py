"""Spectra of known circuits, drawn at random, for tests of what is thought of fits."""

from __future__ import annotations

import numpy as np

from pybamm_facets.impedance import CPE, NAMED_CIRCUITS, RANDLES, R, Spectrum, Warburg

FREQUENCY = np.geomspace(1e5, 0.1, 43)
TRUE = {"R_s": 1e6, "Q_CT": 3e-11, "alpha_CT": 0.9, "R_CT": 20e6, "sigma_W": 2e6}
CLEAN = RANDLES.impedance(FREQUENCY, TRUE)
TWO_ARCS = R("R_s") + (CPE("a") | R("R_a")) + (CPE("b") | (R("R_b") + Warburg("W")))


def noisy(impedance, rng, noise, frequency=FREQUENCY):
    parts = rng.standard_normal((2, len(impedance)))
    deviation = noise * np.abs(impedance) * (parts[0] + 1j * parts[1])
    return Spectrum(frequency, impedance + deviation)


def one_arc(rng, noise=0.005):
    values = {
        "R_s": 10 ** rng.uniform(5.5, 6.3),
        "Q_CT": 10 ** rng.uniform(-11, -10),
        "alpha_CT": rng.uniform(0.8, 1),
        "R_CT": 10 ** rng.uniform(6.7, 7.7),
        "sigma_W": 10 ** rng.uniform(5.7, 6.7),
    }
    return noisy(RANDLES.impedance(FREQUENCY, values), rng, noise)


def two_arcs(rng, noise=0.005):
    """Time constants 10 to 1000 times apart, each arc at least 20 % of the resistance."""
    total, share, apart = 10 ** rng.uniform(6.7, 7.7), rng.uniform(0.2, 0.8), rng.uniform(1, 3)
    first = 10 ** rng.uniform(-5, -0.7 - apart)
    times = first, first * 10**apart
    widths = share * total, (1 - share) * total
    exponents = rng.uniform(0.8, 1, 2)
    values = {"R_s": 10 ** rng.uniform(5.5, 6.3), "sigma_W": 10 ** rng.uniform(5.7, 6.3)}
    for name, time, width, alpha in zip("ab", times, widths, exponents, strict=True):
        values |= {f"Q_{name}": time**alpha / width, f"alpha_{name}": alpha, f"R_{name}": width}
    return noisy(TWO_ARCS.impedance(FREQUENCY, values), rng, noise)


def sphere(rng, noise=0.005):
    """Radius squared over diffusivity from 0.1 to 3 s."""
    tau = 10 ** rng.uniform(-1, np.log10(3))
    values = {
        "R_s": 10 ** rng.uniform(5.5, 6.3),
        "Q_CT": 10 ** rng.uniform(-11, -10),
        "alpha_CT": rng.uniform(0.8, 1),
        "R_CT": 10 ** rng.uniform(6.7, 7.7),
        "R_W": 10 ** rng.uniform(5.7, 6.7) * np.sqrt(2 * tau),
        "tau_W": tau,
    }
    impedance = NAMED_CIRCUITS["randles-spherical"].impedance(FREQUENCY, values)
    return noisy(impedance, rng, noise)


def with_outliers(rng, noise=0.01):
    """One to three points of the paper's circuit times 0.001 to 3; and their places."""
    impedance = noisy(CLEAN, rng, noise).impedance.copy()
    places = rng.choice(len(impedance), rng.integers(1, 4), replace=False)
    factors = 10 ** rng.uniform(-3, np.log10(3), len(places))
    impedance[places] *= factors
    return Spectrum(FREQUENCY, impedance), dict(zip(map(int, places), factors, strict=True))
