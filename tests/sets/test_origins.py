"""Every number has an origin, and what a user changes is the user's."""

import pickle

import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets.sourced import PROVENANCES, Sourced


@pytest.mark.parametrize("name", ["Li2025_isotropic", "Li2025_core_shell"])
def test_every_parameter_has_an_origin(name):
    values = pybamm.ParameterValues(name)
    table = pf.provenance(values)
    assert set(table.index) == {key for key in values if key != "citations"}
    assert set(table["provenance"]) <= set(PROVENANCES) - {"user"}
    estimates = table[table["provenance"] == "estimate"]
    assert estimates["lower"].notna().all() and estimates["upper"].notna().all()
    numbers = estimates[estimates["value"].map(lambda value: isinstance(value, float))]
    assert (numbers["lower"] <= numbers["value"]).all()
    assert (numbers["value"] <= numbers["upper"]).all()


def test_fitted_numbers_are_told_as_fitted():
    d = "Positive particle diffusivity [m2.s-1]"
    ratio = "Positive particle shell diffusivity ratio"
    isotropic = pf.provenance(pf.li2025("isotropic"))["provenance"]
    core_shell = pf.provenance(pf.li2025("core_shell"))["provenance"]
    blind = pf.provenance(pf.li2025("isotropic", fit="blind"))["provenance"]
    assert isotropic[d] == core_shell[d] == blind[d] == "fitted"
    assert isotropic[ratio] == "fitted"
    assert core_shell[ratio] == blind[ratio] == "estimate"


def test_what_differs_from_the_set_is_the_users():
    values = pybamm.ParameterValues("Li2025_core_shell")
    values.update({"Contact resistance [Ohm]": 3.0, "My own [m]": 1.0})
    table = pf.provenance(values)
    user = table[table["provenance"] == "user"]
    assert set(user.index) == {"Contact resistance [Ohm]", "My own [m]"}


@pytest.mark.parametrize(
    "arguments",
    [{"cell": "cycling"}, {"reading": "coating"}, {"diffusivity": "oregan"}, {"fit": "blind"}],
)
def test_variants_are_recognised(arguments):
    table = pf.provenance(pf.li2025("isotropic", **arguments))
    assert next(iter(arguments.values())) in table.attrs["set"]
    assert (table["provenance"] != "user").all()


def test_a_set_lends_its_records_only_to_what_is_its_own():
    table = pf.provenance("Chen2020")
    assert table.attrs["set"] == "Chen2020"
    assert set(table["provenance"]) == {"literature"}
    assert "Chen2020" in table["source"].iloc[0]
    faceted = pf.provenance(pf.add_facets(pybamm.ParameterValues("Chen2020"), pf.Agglomerate()))
    assert faceted["provenance"]["Negative electrode thickness [m]"] == "literature"
    assert faceted["provenance"]["Positive electrode (104) facet area fraction"] == "user"
    assert "paper" not in set(faceted["provenance"])


def test_values_of_nobody_are_the_users():
    values = pybamm.ParameterValues({"Ambient temperature [K]": 293.15, "My own [m]": 1.0})
    table = pf.provenance(values)
    assert table.attrs["set"] == "no registered set"
    assert set(table["provenance"]) == {"user"}


def test_a_set_that_went_through_a_pickle_keeps_its_origins():
    values = pickle.loads(pickle.dumps(pybamm.ParameterValues("Li2025_core_shell")))
    assert (pf.provenance(values)["provenance"] != "user").all()


def test_an_estimate_needs_bounds_and_a_known_word():
    with pytest.raises(ValueError, match="bounds"):
        Sourced(1.0, "estimate", "a guess")
    with pytest.raises(ValueError, match="'guess'"):
        Sourced(1.0, "guess", "")
