"""Which runs go over elements across the cell, and what is refused."""

import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.runs.element_route import model_fits

VOLUMES, ELEMENTS = "r_p=11 x_p=5 x_s=16", "r_p=11 x_p=3 x_s=3 elements"


def mesh_of(values, model=None, **more):
    table = pf.rate_capability({"a": values}, 1.0, model=model, **more).table
    assert table["status"].tolist() == ["ok"]
    return table["mesh"].item()


class OwnPorosity(pybamm.porosity.Constant):
    """A submodel that somebody else wrote."""


def with_own_submodel():
    model = pf.FacetDFN(build=False)
    model.submodels["porosity"] = OwnPorosity(model.param, model.options)
    model.build_model()
    return model


def with_own_equation():
    model = pf.FacetDFN()
    clock = pybamm.Variable("Clock [s]")
    model.rhs[clock], model.initial_conditions[clock] = pybamm.Scalar(1), pybamm.Scalar(0)
    return model


def with_an_edited_voltage():
    model = pf.FacetDFN()
    model.variables[names.VOLTAGE] = model.variables[names.VOLTAGE] - pybamm.Scalar(0.1)
    return model


def with_an_edited_equation():
    model = pf.FacetDFN()
    concentration = next(v for v in model.rhs if "particle concentration" in v.name)
    model.rhs[concentration] = 0.5 * model.rhs[concentration]
    return model


class OwnModel(pf.FacetDFN):
    """A model that somebody else wrote."""


@pytest.mark.parametrize(
    "model",
    [
        pf.FacetSPMe(),
        pf.FacetDFN({"thermal": "lumped"}),
        pf.FacetDFN({"surface form": "algebraic"}),
        pf.FacetDFN({"diffusivity": "current sigmoid"}),
        pf.FacetDFN({"particle mechanics": "swelling only", "stress-induced diffusion": "false"}),
        pf.FacetDFN({"working electrode": "both"}),
        pf.FacetDFN(diffusion=None),
        with_own_submodel(),
        with_own_equation(),
        with_an_edited_voltage(),
        with_an_edited_equation(),
        OwnModel(),
        pybamm.lithium_ion.DFN({"working electrode": "positive"}),
    ],
    ids=lambda model: model.name,
)
def test_other_equations_stay_with_pybamm(model):
    assert not model_fits(model)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"contact resistance": "false"},
        {"intercalation kinetics": ("symmetric Butler-Volmer", "Marcus")},
    ],
)
def test_the_default_half_cell_runs_on_elements_with_any_law_of_its_facets(options):
    assert model_fits(pf.FacetDFN(options))


def test_the_lithiums_law_must_be_pybamms_default():
    kinetics = {"intercalation kinetics": ("linear", "symmetric Butler-Volmer")}
    assert not model_fits(pf.FacetDFN(kinetics))


def test_a_row_says_which_way_it_was_computed():
    values = pf.li2025()
    assert mesh_of(values) == ELEMENTS
    assert mesh_of(values, numerics=pf.Numerics(route="volumes")) == VOLUMES
    assert mesh_of(values, with_own_submodel()) == VOLUMES
    assert mesh_of(values, numerics=pf.Numerics({"x_p": 5})) == VOLUMES


def test_a_porosity_of_place_runs_on_volumes():
    values = pf.li2025()
    porosity = values[names.POSITIVE_POROSITY]
    values.update({names.POSITIVE_POROSITY: lambda x, y, z: porosity + 0 * x})
    mesh = mesh_of(values)
    assert mesh.endswith("x_s=32") and "elements" not in mesh  # its demand is not known


def test_what_cannot_run_on_elements_is_refused_by_name():
    forced = pf.Numerics(route="elements")
    with pytest.raises(ValueError, match="route='elements': expected a FacetDFN half-cell"):
        pf.rate_capability({"a": pf.li2025()}, 1.0, model=pf.FacetSPMe(), numerics=forced)
    uneven = pf.Numerics(submesh_types={"separator": pybamm.Uniform1DSubMesh}, route="elements")
    with pytest.raises(ValueError, match="on a mesh of elements"):
        pf.rate_capability({"a": pf.li2025()}, 1.0, numerics=uneven)
    with pytest.raises(ValueError, match="route='spectral': expected one of auto, elements, volum"):
        pf.Numerics(route="spectral")
