"""From activation energies to a facet table, and to a cell."""

from dataclasses import replace

import numpy as np
import pybamm
import pytest

from pybamm_facets import FacetDFN, FacetTable, names
from pybamm_facets.kinetics.table import FacetKinetics
from pybamm_facets.theory import (
    ILLUSTRATIVE_ELECTROLYTE,
    ILLUSTRATIVE_NMC811_FACETS,
    FacetSurfaces,
    ValidityWarning,
    facet_activation_energies,
    facet_table_from_theory,
)

ELECTROLYTE = replace(ILLUSTRATIVE_ELECTROLYTE, illustrative=False)
MEASURED = FacetKinetics("(003)", 0.6, lower=0.5, upper=0.7, provenance="paper")


def energies(surfaces=None, electrolyte=ELECTROLYTE):
    return facet_activation_energies(
        surfaces or FacetSurfaces(ILLUSTRATIVE_NMC811_FACETS.rows),
        electrolyte,
        reorganization=lambda electrolyte, phi: 1.12 - 0.077 * phi,
    )


def test_ratios_are_those_of_the_theory_and_the_scale_is_measured():
    result = energies()
    table = facet_table_from_theory(result, MEASURED)
    ratios = [row.j0 / MEASURED.j0 for row in table.rows]
    np.testing.assert_allclose(np.log(ratios), result.log_ratio("(003)"), rtol=1e-12)
    assert [row.facet for row in table.rows] == list(result.facets)
    assert table.rows[0] == MEASURED
    assert {row.provenance for row in table.rows[1:]} == {"theory"}
    assert all(row.upper / row.lower == pytest.approx(1.4) for row in table.rows)


def test_any_facet_may_be_the_measured_one_and_a_slope_may_be_given():
    by_basal = facet_table_from_theory(energies(), MEASURED).j0
    other = FacetKinetics("201", by_basal["(201)"])
    assert facet_table_from_theory(energies(), other).j0 == pytest.approx(by_basal)
    steep = facet_table_from_theory(energies(), MEASURED, slope=0.05).j0
    assert 1 < steep["(201)"] / steep["(003)"] < by_basal["(201)"] / by_basal["(003)"]


def test_a_table_from_placeholders_warns():
    with pytest.warns(ValidityWarning, match=r"illustrative inputs \(facets\)"):
        facet_table_from_theory(energies(ILLUSTRATIVE_NMC811_FACETS), MEASURED)
    with pytest.warns(ValidityWarning, match=r"illustrative inputs \(electrolyte\)"):
        facet_table_from_theory(energies(electrolyte=ILLUSTRATIVE_ELECTROLYTE), MEASURED)


def test_the_facet_table_survives_its_file(tmp_path):
    table = facet_table_from_theory(energies(), MEASURED)
    path = tmp_path / "facets.csv"
    table.to_frame().to_csv(path, index=False)
    again = FacetTable.from_csv(path)
    assert again.j0 == pytest.approx(table.j0)
    assert [row.provenance for row in again.rows] == [row.provenance for row in table.rows]


def test_bad_input():
    with pytest.raises(ValueError, match=r"measured facet=\(104\): expected one of \(003\)"):
        few = FacetSurfaces(ILLUSTRATIVE_NMC811_FACETS.rows[:1])
        facet_table_from_theory(energies(few), FacetKinetics("(104)", 1.0))
    with pytest.raises(ValueError, match=r"holds at 303\.15 K, expected 293\.15"):
        facet_table_from_theory(energies(), replace(MEASURED, temperature=303.15))


@pytest.mark.slow
def test_a_cell_runs_on_a_table_from_theory():
    table = facet_table_from_theory(energies(), MEASURED)
    parameters = pybamm.ParameterValues("Li2025_core_shell")
    parameters.update(table.parameters())
    simulation = pybamm.Simulation(FacetDFN(), parameter_values=parameters)
    solution = simulation.solve([0, 60])
    assert parameters[names.reference_exchange_current_density("(201)")] == table.j0["(201)"]
    stock = pybamm.Simulation(
        FacetDFN(), parameter_values=pybamm.ParameterValues("Li2025_core_shell")
    ).solve([0, 60])
    name = "Positive electrode facet-weighted exchange current density [A.m-2]"
    # At equal lithium contents the two cells differ by the table alone.
    assert np.mean(solution[name].entries[:, 0]) != pytest.approx(
        np.mean(stock[name].entries[:, 0]), rel=0.05
    )
