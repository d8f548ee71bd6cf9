"""Derived quantities against hand calculation, and Eq. 1 against the model's own output."""

import math

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets.kinetics import electrode_exchange_current_density, particle_exchange_current
from pybamm_facets.sets.implied import derived


@pytest.fixture(scope="module")
def quantities():
    table = derived(pybamm.ParameterValues("Li2025_core_shell"))
    assert table[["quantity", "unit", "how"]].map(lambda v: isinstance(v, str)).all().all()
    return table.set_index("quantity")["value"]


def test_paper_numbers_come_out(quantities):
    assert quantities["active loading"] == pytest.approx(6.3)
    assert quantities["1C specific current"] == pytest.approx(180)
    assert quantities["electrode area"] == pytest.approx(math.pi / 4 * 1.2**2)
    assert quantities["active volume fraction"] == pytest.approx(0.439, abs=1e-3)
    assert quantities["porosity"] == pytest.approx(0.361, abs=1e-3)
    assert quantities["theoretical capacity"] == pytest.approx(275.5, abs=0.1)
    assert quantities["1C current"] == pytest.approx(180 * quantities["active mass"] / 1000)


def test_coating_reading_of_the_loading():
    table = derived(pf.li2025(reading="coating")).set_index("quantity")["value"]
    assert table["active volume fraction"] == pytest.approx(0.373, abs=1e-3)
    assert table["porosity"] == pytest.approx(0.457, abs=1e-3)


def test_equation_1_is_the_sum_over_all_particles(quantities):
    # Spheres that make up the active volume, each with the facet areas of its surface.
    values = pybamm.ParameterValues("Li2025_core_shell")
    radius = values["Positive particle radius [m]"]
    surface, volume = 4 * math.pi * radius**2, 4 / 3 * math.pi * radius**3
    facets = [facet.label for facet in pf.NMC811_FACETS]
    areas = {f: surface * values[f"Positive electrode {f} facet area fraction"] for f in facets}
    j0 = {
        f: values[f"Positive electrode {f} facet reference exchange-current density [A.m-2]"]
        for f in facets
    }
    area = values["Electrode height [m]"] * values["Electrode width [m]"]
    active = (
        area
        * values["Positive electrode thickness [m]"]
        * values["Positive electrode active material volume fraction"]
    )
    particles = np.array([particle_exchange_current(areas, j0)]) * active / volume
    expected = electrode_exchange_current_density(particles, area) / 10
    assert quantities["electrode exchange current density"] == pytest.approx(expected, rel=1e-10)


def test_a_set_without_facets_is_refused():
    with pytest.raises(ValueError, match="no facets"):
        derived(pybamm.ParameterValues("Chen2020"))


def test_full_cell_set_has_derived_quantities():
    values = pf.add_facets(pybamm.ParameterValues("Chen2020"), pf.Agglomerate.core_shell())
    table = derived(values).set_index("quantity")["value"]
    assert table["1C current"] == pytest.approx(5000)
    assert "capacity of the voltage window" not in table
