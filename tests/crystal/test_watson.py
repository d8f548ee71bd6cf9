"""The Watson density, its tail and its quadrature rule."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import hyp1f1

from pybamm_facets.crystal import Texture, watson

KAPPAS = [0.0, 1e-12, -1e-12, 0.5, -0.5, 2.0, -10.0, 40.0, -40.0]


@pytest.mark.parametrize("kappa", KAPPAS)
def test_density_is_the_normalised_exponential(kappa):
    u = np.linspace(0, 1, 11)
    normalisation = quad(lambda t: np.exp(kappa * t * t), 0, 1, epsabs=0, epsrel=1e-12)[0]
    expected = np.exp(kappa * u**2) / normalisation
    np.testing.assert_allclose(Texture(kappa).density(u), expected, rtol=1e-11)


@pytest.mark.parametrize("kappa", [1e4, -1e4, 1e6, -1e6])
def test_sharp_densities_neither_overflow_nor_lose_their_mass(kappa):
    if kappa > 0:
        u = np.linspace(1 - 20 / kappa, 1, 200001)
    else:
        u = np.linspace(0, 10 / np.sqrt(-kappa), 200001)
    assert np.trapezoid(watson.density(u, kappa), u) == pytest.approx(1, abs=1e-6)


@given(st.floats(-1e5, 1e5), st.floats(-1, 1))
def test_tail_runs_from_two_to_zero_and_is_odd_about_the_equator(kappa, u):
    assert watson.tail([-1.0, 0.0, 1.0], kappa) == pytest.approx([2, 1, 0], abs=1e-12)
    assert watson.tail(u, kappa) + watson.tail(-u, kappa) == pytest.approx(2, abs=1e-12)


@pytest.mark.parametrize("kappa", KAPPAS)
def test_tail_is_the_integral_of_the_density(kappa):
    for u in (-0.7, 0.0, 0.3, 0.95):
        integral = quad(lambda t: float(watson.density(t, kappa)), u, 1, epsabs=1e-13)[0]
        assert watson.tail(u, kappa) == pytest.approx(integral, rel=1e-10, abs=1e-13)


@pytest.mark.parametrize("kappa", [0.0, 3.0, -3.0, 100.0, -100.0, 1e4, -1e4])
def test_rule_gives_the_exact_second_moment(kappa):
    # <u^2> = M(3/2, 5/2, kappa) / (3 M(1/2, 3/2, kappa)); asymptotics where M overflows.
    if kappa > 700:
        across = (1 + 1 / (2 * kappa)) / kappa
    else:
        across = 1 - hyp1f1(1.5, 2.5, kappa) / hyp1f1(0.5, 1.5, kappa) / 3
    nodes = watson.rule(kappa)
    assert nodes.weights.sum() == pytest.approx(1, abs=1e-14)
    np.testing.assert_allclose(nodes.along + nodes.across, 1, atol=1e-14)
    assert nodes.weights @ nodes.across == pytest.approx(across, rel=1e-7)


def test_density_is_continuous_through_random():
    u = np.linspace(0, 1, 5)
    for kappa in (1e-300, -1e-300, 5e-324, -5e-324):
        np.testing.assert_allclose(watson.density(u, kappa), 1, rtol=1e-14)
