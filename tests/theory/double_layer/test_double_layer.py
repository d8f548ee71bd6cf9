"""The planar double layer: closed forms, reference values, properties, both ways of solving."""

import numpy as np
import pytest
from scipy.constants import Avogadro, Boltzmann, elementary_charge, epsilon_0

from pybamm_facets.theory import (
    ILLUSTRATIVE_ELECTROLYTE,
    ConvergenceError,
    DoubleLayer,
    LatticeElectrolyte,
    differential_capacitance,
    double_layer_work,
    electrostatic_work,
    facet_potential,
    fixed_work,
    solve_double_layer,
    surface_charge_density,
    surface_field,
)
from pybamm_facets.theory.double_layer import first_integral as first_integral_module

ELECTROLYTE = ILLUSTRATIVE_ELECTROLYTE

DILUTE = LatticeElectrolyte(
    temperature=298.15,
    salt_concentration=10,
    optical_permittivity=78.5,
    dipole_moment=0,
    site_density=1e33,
)
CROWDED = LatticeElectrolyte.from_bulk_permittivity(
    30, optical_permittivity=30, lattice_constant=0.6e-9
)


def test_gouy_chapman_charge():
    kT = Boltzmann * 298.15
    psi = elementary_charge * 0.1 / kT
    closed = np.sqrt(8 * 78.5 * epsilon_0 * kT * 10 * Avogadro) * np.sinh(psi / 2)
    assert surface_charge_density(DILUTE, 0.1) == pytest.approx(0.0402608, rel=2e-6)
    assert surface_charge_density(DILUTE, 0.1) == pytest.approx(closed, rel=1e-6)


def test_gouy_chapman_profile():
    x = np.linspace(0, 15e-9, 61)
    quarter = DILUTE.thermal_voltage * 4
    closed = quarter * np.arctanh(np.tanh(0.1 / quarter) * np.exp(-x / DILUTE.debye_length))
    np.testing.assert_allclose(DoubleLayer(DILUTE, 0.1).potential(x), closed, rtol=2e-7)


def test_bikerman_kornyshev_capacitance():
    phi = np.array([0.05, 0.5, 2.0])
    psi, chi = phi / CROWDED.thermal_voltage, CROWDED.ion_fraction
    crowded = 1 + 2 * chi * np.sinh(psi / 2) ** 2
    debye = 30 * epsilon_0 / CROWDED.debye_length
    closed = debye * np.sinh(psi) / crowded * np.sqrt(chi / (2 * np.log(crowded)))
    capacitance = differential_capacitance(CROWDED, phi)
    np.testing.assert_allclose(capacitance, closed, rtol=1e-10)
    np.testing.assert_allclose(capacitance, [1.473884, 0.468683, 0.224854], rtol=1e-6)


def test_debye_limit():
    debye = 30 * epsilon_0 / ELECTROLYTE.debye_length
    assert debye == pytest.approx(1.424457, rel=1e-6)
    for phi in (0.0, 1e-9, -1e-6, 1e-5):
        assert differential_capacitance(ELECTROLYTE, phi) == pytest.approx(debye, rel=1e-6)
    x = np.linspace(0, 2e-9, 21)
    profile = DoubleLayer(ELECTROLYTE, 1e-4).potential(x)
    np.testing.assert_allclose(profile, 1e-4 * np.exp(-x / ELECTROLYTE.debye_length), rtol=1e-4)


@pytest.mark.parametrize(
    ("phi", "field", "charge", "capacitance"),
    [
        (0.3, 2.454179e9, 0.1456812, 0.1453636),
        (1.0, 7.485306e9, 0.2117144, 0.0753227),
        (2.3, 1.637902e10, 0.3008149, 0.0648502),
    ],
)
def test_reference_values_at_the_wall(phi, field, charge, capacitance):
    layer = DoubleLayer(ELECTROLYTE, phi)
    assert layer.surface_field == pytest.approx(field, rel=1e-6)
    assert layer.surface_charge_density == pytest.approx(charge, rel=1e-6)
    assert layer.differential_capacitance == pytest.approx(capacitance, rel=1e-6)


