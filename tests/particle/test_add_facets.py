"""Facets on anyone's parameter set: nothing else changes, and the cell discharges."""

import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.kinetics import FacetKinetics

PARTICLE = pf.Agglomerate.core_shell(radius=4e-6)


def test_the_given_set_is_left_as_it_is_and_the_rest_of_it_is_kept():
    base = pybamm.ParameterValues("Chen2020")
    before = dict(base)
    values = pf.add_facets(base, PARTICLE)
    assert dict(base) == before
    added = set(PARTICLE.parameters()) | set(pf.FacetTable.nmc811().parameters())
    added |= {
        names.ACTIVE_MATERIAL_DENSITY,
        names.DIFFUSIVITY_ACTIVATION_ENERGY,
        names.DIFFUSIVITY_REFERENCE_TEMPERATURE,
        names.SURFACE_RESISTANCE,
    }
    assert set(values) - set(before) == added - set(before)
    assert values[names.DIFFUSIVITY_ACTIVATION_ENERGY] == 0
    assert {name for name in before if values[name] != before[name]} == {
        "Positive particle radius [m]"
    }


def test_facets_are_those_of_the_particle_and_the_table():
    table = pf.FacetTable((FacetKinetics("(104)", 4.0),))
    merged = pf.FacetTable.nmc811().replaced(table)
    base = pybamm.ParameterValues("Chen2020")
    values = pf.add_facets(base, PARTICLE, merged, reference_stoichiometry=0.6)
    for facet, share in PARTICLE.facet_fractions.items():
        assert values[names.area_fraction(facet)] == share
    assert values[names.FACET_REFERENCE_STOICHIOMETRY] == 0.6
    expected = 4.0 * (0.6 * 0.4) ** 0.5 / 0.5
    j0 = values[names.reference_exchange_current_density("(104)")]
    assert j0 == pytest.approx(expected, rel=1e-12)


def test_constants_of_the_electrode_become_those_of_every_facet():
    base = pybamm.ParameterValues("Chen2020")
    base.update(
        {
            "Positive electrode Butler-Volmer transfer coefficient": 0.4,
            "Positive electrode reorganization energy [eV]": 0.3,
        }
    )
    values = pf.add_facets(base, PARTICLE)
    for facet in PARTICLE.facet_fractions:
        assert values[names.charge_transfer_coefficient(facet)] == 0.4
        assert values[names.reorganization_energy(facet)] == 0.3


def test_a_facet_without_kinetics_is_refused():
    table = pf.FacetTable((FacetKinetics("(003)", 0.6),))
    with pytest.raises(
        ValueError, match=r"^facet_table: expected an exchange current density for facet \(104\)"
    ):
        pf.add_facets(pybamm.ParameterValues("Chen2020"), PARTICLE, table)


@pytest.mark.parametrize("parameter_set", ["Chen2020", "Marquis2019"])
def test_a_full_cell_with_facets_discharges(parameter_set):
    values = pf.add_facets(pybamm.ParameterValues(parameter_set), PARTICLE)
    model = pf.FacetDFN({"working electrode": "both"})
    points = {"x_n": 5, "x_s": 5, "x_p": 5, "r_n": 8, "r_p": 15}
    solution = pybamm.Simulation(model, parameter_values=values, var_pts=points).solve([0, 4500])
    assert solution.termination == "event: Minimum voltage [V]"
    assert (
        solution["Discharge capacity [A.h]"].entries[-1]
        > 0.3 * values["Nominal cell capacity [A.h]"]
    )
