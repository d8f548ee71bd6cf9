"""PyBaMM's impedance simulation with facets: the charge-transfer arc is Eqs. 1 and 5."""

import numpy as np
import pybamm
import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.kinetics import exchange_current_function

POINTS = {"x_n": 3, "x_s": 5, "x_p": 5, "r_p": 15}
J0 = names.reference_exchange_current_density
SURFACE = {"surface form": "differential"}


def half_cell():
    """Half charged, with the lithium electrode taken out of the spectrum by a huge j0."""
    values = pf.li2025()
    full = values["Maximum concentration in positive electrode [mol.m-3]"]
    values.update(
        {
            "Initial concentration in positive electrode [mol.m-3]": 0.5 * full,
            "Exchange-current density for lithium metal electrode [A.m-2]": 1e6,
        }
    )
    return values


def impedance(model, values, frequencies, **arguments):
    sim = pybamm.EISSimulation(model, parameter_values=values, var_pts=POINTS)
    return np.asarray(sim.solve(frequencies, **arguments).impedance)


def test_charge_transfer_arc_is_the_electrodes_exchange_current():
    values = half_cell()
    # Fast diffusion and a small double layer leave a plateau between charge transfer and Warburg.
    values.update(
        {
            "Positive particle diffusivity [m2.s-1]": 1e-9,
            "Positive electrode double-layer capacity [F.m-2]": 1e-4,
        }
    )
    high, plateau = impedance(pf.FacetSPM(SURFACE), values, [1e8, 3e2]).real
    table = pf.FacetTable.nmc811().j0
    mean = sum(values[names.area_fraction(f)] * j0 for f, j0 in table.items())
    share = values["Positive electrode active material volume fraction"]
    roughness = (
        3 * share / values["Positive particle radius [m]"]
        * values["Positive electrode thickness [m]"]
    )  # fmt: skip
    area = values["Electrode height [m]"] * values["Electrode width [m]"]
    expected = 8.314462618 * 293.15 / (96485.33212 * roughness * mean * area)
    assert high - plateau < 0
    assert plateau - high == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize("name", ["DFN", "SPM"])
def test_one_facet_has_the_stock_impedance(name):
    values = half_cell()
    facet = pf.NMC811_FACETS[1].label
    values.update(
        {
            "Positive electrode exchange-current density [A.m-2]": exchange_current_function(facet),
            names.area_fraction(facet): 1.0,
        }
    )
    options = SURFACE | {"working electrode": "positive", "contact resistance": "true"}
    frequencies = np.logspace(-3, 4, 8)
    stock = getattr(pybamm.lithium_ion, name)(options)
    mixed = getattr(pf, f"Facet{name}")(options, pf.NMC811_FACETS[1:2], diffusion=None)
    expected, z = (
        np.asarray(
            pybamm.EISSimulation(
                model,
                parameter_values=values,
                var_pts=POINTS,
                submesh_types=stock.default_submesh_types,
            )
            .solve(frequencies)
            .impedance
        )
        for model in (stock, mixed)
    )
    assert np.max(np.abs(z / expected - 1)) < 1e-9


def test_impedance_takes_facet_inputs():
    values = half_cell()
    values.update({J0("(113)"): "[input]"})
    model = pf.FacetDFN(SURFACE)
    sim = pybamm.EISSimulation(model, parameter_values=values, var_pts=POINTS)
    baked = half_cell()
    for j0 in (1.0, 9.0):
        baked.update({J0("(113)"): j0})
        free = np.asarray(sim.solve([0.1, 10.0], inputs={J0("(113)"): j0}).impedance)
        assert free == pytest.approx(impedance(pf.FacetDFN(SURFACE), baked, [0.1, 10.0]), rel=1e-9)
