"""A model with one facet beside PyBaMM's own: the same parameters, particle and mesh."""

import numpy as np
import pybamm
import pytest
from pybamm.input.parameters.lithium_ion.ORegan2022 import (
    nmc_LGM50_electrolyte_exchange_current_density_ORegan2022 as oregan_j0,
)

import pybamm_facets as pf
from pybamm_facets import names

J0 = "exchange-current density [A.m-2]"
ONE = (pf.NMC811_FACETS[1],)
POINTS = {"x_n": 5, "x_s": 5, "x_p": 5, "r_n": 10, "r_p": 10}


@pytest.fixture
def one_facet_values():
    """Make a set whose one facet has PyBaMM's own constants, and whose particle is homogeneous."""

    def build(base=None, **constants):
        if base is None:
            values = pf.li2025()
            values.update({f"Positive electrode {J0}": oregan_j0})
        else:
            values = pf.add_facets(base, pf.Agglomerate.isotropic())
        facet = ONE[0].label
        alpha = constants.get("alpha", 0.5)
        energy = constants.get("energy", 0.3)
        values.update(
            {
                names.area_fraction(facet): 1.0,
                names.exchange_current_density(facet): values[f"Positive electrode {J0}"],
                names.charge_transfer_coefficient(facet): alpha,
                "Positive electrode Butler-Volmer transfer coefficient": alpha,
                names.reorganization_energy(facet): energy,
                "Positive electrode reorganization energy [eV]": energy,
                names.CORE_RATIO: 1.0,
                names.SHELL_RATIO: 1.0,
                names.DIFFUSIVITY_ACTIVATION_ENERGY: 0.0,
            }
        )
        return values

    return build


@pytest.fixture
def solve_both():
    """Solve the stock and the one-facet model; returns both solutions, stock first."""

    def solve(name, options, values, t_end, c_rate=1.0, points=POINTS, samples=51, **arguments):
        stock = getattr(pybamm.lithium_ion, name)(dict(options))
        facet = getattr(pf, f"Facet{name}")(dict(options), ONE, diffusion=None, **arguments)
        time = np.linspace(0, t_end, samples)
        return [
            pybamm.Simulation(
                model,
                parameter_values=values,
                C_rate=c_rate,
                var_pts=stock.default_var_pts | points,
                submesh_types=stock.default_submesh_types,
            ).solve([0, t_end], t_interp=time)
            for model in (stock, facet)
        ]

    return solve


@pytest.fixture
def voltage_difference():
    """Largest difference of two voltages up to the cut-off, where the curve becomes vertical."""

    def difference(one, other):
        one, other = (np.asarray(s["Voltage [V]"].entries)[:-1] for s in (one, other))
        assert one.shape == other.shape
        return np.max(np.abs(one - other))

    return difference
