"""Texture: facet fractions against a separate calculation, sampling and limits."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pybamm_facets.crystal import (
    NMC811_FACETS,
    FacetFamily,
    Lattice,
    Texture,
    effective_diffusivity,
    nearest_facet,
)

LABELS = [f.label for f in NMC811_FACETS]
# Two digits of a separate calculation; the sampling test below checks them from scratch.
SEPARATE = {
    0: (0.15, 0.23, 0.16, 0.30, 0.09, 0.07),
    2: (0.35, 0.27, 0.14, 0.17, 0.04, 0.03),
    -10: (0.00, 0.03, 0.09, 0.46, 0.20, 0.23),
}


def _fractions(kappa, **options):
    return np.array(list(Texture(kappa).facet_fractions(**options).values()))


def _sample_axes(kappa, size, rng):
    """Directions of the radius in the crystal frame, by rejection from the uniform sphere."""
    found = np.empty((0, 3))
    while len(found) < size:
        axes = rng.normal(size=(4 * size, 3))
        axes /= np.linalg.norm(axes, axis=1, keepdims=True)
        exponent = kappa * axes[:, 2] ** 2 - max(kappa, 0)
        found = np.concatenate([found, axes[rng.random(4 * size) < np.exp(exponent)]])
    return found[:size]


@pytest.mark.parametrize("kappa", SEPARATE)
def test_fractions_agree_with_a_separate_calculation(kappa):
    np.testing.assert_allclose(_fractions(kappa), SEPARATE[kappa], atol=0.01)


@pytest.mark.parametrize("kappa", [0, 2, -10, 8])
def test_fractions_agree_with_sampling_within_four_standard_errors(kappa):
    size = 100_000
    directions = _sample_axes(kappa, size, np.random.default_rng(2025))
    counted = np.bincount(nearest_facet(directions), minlength=6) / size
    expected = _fractions(kappa)
    error = np.sqrt(expected * (1 - expected) / size)
    assert np.all(np.abs(counted - expected) < 4 * error + 1e-12)


@given(st.floats(-1e6, 1e6))
def test_fractions_are_probabilities_at_any_kappa(kappa):
    fractions = Texture(kappa).facet_fractions()
    assert list(fractions) == LABELS
    assert all(0 <= f <= 1 for f in fractions.values())
    assert sum(fractions.values()) == pytest.approx(1, abs=1e-12)


def test_aligned_grains_show_only_their_basal_plane():
    assert _fractions(1e4)[0] == pytest.approx(1, abs=1e-12)


def test_tangential_axes_show_what_lies_on_the_equator_of_the_crystal():
    azimuths = np.linspace(0, 2 * np.pi, 360_001)
    equator = np.column_stack([np.cos(azimuths), np.sin(azimuths), np.zeros_like(azimuths)])
    counted = np.bincount(nearest_facet(equator[:-1]), minlength=6) / 360_000
    np.testing.assert_allclose(_fractions(-1e8), counted, atol=1e-3)
    assert _fractions(-1e4)[:3] == pytest.approx(0, abs=1e-12)


@settings(deadline=None)
@given(st.floats(-50, 50), st.floats(0.01, 10))
def test_the_basal_share_rises_with_kappa(kappa, step):
    assert _fractions(kappa + step)[0] > _fractions(kappa)[0]


@pytest.mark.parametrize("kappa", [-200.0, -10.0, -1e-3, 0.0, 1e-3, 2.4, 30.0])
def test_fractions_are_smooth_in_kappa(kappa):
    def slope(step):
        return (_fractions(kappa + step) - _fractions(kappa - step)) / (2 * step)

    def curvature(step):
        return (
            _fractions(kappa + step) - 2 * _fractions(kappa) + _fractions(kappa - step)
        ) / step**2

    scale = 1e-2 * max(1, abs(kappa))
    # Halving the step of a central difference of a smooth function divides its error by four.
    np.testing.assert_allclose(slope(scale), slope(scale / 10), atol=1e-5)
    np.testing.assert_allclose(slope(scale / 10), slope(scale / 100), atol=1e-7)
    np.testing.assert_allclose(curvature(scale), curvature(scale / 4), atol=1e-4)


def test_the_order_of_the_families_does_not_matter():
    reordered = Texture(3).facet_fractions(families=NMC811_FACETS[::-1])
    assert reordered == pytest.approx(Texture(3).facet_fractions(), abs=1e-13)


def test_one_family_takes_everything():
    assert Texture(2).facet_fractions(families=[NMC811_FACETS[0]]) == {"(003)": 1.0}


def test_the_lattice_defaults_to_pristine_nmc811():
    np.testing.assert_array_equal(_fractions(1), _fractions(1, lattice=Lattice.nmc811()))
    assert np.any(_fractions(1) != _fractions(1, lattice=Lattice.nmc811(0.3)))


def test_repeated_families_are_refused():
    with pytest.raises(ValueError, match=r"^families"):
        Texture().facet_fractions(families=[NMC811_FACETS[0], FacetFamily("(006)", (0, 0, 6))])


def test_diffusivity_ratios_are_those_of_the_aggregate():
    assert Texture(-10).diffusivity_ratios(0.05) == effective_diffusivity(-10, 0.05)
    assert Texture().diffusivity_ratios() == effective_diffusivity(0, 0.01)


@pytest.mark.parametrize("kappa", [math.inf, -math.inf, math.nan, "random", None])
def test_bad_kappa_is_named(kappa):
    with pytest.raises(ValueError, match=r"^kappa="):
        Texture(kappa)
