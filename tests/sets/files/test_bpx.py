"""A set that builds upon a BPX file, read by PyBaMM's reader."""

import json

import pytest

import pybamm_facets as pf
from pybamm_facets.sets.files.loading import loaded
from pybamm_facets.studies.set_rates import rates_of_sets

# The reader's own: pyparsing and pydantic call parts of bpx 1.1.1 deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def electrode(ocp, c_max, low, high):
    return {
        "Particle radius [m]": 4e-6,
        "Thickness [m]": 5e-5,
        "Diffusivity [m2.s-1]": 3e-14,
        "Diffusivity activation energy [J.mol-1]": 15000.0,
        "OCP [V]": ocp,
        "Entropic change coefficient [V.K-1]": 0.0,
        "Conductivity [S.m-1]": 10.0,
        "Surface area per unit volume [m-1]": 375000.0,
        "Porosity": 0.3,
        "Transport efficiency": 0.16,
        "Reaction rate constant [mol.m-2.s-1]": 1e-6,
        "Reaction rate constant activation energy [J.mol-1]": 35000.0,
        "Minimum stoichiometry": low,
        "Maximum stoichiometry": high,
        "Maximum concentration [mol.m-3]": c_max,
    }


CELL = {
    "Header": {"BPX": "1.1.1", "Title": "made for a test", "Model": "DFN"},
    "Parameterisation": {
        "Cell": {
            "Electrode area [m2]": 0.0017,
            "External surface area [m2]": 0.0379,
            "Volume [m3]": 0.000128,
            "Number of electrode pairs connected in parallel to make a cell": 1,
            "Lower voltage cut-off [V]": 2.7,
            "Upper voltage cut-off [V]": 4.2,
            "Nominal cell capacity [A.h]": 0.05,
            "Reference temperature [K]": 298.15,
            "Density [kg.m-3]": 1847,
            "Specific heat capacity [J.K-1.kg-1]": 913,
        },
        "Electrolyte": {
            "Cation transference number": 0.26,
            "Diffusivity [m2.s-1]": 3e-10,
            "Diffusivity activation energy [J.mol-1]": 17100,
            "Conductivity [S.m-1]": "3.3 * (x / 1000) - 2.5 * (x / 1000) ** 1.5",
            "Conductivity activation energy [J.mol-1]": 17100,
        },
        "Negative electrode": electrode("0.7 - 0.65*x", 30000, 0.06, 0.85),
        "Positive electrode": electrode("4.6 - 1.3*x", 46000, 0.39, 0.95),
        "Separator": {"Thickness [m]": 2e-5, "Porosity": 0.47, "Transport efficiency": 0.32},
    },
    "State": {
        "Initial conditions": {
            "Initial state-of-charge": 1,
            "Initial temperature [K]": 298.15,
            "Initial electrolyte concentration [mol.m-3]": 1000,
        },
        "Thermal environment": {"Ambient temperature [K]": 298.15},
    },
}
OWN = (
    'like = "cell.json"\n[material]\ndensity_g_cm3 = 4.7\nj0_mA_cm2 = 1.0\n[particle]\nkappa = 0\n'
)


@pytest.fixture
def path(tmp_path):
    (tmp_path / "cell.json").write_text(json.dumps(CELL), encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_what_is_not_given_comes_from_the_bpx_file(path):
    values = pf.load_set(path)
    assert values["Positive electrode thickness [m]"] == 5e-5
    assert values["Maximum concentration in positive electrode [mol.m-3]"] == 46000
    assert values["Positive electrode active material density [kg.m-3]"] == 4700
    j0 = "Positive electrode (104) facet reference exchange-current density [A.m-2]"
    assert values[j0] == 10
    origins = pf.provenance(values)
    row = origins.loc["Separator porosity"]
    assert (row["provenance"], row["source"]) == ("user", "as in cell.json")


def test_it_runs_as_the_full_cell_that_it_is(path):
    table = rates_of_sets(
        {"mine": loaded(path).parameter_values}, (0.2,), directions=("discharge",)
    ).table
    assert table["status"].item() == "ok"
    # The lithium between the positive electrode's two contents, per gram of its material.
    most = (0.95 - 0.39) * 46000 * 96485.33 / 3600 / 4700
    assert 0.9 * most < table["capacity_mAh_g"].item() < 1.05 * most


def test_with_lithium_it_is_a_half_cell(path):
    path.write_text(
        OWN + '[lithium]\nkinetics = "Xu2019"\n[cell]\nlower_voltage_V = 3.4\n', encoding="utf-8"
    )
    found = pf.rate_capability(path, 0.2).table
    assert found["status"].item() == "ok"
