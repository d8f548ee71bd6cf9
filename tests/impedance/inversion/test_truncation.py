"""Covariance of unknowns that cannot be negative, against quadrature and sampling."""

import numpy as np
import pytest
from scipy.stats import truncnorm

from pybamm_facets.impedance.inversion.truncation import non_negative_covariance


@pytest.mark.parametrize("mean", [-30.0, -3.0, -0.5, 0.0, 1.0, 4.0])
def test_one_unknown_is_exact(mean):
    sigma = 0.7
    found = non_negative_covariance(np.array([mean]), np.array([[sigma**2]]))
    expected = truncnorm(-mean / sigma, np.inf, mean, sigma).var()
    assert found.item() == pytest.approx(expected, rel=1e-6)


def test_far_from_the_bounds_nothing_changes():
    covariance = np.array([[1.0, -0.8, 0.1], [-0.8, 2.0, 0.3], [0.1, 0.3, 0.5]])
    assert non_negative_covariance(np.full(3, 20.0), covariance) == pytest.approx(covariance)


def test_a_bound_sharpens_what_it_trades_against():
    mean, covariance = np.array([0.3, 6.0]), np.array([[1.0, -0.9], [-0.9, 1.0]])
    rng = np.random.default_rng(0)
    draws = rng.multivariate_normal(mean, covariance, 400_000)
    sampled = np.cov(draws[(draws > 0).all(axis=1)].T)
    assert non_negative_covariance(mean, covariance) == pytest.approx(sampled, abs=0.005)
    assert sampled[1, 1] < 0.6
