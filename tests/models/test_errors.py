"""Options that the facets would ignore are refused; nobody's options are changed."""

import pickle

import pybamm
import pytest

import pybamm_facets as pf

MODELS = [pf.FacetDFN, pf.FacetSPMe, pf.FacetSPM]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("profile", ["uniform profile", "quadratic profile", "quartic profile"])
def test_a_particle_without_radial_profile_cannot_have_core_and_shell(model, profile):
    with pytest.raises(pybamm.OptionError, match=f"'particle'='{profile}' has no radial profile"):
        model({"particle": profile})
    assert model({"particle": profile}, diffusion=None).options["particle"] == profile


def test_multi_species_multi_reaction_kinetics_are_refused():
    options = {
        "working electrode": "both",
        "open-circuit potential": "MSMR",
        "particle": "MSMR",
        "number of MSMR reactions": ("6", "4"),
        "intercalation kinetics": "MSMR",
    }
    with pytest.raises(pybamm.OptionError, match="cannot be mixed over crystal facets"):
        pf.FacetDFN(options)


@pytest.mark.parametrize("model", MODELS)
def test_options_of_the_caller_are_left_as_they_are(model):
    options = {"intercalation kinetics": "linear"}
    model(options)
    assert options == {"intercalation kinetics": "linear"}


@pytest.mark.parametrize("model", MODELS)
def test_default_is_a_half_cell_with_contact_resistance(model):
    assert model().options["working electrode"] == "positive"
    assert model().options["contact resistance"] == "true"
    full = model({"working electrode": "both"})
    assert full.options["contact resistance"] == "false"


def test_single_particle_models_average_side_reactions_as_stock_does():
    stock = pybamm.lithium_ion.SPM().options["x-average side reactions"]
    assert pf.FacetSPM().options["x-average side reactions"] == stock == "true"
    stock = pybamm.lithium_ion.SPMe().options["x-average side reactions"]
    assert pf.FacetSPMe().options["x-average side reactions"] == stock == "false"


@pytest.mark.parametrize("name", ["FacetDFN", "FacetSPMe", "FacetSPM"])
def test_models_are_found_by_pybamm_and_survive_pickling(name):
    model = pickle.loads(pickle.dumps(pybamm.Model(name)))
    assert type(model) is getattr(pf, name)
    assert model.families == pf.NMC811_FACETS
    pf_values = pickle.loads(pickle.dumps(pf.li2025()))
    sim = pybamm.Simulation(
        model,
        parameter_values=pf_values,
        var_pts={"x_n": 3, "x_s": 4, "x_p": 4, "r_p": 6},
    )
    assert sim.solve([0, 60])["Voltage [V]"].entries[-1] > 4


@pytest.mark.parametrize("facets", [(), ("(104)",), (pf.NMC811_FACETS[0],) * 2])
def test_facets_are_families_each_given_once(facets):
    with pytest.raises(ValueError, match="expected FacetFamily objects with distinct labels"):
        pf.FacetDFN(families=facets)


def test_a_law_without_inverse_needs_the_forward_form():
    options = {"surface form": "false", "intercalation kinetics": "Marcus"}
    with pytest.raises(pybamm.OptionError, match="Inverse kinetics are only implemented"):
        pf.FacetSPM(options)
