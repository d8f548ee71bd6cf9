"""Exchange current per unit prefactor: closed forms and finite differences of PyBaMM's laws."""

import math

import numpy as np
import pybamm
import pytest
from pybamm import kinetics

from pybamm_facets.kinetics import exchange_current_prefactor, stock_prefactor, unit_slope

T = 293.15
F_RT = 96485.33212 / (8.314462618 * T)
OPTIONS = pybamm.BatteryModelOptions({"working electrode": "positive"})
PARAM = pybamm.LithiumIonParameters(OPTIONS)


def marcus(energy):
    return math.exp(-energy * F_RT / 4)


def marcus_hush_chidsey(energy):
    scaled = energy * F_RT
    arg = (scaled - math.sqrt(1 + math.sqrt(scaled))) / (2 * math.sqrt(scaled))
    return math.sqrt(math.pi * scaled) / 2 * math.erfc(arg)


LAWS = {
    kinetics.SymmetricButlerVolmer: lambda energy: 1.0,
    kinetics.AsymmetricButlerVolmer: lambda energy: 1.0,
    kinetics.Linear: lambda energy: 1.0,
    kinetics.Marcus: marcus,
    kinetics.MarcusHushChidsey: marcus_hush_chidsey,
}


def slope(law, energy):
    """Slope of a stock law as a number."""
    submodel = law(PARAM, "positive", "lithium-ion main", OPTIONS, "primary")
    values = pybamm.ParameterValues(
        {
            "Positive electrode reorganization energy [eV]": energy,
            "Positive electrode Butler-Volmer transfer coefficient": 0.3,
        }
    )
    symbol = unit_slope(submodel, pybamm.Scalar(1), pybamm.Scalar(T))
    return float(values.process_symbol(symbol).evaluate())


@pytest.mark.parametrize("energy", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("law", LAWS)
def test_slope_agrees_with_the_closed_form(law, energy):
    assert slope(law, energy) == pytest.approx(LAWS[law](energy), rel=1e-9)


@pytest.mark.parametrize(
    ("law", "expected"), [(kinetics.Marcus, 5.0e-5), (kinetics.MarcusHushChidsey, 1.9e-4)]
)
def test_exchange_current_of_marcus_type_laws_is_far_below_their_prefactor(law, expected):
    assert slope(law, 1.0) == pytest.approx(expected, rel=0.02)


class Quadratic:
    """j = f η + (f η)², f = nF/RT: a law nobody has prepared for."""

    param = PARAM

    def _get_kinetics(self, j0, ne, eta_r, T, u):
        scaled = ne * self.param.F / (self.param.R * T) * eta_r
        return u * j0 * (scaled + scaled**2)


def test_slope_is_derived_from_any_law():
    symbol = unit_slope(Quadratic(), pybamm.Scalar(2), pybamm.Scalar(T))
    value = pybamm.ParameterValues({}).process_symbol(symbol).evaluate()
    assert float(value) == pytest.approx(1, rel=1e-12)


def test_prefactor_keeps_or_normalises_the_tables_number():
    j0, s = pybamm.Scalar(3.0), pybamm.Scalar(0.25)
    assert stock_prefactor(j0, s).evaluate() == 3.0
    assert np.isclose(exchange_current_prefactor(j0, s).evaluate(), 12.0, rtol=1e-15)
