"""Figures of spectra show what was measured, in readable units."""

import numpy as np
import pytest

from pybamm_facets.impedance import RANDLES, Spectrum, fit_circuit, kramers_kronig
from pybamm_facets.report.impedance import (
    bode_figure,
    frequency_text,
    nyquist_figure,
    ohm_unit,
    save_spectrum_figure,
    spectrum_figure,
)

FREQUENCY = np.geomspace(1e5, 0.1, 43)
TRUE = {"R_s": 1e6, "Q_CT": 3e-11, "alpha_CT": 0.9, "R_CT": 20e6, "sigma_W": 2e6}
SPECTRUM = Spectrum(FREQUENCY, RANDLES.impedance(FREQUENCY, TRUE))


@pytest.fixture(scope="module")
def fit():
    return fit_circuit(RANDLES, SPECTRUM)


def test_nyquist_has_equal_axes_and_minus_im_upward():
    axes = nyquist_figure({"a": SPECTRUM}).axes[0]
    assert axes.get_aspect() == 1
    assert axes.get_xlabel() == "Re Z [MΩ]" and axes.get_ylabel() == "−Im Z [MΩ]"
    x, y = axes.lines[0].get_data()
    np.testing.assert_allclose(x - 1j * y, SPECTRUM.impedance / 1e6)


@pytest.mark.parametrize(
    ("largest", "unit"), [(2e9, "GΩ"), (2e7, "MΩ"), (999, "Ω"), (1e3, "kΩ"), (1e-5, "mΩ")]
)
def test_units(largest, unit):
    assert ohm_unit(largest)[1] == unit


@pytest.mark.parametrize(
    ("frequency", "text"), [(1e5, "100 kHz"), (999.9, "1 kHz"), (0.1, "100 mHz"), (2e6, "2 MHz")]
)
def test_frequencies(frequency, text):
    assert frequency_text(frequency) == text


def test_bode_shows_modulus_and_phase(fit):
    modulus, phase = bode_figure(SPECTRUM, fit).axes
    np.testing.assert_allclose(modulus.lines[0].get_ydata(), SPECTRUM.modulus / 1e6)
    np.testing.assert_allclose(phase.lines[0].get_ydata(), -SPECTRUM.phase)
    assert modulus.get_xscale() == modulus.get_yscale() == "log"


def test_residuals_are_those_of_the_test_if_there_is_one(fit):
    test = kramers_kronig(SPECTRUM)
    for given, residuals, name in ((test, test.residuals, "K–K"), (None, fit.residuals, "Fit")):
        panel = next(a for a in spectrum_figure(fit, given).axes if a.get_ylabel().startswith(name))
        np.testing.assert_allclose(panel.lines[0].get_ydata(), 100 * residuals.real)


def test_is_written(fit, tmp_path):
    save_spectrum_figure(tmp_path / "s.png", fit, title="particle")
    assert (tmp_path / "s.png").read_bytes().startswith(b"\x89PNG")
