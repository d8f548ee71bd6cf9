"""Adiabatic ion transfer: barriers, detailed balance, limits, and the parameters it needs."""

import math

import numpy as np
import pybamm
import pytest

from pybamm_facets import names
from pybamm_facets._compat import law_current
from pybamm_facets.kinetics import AdiabaticIonTransfer, adiabatic_parameters, unit_slope
from pybamm_facets.kinetics.facet_view import FacetPhaseParameters
from pybamm_facets.theory import activation_energy

T = 293.15
THERMAL_VOLTAGE = 8.314462618 * T / 96485.33212
FACET = "(104)"
J0 = 2.5
OPTIONS = pybamm.BatteryModelOptions({"working electrode": "positive"})
PARAM = pybamm.LithiumIonParameters(OPTIONS)
CASES = [(1.0, 0.1), (0.8, -0.2), (0.3, 0.0)]


def facet_law(law):
    submodel = law(PARAM, "positive", "lithium-ion main", OPTIONS, "primary")
    submodel.phase_param = FacetPhaseParameters(submodel.phase_param, FACET)
    return submodel


def current(law, eta, lam, work, ne=1):
    """Current density at overpotentials."""
    values = pybamm.ParameterValues(adiabatic_parameters({FACET: lam}, {FACET: work}))
    arguments = (pybamm.Scalar(ne), pybamm.Vector(eta), pybamm.Scalar(T), pybamm.Scalar(1))
    symbol = law_current(facet_law(law), pybamm.Scalar(J0), *arguments)
    return values.process_symbol(symbol).evaluate()[:, 0]


def cathodic_rate(eta, lam, work):
    """From Eq. 11 itself."""
    barrier = activation_energy(lam, work, 0.0, eta) - activation_energy(lam, work, 0.0)
    return J0 * np.exp(-barrier / THERMAL_VOLTAGE)


@pytest.mark.parametrize(("lam", "work"), CASES)
def test_cathodic_rate_is_that_of_eq_11_and_the_anodic_one_balances_it(lam, work):
    eta = np.array([-0.15, -0.03, -1e-3, 1e-3, 0.02, 0.09])
    expected = cathodic_rate(eta, lam, work) * np.expm1(eta / THERMAL_VOLTAGE)
    assert current(AdiabaticIonTransfer, eta, lam, work) == pytest.approx(expected, rel=1e-9)


def test_the_two_printed_signs_would_break_detailed_balance():
    eta, lam, work = 0.05, 1.0, 0.1
    ratio = cathodic_rate(-eta, lam, work) / cathodic_rate(eta, lam, work)
    assert math.log(ratio) == pytest.approx((1 + work / lam) * eta / THERMAL_VOLTAGE, rel=1e-12)


@pytest.mark.parametrize(("lam", "work"), CASES)
def test_small_overpotentials_give_asymmetric_butler_volmer_to_second_order(lam, work):
    eta = 0.04 * 0.5 ** np.arange(6)
    ours, limit = (
        current(law, eta, lam, work)
        for law in (AdiabaticIonTransfer, pybamm.kinetics.AsymmetricButlerVolmer)
    )
    error = 1 - ours / limit
    orders = np.log2(error[:-1] / error[1:])
    assert orders[-1] == pytest.approx(2, abs=0.01)
    assert error == pytest.approx(-np.expm1(-(eta**2) / (4 * lam * THERMAL_VOLTAGE)), rel=1e-6)


@pytest.mark.parametrize(("lam", "work"), CASES)
def test_slope_at_equilibrium_is_that_of_the_exchange_current(lam, work):
    values = pybamm.ParameterValues(adiabatic_parameters({FACET: lam}, {FACET: work}))
    slope = unit_slope(facet_law(AdiabaticIonTransfer), pybamm.Scalar(1), pybamm.Scalar(T))
    assert float(values.process_symbol(slope).evaluate()) == pytest.approx(1, rel=1e-14)


@pytest.mark.parametrize(("lam", "work"), CASES)
def test_eq_11_holds_up_to_nine_tenths_of_its_range_and_its_tangents_go_on_balanced(lam, work):
    driving = lam * np.linspace(-3, 3, 400)  # e_0 η + w
    eta = driving - work
    j = current(AdiabaticIonTransfer, eta, lam, work)
    assert np.all(np.diff(j) > 0)
    # Balance leaves one unknown function, the cathodic barrier.
    barrier = -THERMAL_VOLTAGE * np.log(j / J0 / np.expm1(eta / THERMAL_VOLTAGE))
    barrier += (lam + work) ** 2 / (4 * lam)
    inside, low, high = np.abs(driving) < 0.9 * lam, driving < -0.9 * lam, driving > 0.9 * lam
    eq_11 = (lam + driving[inside]) ** 2 / (4 * lam)
    assert barrier[inside] == pytest.approx(eq_11, abs=1e-10)
    tangent = 0.05 * (driving[low] + 0.9 * lam) + 0.0025 * lam
    assert barrier[low] == pytest.approx(tangent, abs=1e-10)
    tangent = 0.95 * (driving[high] - 0.9 * lam) + 1.9**2 / 4 * lam
    assert barrier[high] == pytest.approx(tangent, abs=1e-10)


def test_overpotentials_far_beyond_do_not_overflow():
    j = current(AdiabaticIonTransfer, np.array([-50.0, 50.0]), 1.0, 0.1)
    assert np.all(np.isfinite(j)) and j[0] < 0 < j[1]


def test_several_electrons_scale_the_driving_force():
    eta = np.array([-0.02, 0.01])
    double = current(AdiabaticIonTransfer, 2 * eta, 0.7, 0.05)
    assert current(AdiabaticIonTransfer, eta, 0.7, 0.05, ne=2) == pytest.approx(double, rel=1e-12)


def test_parameters_name_each_facet_and_hold_the_effective_coefficient():
    values = adiabatic_parameters({"(003)": 1.0, "(012)": 0.9}, {"(003)": 0.02, "(012)": 0.09})
    assert values[names.ion_transfer_reorganization_energy("(003)")] == 1.0
    assert values[names.electrostatic_work("(102)")] == 0.09
    assert values[names.charge_transfer_coefficient("(102)")] == pytest.approx(0.45, rel=1e-15)
    assert len(values) == 6


@pytest.mark.parametrize(
    ("lam", "work", "message"),
    [
        (
            {"(003)": 1.0},
            {"(104)": 0.1},
            r"^work: expected the facets of reorganization_energy.*\(003\)\), got \(104\)",
        ),
        ({}, {}, "^work: expected .*at least one .none., got none"),
        ({"(003)": 0.0}, {"(003)": 0.0}, r"\(003\) reorganization_energy=0.0: expected a positive"),
        ({"(003)": math.nan}, {"(003)": 0.0}, r"\(003\) reorganization_energy=nan"),
        ({"(003)": 0.5}, {"(003)": -0.5}, r"\(003\) work=-0.5: expected \|w\| below 0.9 λ"),
        ({"(003)": 0.5}, {"(003)": math.nan}, r"\(003\) work=nan"),
        ({"(007)": 0.5}, {"(007)": 0.1}, r"\(007\)"),
    ],
)
def test_bad_parameters_are_refused(lam, work, message):
    with pytest.raises(ValueError, match=message):
        adiabatic_parameters(lam, work)
