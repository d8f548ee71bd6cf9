"""The planar double layer at a facet: potential, field and densities against distance."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.interpolate import CubicHermiteSpline

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite, finite_array, non_negative_array, positive_array
from pybamm_facets.theory.double_layer.first_integral import (
    differential_capacitance,
    surface_charge_density,
    surface_field,
)
from pybamm_facets.theory.double_layer.lattice_electrolyte import LatticeElectrolyte

ELECTRODE_POTENTIAL = 5.3
"""Positive electrode against vacuum in Li et al. 2025 [V]. About 3.9 V against lithium (Li/Li+ is
about 1.40 V), though the particles were measured at 3.5 V."""

_TAIL = 1e-4  # of k_B T / e_0: below, the potential is an exponential
_INTERVALS = 400
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(4)


def facet_potential(
    work_function: npt.ArrayLike, electrode_potential: npt.ArrayLike = ELECTRODE_POTENTIAL
) -> FloatArray:
    """Potential of a facet relative to the bulk electrolyte, E - WF/e_0 [V].

    Eq. 25, the same as Eq. 3 of Li et al. 2025 (doi:10.1038/s41467-025-65068-5). The text says
    that the potential follows "as Eq. (23)"; meant is Eq. 25. Its E_Cathode is Eq. 3's
    E_Positive-electrode, and its φ_app is this potential. The equation takes the work function for
    the potential of zero charge, so no dipole of the interface itself.

    Parameters
    ----------
    work_function
        Of the facet [eV].
    electrode_potential
        Against vacuum [V].

    Raises
    ------
    ValueError
        If a work function is not positive, or a number is not finite.

    Examples
    --------
    >>> print(f"{facet_potential(3.0):.1f} V")
    2.3 V
    """
    electrode = finite_array("electrode_potential", electrode_potential)
    return (electrode - positive_array("work_function", work_function))[()]


@dataclass(frozen=True)
class PlanarProfile(ABC):
    """What is common to the ways of computing a planar double layer."""

    electrolyte: LatticeElectrolyte
    surface_potential: float

    def __post_init__(self) -> None:
        value = finite("surface_potential", self.surface_potential)
        object.__setattr__(self, "surface_potential", value)

    @property
    @abstractmethod
    def surface_field(self) -> float:
        """Field at the wall, pointing into the electrolyte [V.m-1]."""

    @property
    @abstractmethod
    def surface_charge_density(self) -> float:
        """Charge of the wall [C.m-2]."""

    @property
    @abstractmethod
    def differential_capacitance(self) -> float:
        """dσ/dφ at the wall [F.m-2]."""

    @abstractmethod
    def potential(self, x: npt.ArrayLike) -> FloatArray:
        """Potential relative to the bulk [V] at distances x >= 0 from the wall [m]."""

    @abstractmethod
    def field(self, x: npt.ArrayLike) -> FloatArray:
        """Field -dφ/dx [V.m-1] at distances x >= 0 from the wall [m]."""

    def number_densities(self, x: npt.ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Densities of cations, anions and solvent [m-3] at distances x >= 0 [m]."""
        return self.electrolyte.number_densities(self.potential(x), self.field(x))


@dataclass(frozen=True)
class DoubleLayer(PlanarProfile):
    """A planar double layer from the first integral, exact but for a quadrature.

    Modified Poisson-Boltzmann equation of Eqs. 21-25 of Li et al. 2025
    (doi:10.1038/s41467-025-65068-5) with the repairs stated in `LatticeElectrolyte`. No compact
    layer, as in the paper: at 0.3 to 2.7 V the field at the wall is 2.5 to 18 V/nm, beyond what a
    continuum can claim.

    Parameters
    ----------
    electrolyte
        What meets the wall.
    surface_potential
        Potential of the wall relative to the bulk [V].

    Raises
    ------
    ValueError
        If the potential is not a finite number; in the methods, if a distance is negative.

    Examples
    --------
    >>> from pybamm_facets.theory import ILLUSTRATIVE_ELECTROLYTE
    >>> print(f"{DoubleLayer(ILLUSTRATIVE_ELECTROLYTE, 1.0).potential(0.4e-9):.5f} V")
    0.04314 V
    """

    @property
    def surface_field(self) -> float:
        """Field at the wall, pointing into the electrolyte [V.m-1]."""
        return float(surface_field(self.electrolyte, self.surface_potential))

    @property
    def surface_charge_density(self) -> float:
        """Charge of the wall [C.m-2]."""
        return float(surface_charge_density(self.electrolyte, self.surface_potential))

    @property
    def differential_capacitance(self) -> float:
        """dσ/dφ at the wall [F.m-2]."""
        return float(differential_capacitance(self.electrolyte, self.surface_potential))

    def potential(self, x: npt.ArrayLike) -> FloatArray:
        """Potential relative to the bulk [V] at distances x >= 0 from the wall [m]."""
        distance = non_negative_array("x", x)
        log_potential = self._log_potential
        end = 0.0 if log_potential is None else float(log_potential.x[-1])
        size = min(abs(self.surface_potential), _TAIL * self.electrolyte.thermal_voltage)
        beyond = np.maximum(distance - end, 0.0)
        result = np.asarray(size * np.exp(-beyond / self.electrolyte.debye_length))
        if log_potential is not None:
            inside = distance < end
            result[inside] = np.exp(log_potential(distance[inside]))
        return np.copysign(result, self.surface_potential)[()]

    def field(self, x: npt.ArrayLike) -> FloatArray:
        """Field -dφ/dx [V.m-1] at distances x >= 0 from the wall [m]."""
        return surface_field(self.electrolyte, self.potential(x))

    @cached_property
    def _log_potential(self) -> CubicHermiteSpline | None:
        """ln|φ| against x outside the tail; None if all is tail."""
        start = abs(self.surface_potential)
        end = _TAIL * self.electrolyte.thermal_voltage
        if start <= end:
            return None
        y = np.linspace(np.log(start), np.log(end), _INTERVALS + 1)
        middles, half = (y[:-1] + y[1:]) / 2, (y[0] - y[-1]) / (2 * _INTERVALS)
        # dx = dφ/E, and dφ = φ dy.
        lengths = half * (self._decay_length(middles[:, None] + half * _NODES) @ _WEIGHTS)
        x = np.concatenate([[0.0], np.cumsum(lengths)])
        return CubicHermiteSpline(x, y, -1 / self._decay_length(y))

    def _decay_length(self, log_potential: FloatArray) -> FloatArray:
        phi = np.exp(log_potential)
        return phi / surface_field(self.electrolyte, phi)
