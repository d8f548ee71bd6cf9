r"""Radial diffusion in a particle whose core and shell have different textures.

The gradient that moves lithium is that of :math:`\theta = \int D\,\mathrm{d}c`: smooth where D has
dips and c, which follows them, has not. Only differences of θ count, so they are taken from node to
node by Simpson's rule,

.. math:: \Delta\theta = \tfrac16 [D(c_1) + 4 D(\tfrac12(c_1 + c_2)) + D(c_2)]\,(c_2 - c_1).

For a constant D this is D times the gradient of c, to rounding.
"""

from __future__ import annotations

import math
from typing import Any

import pybamm
from pybamm import particle

from pybamm_facets import names
from pybamm_facets.particle.element_method import SHELL
from pybamm_facets.particle.element_operators import (
    AtPreviousNode,
    BetweenNodes,
    Inflow,
    OnNodes,
    SumOutwards,
)

CORE_FRACTION_RANGE = (0.05, 0.95)
"""Core radius fractions that make a core and a shell."""


class CoreShellDiffusion(particle.FickianDiffusion):
    """Fickian diffusion with D(r, c, T) = D_ab(c, T) · d, d from the texture of each zone.

    ``Positive particle diffusivity [m2.s-1]`` is the diffusivity D_ab along the layer planes. An
    Arrhenius factor about its reference temperature multiplies it; the activation energy is zero
    where the set's own function depends on temperature. D jumps at the core-shell boundary, the
    flux is continuous. Other parameters as for PyBaMM's Fickian diffusion.

    Runs on `RadialElementMesh` with `RadialElementMethod`. The flux among PyBaMM's output
    variables is on nodes, not between them.
    """

    def _get_effective_diffusivity(self, c: Any, T: Any, current: Any) -> pybamm.Symbol:
        self._state = c, T, current  # the flux needs them apart
        return self.along_layers(c, T, current) * self.ratio(
            pybamm.SpatialVariable(SHELL, domains=c.domains, coord_sys="spherical polar")
        )

    def along_layers(self, c: Any, T: Any, current: Any) -> pybamm.Symbol:
        """D_ab, along the layer planes, at a concentration and a temperature [m2.s-1]."""
        energy, reference = (
            pybamm.Parameter(f"{self.phase_param.phase_prefactor}{name}")
            for name in (
                names.DIFFUSIVITY_ACTIVATION_ENERGY,
                names.DIFFUSIVITY_REFERENCE_TEMPERATURE,
            )
        )
        # A power and not exp: PyBaMM folds it where T is one number, so that at the reference
        # temperature nothing changes, to the last bit.
        factor = math.e ** (energy / pybamm.constants.R * (1 / reference - 1 / T))
        return super()._get_effective_diffusivity(c, T, current) * factor

    def ratio(self, in_shell: pybamm.Symbol) -> pybamm.Symbol:
        """Radial diffusivity over D_ab: the shell's where the indicator is 1, else the core's."""
        prefix = self.phase_param.phase_prefactor
        core, shell = (
            pybamm.Parameter(f"{prefix}{name}") for name in (names.CORE_RATIO, names.SHELL_RATIO)
        )
        return core * (1 - in_shell) + shell * in_shell

    def get_coupled_variables(self, variables: dict[str, Any]) -> dict[str, Any]:
        """PyBaMM's, with the balance and the flux of the elements."""
        variables = super().get_coupled_variables(variables)
        domain, Domain = self.domain_Domain
        name, zone = f"{Domain} {self.phase_name}particle", f"{domain} {self.phase_name}particle"
        radius, current = self._relative_radius(variables), self._current_density(variables)
        flux = self._flux()
        inflow = pybamm.PrimaryBroadcast(-current / self.param.F / radius, zone)
        outflow = (1 / radius**2) * pybamm.div(flux)
        variables[f"{name} rhs [mol.m-3.s-1]"] = Inflow(inflow) - outflow
        variables.update(self._flux_variables(OnNodes(flux)))
        return variables

    def _flux(self) -> pybamm.Symbol:
        """Flux along r on the points of each element."""
        c, T, current = self._state
        between, before = BetweenNodes(c), AtPreviousNode(c)
        ends = self.along_layers(before, T, current) + self.along_layers(c, T, current)
        mean = (ends + 4 * self.along_layers(between, T, current)) / 6
        theta = SumOutwards(mean * (c - before))
        in_shell = pybamm.SpatialVariableEdge(SHELL, domains=c.domains, coord_sys="spherical polar")
        return -self.ratio(in_shell) * pybamm.grad(theta)

    def _relative_radius(self, variables: dict[str, Any]) -> Any:
        """What PyBaMM scales the radial coordinate by."""
        _, Domain = self.domain_Domain
        if self.size_distribution:
            return variables[f"{Domain} {self.phase_name}particle sizes"]
        return 1 if self.x_average else variables[f"{Domain} {self.phase_name}particle radius"]

    def _current_density(self, variables: dict[str, Any]) -> pybamm.Symbol:
        """Interfacial current density on each particle [A.m-2]."""
        domain, Domain = self.domain_Domain
        electrode = f"X-averaged {domain}" if self.x_average else Domain
        spread = " distribution" if self.size_distribution else ""
        name = f"{electrode} electrode {self.phase_name}interfacial current density{spread} [A.m-2]"
        current: pybamm.Symbol = variables[name]
        return current

    def _flux_variables(self, flux: pybamm.Symbol) -> dict[str, pybamm.Symbol]:
        """PyBaMM's output variables of the flux."""
        electrode = [f"{self.domain_Domain[0]} electrode"]
        found: dict[str, pybamm.Symbol] = {}
        if self.size_distribution:
            if self.x_average:
                flux = pybamm.TertiaryBroadcast(flux, electrode)
            found |= self._get_standard_flux_distribution_variables(flux)
            flux = pybamm.size_average(flux)
        elif self.x_average:
            flux = pybamm.SecondaryBroadcast(flux, electrode)
        found |= self._get_standard_flux_variables(flux)
        return found
