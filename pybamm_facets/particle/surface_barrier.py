r"""A particle with a barrier between its lattice and the electrolyte.

A barrier of resistance ρ, such as a reconstructed layer or the squeeze of lithium through the few
open spots of a blocked surface, lets the concentration that meets the electrolyte differ from the
lattice's own at the surface,

.. math:: c_\mathrm{out} = c(R) - \rho\, j / F,

j the interfacial current density, positive on charge. Inside, nothing changes: the flux through the
surface is that of j.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import pybamm

from pybamm_facets import names
from pybamm_facets.particle.diffusion import CoreShellDiffusion

SURFACE_ENDING = "particle surface concentration [mol.m-3]"
PROFILE_ENDING = "particle concentration [mol.m-3]"


class SurfaceUnknown(NamedTuple):
    """The unknown of a barrier, and where a good guess of it is found.

    Attributes
    ----------
    name
        Of the algebraic variable, the concentration that meets the electrolyte.
    profile
        Of the concentration inside. Its last radial node is the surface of the lattice: the guess
        at a new current, where the old unknown may lie beyond the full lattice at the new one.
    """

    name: str
    profile: str


class SurfaceBarrier(CoreShellDiffusion):
    """`CoreShellDiffusion` behind a barrier at the surface.

    ``Positive particle surface diffusion resistance [s.m-1]`` is ρ. At ρ = 0, as sets have it, the
    particle is that of `CoreShellDiffusion`. The concentration that meets the electrolyte is an
    algebraic unknown with the name of PyBaMM's surface concentration, so open-circuit potential,
    kinetics and events follow it: see `surface_unknowns`.

    Raises
    ------
    pybamm.OptionError
        For a distribution of particle sizes.

    Examples
    --------
    >>> import pybamm_facets as pf
    >>> model = pf.FacetSPMe(diffusion=SurfaceBarrier)
    >>> surface_unknowns(model)[0].name
    'X-averaged positive particle surface concentration [mol.m-3]'
    """

    def __init__(
        self,
        param: Any,
        domain: str,
        options: Any,
        phase: str = "primary",
        x_average: bool = False,
    ) -> None:
        super().__init__(param, domain, options, phase=phase, x_average=x_average)
        if self.size_distribution:
            raise pybamm.OptionError(
                "'particle size'='distribution': SurfaceBarrier knows one size of particle; use "
                "CoreShellDiffusion, or the option 'single'"
            )

    def get_fundamental_variables(self) -> dict[str, Any]:
        """PyBaMM's, with the surface concentration as an unknown of its own."""
        variables = super().get_fundamental_variables()
        domain, Domain = self.domain_Domain
        c_max, electrode = self.phase_param.c_max, f"{domain} electrode"
        self._unknown = pybamm.Variable(
            self._named(SURFACE_ENDING),
            "current collector" if self.x_average else electrode,
            auxiliary_domains={} if self.x_average else {"secondary": "current collector"},
            bounds=(0, c_max),
            scale=c_max,
        )
        surface = (
            pybamm.PrimaryBroadcast(self._unknown, electrode) if self.x_average else self._unknown
        )
        profile = variables[f"{Domain} {self.phase_name}{PROFILE_ENDING}"]
        variables.update(self._get_standard_concentration_variables(profile, c_s_surf=surface))
        return variables  # type: ignore[no-any-return]

    def set_algebraic(self, variables: dict[str, Any]) -> None:
        """What lies between the lattice's surface and the electrolyte."""
        super().set_algebraic(variables)
        inside = pybamm.surf(variables[self._named(PROFILE_ENDING)])
        prefix = self.phase_param.phase_prefactor
        resistance = pybamm.Parameter(f"{prefix}{names.SURFACE_RESISTANCE}")
        step = resistance * self._current_density(variables) / self.param.F
        balance = (self._unknown - inside + step) / self.phase_param.c_max
        self.algebraic[self._unknown] = balance

    def set_initial_conditions(self, variables: dict[str, Any]) -> None:
        """PyBaMM's; the lattice's own surface for the unknown."""
        super().set_initial_conditions(variables)
        start = self.initial_conditions[variables[self._named(PROFILE_ENDING)]]
        self.initial_conditions[self._unknown] = pybamm.boundary_value(start, "right")

    def _named(self, ending: str) -> str:
        domain, Domain = self.domain_Domain
        return (
            f"X-averaged {domain} {self.phase_name}{ending}"
            if self.x_average
            else (f"{Domain} {self.phase_name}{ending}")
        )


def surface_unknowns(model: pybamm.BaseModel) -> tuple[SurfaceUnknown, ...]:
    """The unknowns of barriers in a model, one a phase; none without a `SurfaceBarrier`.

    Parameters
    ----------
    model
        Built; discretised or not.

    Examples
    --------
    >>> import pybamm_facets as pf
    >>> surface_unknowns(pf.FacetSPMe())
    ()
    """
    unknowns: Iterable[Any] = model.algebraic
    found = [variable.name for variable in unknowns if variable.name.endswith(SURFACE_ENDING)]
    return tuple(
        SurfaceUnknown(name, name.removesuffix(SURFACE_ENDING) + PROFILE_ENDING) for name in found
    )
