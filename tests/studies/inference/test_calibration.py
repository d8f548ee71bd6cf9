"""Calibration recovers what data were made with, and says what they leave open."""

import re

import numpy as np
import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.studies.inference.calibration import calibrate
from pybamm_facets.studies.inference.identifiability import identifiability
from pybamm_facets.studies.inference.unknowns import Unknown

COARSE = {"r_p": 12, "x_p": 3, "x_s": 5}
D_AB = Unknown("diffusivity_m2_s", 1e-15, 1e-13, start=4e-15, log=True)
RADIUS = Unknown("radius_m", 3e-6, 8e-6, start=4e-6, log=True)
RESISTANCE = Unknown("Contact resistance [Ohm]", 1.0, 100.0, start=40.0)


@pytest.fixture(scope="module")
def values():
    return pf.li2025()


def synthetic(values, rates, truth, **more):
    table = pf.sweep(values, pd.DataFrame([truth]), rates, numerics=pf.Numerics(COARSE)).table
    return table[["c_rate", "capacity_mAh_g"]].assign(particle="a", **more)


@pytest.mark.parametrize("start", [2e-15, pytest.param(6e-14, marks=pytest.mark.slow)])
def test_capacities_give_the_diffusivity_back(values, start):
    data = synthetic(values, [5.0, 10.0], {"diffusivity_m2_s": 8e-15})
    unknown = Unknown("diffusivity_m2_s", 1e-15, 1e-13, start=start, log=True)
    found = calibrate({"a": values}, [unknown], data, numerics=pf.Numerics(COARSE))
    assert found.converged
    assert found.values["diffusivity_m2_s"] == pytest.approx(8e-15, rel=1e-3)
    assert found.at_bound == ()
    assert found.identifiability.rank == 1


@pytest.mark.slow
@pytest.mark.parametrize("start", [(2e-15, 70.0), (5e-14, 20.0)])
def test_a_voltage_curve_gives_two_unknowns_back(values, start):
    truth = {"diffusivity_m2_s": 8e-15, "Contact resistance [Ohm]": 40.0}
    pieces = []
    for voltage in (3.6, 3.4, 3.0, 2.5):
        cut = values.copy()
        cut["Lower voltage cut-off [V]"] = voltage
        pieces.append(synthetic(cut, [2.0, 10.0], truth, voltage_V=voltage))
    unknowns = [
        Unknown("diffusivity_m2_s", 1e-15, 1e-13, start=start[0], log=True),
        Unknown("Contact resistance [Ohm]", 1.0, 100.0, start=start[1]),
    ]
    found = calibrate({"a": values}, unknowns, pd.concat(pieces), numerics=pf.Numerics(COARSE))
    assert found.values["diffusivity_m2_s"] == pytest.approx(8e-15, rel=0.01)
    assert found.values["Contact resistance [Ohm]"] == pytest.approx(40.0, rel=0.01)
    assert found.identifiability.rank == 2
    assert (found.standard_errors > 0).all()


@pytest.mark.slow
def test_radius_and_diffusivity_cannot_be_told_apart_at_one_rate(values):
    """Diffusion knows D/R² only; the exchange current per volume hardly matters at 10C."""
    data = synthetic(values, [10.0], {"diffusivity_m2_s": 8e-15})
    data = pd.concat([data, data])
    found = calibrate({"a": values}, [D_AB, RADIUS], data, numerics=pf.Numerics(COARSE))
    assert found.identifiability.rank == 1
    assert found.standard_errors.isna().all()
    ratio = found.values["diffusivity_m2_s"] / found.values["radius_m"] ** 2
    assert ratio == pytest.approx(8e-15 / 25e-12, rel=0.02)
    (statement,) = found.identifiability.statements[1:]
    assert "diffusivity_m2_s" in statement and "radius_m" in statement
    assert "cannot be told apart" in statement


def test_identifiability_of_a_product():
    """y = a·b with log bounds of a factor e: only the sum of the logarithms shows."""
    found = identifiability(np.array([[5.0, 5.0]]), ["a", "b"], [2.0, 3.0], [2.0, 3.0], [True] * 2)
    assert found.rank == 1
    assert found.singular_values == pytest.approx([np.sqrt(50), 0])
    assert re.search(
        "a × (2|0.5) together with b × (0.5|2) moves the data by 0", found.statements[1]
    )


def test_covariance_is_that_of_linear_least_squares():
    jacobian = np.array([[3.0, 1.0], [0.5, 4.0], [2.0, 2.0]])
    found = identifiability(jacobian, ["a", "b"], [1.0, 1.0], [2.0, 5.0], [False] * 2)
    scale = np.diag([2.0, 5.0])
    expected = scale @ np.linalg.inv(jacobian.T @ jacobian) @ scale
    assert found.covariance == pytest.approx(expected)


GOOD = pd.DataFrame({"particle": ["a"], "c_rate": [10.0], "capacity_mAh_g": [100.0]})


@pytest.mark.parametrize(
    ("unknowns", "data", "message"),
    [
        ([D_AB, RADIUS], GOOD, "2 unknowns .* but 1 measurements"),
        ([], GOOD, "unknowns: expected"),
        ([D_AB], GOOD.drop(columns="c_rate"), "no column 'c_rate'"),
        ([D_AB], GOOD.assign(particle="b"), "particle 'b'"),
        ([D_AB], GOOD.assign(capacity_mAh_g=np.nan), "capacity_mAh_g=nan"),
        ([D_AB], GOOD.assign(error_mAh_g=0.0), "error_mAh_g=0.0"),
        ([Unknown("radius_m", 1e-6, 2e-6, particles=("b",))], GOOD, "no particle 'b'"),
        ([Unknown("radios_m", 1e-6, 2e-6)], GOOD, "radius_m"),
    ],
)
def test_bad_input_is_refused_before_any_solve(values, unknowns, data, message):
    with pytest.raises(ValueError, match=message):
        calibrate({"a": values}, unknowns, data, numerics=pf.Numerics(COARSE))


@pytest.mark.parametrize(
    ("bounds", "more"), [((2.0, 1.0), {}), ((0.0, 1.0), {"log": True}), ((0, 1), {"start": 2.0})]
)
def test_bad_unknowns_are_refused_by_name(bounds, more):
    with pytest.raises(ValueError, match="unknown 'x'"):
        Unknown("x", *bounds, **more)
