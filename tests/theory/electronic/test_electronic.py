"""Electronic energy and the adiabatic barrier that it approximates."""

import numpy as np
import pytest

from pybamm_facets.theory import (
    LITHIUM_2S_ENERGY,
    ValidityWarning,
    adiabatic_barrier,
    electronic_energy,
    lithium_2s_level,
    occupancy_energy,
    reactant_level,
)


def test_reference_values():
    assert LITHIUM_2S_ENERGY == -5.39
    assert electronic_energy(0.2) == pytest.approx(-0.2097453, abs=1e-7)
    assert electronic_energy(0.2, 1.0) == pytest.approx(-0.1037084, abs=1e-7)


def test_no_interaction_no_energy_and_only_the_size_of_the_level_counts():
    assert electronic_energy(0.0) == 0
    assert electronic_energy(1e-300) == pytest.approx(0, abs=1e-290)
    strength = np.linspace(0, 2, 21)
    np.testing.assert_array_equal(electronic_energy(strength, 5), electronic_energy(strength, -5))


def test_energy_falls_with_the_interaction_up_to_the_turning_point_then_warns():
    turn = 0.504976 * 5.39
    strength = np.linspace(0, turn, 500)
    assert np.all(np.diff(electronic_energy(strength)) < 0)
    with pytest.warns(ValidityWarning, match=r"exceeds 0.505 of the level"):
        beyond = electronic_energy([turn * 1.01, turn * 1.1])
    assert beyond[1] > beyond[0] > electronic_energy(turn)


def test_adiabatic_barrier_reference_values():
    strength = [0.01, 0.03, 0.1]
    barrier = adiabatic_barrier(1.0, 0.0, strength)
    np.testing.assert_allclose(barrier, [0.2322, 0.2071, 0.1459], atol=1e-4)
    formula = 0.25 + electronic_energy(strength, 1.0)
    np.testing.assert_allclose(formula, [0.2353, 0.2165, 0.1765], atol=1e-4)
    with_occupancy = formula + occupancy_energy(strength, 1.0)
    np.testing.assert_allclose(with_occupancy, [0.2322, 0.2070, 0.1448], atol=1e-4)


def test_adiabatic_barrier_becomes_that_of_marcus():
    driving = np.linspace(-0.8, 0.8, 9)
    marcus = (1.2 + driving) ** 2 / 4.8
    np.testing.assert_allclose(adiabatic_barrier(1.2, driving, 0.0), marcus, rtol=1e-14)
    np.testing.assert_allclose(adiabatic_barrier(1.2, driving, 1e-7), marcus, atol=2e-6)


def test_adiabatic_barrier_against_a_scan_of_the_energy():
    lam, driving, delta = 0.9, 0.1, 0.05
    q = np.linspace(-1.1, 0.1, 600_001)
    level = driving - lam - 2 * lam * q
    occupation = 0.5 - np.arctan(level / delta) / np.pi
    energy = lam * q**2 + 2 * lam * q + level * occupation
    energy += delta / (2 * np.pi) * np.log(level**2 + delta**2)
    middle = np.abs(level) < 0.3
    scanned = energy[middle].max() - energy[q < -0.7].min()
    assert adiabatic_barrier(lam, driving, delta) == pytest.approx(scanned, abs=1e-9)


def test_both_directions_of_the_adiabatic_barrier_balance():
    driving = np.array([0.05, 0.2, 0.4])
    forward = adiabatic_barrier(1.0, driving, 0.03)
    backward = adiabatic_barrier(1.0, -driving, 0.03)
    # Far valleys are lowered by the interaction as well, alike to second order in it.
    np.testing.assert_allclose(forward - backward, driving, atol=2e-2)
    assert adiabatic_barrier(1.0, 0.0, 0.03) < 0.25


def test_levels():
    assert reactant_level(1.0, 0.1) == pytest.approx(1.1)
    assert lithium_2s_level(1.0, 0.1) == -5.39


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: electronic_energy(-0.1), "coupling_strength=-0.1"),
        (lambda: electronic_energy(0.1, np.nan), "level_energy=nan"),
        (lambda: adiabatic_barrier(0.0, 0.0, 0.1), "reorganization_energy=0.0"),
        (lambda: adiabatic_barrier(1.0, 0.0, 0.7), "one valley"),
        (lambda: adiabatic_barrier(1.0, 1.5, 0.0), "one valley"),
        (lambda: reactant_level(-1.0, 0.0), "reorganization_energy=-1.0"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
