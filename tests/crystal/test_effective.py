"""Effective diffusivity: closed forms, bounds, limits and an independent evaluation."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from pybamm_facets.crystal import effective_diffusivity, watson
from pybamm_facets.crystal.effective import depolarisation

KAPPA = st.floats(-300, 300)
ANISOTROPY = st.floats(0, 1)


@pytest.mark.parametrize("anisotropy", [0, 0.01, 0.1, 0.5, 1])
def test_random_grains_obey_the_isotropic_closed_form(anisotropy):
    # Bruggeman: 2 (1 - D) / (1 + 2 D) + (A - D) / (A + 2 D) = 0, that is 2 D^2 - D - A = 0.
    expected = (1 + math.sqrt(1 + 8 * anisotropy)) / 4
    assert effective_diffusivity(0, anisotropy) == pytest.approx((expected, expected), rel=1e-12)


@pytest.mark.parametrize(
    ("kappa", "anisotropy", "radial"),
    [
        (0, 0.01, 0.510),
        (0, 0.1, 0.585),
        (2, 0, 0.305),
        (4, 0, 0.171),
        (-4, 0, 0.785),
        (-10, 0, 0.904),
    ],
)
def test_radial_diffusivity_agrees_with_a_separate_calculation(kappa, anisotropy, radial):
    assert effective_diffusivity(kappa, anisotropy)[0] == pytest.approx(radial, abs=1e-3)


@given(KAPPA)
def test_isotropic_grains_make_an_isotropic_aggregate(kappa):
    assert effective_diffusivity(kappa, 1) == pytest.approx((1, 1), abs=1e-12)


@pytest.mark.parametrize("anisotropy", [0, 0.01, 0.3])
def test_limits_of_perfect_textures(anisotropy):
    assert effective_diffusivity(1e6, anisotropy)[0] == pytest.approx(anisotropy, abs=1e-5)
    assert effective_diffusivity(1e6, anisotropy)[1] == pytest.approx(1, abs=1e-4)
    assert effective_diffusivity(-1e6, anisotropy)[0] == pytest.approx(1, abs=1e-5)


@given(KAPPA, st.floats(0.01, 1))
def test_the_aggregate_lies_between_the_reuss_and_voigt_bounds(kappa, anisotropy):
    axes = watson.rule(kappa)
    along = np.array([axes.weights @ axes.along, axes.weights @ axes.across / 2])
    voigt = 1 - (1 - anisotropy) * along
    reuss = 1 / (1 + (1 / anisotropy - 1) * along)
    diffusivity = np.array(effective_diffusivity(kappa, anisotropy))
    assert np.all(diffusivity <= voigt + 1e-10)
    assert np.all(diffusivity >= reuss - 1e-10)


@settings(deadline=None)
@given(KAPPA, st.floats(0.01, 20), st.floats(0, 0.95))
def test_radial_diffusivity_falls_with_kappa_and_tangential_rises(kappa, step, anisotropy):
    before, after = (effective_diffusivity(k, anisotropy) for k in (kappa, kappa + step))
    assert after[0] < before[0]
    assert after[1] > before[1]


@settings(deadline=None)
@given(KAPPA, st.floats(0, 0.9), st.floats(0.01, 0.1))
def test_faster_grains_make_a_faster_aggregate(kappa, anisotropy, step):
    slow, fast = (effective_diffusivity(kappa, a) for a in (anisotropy, anisotropy + step))
    assert fast[0] > slow[0]
    assert fast[1] > slow[1]


@pytest.mark.parametrize("ratio", [1e-4, 0.1, 1 - 1e-9, 1.0, 3.0, 1e4])
def test_depolarisation_agrees_with_its_integral(ratio):
    # P = surface average of n n / (n.D.n); L = P D.
    along = quad(lambda u: ratio * u**2 / (1 + (ratio - 1) * u**2), 0, 1, epsabs=1e-12)[0]
    measured = depolarisation(ratio)
    assert measured[0] == pytest.approx(along, rel=1e-8)
    assert measured[0] + 2 * measured[1] == pytest.approx(1, abs=1e-12)


def _mean_disturbance(kappa, anisotropy, host):
    """<(D - D*) (1 + P (D - D*))^-1> with full tensors on a grid of the sphere."""
    x, w = np.polynomial.legendre.leggauss(200)
    phi = np.arange(16) * 2 * np.pi / 16
    u, phi = (g.ravel() for g in np.meshgrid(x, phi, indexing="ij"))
    s = np.sqrt(1 - u**2)
    c = np.stack([s * np.cos(phi), s * np.sin(phi), u], axis=1)
    weights = np.repeat(w, 16) / 32
    dyads = np.einsum("ni,nj->nij", c, c)
    medium = np.diag([host[1], host[1], host[0]])
    polarisation = np.einsum("n,nij->ij", weights / np.einsum("nij,ij->n", dyads, medium), dyads)
    contrast = np.eye(3) - (1 - anisotropy) * dyads - medium
    disturbance = contrast @ np.linalg.inv(np.eye(3) + polarisation @ contrast)
    density = np.exp(kappa * u**2 - max(kappa, 0)) * weights
    return np.einsum("n,nij->ij", density / density.sum(), disturbance)


@pytest.mark.parametrize("kappa", [-30.0, -4.0, 0.0, 2.4, 12.0])
@pytest.mark.parametrize("anisotropy", [0.0, 0.01, 0.4])
def test_grains_do_not_disturb_the_aggregate_on_average(kappa, anisotropy):
    host = effective_diffusivity(kappa, anisotropy)
    disturbance = _mean_disturbance(kappa, anisotropy, host)
    np.testing.assert_allclose(disturbance, np.zeros((3, 3)), atol=1e-10)


@pytest.mark.parametrize("kappa", [-50.0, -1e-3, 0.0, 2.4, 50.0])
def test_it_is_smooth_in_kappa(kappa):
    def slope(step):
        ends = (effective_diffusivity(kappa + sign * step, 0.01)[0] for sign in (1, -1))
        return (next(ends) - next(ends)) / (2 * step)

    assert slope(1e-2) == pytest.approx(slope(1e-3), abs=1e-6)
    assert slope(1e-3) == pytest.approx(slope(1e-4), abs=1e-8)


@pytest.mark.parametrize("anisotropy", [-0.1, 1.1, math.nan, None])
def test_bad_anisotropy_is_named(anisotropy):
    with pytest.raises(ValueError, match=r"^anisotropy="):
        effective_diffusivity(0, anisotropy)


@pytest.mark.parametrize("kappa", [math.inf, math.nan, "0"])
def test_bad_kappa_is_named(kappa):
    with pytest.raises(ValueError, match=r"^kappa="):
        effective_diffusivity(kappa, 0.01)
