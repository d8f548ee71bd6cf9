"""Steady spectra pass the Kramers-Kronig test, drifting ones do not."""

import numpy as np
import pytest

from pybamm_facets.impedance import NAMED_CIRCUITS, RANDLES, C, R, Spectrum, kramers_kronig

FREQUENCY = np.geomspace(1e5, 0.1, 43)
TRUE = {"R_s": 1e6, "Q_CT": 3e-11, "alpha_CT": 0.9, "R_CT": 20e6, "sigma_W": 2e6}
OTHER = {"R_W": 5e6, "tau_W": 0.5, "L_s": 1e-1, "C_stray": 5e-13, "R_film": 4e6, "Q_film": 1e-12,
         "alpha_film": 0.95}  # fmt: skip
SEEDS = range(8)
BY_POINT = np.linspace(0, 1, 43)
BY_PERIOD = np.cumsum(1 / FREQUENCY) / np.sum(1 / FREQUENCY)


def noisy(impedance, seed, noise=0.01):
    rng = np.random.default_rng(seed)
    parts = rng.standard_normal((2, len(impedance)))
    return Spectrum(FREQUENCY, impedance + noise * np.abs(impedance) * (parts[0] + 1j * parts[1]))


def drifting(growth, when):
    """R_CT grows while the frequencies are gone through."""
    return np.array(
        [
            RANDLES.impedance([f], TRUE | {"R_CT": TRUE["R_CT"] * (1 + growth * t)})[0]
            for f, t in zip(FREQUENCY, when, strict=True)
        ]
    )


@pytest.mark.parametrize("noise", [0.003, 0.01, 0.05])
def test_steady_spectra_pass_and_the_noise_is_found(noise):
    tests = [kramers_kronig(noisy(RANDLES.impedance(FREQUENCY, TRUE), s, noise)) for s in SEEDS]
    assert all(test.passes for test in tests)
    assert np.mean([test.rms for test in tests]) == pytest.approx(noise, rel=0.06)


@pytest.mark.parametrize("name", NAMED_CIRCUITS)
def test_exact_spectra_pass(name):
    circuit = NAMED_CIRCUITS[name]
    values = {k: (TRUE | OTHER)[k] for k in circuit.parameters}
    test = kramers_kronig(Spectrum(FREQUENCY, circuit.impedance(FREQUENCY, values)))
    assert test.passes and test.systematic < 2e-3


def test_relaxations_on_the_grid_are_followed_to_rounding():
    circuit = R("R_s") + (R("R_1") | C("C_1"))
    values = {"R_s": 1.0, "R_1": 5.0, "C_1": 1 / (5.0 * 2 * np.pi * 1e5)}
    test = kramers_kronig(Spectrum(FREQUENCY, circuit.impedance(FREQUENCY, values)))
    assert test.order == 3 and test.passes
    assert np.abs(test.residuals).max() < 1e-10


@pytest.mark.parametrize(
    ("growth", "when", "share"),
    [(0.3, BY_POINT, 1.0), (0.5, BY_POINT, 1.0), (-0.3, BY_POINT, 1.0), (0.4, BY_PERIOD, 0.85),
     (0.5, BY_PERIOD, 1.0)],
)  # fmt: skip
def test_drifting_spectra_fail(growth, when, share):
    clean = drifting(growth, when)
    tests = [kramers_kronig(noisy(clean, seed)) for seed in SEEDS]
    assert np.mean([not test.passes for test in tests]) >= share
    assert "fails: systematic deviations" in next(t for t in tests if not t.passes).verdict()


def test_units_do_not_matter():
    spectrum = noisy(drifting(0.5, BY_POINT), 0)
    other = Spectrum(spectrum.frequency, spectrum.impedance * 1e-6)
    one, two = kramers_kronig(spectrum), kramers_kronig(other)
    assert one.order == two.order
    assert one.score == pytest.approx(two.score)


def test_too_few_points():
    with pytest.raises(ValueError, match="9 points, expected at least 10"):
        kramers_kronig(Spectrum(FREQUENCY[:9], np.ones(9)))


@pytest.mark.slow
def test_false_alarms_are_rare():
    clean = RANDLES.impedance(FREQUENCY, TRUE)
    assert sum(not kramers_kronig(noisy(clean, seed)).passes for seed in range(150)) <= 2


@pytest.mark.slow
def test_drift_in_the_last_few_points_alone_is_mostly_found():
    # Waiting a fixed number of periods, nearly all time passes at the lowest frequencies.
    clean = drifting(0.3, BY_PERIOD)
    assert np.mean([not kramers_kronig(noisy(clean, seed)).passes for seed in range(60)]) > 0.8
