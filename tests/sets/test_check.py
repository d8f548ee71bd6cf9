"""Bad input gets one error that names parameter and value, before anything is solved."""

import math

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets.runs.workers import job as job_module

FRACTION = "Positive electrode (104) facet area fraction"
J0 = "Positive electrode (104) facet exchange-current density [A.m-2]"
J0_REF = "Positive electrode (104) facet reference exchange-current density [A.m-2]"
D = "Positive particle diffusivity [m2.s-1]"

BAD_VALUES = [
    ({FRACTION: 0.5}, r"must sum to 1, got 1\.\d+"),
    ({FRACTION: -0.1}, r"\(104\) facet area fraction'=-0\.1"),
    ({FRACTION: math.nan}, r"\(104\) facet area fraction'=nan"),
    ({J0_REF: 0.0}, r"reference exchange-current density.*=0\.0"),
    ({J0_REF: math.inf}, r"=inf: expected a finite"),
    ({D: -1e-15}, r"diffusivity \[m2\.s-1\]'=-1e-15"),
    ({"Positive particle radius [m]": 0.0}, r"particle radius \[m\]'=0\.0"),
    ({"Positive electrode porosity": -0.05}, r"porosity'=-0\.05.*no pores"),
    ({"Positive electrode porosity": 0.9}, r"expected a sum up to 1"),
    ({"Positive particle core radius fraction": 1.2}, r"core radius fraction'=1\.2"),
    ({"Facet reference stoichiometry": 1.0}, r"reference stoichiometry'=1\.0"),
    ({J0: lambda c_e, c_s: 1.0}, r"\(104\) facet exchange-current.*c_e, c_s_surf, c_s_max, T"),
    ({D: lambda sto: 1e-15}, r"diffusivity.*expected a function of \(sto, T\)"),
]


@pytest.fixture
def no_solves(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("something was built before the input was checked")

    monkeypatch.setattr(job_module, "build_for", refuse)


@pytest.mark.parametrize(("change", "message"), BAD_VALUES)
def test_bad_parameter_is_refused_by_name(core_shell, no_solves, change, message):
    core_shell.update(change)
    with pytest.raises(ValueError, match=f"mine: .*{message}"):
        pf.rate_capability({"mine": core_shell}, (1.0,))


@pytest.mark.parametrize("rates", [(0.0,), (-1.0,), (math.nan,), (1.0, math.inf), ()])
def test_bad_rates_are_refused(core_shell, no_solves, rates):
    with pytest.raises(ValueError, match="c_rates"):
        pf.rate_capability({"mine": core_shell}, rates)


@pytest.mark.parametrize("directions", ["up", ("discharge", "sideways"), ()])
def test_bad_directions_are_refused(core_shell, no_solves, directions):
    with pytest.raises(ValueError, match="directions"):
        pf.rate_capability({"mine": core_shell}, (1.0,), directions=directions)


def test_what_is_not_a_parameter_set_is_refused(no_solves):
    with pytest.raises(ValueError, match=r"parameter_values\['mine'\]"):
        pf.rate_capability({"mine": {"a": 1}}, (1.0,))
    with pytest.raises(ValueError, match=r"parameter_values=\{\}: expected"):
        pf.rate_capability({}, (1.0,))


def test_set_without_facets_says_how_to_add_them(no_solves):
    values = pybamm.ParameterValues("Xu2019")
    with pytest.raises(ValueError, match="add_facets"):
        pf.rate_capability({"Xu2019": values}, (1.0,))


def test_capacity_per_gram_needs_plain_numbers(core_shell, coarse):
    core_shell.update({"Positive electrode thickness [m]": lambda x: 3e-5})
    with pytest.raises(ValueError, match=r"thickness.*expected a number"):
        pf.rate_capability({"mine": core_shell}, (1.0,), numerics=pf.Numerics(coarse))


def test_numpy_numbers_are_numbers(core_shell, coarse):
    core_shell.update({"Positive particle radius [m]": np.float64(5e-6)})
    table = pf.rate_capability(
        {"a": core_shell}, (1.0,), directions="discharge", numerics=pf.Numerics(coarse)
    ).table
    assert table["status"].item() == "ok"
