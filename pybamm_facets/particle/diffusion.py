"""Radial diffusion in a particle whose core and shell have different textures."""

from __future__ import annotations

import math
from typing import Any

import pybamm
from pybamm import particle

from pybamm_facets import names
from pybamm_facets.particle.flux import radial_flux, surface_diffusivity

RADIUS = {"": "r_p", "primary ": "r_p_prim", "secondary ": "r_p_sec"}
"""PyBaMM's name of the radial coordinate, by phase."""

CORE_FRACTION_RANGE = (0.05, 0.95)
"""Core radius fractions at which the blend stays clear of centre and surface."""

BLEND_WIDTH = 0.02
"""Half-width, in particle radii, of the smooth step between core and shell."""


def zone_diffusivity_ratio(r: Any, core_fraction: Any, core: Any, shell: Any) -> Any:
    r"""Radial diffusivity over D_ab at relative radius `r`, a harmonic blend of core and shell.

    .. math:: 1/d = (1 - w)/d_\mathrm{core} + w/d_\mathrm{shell}, \quad
              w = \tfrac12 [1 + \tanh((r - r_\mathrm{c})/0.02)]

    Resistances in series add, and PyBaMM averages diffusivities harmonically between mesh points:
    the harmonic blend makes the flux right wherever the boundary falls between two points, and
    smooth in the core radius; blending d itself errs by percents and does not converge.
    """
    weight = 0.5 * (1 + pybamm.tanh((r - core_fraction) / BLEND_WIDTH))
    # Written so that equal zones give their ratio to the last bit.
    return 1 / (1 / core + weight * (1 / shell - 1 / core))


class CoreShellDiffusion(particle.FickianDiffusion):
    """Fickian diffusion with D(r, c, T) = D_ab(c, T) · d(r), d from the texture of each zone.

    ``Positive particle diffusivity [m2.s-1]`` is the diffusivity D_ab along the layer planes. An
    Arrhenius factor about its reference temperature multiplies it; the activation energy is zero
    where the set's own function depends on temperature. The flux is continuous at the core-shell
    boundary. Other parameters as for PyBaMM's Fickian diffusion.
    """

    def _get_effective_diffusivity(self, c: Any, T: Any, current: Any) -> pybamm.Symbol:
        return self._along_layers(c, T, current) * self._ratio(c)

    def _along_layers(self, c: Any, T: Any, current: Any) -> pybamm.Symbol:
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

    def _ratio(self, c: Any) -> pybamm.Symbol:
        # Spelling the domains out follows every layout: x-averaged or not, one size or many.
        r = pybamm.SpatialVariable(
            RADIUS[self.phase_name], domains=c.domains, coord_sys="spherical polar"
        )
        prefix = self.phase_param.phase_prefactor
        return zone_diffusivity_ratio(
            r / self.phase_param.R_typ,
            *(
                pybamm.Parameter(f"{prefix}{parameter}")
                for parameter in (names.CORE_RADIUS_FRACTION, names.CORE_RATIO, names.SHELL_RATIO)
            ),
        )


class SteepDiffusion(CoreShellDiffusion):
    """Core-shell diffusion for a D_ab that changes steeply with lithium content.

    The same equations; the flux between mesh points is `radial_flux`, which needs half the points
    where ln D is steep in c and nothing where D is constant. PyBaMM's output variable of the flux
    keeps the harmonic mean. Meant for a mesh that is fine at the surface, such as
    `STEEP_DIFFUSIVITY_MESH`.
    """

    def _get_effective_diffusivity(self, c: Any, T: Any, current: Any) -> pybamm.Symbol:
        D, ratio = self._along_layers(c, T, current), self._ratio(c)
        self._factors = c, D, ratio  # the flux needs them apart
        return D * ratio

    def get_coupled_variables(self, variables: dict[str, Any]) -> dict[str, Any]:
        """PyBaMM's, with `radial_flux` in the balance and at the surface."""
        variables = super().get_coupled_variables(variables)
        c, D, ratio = self._factors
        name = f"{self.domain_Domain[1]} {self.phase_name}particle"
        outflow = pybamm.div(radial_flux(c, D, ratio))
        variables[f"{name} rhs [mol.m-3.s-1]"] = (
            -(1 / self._relative_radius(variables) ** 2) * outflow
        )
        # PyBaMM's surface gradient is the flux there over its own diffusivity.
        variables[f"{name} bc [mol.m-4]"] *= pybamm.surf(D * ratio) / surface_diffusivity(D, ratio)
        return variables

    def _relative_radius(self, variables: dict[str, Any]) -> pybamm.Symbol | int:
        """What PyBaMM scales the radial coordinate by."""
        domain, Domain = self.domain_Domain
        if self.size_distribution:
            sizes = variables[f"{Domain} {self.phase_name}particle sizes"]
            return pybamm.PrimaryBroadcast(sizes, [f"{domain} {self.phase_name}particle"])
        return 1 if self.x_average else variables[f"{Domain} {self.phase_name}particle radius"]
