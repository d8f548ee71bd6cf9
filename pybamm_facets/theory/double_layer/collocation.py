"""The planar double layer as a boundary value problem.

Slower than the first integral and not using it: a check today, and the way to take once the ions
differ in size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.integrate import solve_bvp
from scipy.interpolate import PPoly

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite, non_negative_array, positive
from pybamm_facets.theory.double_layer.lattice_electrolyte import LatticeElectrolyte
from pybamm_facets.theory.double_layer.planar_layer import PlanarProfile
from pybamm_facets.theory.errors import ConvergenceError

_NODES = 200
_GRADING = 6.0
_MAX_NODES = 20_000
_LENGTHS = 40.0


@dataclass(frozen=True)
class CollocatedDoubleLayer(PlanarProfile):
    """A planar double layer as `solve_double_layer` returns it.

    Attributes
    ----------
    domain_length
        Where the domain ends [m]; beyond, the potential decays over the Debye length.
    """

    domain_length: float
    solution: PPoly

    @property
    def surface_field(self) -> float:
        """Field at the wall, pointing into the electrolyte [V.m-1]."""
        return float(self.field(0.0))

    @property
    def surface_charge_density(self) -> float:
        """Charge of the wall [C.m-2]."""
        D = self.electrolyte.displacement(self.surface_potential, self.surface_field)
        return float(D)

    @property
    def differential_capacitance(self) -> float:
        """dσ/dφ at the wall [F.m-2]: D' over φ', since the wall could stand at any x."""
        if self.surface_potential == 0:
            return self.electrolyte.debye_capacitance
        rho = self.electrolyte.charge_density(self.surface_potential, self.surface_field)
        return float(-rho / self.surface_field)

    def potential(self, x: npt.ArrayLike) -> FloatArray:
        """Potential relative to the bulk [V] at distances x >= 0 from the wall [m]."""
        result: FloatArray = self._at(x)[0] * self.electrolyte.thermal_voltage
        return result

    def field(self, x: npt.ArrayLike) -> FloatArray:
        """Field -dφ/dx [V.m-1] at distances x >= 0 from the wall [m]."""
        scale = self.electrolyte.thermal_voltage / self.electrolyte.debye_length
        result: FloatArray = -self._at(x)[1] * scale
        return result

    def _at(self, x: npt.ArrayLike) -> FloatArray:
        """ψ and dψ/dX at X = x/λ_D, with the exponential tail beyond the domain."""
        X = non_negative_array("x", x) / self.electrolyte.debye_length
        end = self.domain_length / self.electrolyte.debye_length
        result: FloatArray = self.solution(np.minimum(X, end)) * np.exp(-np.maximum(X - end, 0.0))
        return result


def solve_double_layer(
    electrolyte: LatticeElectrolyte,
    surface_potential: float,
    *,
    domain_length: float | None = None,
    tolerance: float = 1e-6,
) -> CollocatedDoubleLayer:
    """Solve dD/dx = ρ between a wall and the bulk by collocation (`scipy.integrate.solve_bvp`).

    Eq. 24 of Li et al. 2025 (doi:10.1038/s41467-025-65068-5), whose second term is printed with a
    minus sign that holds only for E = +dφ/dx. Used: E = -dφ/dx, that is dD/dx = ρ.

    Parameters
    ----------
    electrolyte
        What meets the wall.
    surface_potential
        Potential of the wall relative to the bulk [V].
    domain_length
        [m]; 40 Debye lengths by default.
    tolerance
        Relative, on the residual of the equation in each interval, between 1e-12 and 1.

    Raises
    ------
    ValueError
        If a number is not finite or out of range.
    ConvergenceError
        If the tolerance is not reached.
    """
    phi = finite("surface_potential", surface_potential)
    default = _LENGTHS * electrolyte.debye_length
    length = positive("domain_length", default if domain_length is None else domain_length)
    if not 1e-12 <= finite("tolerance", tolerance) < 1:
        raise ValueError(f"tolerance={tolerance!r}: expected a number from 1e-12 to 1")
    end, psi = length / electrolyte.debye_length, phi / electrolyte.thermal_voltage
    graded = np.expm1(_GRADING * np.linspace(0, 1, _NODES)) / np.expm1(_GRADING)
    X = end * graded
    guess = psi * np.exp(-X)

    def boundaries(wall: FloatArray, far: FloatArray) -> FloatArray:
        return np.array([wall[0] - psi, far[0] + far[1]])

    result: Any = solve_bvp(
        lambda _, y: _slopes(electrolyte, y), boundaries, X, np.array([guess, -guess]),
        tol=tolerance, max_nodes=_MAX_NODES,
    )  # fmt: skip
    if result.status != 0:
        worst = float(np.max(result.rms_residuals))
        raise ConvergenceError("double layer by collocation", worst, int(result.niter))
    return CollocatedDoubleLayer(electrolyte, phi, length, result.sol)


def _slopes(electrolyte: LatticeElectrolyte, y: FloatArray) -> FloatArray:
    """dψ/dX and d²ψ/dX²: dD/dx = ρ with D's own derivatives written out."""
    volt, metre = electrolyte.thermal_voltage, electrolyte.debye_length
    phi, E = y[0] * volt, -y[1] * volt / metre
    _, phi_E, E_E = electrolyte.curvature(phi, E)
    slope_of_E = (electrolyte.charge_density(phi, E) + phi_E * E) / E_E
    return np.array([y[1], -slope_of_E * metre**2 / volt])
