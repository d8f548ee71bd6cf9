"""Facets are a set: order and splitting change nothing, and their currents add up."""

import numpy as np
import pybamm
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.kinetics import exchange_current_function

LAWS = [
    "symmetric Butler-Volmer",
    "asymmetric Butler-Volmer",
    "linear",
    "Marcus",
    "Marcus-Hush-Chidsey",
]
POINTS = {"x_n": 3, "x_s": 4, "x_p": 4, "r_p": 8}
TWIN = pf.FacetFamily("(208)", (2, 0, 8))
"""Another label for the orientation of (104)."""
THREE = (pf.NMC811_FACETS[0], pf.NMC811_FACETS[1], TWIN)
CONSTANTS = (
    names.area_fraction,
    names.reference_exchange_current_density,
    names.charge_transfer_coefficient,
    names.reorganization_energy,
)
FACETS = {"(003)": (0.3, 0.6, 0.45, 0.25), "(104)": (0.7, 8.0, 0.6, 0.35)}


def simulation(facets, law, model=pf.FacetSPM):
    """A half-cell at 1C with every constant of every facet an input."""
    values = pf.li2025()
    for facet in facets:
        values[names.exchange_current_density(facet.label)] = exchange_current_function(facet.label)
        values.update({name(facet.label): "[input]" for name in CONSTANTS})
    options = {"intercalation kinetics": ("symmetric Butler-Volmer", law)}
    sim = pybamm.Simulation(model(options, facets), parameter_values=values, var_pts=POINTS)
    sim.build()
    return sim


def discharge(sim, facets, t_end=600.0):
    inputs = {
        name(facet): value
        for facet, constants in facets.items()
        for name, value in zip(CONSTANTS, constants, strict=True)
    }
    sim.solver.rtol, sim.solver.atol = 1e-9, 1e-10
    return sim.solve([0, t_end], t_interp=np.linspace(0, t_end, 7), inputs=inputs)


def voltage(sim, facets):
    return discharge(sim, facets)["Voltage [V]"].entries


@pytest.fixture(scope="module", params=["asymmetric Butler-Volmer", "Marcus"])
def three(request):
    """Three facets, under a law whose constants differ by facet; and two as the reference."""
    two = simulation(THREE[:2], request.param)
    return simulation(THREE, request.param), voltage(two, FACETS)


@settings(max_examples=8)
@example(0.5)
@given(share=st.floats(0, 1))
def test_splitting_a_facet_changes_nothing(three, share):
    sim, expected = three
    fraction, *constants = FACETS["(104)"]
    split = {
        "(003)": FACETS["(003)"],
        "(104)": (share * fraction, *constants),
        "(208)": ((1 - share) * fraction, *constants),
    }
    assert voltage(sim, split) == pytest.approx(expected, abs=1e-8)


@settings(max_examples=6)
@given(order=st.permutations(["(003)", "(104)", "(208)"]))
def test_permuting_the_constants_of_facets_changes_nothing(three, order):
    sim, _ = three
    constants = [(0.2, 0.6, 0.45, 0.25), (0.3, 8.0, 0.6, 0.35), (0.5, 4.0, 0.5, 0.3)]
    labels = [facet.label for facet in THREE]
    expected = voltage(sim, dict(zip(labels, constants, strict=True)))
    assert voltage(sim, dict(zip(order, constants, strict=True))) == pytest.approx(
        expected, abs=1e-8
    )


def test_the_order_in_which_a_model_is_given_its_facets_changes_nothing():
    one, other = (
        voltage(simulation(facets, "Marcus-Hush-Chidsey", pf.FacetDFN), FACETS)
        for facets in (THREE[:2], THREE[1::-1])
    )
    assert one == pytest.approx(other, abs=1e-8)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("model", [pf.FacetDFN, pf.FacetSPM])
def test_facet_currents_add_up_to_the_interfacial_current(law, model):
    solution = discharge(simulation(THREE[:2], law, model), FACETS)
    total = solution["Positive electrode interfacial current density [A.m-2]"].entries
    parts = [
        constants[0]
        * solution[f"Positive electrode {facet} facet interfacial current density [A.m-2]"].entries
        for facet, constants in FACETS.items()
    ]
    assert np.all(np.abs(parts) > 0)
    assert sum(parts) == pytest.approx(total, rel=1e-10)


@pytest.mark.parametrize("model", [pf.FacetSPM, pf.FacetSPMe])
def test_facet_currents_add_up_where_kinetics_are_inverted(model):
    values = pf.li2025()
    sim = pybamm.Simulation(model(), parameter_values=values, var_pts=POINTS)
    solution = sim.solve([0, 600])
    total = solution["Positive electrode interfacial current density [A.m-2]"].entries
    parts = [
        values[names.area_fraction(facet.label)]
        * solution[
            f"Positive electrode {facet.label} facet interfacial current density [A.m-2]"
        ].entries
        for facet in pf.NMC811_FACETS
    ]
    assert sum(parts) == pytest.approx(total, rel=1e-10)
