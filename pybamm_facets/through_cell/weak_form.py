r"""The Doyle-Fuller-Newman half-cell on spectral elements, in particles and across the cell.

The weak form of every balance is taken with the nodes' own polynomials, integrals on the nodes.
Across the cell, with N the salt's flux, i_e and i_s the currents in electrolyte and electrode, j
the interfacial current density and a the area per volume,

.. math::

   \frac{\mathrm{d}}{\mathrm{d}t}\int \varepsilon c\,\varphi &= \int N \varphi' +
       \int \frac{a j}{F}\,\varphi + \frac{i}{F}\,\varphi(0), \\
   0 &= \int i_\mathrm{e}\,\varphi' + \int a j\,\varphi + i\,\varphi(0), \\
   0 &= -\int i_\mathrm{s}\,\varphi' + \int a j\,\varphi + i\,\varphi(L) .

Fluxes at both ends are natural conditions: nothing is extrapolated, and the balances of lithium and
charge are exact. The state is c and not εc, as the porosity jumps at a node. At the lithium
the kinetics give the electrolyte's potential, which takes the place of the second balance there.

Laws that hold at a point (open-circuit voltage, exchange currents, kinetics of the facets,
transport) are those of the PyBaMM model itself, so no number is written twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pybamm

from pybamm_facets import names
from pybamm_facets.through_cell.cell_laws import CellLaws
from pybamm_facets.through_cell.state_layout import CellElements, StateLayout


@dataclass(frozen=True, eq=False)
class Equations:
    """A half-cell's equations in its states, parameters not yet replaced.

    Parameters
    ----------
    rhs
        Rates of the differential states, in order, without that of the energy.
    algebraic
        What vanishes: charge balances of electrolyte and electrode [A.m-2].
    initial
        All states at time zero; potentials are a guess.
    variables
        PyBaMM's names to what a run reads.
    layout
        Of the states.
    """

    rhs: tuple[pybamm.Symbol, ...]
    algebraic: tuple[pybamm.Symbol, ...]
    initial: tuple[pybamm.Symbol, ...]
    variables: dict[str, pybamm.Symbol]
    layout: StateLayout


def element_equations(model: Any, elements: CellElements) -> Equations:
    """Equations of a model's half-cell on elements.

    Parameters
    ----------
    model
        A `pybamm_facets.FacetDFN` with the default options, kinetics and contact apart.
    elements
        Nodes in particles and across the cell.
    """
    layout = StateLayout(elements)
    cell = CellLaws(model, elements)
    across = elements.across
    first, last = _unit(across.nodes, 0), _unit(across.electrode, -1)
    salt = cell.salt_scale * layout.state(layout.salt)
    lithium = cell.lithium_scale * layout.state(layout.lithium)
    phi_s = layout.state(layout.electrode_potential)
    at_metal = cell.potential_at_metal(salt)
    others = pybamm.Matrix(np.eye(across.nodes)[:, 1:])
    phi_e = first * at_metal + others @ layout.state(layout.electrolyte_potential)

    surface = cell.surface(lithium)
    in_electrode = pybamm.Matrix(across.in_electrode)
    j = cell.interfacial_current(in_electrode @ salt, surface, phi_s - in_electrode @ phi_e)
    reaction = pybamm.Vector(across.electrode_weights) * (cell.thickness * cell.area * j)
    flux, current = cell.electrolyte_fluxes(salt, phi_e)
    to_nodes = pybamm.Matrix(across.derivative.T) @ pybamm.Matrix(np.diag(across.weights))
    everywhere = pybamm.Matrix(across.in_electrode.T) @ reaction

    masses = cell.salt_masses()
    salt_rate = (
        to_nodes @ flux + everywhere / cell.faraday + first * (cell.current / cell.faraday)
    ) / masses
    charge = to_nodes @ current + everywhere + first * cell.current
    electrode_charge = (
        reaction
        + last * cell.current
        - pybamm.Matrix(across.electrode_derivative.T @ np.diag(across.electrode_weights))
        @ cell.electrode_current(phi_s)
    )
    voltage = pybamm.Matrix(np.eye(across.electrode)[-1:]) @ phi_s - cell.contact_drop
    inventory = pybamm.Matrix(np.ones((1, across.nodes))) @ (masses * salt)
    return Equations(
        rhs=(
            salt_rate / cell.salt_scale,
            cell.lithium_rate(lithium, -j / cell.faraday) / cell.lithium_scale,
        ),
        algebraic=(pybamm.Matrix(np.eye(across.nodes)[1:]) @ charge, electrode_charge),
        initial=cell.initial(layout),
        variables={
            names.VOLTAGE: voltage,
            names.CURRENT: cell.total_current,
            names.PARTICLE_LITHIUM: cell.projected * cell.lithium_inventory(lithium),
            names.ELECTROLYTE_LITHIUM: cell.projected * inventory,
            names.ELECTROLYTE_CONCENTRATION: salt,
        },
        layout=layout,
    )


def _unit(size: int, index: int) -> pybamm.Vector:
    return pybamm.Vector(np.eye(size)[index])
