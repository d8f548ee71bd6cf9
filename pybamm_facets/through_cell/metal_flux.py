r"""The electrolyte's lithium at a lithium metal electrode, without loss on any mesh.

Through the face of the metal passes :math:`N = i/F`. Migration carries :math:`t_+ i/F` of it and
diffusion the rest, so the gradient there is

.. math:: \left.\frac{\partial c}{\partial x}\right|_0 = -\frac{(1 - t_+)\, i}{F\, \tau D_e} .

PyBaMM extrapolates this quotient to the face as a whole, but multiplies the gradient by a
:math:`\tau D_e` extrapolated alone: what passes differs from what should by the mesh's error, and
coarse separators lose percents of the electrolyte's lithium. Here each factor is extrapolated as it
is used, and what passes is i/F on any mesh.
"""

from __future__ import annotations

from typing import Any

import pybamm
from pybamm import electrolyte_diffusion


class ExactLithiumFlux(electrolyte_diffusion.Full):
    """PyBaMM's electrolyte diffusion, the flux at the lithium metal taken factor by factor."""

    def set_boundary_conditions(self, variables: dict[str, Any]) -> None:
        """PyBaMM's, with another gradient at the lithium metal."""
        super().set_boundary_conditions(variables)
        c_e, T = variables["Electrolyte concentration [mol.m-3]"], variables["Cell temperature [K]"]
        transport = variables["Electrolyte transport efficiency"] * self.param.D_e(c_e, T)
        by_diffusion = 1 - pybamm.boundary_value(self.param.t_plus(c_e, T), "left")
        current = variables["Current collector current density [A.m-2]"]
        gradient = -by_diffusion * current / self.param.F / pybamm.boundary_value(transport, "left")
        for conditions in self.boundary_conditions.values():
            conditions["left"] = (gradient, "Neumann")
