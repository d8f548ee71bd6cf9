"""The coupling of a level from its density of states: recovery, noise, bad input."""

import numpy as np
import pytest

from pybamm_facets.theory import (
    ConvergenceError,
    ValidityWarning,
    adsorbate_dos,
    chemisorption_broadening,
    chemisorption_shift,
    coupling_strength,
    fit_couplings,
)

ENERGY = np.linspace(-10, 6, 801)


def band(centre, half_width):
    inside = np.clip(1 - ((ENERGY - centre) / half_width) ** 2, 0, None)
    return 2 / (np.pi * half_width) * np.sqrt(inside)


BANDS = np.array([band(-4, 4), band(-2, 3), band(1, 3.5)])
FERMI = BANDS[:, np.searchsorted(ENERGY, 0.0)]


def density(squares, level):
    broadening = chemisorption_broadening(squares, BANDS)
    return adsorbate_dos(ENERGY, level, broadening, chemisorption_shift(ENERGY, broadening))


@pytest.mark.parametrize(
    ("squares", "level"),
    [((0.3, 0.5, 0.8), -1.0), ((0.05, 0.1, 0.02), 0.5), ((1.0, 0.0, 0.5), -1.0), ((2, 1, 3), 0.5)],
)
def test_couplings_are_recovered(squares, level):
    fit = fit_couplings(ENERGY, density(squares, level), BANDS)
    np.testing.assert_allclose(fit.coupling_squared, squares, atol=1e-4)
    assert fit.level == pytest.approx(level, abs=1e-5)
    assert fit.residual < 1e-6
    assert fit.integral == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_noise_spares_the_level_and_the_strength(seed):
    squares = (0.3, 0.5, 0.8)
    noise = 1 + 0.02 * np.random.default_rng(seed).normal(size=ENERGY.size)
    fit = fit_couplings(ENERGY, density(squares, -1.0) * np.clip(noise, 0, None), BANDS)
    assert fit.level == pytest.approx(-1, abs=0.02)
    assert fit.coupling_strength(FERMI) == pytest.approx(
        coupling_strength(squares, FERMI), rel=0.05
    )
    assert fit.residual > 1e-4


def test_an_incomplete_density_is_announced():
    with pytest.warns(ValidityWarning, match=r"integrates to 0.7\d\d, not 1"):
        fit_couplings(ENERGY, 0.75 * density((0.3, 0.5, 0.8), -1.0), BANDS)


def test_no_convergence_is_an_error(monkeypatch):
    monkeypatch.setattr("pybamm_facets.theory.electronic.coupling_fit._EVALUATIONS", 1)
    noise = 1 + 0.1 * np.random.default_rng(0).normal(size=ENERGY.size)
    with pytest.raises(ConvergenceError, match="fit of the couplings: not converged after 1"):
        fit_couplings(ENERGY, density((0.3, 0.5, 0.8), -1.0) * np.clip(noise, 0, None), BANDS)


@pytest.mark.parametrize(
    ("dos", "bands", "message"),
    [
        (ENERGY[1:] ** 2, BANDS, "adsorbate_dos.shape="),
        (0 * ENERGY, BANDS, "not all 0"),
        (ENERGY, BANDS, "adsorbate_dos=-10.0"),
        (ENERGY**2, BANDS[0], "band_dos.shape="),
        (ENERGY**2, [BANDS[0], 0 * ENERGY], r"band_dos\[1\] is zero everywhere"),
        (ENERGY**2, [BANDS[0] + 1], r"band_dos\[0\]=1 at an end"),
    ],
)
@pytest.mark.filterwarnings("ignore:adsorbate_dos integrates")
def test_bad_input(dos, bands, message):
    with pytest.raises(ValueError, match=message):
        fit_couplings(ENERGY, dos, bands)
