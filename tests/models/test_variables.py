"""Output variables of the facets: their names are a contract, their values Eqs. 1, 2 and 5."""

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.kinetics import (
    electrode_exchange_current_density,
    particle_exchange_current,
)

FACETS = [facet.label for facet in pf.NMC811_FACETS]
ELECTRODE = "Positive electrode"
WEIGHTED = f"{ELECTRODE} facet-weighted exchange current density [A.m-2]"
TOTAL = "Electrode exchange current density [A.m-2]"
RESISTANCE = f"{ELECTRODE} charge-transfer resistance [Ohm.m2]"
SLOPE = f"{ELECTRODE} exchange current density from charge-transfer resistance [A.m-2]"
POINTS = {"x_n": 3, "x_s": 5, "x_p": 5, "r_p": 8}


def facet_j0(facet):
    return f"{ELECTRODE} {facet} facet exchange current density [A.m-2]"


@pytest.fixture(scope="module", params=["FacetDFN", "FacetSPMe", "FacetSPM"])
def solved(request):
    values = pybamm.ParameterValues("Li2025_isotropic")
    model = pybamm.Model(request.param)
    sim = pybamm.Simulation(model, parameter_values=values, var_pts=POINTS)
    return values, sim.solve([0, 1800])


def test_weighted_exchange_current_is_the_sum_over_facets(solved):
    values, solution = solved
    expected = sum(
        values[names.area_fraction(facet)] * solution[facet_j0(facet)].entries for facet in FACETS
    )
    assert solution[WEIGHTED].entries == pytest.approx(expected, rel=1e-12)
    stock = solution[f"{ELECTRODE} exchange current density [A.m-2]"].entries
    assert solution[WEIGHTED].entries == pytest.approx(stock, rel=1e-12)


def test_facets_keep_the_ratios_of_the_table(solved):
    _, solution = solved
    table = pf.FacetTable.nmc811().j0
    reference = solution[facet_j0("(003)")].entries
    for facet in FACETS:
        ratio = solution[facet_j0(facet)].entries / reference
        assert ratio == pytest.approx(table[facet] / table["(003)"], rel=1e-12)


def test_electrode_exchange_current_is_the_integral_over_its_thickness(solved):
    values, solution = solved
    area = solution[f"{ELECTRODE} surface area to volume ratio [m-1]"].entries
    mean = (area * solution[WEIGHTED].entries).mean(axis=0)
    thickness = values["Positive electrode thickness [m]"]
    assert solution[TOTAL].entries == pytest.approx(thickness * mean, rel=1e-10)


def test_electrode_exchange_current_is_that_of_the_spheres_that_fill_it(solved):
    values, solution = solved
    radius = values["Positive particle radius [m]"]
    projected = values["Electrode height [m]"] * values["Electrode width [m]"]
    volume = projected * values["Positive electrode thickness [m]"]
    share = values["Positive electrode active material volume fraction"]
    number = share * volume / (4 / 3 * np.pi * radius**3)
    areas = {f: 4 * np.pi * radius**2 * values[names.area_fraction(f)] for f in FACETS}
    j0 = {f: solution[facet_j0(f)].entries[0, 0] for f in FACETS}
    current = number * particle_exchange_current(areas, j0)
    expected = electrode_exchange_current_density([current], projected)
    assert solution[TOTAL].entries[0] == pytest.approx(expected, rel=1e-10)


def test_butler_volmer_resistance_follows_from_the_weighted_exchange_current(solved):
    values, solution = solved
    gas, faraday = (getattr(pybamm.constants, c).value for c in ("R", "F"))
    expected = gas * values["Ambient temperature [K]"] / faraday / solution[WEIGHTED].entries
    assert solution[RESISTANCE].entries == pytest.approx(expected, rel=1e-12)
    assert solution[SLOPE].entries == pytest.approx(solution[WEIGHTED].entries, rel=1e-12)


def test_outputs_follow_an_input_radius():
    values = pybamm.ParameterValues("Li2025_core_shell")
    values.update({"Positive particle radius [m]": "[input]"})
    sim = pybamm.Simulation(pf.FacetDFN(), parameter_values=values, var_pts=POINTS)
    one, half = (
        sim.solve([0, 10], inputs={"Positive particle radius [m]": radius})
        for radius in (5e-6, 2.5e-6)
    )
    j = f"X-averaged {ELECTRODE.lower()} interfacial current density [A.m-2]"
    first = 0
    for name, ratio in {
        f"{ELECTRODE} surface area to volume ratio [m-1]": 2,
        TOTAL: 2,
        WEIGHTED: 1,
        j: 0.5,
    }.items():
        pair = (np.ravel(solution[name].entries)[first] for solution in (half, one))
        assert np.divide(*pair) == pytest.approx(ratio, rel=1e-6)
