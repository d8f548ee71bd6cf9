"""The NMC111 set and the check against two measured electrodes."""

import numpy as np
import pybamm
import pytest
from scipy.constants import physical_constants

import pybamm_facets as pf
from pybamm_facets.measured import nmc111_capacities
from pybamm_facets.paper import nmc111
from pybamm_facets.paper.exchange_current_check import (
    nmc111_check,
    reaction_overpotential,
)
from pybamm_facets.sets.implied import derived

COARSE = {"r_p": 8, "x_p": 3, "x_s": 5}
THERMAL_VOLTAGE = 8.314462618 * 293.15 / physical_constants["Faraday constant"][0]


@pytest.fixture(scope="module")
def check():
    return nmc111_check(numerics=pf.Numerics(COARSE))


def test_potential_is_the_published_fit_and_falls():
    x = np.linspace(0.42424, 0.9621, 200)
    published = (
        -3.04420906 * x
        + 10.04892207
        - 0.65637536 * np.tanh(-4.02134095 * (x - 0.80063948))
        + 4.24678547 * np.tanh(12.17805062 * (x - 7.57659337))
        - 0.3757068 * np.tanh(59.33067782 * (x - 0.99784492))
    )
    ocp = nmc111()["Positive electrode OCP [V]"]
    np.testing.assert_allclose(ocp(x), published, atol=1e-9)
    assert (np.diff(ocp(np.linspace(0.4, 1, 500))) < 0).all()
    assert ocp(pybamm.Scalar(0.5)).evaluate() == pytest.approx(ocp(0.5))


def test_set_is_consistent():
    values = nmc111(0.6)
    table = derived(values).set_index("quantity")["value"]
    assert table["mean exchange current density"] == pytest.approx(0.6)
    assert table["active loading"] == pytest.approx(6.3)
    assert table["1C specific current"] == pytest.approx(160)
    assert table["theoretical capacity"] == pytest.approx(26.8015 / 96.46 * 1e3, rel=1e-4)
    assert table["capacity of the voltage window"] == pytest.approx(160, abs=3)
    assert 0.3 < table["porosity"] < 0.35


def test_every_parameter_has_an_origin():
    table = pf.provenance(nmc111(0.6))
    assert table.attrs["set"] == "NMC111 (slow)"
    assert (table["provenance"] != "user").all()
    estimates = table[table["provenance"] == "estimate"]
    assert estimates["lower"].notna().all()
    numbers = estimates[estimates["value"].map(lambda value: isinstance(value, float))]
    assert (numbers["lower"] <= numbers["value"]).all()
    assert (numbers["value"] <= numbers["upper"]).all()


@pytest.mark.slow
def test_how_the_grains_lie_makes_no_difference():
    values = nmc111()
    basal = values.copy()
    shares = pf.Agglomerate.isotropic(pf.Texture(5.0)).parameters()
    basal.update({name: share for name, share in shares.items() if "area fraction" in name})
    table = pf.rate_capability(
        {"a": values, "b": basal}, (5.0,), directions="discharge", numerics=pf.Numerics(COARSE)
    ).table
    assert table["capacity_mAh_g"][0] == pytest.approx(table["capacity_mAh_g"][1], abs=1e-3)


@pytest.mark.parametrize("arguments", [{"j0_mA_cm2": 0.0}, {"diffusivity": -1.0}])
def test_numbers_that_cannot_be_meant_are_refused(arguments):
    with pytest.raises(ValueError, match=f"{next(iter(arguments))}=.*expected a positive number"):
        nmc111(**arguments)


def test_overpotential_has_its_two_limits():
    values = nmc111()
    large, small = (
        reaction_overpotential(values, 5.0, 1e5),
        reaction_overpotential(values, 5.0, 1e-5),
    )
    current = 5 * 160 * 6.3e-2  # [A.m-2] of electrode
    surface = 3 * 0.063 / (46200 * 96.46e-3) / 4.6e-6  # per area of electrode
    assert large == pytest.approx(THERMAL_VOLTAGE * current / surface / 1e5, rel=1e-6)
    assert small == pytest.approx(2 * THERMAL_VOLTAGE * np.log(current / surface / 1e-5), rel=1e-6)


def test_measured_values_are_the_papers():
    table = nmc111_capacities()
    assert (table["provenance"] == "paper").all()
    assert table.set_index("j0_mA_cm2")["capacity_mAh_g"].to_dict() == {1.5: 104, 0.6: 85}


def test_misses_are_what_stands_in_the_table(check):
    table = check.table
    assert (table["status"] == "ok").all()
    assert table["role"].tolist() == ["predicted", "predicted", "fitted", "predicted"]
    np.testing.assert_allclose(
        table["miss_mAh_g"], table["capacity_mAh_g"] - table["measured_mAh_g"]
    )
    assert table["miss_mAh_g"][2] == pytest.approx(0, abs=0.05)
    assert table["miss_mAh_g"][3] > 15
    assert (table["miss_mAh_g"][:2] > 30).all()


def test_overpotential_explains_a_fraction_of_what_was_measured(check):
    assert check.overpotential_difference_mV == pytest.approx(15, abs=3)
    assert check.needed_mV > 10 * check.overpotential_difference_mV
    assert len(check.statements) == 5


@pytest.mark.slow
def test_needed_overpotential_would_do_it(check):
    # The same particle at a cut-off raised by that much ends where the slower one was measured.
    fitted = check.table["diffusivity_m2_s"][2]
    values = nmc111(diffusivity=fitted)
    values.update({"Lower voltage cut-off [V]": 3.0 + check.needed_mV / 1e3})
    table = pf.rate_capability(
        {"a": values}, (5.0,), directions="discharge", numerics=pf.Numerics(COARSE)
    ).table
    assert table["capacity_mAh_g"].item() == pytest.approx(85, abs=0.5)
