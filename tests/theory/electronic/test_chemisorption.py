"""Chemisorption functions: closed forms, sum rule, order of convergence, bad input."""

import numpy as np
import pytest

from pybamm_facets.theory import (
    adsorbate_dos,
    chemisorption_broadening,
    chemisorption_shift,
    coupling_strength,
)

HALF_WIDTH = 4.0


def semi_ellipse(height, n=1601):
    """A semi-elliptic band on a grid that is fine at its edges."""
    energy = -HALF_WIDTH * np.cos(np.linspace(0, np.pi, n))
    broadening = height * np.sqrt(np.clip(1 - (energy / HALF_WIDTH) ** 2, 0, None))
    broadening[[0, -1]] = 0
    return energy, broadening


def test_shift_of_a_semi_ellipse_inside_and_outside_the_band():
    energy, broadening = semi_ellipse(1.2)
    at = np.linspace(-8, 8, 640)  # not the edges themselves, where the slope is infinite
    x = at / HALF_WIDTH
    outside = np.sign(x) * np.sqrt(np.clip(x**2 - 1, 0, None))
    shift = chemisorption_shift(energy, broadening, at)
    inside = np.abs(x) < 1
    np.testing.assert_allclose(shift[inside], 0.3 * at[inside], atol=5e-5)
    np.testing.assert_allclose(shift, 1.2 * (x - outside), atol=5e-5)


def test_shift_at_a_square_root_edge_converges_too():
    errors = [
        abs(chemisorption_shift(*semi_ellipse(1.2, n), HALF_WIDTH) - 1.2) for n in (801, 1601)
    ]
    assert errors[1] < 1e-3
    assert errors[0] / errors[1] == pytest.approx(2, rel=0.02)


def test_shift_of_a_lorentzian_on_a_graded_grid():
    energy = np.sinh(np.linspace(-16, 16, 6001))
    broadening = 0.5 / (1 + energy**2)
    broadening[[0, -1]] = 0
    at = np.linspace(-10, 10, 101)
    shift = chemisorption_shift(energy, broadening, at)
    np.testing.assert_allclose(shift, 0.5 * at / (1 + at**2), atol=1e-5)


def test_shift_is_of_second_order_in_the_grid():
    def error(n):
        energy = np.linspace(-1, 1, n)
        exact = np.polynomial.Polynomial([0, 10 / 3, 0, -2])(0.3) / np.pi
        exact += (1 - 0.3**2) ** 2 * np.log(1.3 / 0.7) / np.pi
        return abs(chemisorption_shift(energy, (1 - energy**2) ** 2, 0.3) - exact)

    assert 3.8 < error(101) / error(201) < 4.2


def test_shift_moves_with_the_band_and_is_linear_in_it():
    energy, broadening = semi_ellipse(0.4, 301)
    shift = chemisorption_shift(energy, broadening)
    np.testing.assert_allclose(chemisorption_shift(energy + 2, broadening), shift, atol=1e-12)
    np.testing.assert_allclose(chemisorption_shift(energy, 3 * broadening), 3 * shift, atol=1e-12)


def test_points_of_any_shape_and_blocks_change_nothing(monkeypatch):
    energy, broadening = semi_ellipse(0.4, 301)
    at = np.linspace(-5, 5, 24).reshape(2, 3, 4)
    whole = chemisorption_shift(energy, broadening, at)
    monkeypatch.setattr("pybamm_facets.theory.electronic.chemisorption._BLOCK", 1000)
    np.testing.assert_allclose(chemisorption_shift(energy, broadening, at), whole, rtol=1e-12)
    assert whole.shape == at.shape


def test_density_of_states_holds_one_electron():
    energy, broadening = semi_ellipse(0.6)
    dos = adsorbate_dos(energy, 0.5, broadening, chemisorption_shift(energy, broadening))
    assert np.trapezoid(dos, energy) == pytest.approx(1, abs=1e-6)


def test_a_state_split_off_the_band_is_missing_from_the_density():
    energy, broadening = semi_ellipse(0.6)
    dos = adsorbate_dos(energy, 6.0, broadening, chemisorption_shift(energy, broadening))
    assert np.trapezoid(dos, energy) < 0.2


def test_without_broadening_there_is_no_density_and_no_division_by_zero():
    assert adsorbate_dos([0.0, 1.0], 1.0, [0.0, 0.0], [0.0, 0.0]).tolist() == [0, 0]


def test_broadening_adds_the_bands():
    bands = [[0, 1, 0], [0, 2, 1]]
    expected = np.pi * np.array([0, 0.1 + 0.6, 0.3])
    np.testing.assert_allclose(chemisorption_broadening([0.1, 0.3], bands), expected)
    assert coupling_strength([0.1, 0.3], [1, 2]) == pytest.approx(expected[1])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: chemisorption_shift([0, 1, 1, 2], [0, 1, 1, 0]), "energy=1.0 after"),
        (lambda: chemisorption_shift([0, 1], [0, 0]), "energy.shape="),
        (lambda: chemisorption_shift([0, 1, 2], [0, 1, 0.5]), "truncates a band"),
        (lambda: chemisorption_shift([0, 1, 2], [0, -1, 0]), "broadening=-1.0"),
        (lambda: chemisorption_shift([0, 1, 2], [0, 1]), "broadening.shape="),
        (lambda: chemisorption_broadening([1, 2], [[0, 1]]), r"expected \(K, n\) with K = 2"),
        (lambda: chemisorption_broadening([-1], [[0, 1]]), "coupling_squared=-1.0"),
        (lambda: coupling_strength([1], 1.0), "dos_at_fermi.shape="),
        (lambda: adsorbate_dos([0.0], np.nan, [1.0], [0.0]), "level=nan"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
