"""Physics of the entry: its limit is PyBaMM's DFN, facets add by area, texture decides the rate."""

import numpy as np
import pybamm
import pybamm_model_zoo as zoo
import pytest

import pybamm_facets as pf
from pybamm_facets.sets.cell import active_mass

ONE_FACET = pf.NMC811_FACETS[1:2]


def discharge(values, c_rate=10.0):
    model = zoo.load("FacetDFN")()
    values = values.copy()
    values.set_initial_state("4.5 V", options=model.options)
    values["Current function [A]"] = c_rate * values["Nominal cell capacity [A.h]"]
    return pybamm.Simulation(model, parameter_values=values).solve([0, 4500 / c_rate])


def test_one_facet_on_the_stock_particle_is_the_stock_model():
    # PyBaMM's own kinetics and diffusion remain: what differs is 1 * j0 instead of j0.
    options = {"working electrode": "positive", "contact resistance": "true"}
    options["intercalation kinetics"] = "symmetric Butler-Volmer"
    facet = zoo.load("FacetDFN")(options, ONE_FACET, diffusion=None)
    values = pybamm.ParameterValues("Li2025_core_shell")
    label = ONE_FACET[0].label
    j0 = values[f"Positive electrode {label} facet exchange-current density [A.m-2]"]
    values.update({f"Positive electrode {label} facet area fraction": 1.0})
    values.update({"Positive electrode exchange-current density [A.m-2]": j0})
    times = np.linspace(0, 3000, 31)
    one, other = (
        pybamm.Simulation(
            model,
            parameter_values=values,
            var_pts=facet.default_var_pts,
            submesh_types=facet.default_submesh_types,
        )
        .solve([0, 3000], t_interp=times)["Voltage [V]"]
        .entries
        for model in (pybamm.lithium_ion.DFN(options), facet)
    )
    np.testing.assert_allclose(one, other, rtol=0, atol=1e-8)


def test_facets_add_by_their_area():
    # Eq. 1 of Li et al. 2025: j0 = sum of f_i j0_i.
    values = pybamm.ParameterValues("Li2025_core_shell")
    particle = pf.Agglomerate.core_shell(shell=pf.Texture(kappa=2))
    values.update(particle.parameters())
    solution = discharge(values)
    facets = "Positive electrode {} facet exchange current density [A.m-2]"
    parts = sum(
        share * solution[facets.format(facet)].entries
        for facet, share in particle.facet_fractions.items()
    )
    mean = solution["Positive electrode facet-weighted exchange current density [A.m-2]"].entries
    np.testing.assert_allclose(parts, mean, rtol=1e-10)


@pytest.mark.parametrize(
    ("particle", "capacity"),
    [(pf.Agglomerate.core_shell(), 144.0), (pf.Agglomerate.isotropic(), 103.4)],
    ids=["core-shell", "random"],
)
def test_texture_decides_the_capacity_at_10c(particle, capacity):
    # The first was measured (Li et al. 2025, Fig. 4g) and D_ab fitted to it; random grains with
    # the same D_ab are a prediction.
    values = pybamm.ParameterValues("Li2025_core_shell")
    values.update(particle.parameters())
    solution = discharge(values)
    found = solution["Discharge capacity [A.h]"].entries[-1] / active_mass(values)
    assert found == pytest.approx(capacity, abs=0.5)
