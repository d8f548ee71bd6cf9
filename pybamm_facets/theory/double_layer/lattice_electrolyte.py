"""An electrolyte of finite ions and Langevin dipoles on a lattice (Eqs. 21-24)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.constants import Avogadro, Boltzmann, elementary_charge, epsilon_0

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite, non_negative, positive
from pybamm_facets.theory.double_layer.langevin import (
    langevin_function,
    langevin_ratio,
    langevin_slope,
    log_sinhc,
)

_LARGE = 30.0


@dataclass(frozen=True, kw_only=True)
class LatticeElectrolyte:
    r"""A symmetric 1:1 electrolyte whose ions and solvent dipoles share the sites of a lattice.

    With :math:`\psi = e_0\phi/k_BT`, :math:`u = pE/k_BT`, the ion fraction :math:`\chi` and

    .. math:: S = \ln\left[(1-\chi)\frac{\sinh u}{u} + \chi\cosh\psi\right]

    the grand potential is :math:`-h`, :math:`h = \frac12\epsilon_\infty E^2 + k_BTNS`, per volume.
    `h` is convex; its derivatives are the displacement, dh/dE = D, and dh/dφ = -ρ.

    Of the free energy that Li et al. 2025 print (doi:10.1038/s41467-025-65068-5):

    * Eq. 21 ends with :math:`+\frac1\beta\ln\frac{N!}{N_a!N_c!N_s!}`. Used: a minus sign. A free
      energy is -TS; with plus, ions gather at a wall of their own sign and the linearised equation
      oscillates instead of screening.
    * Eq. 21 calls N a "number of particles". Used: densities per volume, with
      :math:`N = N_c+N_a+N_s` constant, and :math:`\epsilon_\infty` absolute. The signs of its
      dipole and field terms are right.
    * Eqs. 22-23 do not say what the derivative holds constant. Used: N, φ and E, so that every ion
      displaces a solvent molecule.
    * Eq. 24 is right only if E means +dφ/dx. Used: E = -dφ/dx, hence dD/dx = ρ.

    Parameters
    ----------
    temperature
        [K].
    salt_concentration
        In the bulk [mol.m-3].
    optical_permittivity
        Relative permittivity of everything but the dipoles' orientation, at least 1.
    dipole_moment
        Effective moment of a solvent site [C.m]; zero makes the solvent a plain dielectric
        (Bikerman). It stands for the bulk permittivity, not for a molecule.
    site_density
        Lattice sites [m-3], one for each ion or solvent molecule.
    illustrative
        True if the numbers are placeholders rather than measured; everything computed from them
        says so.

    Raises
    ------
    ValueError
        If a number is not finite or out of range, or the salt does not fit on the lattice.

    Examples
    --------
    >>> electrolyte = LatticeElectrolyte.from_bulk_permittivity(
    ...     30, optical_permittivity=2, salt_concentration=1000, lattice_constant=0.52e-9)
    >>> print(f"{electrolyte.debye_length * 1e9:.5f} nm")
    0.18648 nm
    """

    temperature: float = 293.15
    salt_concentration: float = 1000.0
    optical_permittivity: float = 2.0
    dipole_moment: float
    site_density: float
    illustrative: bool = False

    def __post_init__(self) -> None:
        for name in ("temperature", "salt_concentration", "site_density"):
            object.__setattr__(self, name, positive(name, getattr(self, name)))
        moment = non_negative("dipole_moment", self.dipole_moment)
        object.__setattr__(self, "dipole_moment", moment)
        optical = finite("optical_permittivity", self.optical_permittivity)
        if optical < 1:
            raise ValueError(f"optical_permittivity={optical!r}: expected at least 1")
        object.__setattr__(self, "optical_permittivity", optical)
        if self.ion_fraction >= 1:
            raise ValueError(
                f"salt_concentration={self.salt_concentration!r} mol.m-3: salt concentration "
                f"exceeds lattice capacity, expected below {self.site_density / 2 / Avogadro:g}"
            )

    @classmethod
    def from_bulk_permittivity(
        cls,
        bulk_permittivity: float,
        *,
        optical_permittivity: float = 2.0,
        salt_concentration: float = 1000.0,
        lattice_constant: float,
        temperature: float = 293.15,
        illustrative: bool = False,
    ) -> LatticeElectrolyte:
        """The electrolyte whose dipoles give this relative permittivity in the bulk.

        Parameters
        ----------
        bulk_permittivity
            Relative, at least `optical_permittivity`.
        lattice_constant
            Edge of a cubic site [m].
        optical_permittivity, salt_concentration, temperature, illustrative
            As in the class.

        Raises
        ------
        ValueError
            As the class, and if the bulk permittivity is below the optical one.
        """
        bulk = finite("bulk_permittivity", bulk_permittivity)
        plain = cls(
            temperature=temperature,
            salt_concentration=salt_concentration,
            optical_permittivity=optical_permittivity,
            dipole_moment=0.0,
            site_density=positive("lattice_constant", lattice_constant) ** -3,
            illustrative=illustrative,
        )
        if bulk < plain.optical_permittivity:
            raise ValueError(
                f"bulk_permittivity={bulk!r}: expected at least the optical_permittivity "
                f"{plain.optical_permittivity!r}"
            )
        excess = (bulk - plain.optical_permittivity) * epsilon_0
        dipoles = plain.site_density * (1 - plain.ion_fraction)
        moment = math.sqrt(3 * excess * Boltzmann * plain.temperature / dipoles)
        return cls(
            temperature=plain.temperature,
            salt_concentration=plain.salt_concentration,
            optical_permittivity=plain.optical_permittivity,
            dipole_moment=moment,
            site_density=plain.site_density,
            illustrative=illustrative,
        )

    @property
    def thermal_energy(self) -> float:
        """k_B T [J]."""
        return float(Boltzmann * self.temperature)

    @property
    def thermal_voltage(self) -> float:
        """k_B T / e_0 [V]."""
        return float(self.thermal_energy / elementary_charge)

    @property
    def ion_fraction(self) -> float:
        """Share of the sites that ions of both signs hold in the bulk, χ."""
        return float(2 * self.salt_concentration * Avogadro / self.site_density)

    @property
    def bulk_permittivity(self) -> float:
        """Relative permittivity at zero field and potential."""
        dipoles = self.site_density * (1 - self.ion_fraction)
        orientation = dipoles * self.dipole_moment**2 / (3 * self.thermal_energy)
        return float(self.optical_permittivity + orientation / epsilon_0)

    @property
    def debye_length(self) -> float:
        """Screening length of small potentials [m]."""
        charge = 2 * self.salt_concentration * Avogadro * elementary_charge
        return math.sqrt(self.bulk_permittivity * epsilon_0 * self.thermal_voltage / charge)

    @property
    def debye_capacitance(self) -> float:
        """Differential capacitance of a wall at zero potential, ε_b/λ_D [F.m-2]."""
        return float(self.bulk_permittivity * epsilon_0 / self.debye_length)

    def log_partition(self, potential: npt.ArrayLike, field: npt.ArrayLike) -> FloatArray:
        """S, the logarithm of a site's partition function relative to the bulk; zero there."""
        psi, u = self._reduced(potential, field)
        psi, log_z, chi = np.abs(psi), log_sinhc(u), self.ion_fraction
        near_psi, near_z = np.minimum(psi, _LARGE), np.minimum(log_z, _LARGE)
        small = np.log1p((1 - chi) * np.expm1(near_z) + 2 * chi * np.sinh(near_psi / 2) ** 2)
        log_cosh = psi + np.log1p(np.exp(-2 * psi)) - math.log(2)
        large = np.logaddexp(math.log1p(-chi) + log_z, math.log(chi) + log_cosh)
        return np.where(np.maximum(psi, log_z) < _LARGE, small, large)[()]

    def number_densities(
        self, potential: npt.ArrayLike, field: npt.ArrayLike
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Densities of cations, anions and solvent [m-3]; they add to the site density.

        Parameters
        ----------
        potential
            Relative to the bulk [V].
        field
            [V.m-1]; a component along a chosen direction or a magnitude.
        """
        psi, u = self._reduced(potential, field)
        S = self.log_partition(potential, field)
        ions = self.site_density * self.ion_fraction / 2
        solvent = self.site_density * (1 - self.ion_fraction) * np.exp(log_sinhc(u) - S)
        return ions * np.exp(-psi - S), ions * np.exp(psi - S), solvent

    def charge_density(self, potential: npt.ArrayLike, field: npt.ArrayLike) -> FloatArray:
        """ρ = e_0 (N_c - N_a) [C.m-3]."""
        psi, _ = self._reduced(potential, field)
        S = self.log_partition(potential, field)
        ions = self.site_density * self.ion_fraction / 2
        size = np.abs(psi)
        excess = -np.expm1(-2 * size) * np.exp(size - S)  # 2 sinh|ψ| / e^S without overflow
        result: FloatArray = -elementary_charge * ions * np.sign(psi) * excess
        return result

    def effective_permittivity(self, potential: npt.ArrayLike, field: npt.ArrayLike) -> FloatArray:
        """Relative permittivity D / (ε_0 E), also where E is zero."""
        _, u = self._reduced(potential, field)
        solvent = self.number_densities(potential, field)[2]
        moment = solvent * self.dipole_moment**2 / self.thermal_energy
        result: FloatArray = self.optical_permittivity + moment * langevin_ratio(u) / epsilon_0
        return result

    def displacement(self, potential: npt.ArrayLike, field: npt.ArrayLike) -> FloatArray:
        """D = ε_∞ E + N_s p L(pE/k_BT) along the field [C.m-2]."""
        result: FloatArray = (
            epsilon_0 * self.effective_permittivity(potential, field) * np.asarray(field)[()]
        )
        return result

    def energy_density(self, potential: npt.ArrayLike, field: npt.ArrayLike) -> FloatArray:
        """h = ½ ε_∞ E² + k_B T N S [J.m-3]; zero in the bulk, convex in both arguments."""
        optical = 0.5 * epsilon_0 * self.optical_permittivity * np.asarray(field)[()] ** 2
        entropy = self.site_density * self.log_partition(potential, field)
        result: FloatArray = optical + self.thermal_energy * entropy
        return result

    def curvature(
        self, potential: npt.ArrayLike, field: npt.ArrayLike
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Second derivatives of h along φφ [F.m-3], φE [F.m-2] and EE [F.m-1].

        All are written without differences of close numbers, so that the matrix stays positive
        definite in round-off.
        """
        _, u = self._reduced(potential, field)
        cation, anion, solvent = (
            n / self.site_density for n in self.number_densities(potential, field)
        )
        ions, per_volt = cation + anion, 1 / self.thermal_voltage
        N, p, L = self.site_density, self.dipole_moment, langevin_function(u)
        moment = N * solvent * p
        phi_phi = N * elementary_charge * per_volt * (ions * solvent + 4 * anion * cation)
        phi_E = -moment * L * per_volt * (anion - cation)
        E_E = epsilon_0 * self.optical_permittivity + moment * p / self.thermal_energy * (
            langevin_slope(u) + L**2 * ions
        )
        return phi_phi, phi_E, E_E

    def _reduced(
        self, potential: npt.ArrayLike, field: npt.ArrayLike
    ) -> tuple[FloatArray, FloatArray]:
        """ψ and u, broadcast against each other."""
        psi = np.asarray(potential, dtype=float) / self.thermal_voltage
        u = np.asarray(field, dtype=float) * (self.dipole_moment / self.thermal_energy)
        psi, u = np.broadcast_arrays(psi, u)
        return psi, u


ILLUSTRATIVE_ELECTROLYTE = LatticeElectrolyte.from_bulk_permittivity(
    30.0,
    optical_permittivity=2.0,
    salt_concentration=1000.0,
    lattice_constant=0.52e-9,
    temperature=293.15,
    illustrative=True,
)
"""1 M LiPF6 in EC/EMC at 20 °C, as far as a lattice can stand for it: placeholders, since the
paper's supplementary parameters are not available."""
