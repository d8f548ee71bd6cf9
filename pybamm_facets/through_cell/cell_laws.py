"""What a half-cell's parameters and laws give at the nodes of its elements.

Each law (open-circuit voltage, exchange currents, kinetics, diffusion, transport) is asked of the
PyBaMM model, with vectors of nodes in place of its variables.
"""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pybamm

from pybamm_facets import names
from pybamm_facets._compat import law_current, law_exchange_current
from pybamm_facets.through_cell.state_layout import CellElements, StateLayout

KINETICS, DIFFUSION = "positive primary interface", "positive primary particle"


class CellLaws:
    """The laws of a model on nodes and points, and what its parameters give.

    Parameters
    ----------
    model
        A `pybamm_facets.FacetDFN` half-cell.
    elements
        Nodes in particles and across the cell.
    """

    def __init__(self, model: Any, elements: CellElements) -> None:
        self.param, self.elements = model.param, elements
        self.kinetics = copy.copy(model.submodels[KINETICS])
        self.diffusion = copy.copy(model.submodels[DIFFUSION])
        self.temperature = pybamm.Parameter(names.AMBIENT_TEMPERATURE)
        self.faraday = self.param.F
        self.thermal_voltage = self.param.R * self.temperature / self.faraday
        self.salt_scale = pybamm.Parameter(names.INITIAL_ELECTROLYTE)
        self.lithium_scale = self.param.p.prim.c_max
        self.radius = pybamm.Parameter(names.PARTICLE_RADIUS)
        self.core_fraction = pybamm.Parameter(names.CORE_RADIUS_FRACTION)
        self.active = pybamm.Parameter(names.ACTIVE_FRACTION)
        self.area = 3 * self.active / self.radius
        self.thickness = pybamm.Parameter(names.POSITIVE_THICKNESS)
        self.porosity = pybamm.Parameter(names.POSITIVE_POROSITY)
        self.projected = self.param.A_cc
        self.total_current = model.variables[names.CURRENT]
        self.current = model.variables["Total current density [A.m-2]"]
        contact = model.options["contact resistance"] == "true"
        drop = self.total_current * self.param.R_contact(self.temperature)
        self.contact_drop = drop if contact else pybamm.Scalar(0)

    # Across the cell

    def _on_points(self, separator: pybamm.Symbol, electrode: pybamm.Symbol) -> pybamm.Symbol:
        shares = self.elements.across.of_separator
        return pybamm.Vector(shares) * separator + pybamm.Vector(1 - shares) * electrode

    def salt_masses(self) -> pybamm.Symbol:
        """∫ ε dx that belongs to each node [m]."""
        across = self.elements.across
        volume = self._on_points(
            pybamm.Parameter(names.SEPARATOR_THICKNESS)
            * pybamm.Parameter(names.SEPARATOR_POROSITY),
            self.thickness * self.porosity,
        )
        return pybamm.Matrix(across.spread.T @ np.diag(across.weights)) @ volume

    def electrolyte_fluxes(
        self, salt: pybamm.Symbol, potential: pybamm.Symbol
    ) -> tuple[pybamm.Symbol, pybamm.Symbol]:
        """Flux of salt [mol.m-2.s-1] and current density [A.m-2] on points."""
        across, T = self.elements.across, self.temperature
        porosity = pybamm.Parameter(names.SEPARATOR_POROSITY)
        efficiency = self._on_points(
            porosity ** pybamm.Parameter(names.SEPARATOR_EXPONENT),
            self.porosity ** pybamm.Parameter(names.POSITIVE_EXPONENT),
        )
        per_length = self._on_points(
            1 / pybamm.Parameter(names.SEPARATOR_THICKNESS), 1 / self.thickness
        )
        slope, c = pybamm.Matrix(across.derivative), pybamm.Matrix(across.spread) @ salt
        salt_slope, potential_slope = per_length * (slope @ salt), per_length * (slope @ potential)
        driven = self.param.chiRT_over_Fc(c, T) * salt_slope - potential_slope
        current = efficiency * self.param.kappa_e(c, T) * driven
        migration = self.param.t_plus(c, T) * current / self.faraday
        return migration - efficiency * self.param.D_e(c, T) * salt_slope, current

    def electrode_current(self, potential: pybamm.Symbol) -> pybamm.Symbol:
        """Current density in the electrode on its nodes [A.m-2]."""
        solid = (1 - self.porosity) ** pybamm.Parameter(names.POSITIVE_ELECTRONIC_EXPONENT)
        conductivity = self.param.p.sigma(pybamm.Scalar(0.5), self.temperature) * solid
        slope = pybamm.Matrix(self.elements.across.electrode_derivative) @ potential
        return -conductivity / self.thickness * slope

    def potential_at_metal(self, salt: pybamm.Symbol) -> pybamm.Symbol:
        """Electrolyte potential at the lithium [V]."""
        at_metal = pybamm.Matrix(np.eye(self.elements.across.nodes)[:1]) @ salt
        return -self.metal_drop(at_metal)

    def metal_drop(self, salt: pybamm.Symbol) -> pybamm.Symbol:
        """Ohmic drop in the lithium and overpotential at its face [V]."""
        lithium = self.param.n
        ohmic = self.current * lithium.L / lithium.sigma(None, self.temperature)
        metal = 1 / self.param.V_bar_Li
        j0 = self.param.j0_Li_metal(salt, metal, self.temperature)
        return ohmic + 2 * self.thermal_voltage * pybamm.arcsinh(self.current / (2 * j0))

    # Reaction

    def interfacial_current(
        self, salt: pybamm.Symbol, surface: pybamm.Symbol, difference: pybamm.Symbol
    ) -> pybamm.Symbol:
        """Interfacial current density on the electrode's nodes [A.m-2]."""
        T = self.temperature
        j0 = self.exchange_current(salt, surface)
        overpotential = difference - self.open_circuit(surface)
        return law_current(
            self.kinetics, j0, self.param.p.prim.ne, overpotential, T, pybamm.Scalar(1)
        )

    def exchange_current(self, salt: pybamm.Symbol, surface: pybamm.Symbol) -> pybamm.Symbol:
        """Mean exchange current density of the facets [A.m-2]."""
        return law_exchange_current(
            self.kinetics,
            {
                "Positive electrolyte concentration [mol.m-3]": salt,
                "Positive electrode temperature [K]": self.temperature,
                "Positive particle surface concentration [mol.m-3]": surface,
            },
        )

    def open_circuit(self, surface: pybamm.Symbol) -> pybamm.Symbol:
        """Open-circuit potential of the surface [V]."""
        return self.param.p.prim.U(surface / self.lithium_scale, self.temperature)

    # Particles

    def _each(self, matrix: Any) -> pybamm.Symbol:
        """A matrix of one particle for all of them."""
        return pybamm.Matrix(np.kron(np.eye(self.elements.across.electrode), matrix))

    def _repeated(self, symbol: pybamm.Symbol, size: int) -> pybamm.Symbol:
        """A vector of one particle for all of them."""
        count = self.elements.across.electrode
        return pybamm.Matrix(np.kron(np.ones((count, 1)), np.eye(size))) @ symbol

    def surface(self, lithium: pybamm.Symbol) -> pybamm.Symbol:
        """Concentration at the surface of the particles [mol.m-3]."""
        return self._each(np.eye(self.elements.radial.nodes)[-1:]) @ lithium

    def lithium_rate(self, lithium: pybamm.Symbol, inflow: pybamm.Symbol) -> pybamm.Symbol:
        """Rate of the particles' lithium [mol.m-3.s-1] under a flux into their surface."""
        radial = self.elements.radial
        in_shell = pybamm.Vector(radial.in_shell)
        factors = (
            self.diffusion.ratio(in_shell)
            * radial.flux_weights(self.core_fraction)
            * radial.gradient_scale(self.core_fraction)
        )
        slope = self._repeated(factors, radial.points) * (
            self._each(radial.derivative) @ self._potential(lithium)
        )
        at_surface = self._each(np.eye(radial.nodes)[:, -1:]) @ (self.radius * inflow)
        masses = self._repeated(radial.masses(self.core_fraction), radial.nodes)
        return (at_surface - self._each(radial.derivative.T) @ slope) / (masses * self.radius**2)

    def _potential(self, lithium: pybamm.Symbol) -> pybamm.Symbol:
        """θ, from each particle's first node outwards: sums of Simpson's rule."""
        count = self.elements.radial.nodes
        before = np.eye(count, k=-1)
        before[0, 0] = 1.0
        previous = self._each(before) @ lithium
        T, none = self.temperature, pybamm.Scalar(0)

        def along(c: pybamm.Symbol) -> pybamm.Symbol:
            return self.diffusion.along_layers(c, T, none)

        ends = along(previous) + along(lithium)
        mean = (ends + 4 * along((lithium + previous) / 2)) / 6
        return self._each(np.tril(np.ones((count, count)))) @ (mean * (lithium - previous))

    def lithium_inventory(self, lithium: pybamm.Symbol) -> pybamm.Symbol:
        """Lithium in the particles per area of the cell [mol.m-2]."""
        radial, across = self.elements.radial, self.elements.across
        masses = self._repeated(radial.masses(self.core_fraction), radial.nodes)
        total = self._each(np.ones((1, radial.nodes))) @ (masses * lithium)
        return (
            pybamm.Matrix(across.electrode_weights[None, :])
            @ total
            * (3 * self.active * self.thickness)
        )

    def initial(self, layout: StateLayout) -> tuple[pybamm.Symbol, ...]:
        """States at rest, with the potentials that a uniform reaction would have."""
        across = self.elements.across
        start = pybamm.Parameter(names.INITIAL_POSITIVE)
        count = layout.lithium.stop - layout.lithium.start
        drop = self.metal_drop(self.salt_scale)
        mean = -self.current / (self.thickness * self.area)
        j0 = self.exchange_current(self.salt_scale, start)
        overpotential = 2 * self.thermal_voltage * pybamm.arcsinh(mean / (2 * j0))
        return (
            pybamm.Vector(np.ones(across.nodes)),
            pybamm.Vector(np.ones(count)) * (start / self.lithium_scale),
            pybamm.Vector([0.0]),
            pybamm.Vector(np.ones(across.nodes - 1)) * (-drop),
            pybamm.Vector(np.ones(across.electrode))
            * (self.open_circuit(start) + overpotential - drop),
        )
