"""What the grains of a cross-section are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import positive
from pybamm_facets._units import FARADAY, GAS
from pybamm_facets.cross_section.transport.layered_diffusion import layer_tensors
from pybamm_facets.cross_section.transport.rim_kinetics import (
    AngularExchangeCurrent,
    smooth_exchange_current,
)
from pybamm_facets.cross_section.transport.surface_state import SurfaceTable, surface_table
from pybamm_facets.kinetics.exchange_current import stoichiometry_factor

C_PER_KG = 3600.0
"""C/kg in one mAh/g."""


def mid_charge_factor(content: FloatArray) -> FloatArray:
    """Exchange current over that at x = 0.5: the package's g(x) with both coefficients 0.5."""
    factor: FloatArray = stoichiometry_factor(content, 0.5) / stoichiometry_factor(0.5, 0.5)
    return factor


@dataclass(frozen=True, eq=False)
class GrainMaterial:
    """Open-circuit potential, diffusivities and kinetics of the grains.

    Parameters
    ----------
    ocp
        From lithium contents (n,) in (0, 1) to open-circuit potentials (n,) [V]; must fall.
    along, across
        Diffusivities D_ab along the layers and D_c across them [m2.s-1].
    c_max
        Lithium concentration at x = 1 [mol.m-3].
    density
        [kg.m-3].
    exchange_current
        From the angle between surface normal and c axis [rad] to j0 at the reference state
        [A.m-2]; by default through the NMC811 facet table.
    state_factor
        From lithium contents to j0 over that of the reference state.
    temperature
        [K].

    Raises
    ------
    ValueError
        If a number is not positive, D_c exceeds D_ab, or the potential does not fall.
    """

    ocp: Callable[[FloatArray], FloatArray]
    along: float
    across: float
    c_max: float
    density: float
    exchange_current: AngularExchangeCurrent = field(default_factory=smooth_exchange_current)
    state_factor: Callable[[FloatArray], FloatArray] = mid_charge_factor
    temperature: float = 293.15

    def __post_init__(self) -> None:
        for name in ("c_max", "density", "temperature"):
            positive(name, getattr(self, name))
        layer_tensors(np.empty((3, 0)), self.along, self.across)
        _ = self.surface

    @cached_property
    def surface(self) -> SurfaceTable:
        """Potential and exchange-current factor against lithium content, as tables."""
        return surface_table(self.ocp, self.state_factor)

    @property
    def specific_charge(self) -> float:
        """Charge of one lithium per formula unit [C.kg-1]."""
        return FARADAY * self.c_max / self.density

    @property
    def steepness(self) -> float:
        """F / 2RT, by which overpotentials enter [1/V]."""
        return FARADAY / (2 * GAS * self.temperature)
