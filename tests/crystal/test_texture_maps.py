"""Many textures at once are what one at a time gives, to the bit, and what SciPy's root gives."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import root

from pybamm_facets.crystal import (
    NMC811_FACETS,
    Lattice,
    Texture,
    effective_diffusivities,
    effective_diffusivity,
    texture_fractions,
    watson,
)
from pybamm_facets.crystal.effective import depolarisation

KAPPAS = [-1e6, -300.0, -10.0, -1e-9, 0.0, 1e-9, 2.4, 50.0, 1e4, 1e6]
ANISOTROPIES = [0.0, 1e-6, 0.01, 0.4, 1.0]


def by_scipy(kappa, anisotropy):
    """The scheme as its papers have it: an update iterated to its fixed point."""
    axes = watson.rule(kappa)

    def update(host):
        along, across = depolarisation(host[0] / host[1])
        h_r, h_t = host[0] * 2 * across / along, host[1] * (along + across) / across
        radial = (1 - anisotropy) * axes.along * h_r / (1 + h_r)
        tangential = (1 - anisotropy) * axes.across * h_t / (1 + h_t)
        loss = (1 - anisotropy) * axes.across / (1 + h_t)
        weights = axes.weights / (anisotropy + radial + tangential)
        flux = np.array([anisotropy + tangential, anisotropy + radial + tangential / 2])
        force = np.array([1 - loss, anisotropy + radial + tangential + loss / 2])
        return (flux @ weights) / (force @ weights)

    start = anisotropy + (1 - anisotropy) * np.array(
        [axes.weights @ axes.across, axes.weights @ (1 + axes.along) / 2]
    )
    found = root(lambda x: np.log(update(np.exp(x))) - x, np.log(start), tol=1e-13)
    assert np.max(np.abs(found.fun)) < 1e-12
    return np.exp(found.x)


@given(st.lists(st.floats(-300, 300), min_size=1, max_size=8), st.floats(0, 1))
def test_no_texture_depends_on_its_company_to_the_bit(kappas, anisotropy):
    together = effective_diffusivities(kappas, anisotropy)
    alone = [effective_diffusivity(kappa, anisotropy) for kappa in kappas]
    assert together.tobytes() == np.array(alone).tobytes()
    fractions = texture_fractions(kappas)
    one_by_one = [list(Texture(kappa).facet_fractions().values()) for kappa in kappas]
    assert fractions.tobytes() == np.array(one_by_one).tobytes()


def test_blocks_do_not_show():
    kappas = np.linspace(-20, 5, 401)
    ratios, fractions = effective_diffusivities(kappas, 0.01), texture_fractions(kappas)
    for some in (slice(0, 1), slice(3, 200), slice(127, 130), slice(None, None, 7)):
        assert np.array_equal(effective_diffusivities(kappas[some], 0.01), ratios[some])
        assert np.array_equal(texture_fractions(kappas[some]), fractions[some])


@pytest.mark.parametrize("kappa", KAPPAS[1:-1])
@pytest.mark.parametrize("anisotropy", ANISOTROPIES)
def test_agrees_with_scipys_root(kappa, anisotropy):
    found = effective_diffusivities([kappa], anisotropy)[0]
    np.testing.assert_allclose(found, by_scipy(kappa, anisotropy), rtol=1e-11)


def test_each_texture_may_have_its_own_anisotropy():
    kappas, anisotropies = (g.ravel() for g in np.meshgrid(KAPPAS, ANISOTROPIES))
    together = effective_diffusivities(kappas, anisotropies)
    for kappa, anisotropy, found in zip(kappas, anisotropies, together, strict=True):
        assert tuple(found) == effective_diffusivity(kappa, anisotropy)
    assert np.all((together >= 0) & (together <= 1 + 1e-12))


def test_other_families_and_lattices():
    few, stretched = NMC811_FACETS[:3], Lattice(2.87e-10, 15e-10)
    (found,) = texture_fractions([-3.0], few, stretched)
    assert found.tolist() == list(Texture(-3.0).facet_fractions(few, stretched).values())
    assert found.tolist() != texture_fractions([-3.0], few)[0].tolist()
    assert texture_fractions([1.0, 2.0], NMC811_FACETS[:1]).tolist() == [[1.0], [1.0]]


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_bad_numbers_are_named(bad):
    with pytest.raises(ValueError, match=r"^kappas="):
        effective_diffusivities([0.0, bad], 0.01)
    with pytest.raises(ValueError, match=r"^kappas="):
        texture_fractions([0.0, bad])
    with pytest.raises(ValueError, match=r"^anisotropies="):
        effective_diffusivities([0.0, 1.0], [0.01, bad])
    with pytest.raises(ValueError, match=r"^anisotropies=1\.5: expected numbers from 0 to 1"):
        effective_diffusivities([0.0, 1.0], [0.01, 1.5])


def test_none_at_all():
    assert effective_diffusivities([], 0.01).shape == (0, 2)
    assert texture_fractions([]).shape == (0, len(NMC811_FACETS))
