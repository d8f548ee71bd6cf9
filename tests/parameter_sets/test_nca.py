"""NCA, a material that came as files only: its numbers, and that no module knows of it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pybamm
import pytest
from pybamm.input.parameters.lithium_ion.NCA_Kim2011 import nca_ocp_Kim2011
from scipy.constants import Avogadro, physical_constants

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.sets.files.installed import folder
from pybamm_facets.sets.implied import derived

NAME = "NCA_half_cell"
FARADAY = physical_constants["Faraday constant"][0]
PUBLISHED_MAH_G = (170, 203)
"""Half-cells at low rates: 170 at 0.25C, of which 153 are 90 % after 60 cycles (Zhang et al. 2017,
DOI 10.1186/s11671-017-2143-4), to 203 at 0.1C (Gao et al. 2020, Nano Energy 73, 104798)."""


@pytest.fixture(scope="module")
def values():
    return pybamm.ParameterValues(NAME)


@pytest.fixture(scope="module")
def kim():
    return pybamm.ParameterValues("NCA_Kim2011")


@pytest.fixture(scope="module")
def implied(values):
    return derived(values).set_index("quantity")["value"]


def test_is_registered_and_described():
    assert NAME in pybamm.parameter_sets
    assert "Kim et al. 2011" in pybamm.parameter_sets.get_docstring(NAME)


def test_no_module_of_the_package_knows_the_material():
    modules = Path(pf.__file__).parent.rglob("*.py")
    told = [one for one in modules if "NCA" in one.read_text(encoding="utf-8")]
    own = [one for one in folder().glob("*.py") if "NCA" in one.read_text(encoding="utf-8")]
    assert told == own == []


def test_potential_falls_covers_the_window_and_is_the_published_one(values):
    potential = values[names.POSITIVE_OCP]
    table = pd.read_csv(folder() / "nca_ocp.csv", comment="#")
    assert len(table) >= 25
    x = np.linspace(table["stoichiometry"].iloc[0], table["stoichiometry"].iloc[-1], 2000)
    volts = potential(x)
    assert (np.diff(volts) < 0).all()
    assert volts[0] > values[names.UPPER_CUT_OFF] and volts[-1] < values[names.LOWER_CUT_OFF]
    inside = x[x < 0.983]
    published = np.squeeze(nca_ocp_Kim2011(pybamm.Vector(inside)).evaluate())
    np.testing.assert_allclose(potential(inside), published, atol=1.1e-3)


def test_rows_beyond_the_full_cell_are_marked():
    table = pd.read_csv(folder() / "nca_ocp.csv", comment="#").set_index("stoichiometry")
    assert (table.loc[:0.409, "provenance"] == "derived").all()
    assert (table.loc[0.41:, "provenance"] == "literature").all()


@pytest.mark.parametrize(
    "parameter", [names.C_MAX, names.PARTICLE_RADIUS, "Positive electrode conductivity [S.m-1]"]
)
def test_numbers_are_those_of_the_published_set(values, kim, parameter):
    assert values[parameter] == pytest.approx(kim[parameter], rel=1e-12)


@pytest.mark.parametrize("celsius", [10.0, 25.0, 40.0])
def test_diffusivity_is_the_published_one(values, kim, celsius):
    temperature = celsius + 273.15
    published = kim["Positive particle diffusivity [m2.s-1]"](0.5, pybamm.Scalar(temperature))
    energy = values[names.DIFFUSIVITY_ACTIVATION_ENERGY]
    reference = values[names.DIFFUSIVITY_REFERENCE_TEMPERATURE]
    factor = np.exp(energy / pybamm.constants.R.value * (1 / reference - 1 / temperature))
    expected = float(published.evaluate())
    assert values[names.DIFFUSIVITY] * factor == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("facet", ["(003)", "(104)", "(102)", "(113)", "(101)", "(201)"])
def test_every_facet_has_the_exchange_current_of_whole_particles(values, facet):
    assert values[names.reference_exchange_current_density(facet)] == pytest.approx(4, rel=1e-12)
    assert values[names.FACET_REFERENCE_STOICHIOMETRY] == 0.41
    assert values[names.FACET_REFERENCE_TEMPERATURE] == 298.15


def test_capacity_and_density_are_those_of_the_material(values, implied):
    molar_mass = 96.08e-3  # LiNi0.8Co0.15Al0.05O2
    assert implied["theoretical capacity"] == pytest.approx(FARADAY / 3.6e3 / molar_mass, rel=1e-3)
    a, c = values[names.LATTICE_A], values[names.LATTICE_C]
    x_ray = 3 * molar_mass / Avogadro / (np.sqrt(3) / 2 * a**2 * c)
    assert values[names.ACTIVE_MATERIAL_DENSITY] == pytest.approx(x_ray, rel=0.01)


def test_discharges_run_and_a_slow_one_is_what_half_cells_deliver(implied):
    table = pf.rate_capability(NAME, ["C/10", 1]).table.set_index("c_rate")
    assert (table["status"] == "ok").all()
    slow, fast = table["capacity_mAh_g"]
    assert PUBLISHED_MAH_G[0] < slow < PUBLISHED_MAH_G[1]
    assert 0.9 * slow < fast < slow < implied["capacity of the voltage window"]


def test_texture_makes_no_difference(values):
    turned = values.copy()
    turned.update({names.area_fraction("(003)"): 0.0, names.area_fraction("(201)"): 0.0})
    left = sum(turned[names.area_fraction(f.label)] for f in pf.NMC811_FACETS)
    share = names.area_fraction("(104)")
    turned.update({share: turned[share] + 1 - left})
    table = pf.rate_capability({"random": values, "turned": turned}, 5).table
    assert np.ptp(table["capacity_mAh_g"]) < 0.01


def test_every_parameter_has_an_origin(values):
    table = pf.provenance(values)
    assert table.attrs["set"] == "NCA"
    assert (table["provenance"] != "user").all()
    assert (table["source"].str.len() > 0).all()
    estimates = table[table["provenance"] == "estimate"]
    assert estimates["lower"].notna().all()
    numbers = estimates[estimates["value"].map(lambda value: isinstance(value, float))]
    assert (numbers["lower"] <= numbers["value"]).all()
    assert (numbers["value"] <= numbers["upper"]).all()
    assert not table.index.str.contains("crack|Paris|Poisson|Young").any()
