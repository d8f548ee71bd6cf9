"""Values and activation energies of a set's functions."""

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets.sets.bpx_files.evaluated import activation_energy, evaluated


def test_numbers_and_functions_alike():
    values = pybamm.ParameterValues(
        {"n": 2.0, "f": lambda x, T: pybamm.Parameter("n") * x + T, "c": lambda x: pybamm.Scalar(5)}
    )
    assert evaluated(values, "n", [1, 2]).tolist() == [2, 2]
    assert evaluated(values, "f", [1, 2], 300).tolist() == [302, 304]
    assert evaluated(values, "c", [1, 2]).tolist() == [5, 5]


def test_a_known_activation_energy_comes_back():
    def rate(T):
        return 3 * np.exp(-24e3 / (8.31446261815324 * T))

    assert activation_energy(rate, 293.15) == pytest.approx(24e3, rel=1e-9)


def test_that_of_the_facets_law(core_shell):
    name = "Positive electrode (104) facet exchange-current density [A.m-2]"
    c_max = core_shell["Maximum concentration in positive electrode [mol.m-3]"]
    found = activation_energy(
        lambda T: evaluated(core_shell, name, 1000, c_max / 2, c_max, T), 300.0
    )
    assert found == pytest.approx(pf.load_set("Li2025_core_shell")[
        "Facet exchange-current density activation energy [J.mol-1]"], rel=1e-9)  # fmt: skip
