"""The lattice electrolyte: convexity, derivatives, limits, bad input."""

import numpy as np
import pytest
from scipy.constants import Avogadro, Boltzmann, elementary_charge, epsilon_0

from pybamm_facets.theory import (
    ILLUSTRATIVE_ELECTROLYTE,
    LatticeElectrolyte,
    langevin_function,
    log_sinhc,
)
from pybamm_facets.theory.double_layer.langevin import langevin_slope

ELECTROLYTE = ILLUSTRATIVE_ELECTROLYTE


def states(n):
    """Potentials [V] and fields [V/m] over the whole range of the double layer."""
    rng = np.random.default_rng(6)
    return rng.uniform(-3, 3, n), rng.choice([-1, 1], n) * 10 ** rng.uniform(6, 10.4, n)


def slope(function, x, step):
    """Central difference with Richardson's extrapolation."""
    coarse, fine = ((function(x + h) - function(x - h)) / (2 * h) for h in (step, step / 2))
    return (4 * fine - coarse) / 3


def test_the_illustrative_electrolyte_has_the_stated_constants_and_says_what_it_is():
    assert ELECTROLYTE.illustrative
    assert not LatticeElectrolyte(dipole_moment=0, site_density=7e27).illustrative
    assert ELECTROLYTE.site_density == pytest.approx(7.112e27, rel=1e-4)
    assert ELECTROLYTE.ion_fraction == pytest.approx(0.16935, rel=1e-4)
    assert ELECTROLYTE.dipole_moment == pytest.approx(2.2573e-29, rel=1e-4)
    assert ELECTROLYTE.debye_length == pytest.approx(0.18648e-9, rel=1e-4)
    assert ELECTROLYTE.bulk_permittivity == pytest.approx(30, rel=1e-12)


def test_sites_are_always_full_and_the_bulk_is_neutral():
    phi, field = states(2000)
    densities = ELECTROLYTE.number_densities(phi, field)
    np.testing.assert_allclose(sum(densities), ELECTROLYTE.site_density, rtol=1e-12)
    bulk = ELECTROLYTE.number_densities(0.0, 0.0)
    assert bulk[0] == bulk[1] == pytest.approx(1000 * Avogadro, rel=1e-12)
    assert ELECTROLYTE.energy_density(0.0, 0.0) == 0