@pytest.mark.parametrize(
    ("phi", "profile"),
    [(1.0, [0.205238, 0.0431444, 0.0135287]), (2.3, [0.517565, 0.0997705, 0.0255912])],
)
def test_reference_values_of_the_profile(phi, profile):
    at = [0.2e-9, 0.4e-9, 0.6e-9]
    np.testing.assert_allclose(DoubleLayer(ELECTROLYTE, phi).potential(at), profile, rtol=1e-5)


def test_capacitance_is_the_slope_of_the_charge():
    phi, step = np.linspace(0.02, 3, 30), 1e-4
    charge = surface_charge_density(ELECTROLYTE, phi[:, None] + [-2 * step, -step, step, 2 * step])
    slope = (charge @ [1, -8, 8, -1]) / (12 * step)
    np.testing.assert_allclose(differential_capacitance(ELECTROLYTE, phi), slope, rtol=1e-6)


def test_charge_is_odd_and_rises_with_the_potential():
    phi = np.linspace(-5, 5, 401)
    charge = surface_charge_density(ELECTROLYTE, phi)
    np.testing.assert_allclose(charge, -charge[::-1], rtol=1e-12)
    assert np.all(np.diff(charge) > 0)
    assert surface_field(ELECTROLYTE, phi.reshape(1, -1)).shape == (1, 401)


def test_profile_obeys_gauss_and_its_own_field():
    layer = DoubleLayer(ELECTROLYTE, 1.7)
    x, h = np.linspace(0.05e-9, 1.2e-9, 40), 1e-13
    field = (layer.potential(x - h) - layer.potential(x + h)) / (2 * h)
    np.testing.assert_allclose(layer.field(x), field, rtol=1e-5)
    nodes, weights = np.polynomial.legendre.leggauss(120)
    depth = 4e-9 * (nodes + 1) / 2
    cation, anion, _ = layer.number_densities(depth)
    enclosed = elementary_charge * (cation - anion) @ weights * 2e-9
    assert layer.surface_charge_density == pytest.approx(-enclosed, rel=1e-6)


def test_profiles_of_one_electrolyte_are_one_curve():
    high, low = DoubleLayer(ELECTROLYTE, 2.3), DoubleLayer(ELECTROLYTE, 0.517565)
    x = np.linspace(0, 1e-9, 30)
    shifted = high.potential(x + 0.2e-9)
    np.testing.assert_allclose(low.potential(x), shifted, rtol=3e-6)


def test_far_out_and_far_up_nothing_overflows():
    layer = DoubleLayer(ELECTROLYTE, -60.0)
    assert layer.potential(0.0) == pytest.approx(-60, rel=1e-14)
    assert layer.potential(1.0) == 0
    assert np.isfinite(layer.surface_charge_density)
    still = DoubleLayer(ELECTROLYTE, 0.0)
    assert still.potential(1e-10) == still.field(1e-10) == still.surface_charge_density == 0


@pytest.mark.parametrize("phi", [-2.3, 0.3, 1.0, 2.3])
def test_collocation_finds_the_same_double_layer(phi):
    exact, solved = DoubleLayer(ELECTROLYTE, phi), solve_double_layer(ELECTROLYTE, phi)
    x = np.linspace(0, 1.5e-9, 16)
    np.testing.assert_allclose(solved.potential(x), exact.potential(x), rtol=1e-7, atol=1e-8)
    np.testing.assert_allclose(solved.field(x), exact.field(x), rtol=1e-7, atol=100)
    charge = exact.surface_charge_density
    assert solved.surface_charge_density == pytest.approx(charge, rel=1e-8)
    assert solved.differential_capacitance == pytest.approx(
        exact.differential_capacitance, rel=1e-7
    )


def test_collocation_decays_beyond_its_domain_and_handles_zero():
    solved = solve_double_layer(ELECTROLYTE, 0.5, domain_length=3e-9, tolerance=1e-9)
    exact = DoubleLayer(ELECTROLYTE, 0.5).potential([2e-9, 4e-9])
    np.testing.assert_allclose(solved.potential([2e-9, 4e-9]), exact, rtol=1e-4)
    still = solve_double_layer(ELECTROLYTE, 0.0)
    assert still.potential(1e-10) == 0
    assert still.differential_capacitance == pytest.approx(1.424457, rel=1e-6)


