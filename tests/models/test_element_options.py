"""Under PyBaMM's options elements give what many finite volumes give."""

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.particle import RadialElementMesh
from tests.models.test_options import SWELLING, full_cell_values, two_phases
from tests.particle.finite_volumes import finite_volume_model

ACROSS = {"x_n": 3, "x_s": 4, "x_p": 3, "r_n": 8, "R_p": 4}
HALF = {"working electrode": "positive", "contact resistance": "true"}
FULL = {"working electrode": "both"}
CASES = {
    "half-cell": (pf.FacetDFN, HALF),
    "single particle": (pf.FacetSPM, HALF),
    "single particle with electrolyte": (pf.FacetSPMe, HALF),
    "sizes": (pf.FacetDFN, HALF | {"particle size": "distribution"}),
    "sizes, single particle": (pf.FacetSPM, HALF | {"particle size": "distribution"}),
    "full cell": (pf.FacetDFN, FULL),
    "lumped thermal": (pf.FacetDFN, FULL | {"thermal": "lumped"}),
    "swelling": (pf.FacetDFN, FULL | SWELLING),
    "stress": (pf.FacetDFN, FULL | SWELLING | {"stress-induced diffusion": "true"}),
    "cracking": (pf.FacetSPMe, FULL | SWELLING | {"particle mechanics": "swelling and cracking"}),
    "differential surface": (pf.FacetSPMe, HALF | {"surface form": "differential"}),
}
SLOW = {"full cell", "sizes", "cracking", "differential surface"}


def values_of(options):
    if options["working electrode"] == "both":
        values = pf.add_facets(full_cell_values(), pf.Agglomerate.core_shell())
        values.update({names.CORE_RATIO: 0.4, names.SHELL_RATIO: 0.4})
        return values
    values = pf.li2025("isotropic")
    if "particle size" in options:
        values = pybamm.get_size_distribution_parameters(values, working_electrode="positive")
    return values


def voltages(model, values, points):
    simulation = pybamm.Simulation(
        model,
        parameter_values=values,
        C_rate=2,
        var_pts=model.default_var_pts | ACROSS | {"r_p": points},
    )
    simulation.solver.rtol, simulation.solver.atol = 1e-6, 1e-8
    return simulation.solve([0, 300], t_interp=np.linspace(0, 300, 7))


@pytest.mark.parametrize(
    "case", [pytest.param(c, marks=pytest.mark.slow if c in SLOW else ()) for c in CASES]
)
def test_elements_agree_with_fine_volumes(case):
    model, options = CASES[case]
    values = values_of(options)
    ours = voltages(model(options), values, 15)
    fine = voltages(finite_volume_model(options, model), values, 200)
    for name, scale in (
        ("Voltage [V]", 1.0),
        ("X-averaged positive particle surface stoichiometry", 1.0),
        ("Average positive particle stoichiometry", 1.0),
    ):
        one, other = (np.asarray(s[name].entries) for s in (ours, fine))
        assert one == pytest.approx(other, abs=3e-4 * scale), name


@pytest.mark.slow
def test_each_phase_has_its_elements(one_facet_values):
    options = FULL | {"particle phases": ("1", "2")}
    values = two_phases(one_facet_values(pybamm.ParameterValues("Chen2020")))
    one = pf.NMC811_FACETS[1:2]
    elements = pf.FacetDFN(options, one)
    assert elements.default_submesh_types["positive secondary particle"] is RadialElementMesh
    found = []
    for model, points in ((elements, 11), (pf.FacetDFN(options, one, diffusion=None), 150)):
        radial = {"r_p_prim": points, "r_p_sec": points}
        simulation = pybamm.Simulation(
            model, parameter_values=values, var_pts=model.default_var_pts | ACROSS | radial
        )
        solution = simulation.solve([0, 300], t_interp=np.linspace(0, 300, 7))
        found.append(solution["Voltage [V]"].entries)
    assert found[0] == pytest.approx(found[1], abs=2e-4)


def test_one_facet_converges_to_the_stock_model(one_facet_values):
    values, facet = one_facet_values(), pf.FacetDFN(HALF, pf.NMC811_FACETS[1:2])
    stock = pybamm.lithium_ion.DFN(HALF)
    simulation = pybamm.Simulation(
        stock,
        parameter_values=values,
        var_pts=stock.default_var_pts | {"x_s": 30, "x_p": 10, "r_p": 200},
        submesh_types=pf.FacetDFN(HALF, diffusion=None).default_submesh_types,
    )
    simulation.solver.rtol, simulation.solver.atol = 1e-7, 1e-9
    fine = simulation.solve([0, 4500], t_interp=np.linspace(0, 4500, 16))
    errors = []
    for nodes in (4, 11):
        points = facet.default_var_pts | {"x_p": 10, "r_p": nodes}
        simulation = pybamm.Simulation(facet, parameter_values=values, var_pts=points)
        simulation.solver.rtol, simulation.solver.atol = 1e-7, 1e-9
        solution = simulation.solve([0, 4500], t_interp=np.linspace(0, 4500, 16))
        difference = solution["Voltage [V]"].entries - fine["Voltage [V]"].entries
        errors.append(np.max(np.abs(difference[1:])))  # the first is the start's own tolerance
    assert errors[0] > 2 * errors[-1]
    assert errors[-1] < 2e-4