def test_displacement_and_charge_are_the_derivatives_of_one_function():
    phi, field = states(500)
    scale = np.maximum(np.abs(field), 1e9) * 1e-3
    D = slope(lambda E: ELECTROLYTE.energy_density(phi, E), field, scale)
    rho = -slope(lambda v: ELECTROLYTE.energy_density(v, field), phi, 2e-3)
    largest = np.abs(ELECTROLYTE.charge_density(phi, field)).max()
    np.testing.assert_allclose(ELECTROLYTE.displacement(phi, field), D, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(ELECTROLYTE.charge_density(phi, field), rho, atol=1e-6 * largest)


def test_curvature_is_the_derivative_of_displacement_and_charge():
    phi, field = states(500)
    pp, pE, EE = ELECTROLYTE.curvature(phi, field)
    scale = np.maximum(np.abs(field), 1e9) * 1e-3
    numeric = (
        (pp, -slope(lambda v: ELECTROLYTE.charge_density(v, field), phi, 2e-3)),
        (pE, slope(lambda v: ELECTROLYTE.displacement(v, field), phi, 2e-3)),
        (EE, slope(lambda E: ELECTROLYTE.displacement(phi, E), field, scale)),
    )
    for exact, difference in numeric:
        np.testing.assert_allclose(exact, difference, atol=2e-6 * np.abs(exact).max())


def test_the_functional_is_strictly_convex():
    phi, field = states(200_000)
    pp, pE, EE = ELECTROLYTE.curvature(phi, field)
    assert np.all(pp > 0) and np.all(EE > 0)
    assert np.all(pp * EE - pE**2 > 0)


def test_without_dipoles_it_is_bikermans_lattice_gas():
    plain = LatticeElectrolyte(optical_permittivity=30, dipole_moment=0, site_density=5e27)
    phi = np.linspace(-1, 1, 41)
    psi, chi = phi / plain.thermal_voltage, plain.ion_fraction
    crowded = 1 + 2 * chi * np.sinh(psi / 2) ** 2
    cation, anion, _ = plain.number_densities(phi, 1e9)
    np.testing.assert_allclose(cation, 1000 * Avogadro * np.exp(-psi) / crowded, rtol=1e-12)
    np.testing.assert_allclose(anion, 1000 * Avogadro * np.exp(psi) / crowded, rtol=1e-12)
    np.testing.assert_allclose(plain.effective_permittivity(phi, 1e9), 30, rtol=1e-14)


def test_dipoles_saturate():
    fields = np.array([0, 1e8, 1e9, 1e10, 1e11])
    permittivity = ELECTROLYTE.effective_permittivity(0.0, fields)
    assert permittivity[0] == pytest.approx(30, rel=1e-12)
    assert np.all(np.diff(permittivity) < 0)
    polarisation = ELECTROLYTE.site_density * ELECTROLYTE.dipole_moment
    far = ELECTROLYTE.displacement(0.0, 1e13) - 2 * epsilon_0 * 1e13
    assert far == pytest.approx(polarisation, rel=1e-3)


def test_extreme_potentials_and_fields_neither_overflow_nor_warn():
    for phi in (-1e4, -50.0, 50.0, 1e4):
        for field in (0.0, 1e8, -1e13):
            values = (
                *ELECTROLYTE.number_densities(phi, field),
                *ELECTROLYTE.curvature(phi, field),
                ELECTROLYTE.energy_density(phi, field),
                ELECTROLYTE.charge_density(phi, field),
            )
            assert np.all(np.isfinite(values))


def test_the_two_forms_of_the_logarithm_meet():
    volt = ELECTROLYTE.thermal_voltage
    below, above = (ELECTROLYTE.log_partition(30 * volt * (1 + e), 0.0) for e in (-1e-14, 1e-14))
    assert above - below == pytest.approx(30 * 2e-14, abs=2e-14)


def test_small_charges_keep_their_digits():
    phi = 1e-13
    density = 2 * 1000 * Avogadro * elementary_charge
    linear = -density * phi / ELECTROLYTE.thermal_voltage
    assert ELECTROLYTE.charge_density(phi, 0.0) == pytest.approx(linear, rel=1e-12)
    energy = 0.5 * density * phi**2 / ELECTROLYTE.thermal_voltage
    assert ELECTROLYTE.energy_density(phi, 0.0) == pytest.approx(energy, rel=1e-12)


def test_langevin_series_and_closed_form_meet_and_agree_with_plain_formulas():
    u = np.array([0.4999999999, 0.5000000001, 3.0, -7.0])
    np.testing.assert_allclose(log_sinhc(u), np.log(np.sinh(u) / u), rtol=1e-13)
    np.testing.assert_allclose(langevin_function(u), 1 / np.tanh(u) - 1 / u, rtol=1e-13)
    np.testing.assert_allclose(langevin_slope(u), 1 / u**2 - 1 / np.sinh(u) ** 2, rtol=1e-12)
    tiny = np.array([0.0, 1e-9, 1e-3])
    np.testing.assert_allclose(langevin_function(tiny), tiny / 3 - tiny**3 / 45, rtol=1e-13)
    np.testing.assert_allclose(log_sinhc(tiny), tiny**2 / 6 - tiny**4 / 180, rtol=1e-13)
    assert langevin_function(1e8) == pytest.approx(1 - 1e-8, rel=1e-15)


def test_shapes_and_broadcasting():
    assert np.ndim(ELECTROLYTE.displacement(0.1, 1e9)) == 0
    phi, field = np.linspace(0, 1, 3)[:, None], np.linspace(0, 1e9, 4)
    assert ELECTROLYTE.charge_density(phi, field).shape == (3, 4)
    assert all(n.shape == (3, 4) for n in ELECTROLYTE.number_densities(phi, field))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"temperature": 0}, "temperature=0: expected a positive"),
        ({"temperature": np.nan}, "temperature=nan"),
        ({"salt_concentration": -1}, "salt_concentration=-1"),
        ({"site_density": np.inf}, "site_density=inf"),
        ({"optical_permittivity": 0.9}, "optical_permittivity=0.9: expected at least 1"),
        ({"dipole_moment": -1e-30}, "dipole_moment=-1e-30"),
        ({"salt_concentration": 6000}, "salt concentration exceeds lattice capacity"),
        ({"temperature": "hot"}, "temperature='hot'"),
        ({"temperature": [290.0, 300.0]}, r"temperature=\[290"),
    ],
)
def test_bad_electrolyte(change, message):
    good = {"dipole_moment": 2e-29, "site_density": 7e27}
    with pytest.raises(ValueError, match=message):
        LatticeElectrolyte(**(good | change))


def test_bad_bulk_permittivity():
    with pytest.raises(ValueError, match=r"bulk_permittivity=1.5: expected at least .* 2.0"):
        LatticeElectrolyte.from_bulk_permittivity(1.5, lattice_constant=5e-10)
    with pytest.raises(ValueError, match=r"lattice_constant=0:"):
        LatticeElectrolyte.from_bulk_permittivity(30, lattice_constant=0)


def test_thermal_voltage():
    assert ELECTROLYTE.thermal_voltage == pytest.approx(
        Boltzmann * 293.15 / elementary_charge, rel=1e-15
    )