def test_collocation_error_falls_with_the_tolerance():
    exact = DoubleLayer(ELECTROLYTE, 1.0).surface_charge_density
    errors = [
        abs(solve_double_layer(ELECTROLYTE, 1.0, tolerance=t).surface_charge_density / exact - 1)
        for t in (1e-2, 1e-5, 1e-8)
    ]
    assert errors[0] > 30 * errors[1] > 900 * errors[2]


def test_quadrature_of_the_profile_is_of_fourth_order(monkeypatch):
    def profile(intervals):
        monkeypatch.setattr("pybamm_facets.theory.double_layer.planar_layer._INTERVALS", intervals)
        return DoubleLayer(ELECTROLYTE, 2.3).potential(np.linspace(1e-11, 1.5e-9, 200))

    exact = profile(1600)
    coarse, fine = (np.abs(profile(n) / exact - 1).max() for n in (40, 160))
    assert fine < coarse / 4**3.5
    assert np.abs(profile(400) / exact - 1).max() < 1e-7


def test_no_convergence_is_an_error_with_its_residual(monkeypatch):
    monkeypatch.setattr("pybamm_facets.theory.double_layer.collocation._MAX_NODES", 1000)
    with pytest.raises(ConvergenceError, match="collocation: not converged after") as caught:
        solve_double_layer(ELECTROLYTE, 100.0)
    assert caught.value.residual > 1 and caught.value.iterations > 0
    monkeypatch.setattr(first_integral_module, "_ITERATIONS", 3)
    with pytest.raises(ConvergenceError, match="field at the wall: not converged after 3"):
        surface_field(ELECTROLYTE, [0.01, 2.0])


def test_facet_potential_is_zero_at_the_potential_of_zero_charge():
    assert facet_potential(5.3) == 0
    np.testing.assert_allclose(facet_potential([3.0, 6.0]), [2.3, -0.7], rtol=1e-14)
    assert facet_potential(3.0, 4.9) == pytest.approx(1.9)
    for bad in (0.0, -1.0, np.nan):
        with pytest.raises(ValueError, match="work_function="):
            facet_potential(bad)


def test_a_larger_work_function_weakens_the_field_only_below_the_electrode_potential():
    fields = np.abs(surface_field(ELECTROLYTE, facet_potential(np.linspace(2.6, 5.3, 20))))
    assert np.all(np.diff(fields) < 0)
    fields = np.abs(surface_field(ELECTROLYTE, facet_potential(np.linspace(5.3, 7.9, 20))))
    assert np.all(np.diff(fields) > 0)


def test_work_is_the_charge_times_the_potential():
    layer = DoubleLayer(ELECTROLYTE, 2.3)
    assert electrostatic_work(layer, 4e-10) == pytest.approx(0.0997705, rel=1e-5)
    assert electrostatic_work(layer, 4e-10, 2) == pytest.approx(2 * 0.0997705, rel=1e-5)
    assert double_layer_work(4e-10)(ELECTROLYTE, 2.3) == electrostatic_work(layer, 4e-10)
    assert fixed_work(0.07)(ELECTROLYTE, 2.3) == 0.07
    assert electrostatic_work(solve_double_layer(ELECTROLYTE, 2.3), 4e-10) == pytest.approx(
        0.0997705, rel=1e-5
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: DoubleLayer(ELECTROLYTE, np.inf), "surface_potential=inf"),
        (lambda: DoubleLayer(ELECTROLYTE, [1.0, 2.0]), r"surface_potential=\[1"),
        (lambda: DoubleLayer(ELECTROLYTE, 1.0).potential([0, -1e-10]), "x=-1e-10"),
        (lambda: DoubleLayer(ELECTROLYTE, 1.0).field(np.nan), "x=nan"),
        (lambda: surface_field(ELECTROLYTE, [0.0, np.nan]), "surface_potential=nan"),
        (lambda: solve_double_layer(ELECTROLYTE, 1.0, tolerance=0), "tolerance=0"),
        (lambda: solve_double_layer(ELECTROLYTE, 1.0, domain_length=0), "domain_length=0"),
        (lambda: electrostatic_work(DoubleLayer(ELECTROLYTE, 1.0), -1e-10), "distance=-1e-10"),
        (lambda: double_layer_work(0.0), "distance=0"),
        (lambda: fixed_work(np.nan), "value=nan"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
