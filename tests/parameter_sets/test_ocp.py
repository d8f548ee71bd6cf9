"""The open-circuit potential: monotone, smooth, and extended only where it says so."""

import numpy as np
import pandas as pd
import pybamm
import pytest
from scipy.interpolate import PchipInterpolator

import pybamm_facets as pf
from pybamm_facets.sets.files.installed import folder

OCP = pf.li2025()["Positive electrode OCP [V]"]
POINTS = pd.read_csv(folder() / "nmc811_ocp.csv")


@pytest.fixture(scope="module")
def stoichiometry():
    x = np.unique(np.r_[np.linspace(0, 1, 20001), 1 - np.logspace(-6, -2, 2000)])
    return x[np.r_[True, np.diff(x) > 1e-10]]


def test_equals_scipys_pchip(stoichiometry):
    reference = PchipInterpolator(POINTS["stoichiometry"], POINTS["voltage_V"])
    np.testing.assert_allclose(OCP(stoichiometry), reference(stoichiometry), atol=1e-12)


def test_falls_monotonically_and_covers_the_window(stoichiometry):
    potential = OCP(stoichiometry)
    assert (np.diff(potential) < 0).all()
    assert potential[0] > 4.5 and potential[-1] < 2.5


def test_slope_is_continuous_at_the_knots():
    for x in POINTS["stoichiometry"][1:-1]:
        h = min(1e-7, 1e-3 * (1 - x))
        left, right = (
            (OCP(np.array([x])) - OCP(np.array([x - h]))) / h,
            (OCP(np.array([x + h])) - OCP(np.array([x]))) / h,
        )
        np.testing.assert_allclose(left, right, rtol=0.02)


def test_symbol_and_number_agree():
    x = pybamm.InputParameter("x")
    for value in (0.15, 0.5, 0.9997):
        symbolic = OCP(x).evaluate(inputs={"x": value})
        assert float(np.squeeze(symbolic)) == pytest.approx(float(OCP(np.array(value))), abs=1e-12)


def test_points_outside_the_literature_are_marked():
    extended = POINTS[POINTS["provenance"] != "literature"]
    assert (extended["provenance"] == "derived").all()
    assert ((extended["stoichiometry"] < 0.2157) | (extended["stoichiometry"] > 0.9995)).all()
    literature = POINTS[POINTS["provenance"] == "literature"]
    assert literature["voltage_V"].between(3.4, 4.3).all()
