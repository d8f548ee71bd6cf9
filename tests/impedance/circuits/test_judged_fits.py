"""Bad points neither ruin a fit nor vanish, and a circuit that does not describe is called so."""

import numpy as np
import pytest

from pybamm_facets.impedance import RANDLES, Spectrum, fit_circuit, judge, kramers_kronig
from tests.impedance.circuits.made_spectra import (
    CLEAN,
    FREQUENCY,
    TRUE,
    noisy,
    one_arc,
    sphere,
    two_arcs,
    with_outliers,
)


def verdict(spectrum):
    test = kramers_kronig(spectrum)
    return judge(fit_circuit(RANDLES, spectrum, test=test), test)


def descriptions(make, seeds):
    return [str(verdict(make(np.random.default_rng(seed))).description) for seed in seeds]


def within_two_errors(seeds):
    fits = [fit_circuit(RANDLES, with_outliers(np.random.default_rng(s))[0]) for s in seeds]
    off = np.array([f.values["R_CT"] - TRUE["R_CT"] for f in fits])
    errors = np.array([f.standard_errors["R_CT"] for f in fits])
    return np.mean(np.abs(off) < 2 * errors), np.median(np.abs(off)) / TRUE["R_CT"]


def test_r_ct_with_outliers_is_within_its_error():
    share, median = within_two_errors(range(12))
    assert share >= 10 / 12 and median < 0.03


@pytest.mark.slow
def test_r_ct_with_outliers_is_within_its_error_in_200_spectra():
    share, median = within_two_errors(range(200))
    assert share >= 0.91 and median < 0.03


@pytest.mark.parametrize("factor", [1e-3, 0.3, 1.5, 3.0])
@pytest.mark.parametrize("place", [5, 20, 37])
def test_an_outlier_is_named_and_has_no_weight(place, factor):
    spectrum = noisy(CLEAN, np.random.default_rng(3), 0.01)
    impedance = spectrum.impedance.copy()
    impedance[place] *= factor
    fit = fit_circuit(RANDLES, Spectrum(FREQUENCY, impedance))
    assert fit.outliers == (place,) and not fit.used[place]
    keep = np.arange(len(FREQUENCY)) != place
    without = fit_circuit(RANDLES, Spectrum(FREQUENCY[keep], impedance[keep]))
    np.testing.assert_allclose(fit.values, without.values, rtol=1e-6)
    np.testing.assert_allclose(fit.standard_errors, without.standard_errors, rtol=1e-4)


def test_clean_spectra_have_no_outliers():
    for seed in range(12):
        spectrum = noisy(CLEAN, np.random.default_rng(seed), 0.01)
        assert fit_circuit(RANDLES, spectrum).outliers == ()
        assert kramers_kronig(spectrum).outliers == ()


def test_half_of_the_points_are_no_outliers():
    impedance = CLEAN * np.where(np.arange(43) % 4 == 0, 1.5, 1.0)
    assert kramers_kronig(noisy(impedance, np.random.default_rng(0), 0.01)).outliers == ()


def test_weights_are_those_of_the_model():
    # Of numbers scattered by 20 %, those that came out small would weigh too much.
    values = [
        fit_circuit(RANDLES, noisy(CLEAN, np.random.default_rng(seed), 0.2)).values["R_CT"]
        for seed in range(30)
    ]
    error = np.std(values) / np.sqrt(len(values))
    assert abs(np.mean(values) - TRUE["R_CT"]) < 3 * error


def test_verdicts_of_a_few():
    seeds = range(8)
    assert set(descriptions(one_arc, seeds)) == {"describes"}
    assert set(descriptions(two_arcs, seeds)) == {"does not describe"}
    assert set(descriptions(sphere, seeds)) == {"does not describe"}


@pytest.mark.slow
def test_verdicts_of_many():
    assert descriptions(two_arcs, range(200)).count("does not describe") >= 198
    assert descriptions(sphere, range(200)).count("does not describe") >= 198
    assert descriptions(one_arc, range(500)).count("does not describe") <= 5


def test_the_verdict_says_where_and_how_much():
    spectrum = noisy(CLEAN * np.where((FREQUENCY > 30) & (FREQUENCY < 300), 1.03, 1.0),
                     np.random.default_rng(1), 0.003)  # fmt: skip
    test = kramers_kronig(spectrum)
    found = judge(fit_circuit(RANDLES, spectrum, test=test), test)
    assert found.description != "describes" and found.where is not None
    highest, lowest = found.where
    assert lowest < 300 and highest > 30
    assert str(found).startswith(str(found.description))


def test_what_cannot_be_told():
    few = Spectrum(FREQUENCY[::6], CLEAN[::6])
    found = judge(fit_circuit(RANDLES, few), None)
    assert str(found) == "cannot tell: too few points for a Kramers–Kronig test"
    loud = noisy(CLEAN, np.random.default_rng(0), 0.15)
    assert verdict(loud).description == "cannot tell"
    grown = np.array([
        RANDLES.impedance([f], TRUE | {"R_CT": TRUE["R_CT"] * (1 + 0.5 * t)})[0]
        for f, t in zip(FREQUENCY, np.linspace(0, 1, 43), strict=True)
    ])  # fmt: skip
    drifting = noisy(grown, np.random.default_rng(0), 0.005)
    assert verdict(drifting).description != "describes"
