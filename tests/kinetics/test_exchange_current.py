"""A facet's exchange current density against formulas written out independently."""

import numpy as np
import pybamm
import pytest

from pybamm_facets import FacetTable, names
from pybamm_facets.kinetics import (
    FacetKinetics,
    electrode_exchange_current_density,
    exchange_current_function,
    particle_exchange_current,
)

C_MAX = 49190.0
TABLE = FacetTable.nmc811()
R = 8.314462618


def evaluate(values, facet, c_e=1000.0, x=0.5, T=293.15):
    """Evaluate the facet's j0 function as PyBaMM does."""
    inputs = {"c_e": c_e, "c_s": x * C_MAX, "c_max": C_MAX, "T": T}
    name = names.exchange_current_density(facet)
    function = pybamm.FunctionParameter(name, {k: pybamm.Scalar(v) for k, v in inputs.items()})
    return float(pybamm.ParameterValues(values).process_symbol(function).evaluate())


@pytest.mark.parametrize("facet", TABLE.j0)
def test_reference_state_gives_the_table(facet):
    assert evaluate(TABLE.parameters(), facet) == pytest.approx(TABLE.j0[facet], rel=1e-12)


@pytest.mark.parametrize("anodic", [0.3, 0.5, 0.8])
@pytest.mark.parametrize("c_e", [200.0, 1800.0])
def test_electrolyte_enters_with_the_anodic_coefficient(anodic, c_e):
    values = TABLE.parameters(charge_transfer_coefficient=anodic)
    ratio = evaluate(values, "(201)", c_e=c_e) / evaluate(values, "(201)")
    assert ratio == pytest.approx((c_e / 1000) ** anodic, rel=1e-12)


@pytest.mark.parametrize("anodic", [0.3, 0.5, 0.8])
@pytest.mark.parametrize("x", [0.2, 0.95])
def test_lithium_enters_with_power_of_occupied_and_vacant_sites(anodic, x):
    values = TABLE.parameters(charge_transfer_coefficient=anodic)
    ratio = evaluate(values, "(201)", x=x) / evaluate(values, "(201)")
    # Anodic rate ∝ x exp(α f η), cathodic ∝ (1 - x) exp(-(1 - α) f η): equal at η gives
    # x^(1 - α) (1 - x)^α.
    expected = (x / 0.5) ** (1 - anodic) * ((1 - x) / 0.5) ** anodic
    assert ratio == pytest.approx(expected, rel=1e-12)


def test_rate_is_thermally_activated():
    ratio = evaluate(TABLE.parameters(), "(104)", T=318.15) / evaluate(TABLE.parameters(), "(104)")
    expected = np.exp(24e3 / R * (1 / 293.15 - 1 / 318.15))
    assert ratio == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("anodic", [0.3, 0.5])
def test_conversion_of_a_row_agrees_with_the_function_of_state(anodic):
    row = FacetKinetics("(104)", 2.0, stoichiometry=0.9, temperature=313.15)
    values = FacetTable((row,)).parameters(charge_transfer_coefficient=anodic)
    assert values[names.FACET_REFERENCE_STOICHIOMETRY] == 0.5
    assert evaluate(values, "(104)", x=0.9, T=313.15) == pytest.approx(2.0, rel=1e-12)


def test_a_stock_function_may_be_given():
    chen = pybamm.ParameterValues("Chen2020")
    stock = chen["Positive electrode exchange-current density [A.m-2]"]
    values = TABLE.parameters() | {names.exchange_current_density("(104)"): stock}
    arrhenius = np.exp(17800 / R * (1 / 298.15 - 1 / 293.15))
    expected = 3.42e-6 * np.sqrt(1000.0) * 0.5 * C_MAX * arrhenius
    assert evaluate(values, "(104)") == pytest.approx(expected, rel=1e-8)


def test_a_function_of_other_arguments_is_refused():
    values = TABLE.parameters() | {names.exchange_current_density("(104)"): lambda c_e, c_s: c_e}
    with pytest.raises(TypeError, match="positional arguments"):
        evaluate(values, "(104)")


def test_default_function_is_bound_to_its_facet():
    assert exchange_current_function("(104)").keywords == {"facet": "(104)"}


def test_particle_current_sums_over_areas():
    areas, j0 = {"(003)": 2e-12, "(104)": 3e-12}, {"(003)": 0.6, "(104)": 2.8}
    assert particle_exchange_current(areas, j0) == pytest.approx(9.6e-12, rel=1e-12)
    with pytest.raises(ValueError, match=r"^j0: expected a value for facet \(113\), got \(003\)"):
        particle_exchange_current(areas | {"(113)": 1e-12}, j0)


def test_electrode_current_sums_over_particles_per_projected_area():
    assert electrode_exchange_current_density([[1.0, 2.0], [3.0, 4.0]], 5.0) == 2.0
    with pytest.raises(ValueError, match="electrode_area=0"):
        electrode_exchange_current_density([1.0], 0)
