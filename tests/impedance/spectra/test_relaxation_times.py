"""The distribution of relaxation times against closed forms, and as a count of arcs."""

import numpy as np
import pytest

from pybamm_facets.impedance import CPE, RANDLES, C, R, Spectrum, relaxation_times

FREQUENCY = np.geomspace(1e5, 0.01, 61)


def spectrum(circuit, values, noise=0.003, seed=0):
    clean = circuit.impedance(FREQUENCY, values)
    parts = np.random.default_rng(seed).standard_normal((2, len(clean)))
    return Spectrum(FREQUENCY, clean + noise * np.abs(clean) * (parts[0] + 1j * parts[1]))


def test_one_relaxation_is_one_peak_at_its_time():
    circuit = R("R_s") + (C("C") | R("R"))
    times = relaxation_times(spectrum(circuit, {"R_s": 1e6, "C": 1e-11, "R": 2e7}, 0.001))
    (arc,) = times.arcs.to_dict("records")
    assert arc["tau_s"] == pytest.approx(2e-4, rel=0.1)
    assert arc["resistance_ohm"] == pytest.approx(2e7, rel=0.02)
    assert times.series_resistance == pytest.approx(1e6, rel=0.02)
    assert (times.gamma >= 0).all()
    assert arc["frequency_Hz"] == pytest.approx(1 / (2 * np.pi * arc["tau_s"]))


def test_a_depressed_arc_has_the_distribution_of_cole_and_cole():
    alpha, width, q = 0.8, 2e7, 3e-11
    circuit = R("R_s") + (CPE("x") | R("R"))
    values = {"R_s": 1e6, "Q_x": q, "alpha_x": alpha, "R": width}
    times = relaxation_times(spectrum(circuit, values, 0.001))
    centre = (width * q) ** (1 / alpha)
    x = np.log(times.tau / centre)
    gap = (1 - alpha) * np.pi
    exact = width / (2 * np.pi) * np.sin(gap) / (np.cosh(alpha * x) - np.cos(gap))
    inside = np.abs(x) < 4
    assert np.abs(times.gamma - exact)[inside].max() < 0.15 * exact.max()
    assert np.trapezoid(times.gamma, np.log(times.tau)) == pytest.approx(width, rel=0.05)


@pytest.mark.parametrize("seed", range(3))
def test_arcs_are_counted(seed):
    known = {"R_s": 1e6, "Q_a": 3e-12, "alpha_a": 0.95, "R_a": 8e6, "Q_b": 3e-10, "alpha_b": 0.95,
             "R_b": 2e7}  # fmt: skip
    one = R("R_s") + (CPE("b") | R("R_b"))
    two = one + (CPE("a") | R("R_a"))
    for circuit, count in ((one, 1), (two, 2)):
        values = {k: known[k] for k in circuit.parameters}
        assert len(relaxation_times(spectrum(circuit, values, seed=seed)).arcs) == count
    arcs = relaxation_times(spectrum(two, known, seed=seed)).arcs
    np.testing.assert_allclose(arcs["resistance_ohm"], [8e6, 2e7], rtol=0.15)


def test_diffusion_is_a_tail_and_no_arc():
    values = {"R_s": 1e6, "Q_CT": 3e-11, "alpha_CT": 0.9, "R_CT": 20e6, "sigma_W": 2e6}
    assert len(relaxation_times(spectrum(RANDLES, values)).arcs) == 1


def test_what_is_left_is_the_noise():
    values = {"R_s": 1e6, "Q_CT": 3e-11, "alpha_CT": 0.9, "R_CT": 20e6, "sigma_W": 2e6}
    measured = spectrum(RANDLES, values, 0.01)
    residuals = (relaxation_times(measured).impedance - measured.impedance) / measured.modulus
    assert np.sqrt(np.mean(np.abs(residuals) ** 2) / 2) == pytest.approx(0.01, rel=0.15)


def test_too_few_points():
    with pytest.raises(ValueError, match="expected at least 10"):
        relaxation_times(Spectrum(FREQUENCY[:9], np.ones(9)))
