"""Activation energies and the exchange currents that they imply."""

import numpy as np
import pytest

from pybamm_facets.theory import (
    ValidityWarning,
    activation_energy,
    electronic_energy,
    fit_energy_slope,
    implied_energy_spread,
    log_exchange_current_ratio,
)


def test_reference_values():
    assert activation_energy(1.0, 0.1, electronic_energy(0.2)) == pytest.approx(0.0927547, abs=1e-7)
    assert implied_energy_spread(1.50, 0.06, 293.15) == pytest.approx(0.081314, abs=1e-6)


def test_derivatives_with_respect_to_solvent_and_work():
    lam, w, h = 0.95, 0.1, 1e-6
    by_lam = (activation_energy(lam + h, w, 0) - activation_energy(lam - h, w, 0)) / (2 * h)
    by_w = (activation_energy(lam, w + h, 0) - activation_energy(lam, w - h, 0)) / (2 * h)
    assert by_lam == pytest.approx((1 - w**2 / lam**2) / 4, rel=1e-8)
    assert by_w == pytest.approx((lam + w) / (2 * lam), rel=1e-8)
    assert by_w > 0.5 > 0.25 > by_lam


def test_a_cathodic_overpotential_lowers_the_barrier_and_counts_as_work_does():
    eta = np.linspace(-0.2, 0.2, 5)
    energy = activation_energy(1.0, 0.1, 0.0, eta)
    assert np.all(np.diff(energy) > 0)
    np.testing.assert_allclose(energy, activation_energy(1.0, 0.1 + eta, 0.0), rtol=1e-14)


def test_outside_its_range_eq_11_warns():
    with pytest.warns(ValidityWarning, match="no barrier"):
        activation_energy(0.5, 0.1, 0.0, [0.0, -0.7])
    with pytest.warns(ValidityWarning, match=r"-0.1.* eV: no barrier is left"):
        activation_energy(1.0, 0.0, -0.4)


def test_ratio_and_spread_are_inverse():
    energy = np.array([0.14, 0.10, 0.06])
    log_ratio = log_exchange_current_ratio(energy, 0.14, 293.15)
    np.testing.assert_allclose(implied_energy_spread(np.exp(log_ratio), 1.0, 293.15), 0.14 - energy)
    halved = log_exchange_current_ratio(energy, 0.14, 293.15, slope=2 * 0.0252617)
    np.testing.assert_allclose(halved, log_ratio / 2, rtol=1e-5)


def test_the_papers_slopes_predict_far_more_than_it_measures():
    ln25 = np.log(25)
    for slope, spread, ratio in ((0.083, 0.267, 3.9e4), (0.039, 0.126, 144)):
        assert slope * ln25 == pytest.approx(spread, abs=5e-4)
        predicted = np.exp(log_exchange_current_ratio(0.0, slope * ln25, 293.15))
        assert predicted == pytest.approx(ratio, rel=0.02)


def test_slope_recovers_a_line_and_agrees_with_a_polynomial_fit():
    x = np.array([0.0, 1.6, 2.0, 2.3, 2.76, 3.22])
    line = fit_energy_slope(x, 0.02 + 0.03 * x)
    assert line == pytest.approx((0.03, 0.02, 1.0), rel=1e-12)
    y = 0.03 * x + 0.01 * np.sin(5 * x)
    slope, intercept = np.polynomial.Polynomial.fit(x, y, 1).convert().coef[::-1]
    assert fit_energy_slope(x, y)[:2] == pytest.approx((slope, intercept), rel=1e-10)
    assert fit_energy_slope(x, y).r_squared == pytest.approx(np.corrcoef(x, y)[0, 1] ** 2)
    assert fit_energy_slope(x, 0 * x) == (0, 0, 1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: activation_energy(0.0, 0.1, 0.0), "reorganization_energy=0.0"),
        (lambda: activation_energy(1.0, np.nan, 0.0), "work=nan"),
        (lambda: log_exchange_current_ratio(0.1, 0.1, -1.0), "temperature=-1.0"),
        (lambda: log_exchange_current_ratio(0.1, 0.1, 293.15, slope=0.0), "slope=0.0"),
        (lambda: implied_energy_spread(0.0, 1.0, 293.15), "j0=0.0"),
        (lambda: fit_energy_slope([0, 1], [0, 1, 2]), "energy_difference.shape="),
        (lambda: fit_energy_slope([1, 1], [0, 1]), "two different values"),
        (lambda: fit_energy_slope([1], [0]), "two different values"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
