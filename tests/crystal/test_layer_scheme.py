"""The scheme for any distribution: full tensors, the Watson case, limits and derivatives."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pybamm_facets.crystal import effective_diffusivity, tangential_ratio
from pybamm_facets.crystal.layer_scheme import _balance, effective_ratios, host
from pybamm_facets.crystal.watson import rule

ANISOTROPY = st.sampled_from([0.0, 0.001, 0.01, 0.1, 0.5])
SHARE = st.floats(0.001, 0.999)
MIXTURE = st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 1)), min_size=2, max_size=6)


def mixture(pairs):
    along, weights = (np.array(column) for column in zip(*pairs, strict=True))
    return along, weights / weights.sum()


def mean_disturbance(along, weights, anisotropy, ratios):
    """<(D - D*) (1 + P (D - D*))^-1> with full tensors, the azimuth of every axis at random."""
    medium = np.diag([ratios[1], ratios[1], ratios[0]])
    x, w = np.polynomial.legendre.leggauss(160)
    phi = np.arange(16) * np.pi / 8

    def directions(u):
        u, angle = (g.ravel() for g in np.meshgrid(u, phi, indexing="ij"))
        s = np.sqrt(1 - u**2)
        return np.stack([s * np.cos(angle), s * np.sin(angle), u], axis=1)

    n = directions(x)
    dyads = np.einsum("ni,nj->nij", n, n)
    weight = np.repeat(w, 16) / 32
    polarisation = np.einsum("n,nij->ij", weight / np.einsum("nij,ij->n", dyads, medium), dyads)
    c = directions(np.sqrt(along))
    contrast = np.eye(3) - (1 - anisotropy) * np.einsum("ni,nj->nij", c, c) - medium
    disturbance = contrast @ np.linalg.inv(np.eye(3) + polarisation @ contrast)
    return np.einsum("n,nij->ij", np.repeat(weights, 16) / 16, disturbance)


@settings(max_examples=12)
@given(MIXTURE, st.sampled_from([0.01, 0.1, 0.5]))
def test_grains_of_any_mixture_disturb_nothing_on_average(pairs, anisotropy):
    along, weights = mixture(pairs)
    ratios = effective_ratios(along, weights, anisotropy)
    disturbance = mean_disturbance(along, weights, anisotropy, ratios)
    np.testing.assert_allclose(disturbance, np.zeros((3, 3)), atol=1e-9)


@settings(max_examples=60)
@given(st.floats(-100, 100), ANISOTROPY)
def test_watson_textures_agree_with_the_iterated_scheme(kappa, anisotropy):
    nodes = rule(kappa)
    found = effective_ratios(nodes.along, nodes.weights, anisotropy)
    expected = effective_diffusivity(kappa, anisotropy)
    assert found == pytest.approx(expected, abs=1e-10)
    assert tangential_ratio(expected[0], anisotropy) == pytest.approx(expected[1], abs=1e-9)


@settings(max_examples=200)
@given(MIXTURE, SHARE, ANISOTROPY)
def test_one_linear_inequality_says_whether_a_ratio_is_reached(pairs, share, anisotropy):
    along, weights = mixture(pairs)
    d = anisotropy + (1 - anisotropy) * share
    reached = effective_ratios(along, weights, anisotropy)[0]
    if abs(reached - d) > 1e-9:
        assert (weights @ host(d, anisotropy).excess(along) > 0) == (reached > d)


@settings(max_examples=40)
@given(MIXTURE, MIXTURE, st.floats(0.1, 0.9), ANISOTROPY)
def test_mixtures_of_equal_ratio_keep_it(first, second, share, anisotropy):
    """Level sets are flat: what a mean of textures does that have the same ratio."""
    (a, p), (b, q) = mixture(first), mixture(second)
    d = effective_ratios(a, p, anisotropy)[0]
    if not anisotropy + 1e-6 < d < 1 - 1e-6:
        return
    excess = host(d, anisotropy).excess
    # Add grains at the pole or the equator of the crystal until the second has the ratio too.
    surplus = float(q @ excess(b))
    extra = np.array([1.0 if surplus > 0 else 0.0])
    weight = surplus / (surplus - float(excess(extra)[0]))
    along = np.concatenate([a, b, extra])
    other = np.concatenate([(1 - weight) * q, [weight]])
    weights = np.concatenate([share * p, (1 - share) * other])
    assert effective_ratios(along, weights, anisotropy)[0] == pytest.approx(d, abs=1e-9)


@pytest.mark.parametrize(("d", "t"), [(0.2, 0.7244), (0.5, 0.5148), (0.8, 0.3946), (0.95, 0.3520)])
def test_tangential_ratios_of_a_separate_calculation(d, t):
    assert tangential_ratio(d, 0.01) == pytest.approx(t, abs=6e-5)


@pytest.mark.parametrize("share", [1e-6, 0.2, 0.5, 0.9, 1 - 1e-6])
def test_no_diffusion_across_the_layers_is_a_limit(share):
    small = tangential_ratio(1e-10 + (1 - 1e-10) * share, 1e-10)
    assert tangential_ratio(share, 0.0) == pytest.approx(small, abs=1e-8)
    u2 = np.linspace(0, 1, 11)
    assert np.all(np.isfinite(host(share, 0.0).excess(u2)))


@pytest.mark.parametrize("anisotropy", [0.0, 0.01, 0.5])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_derivatives_are_those_of_differences(share, anisotropy):
    d, step, u2 = anisotropy + (1 - anisotropy) * share, 1e-5, np.linspace(0, 1, 7)
    low, here, high = (host(d + k * step, anisotropy) for k in (-1, 0, 1))
    slope = (high.tangential - low.tangential) / (2 * step)
    assert here.tangential_slope == pytest.approx(slope, rel=1e-7)
    slopes = (high.excess(u2) - low.excess(u2)) / (2 * step)
    np.testing.assert_allclose(here.excess_slope(u2), slopes, rtol=1e-5)


@pytest.mark.parametrize("anisotropy", [0.0, 1e-4, 0.01, 0.1, 0.5, 0.9])
def test_the_condition_falls_with_the_ratio_at_every_angle(anisotropy):
    """Hence its mean does for every texture, and each texture has one ratio."""
    share = np.concatenate([np.geomspace(1e-5, 0.5, 40), 1 - np.geomspace(1e-5, 0.5, 40)])
    u2 = np.linspace(0, 1, 101)
    for d in anisotropy + (1 - anisotropy) * share:
        assert host(d, anisotropy).excess_slope(u2).max() < -0.9


@pytest.mark.parametrize("anisotropy", [0.0, 0.01, 0.1, 0.5])
@pytest.mark.parametrize("share", [1e-4, 0.3, 0.9, 1 - 1e-6])
def test_one_tangential_ratio_balances_a_radial_one(share, anisotropy):
    d, low = anisotropy + (1 - anisotropy) * share, max(anisotropy / 2, 1e-9)
    t = np.concatenate([np.geomspace(low, 0.3, 200), 1 - np.geomspace(0.69, 1e-12, 300)])
    signs = np.sign([_balance(d, x, anisotropy) for x in t])
    assert np.count_nonzero(np.diff(signs)) == 1


def test_perfect_textures_are_the_ends():
    assert effective_ratios(np.zeros(1), np.ones(1), 0.01)[0] == 1
    assert effective_ratios(np.ones(1), np.ones(1), 0.01) == (0.01, 1.0)
    assert effective_ratios(np.full(1, 0.3), np.ones(1), 1.0) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("d", "anisotropy", "message"),
    [
        (0.01, 0.01, r"^d=0\.01: expected a number above 0\.01 and below 1"),
        (1.0, 0.01, r"^d=1\.0"),
        (math.nan, 0.01, "^d=nan"),
        ("0.5", 0.01, "^d='0.5'"),
        (0.5, 1.0, r"^anisotropy=1\.0: expected a number below 1"),
        (0.5, -0.1, r"^anisotropy=-0\.1"),
    ],
)
def test_bad_input_is_named(d, anisotropy, message):
    with pytest.raises(ValueError, match=message):
        tangential_ratio(d, anisotropy)
