"""Coupling of a level to the bands of a facet, from its projected density of states."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares, nnls

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import non_negative_array
from pybamm_facets.theory.electronic.chemisorption import (
    check_closed,
    coupling_strength,
    increasing_energies,
    principal_value,
)
from pybamm_facets.theory.errors import ConvergenceError, ValidityWarning

_TOLERANCE = 1e-12
_EVALUATIONS = 500


@dataclass(frozen=True)
class CouplingFit:
    """What a density of states says about the coupling.

    The ``|V_k|²`` of bands that overlap trade off against each other when the data are noisy; the
    strength Δ_0 that they add to does not, so that is the number to report.

    Attributes
    ----------
    coupling_squared
        (K,). ``|V_k|²`` [eV2].
    level
        ε' of Eq. 14 [eV].
    residual
        Root mean square misfit of the density of states [eV-1].
    integral
        Of the density of states that was fitted; one if it is complete.
    """

    coupling_squared: FloatArray
    level: float
    residual: float
    integral: float

    def coupling_strength(self, dos_at_fermi: npt.ArrayLike) -> float:
        """Δ_0 [eV] for the (K,) densities of states of the bands at the Fermi level [eV-1]."""
        return coupling_strength(self.coupling_squared, dos_at_fermi)


def fit_couplings(
    energy: npt.ArrayLike, adsorbate_dos: npt.ArrayLike, band_dos: npt.ArrayLike
) -> CouplingFit:
    """Fit the ``|V_k|²`` and the level of Eqs. 14-16 to a density of states.

    The paper (Li et al. 2025, doi:10.1038/s41467-025-65068-5) fits by hand. Here the resolvent
    G = P∫ρ/(ε-ε')dε' - iπρ is inverted first, since Im(1/G) = Δ is linear in the ``|V_k|²``; least
    squares on the density itself follow from there. From a blind guess they end in wrong minima.

    Parameters
    ----------
    energy
        (n,). Strictly increasing [eV].
    adsorbate_dos
        (n,). Density of states of the level [eV-1].
    band_dos
        (K, n). Density of states of each band [eV-1], zero at both ends.

    Raises
    ------
    ValueError
        If shapes do not agree, a density is negative or a band is empty or cut off.
    ConvergenceError
        If the least squares do not converge.

    Warns
    -----
    ValidityWarning
        If the density of states does not integrate to 1 within 0.02.
    """
    grid = increasing_energies(energy)
    dos = non_negative_array("adsorbate_dos", adsorbate_dos)
    if dos.shape != grid.shape or not np.any(dos):
        raise ValueError(f"adsorbate_dos.shape={dos.shape}: expected {grid.shape}, not all 0")
    bands = _checked_bands(grid, band_dos)
    integral = float(np.trapezoid(dos, grid))
    if abs(integral - 1) > 0.02:
        warnings.warn(
            f"adsorbate_dos integrates to {integral:.3f}, not 1: part of it is outside the window "
            "or in other orbitals",
            ValidityWarning,
            stacklevel=2,
        )
    # Self-energy of each band per unit |V_k|²: Λ_k - i Δ_k. Without bands there is no density.
    *shifts, real = principal_value(grid, np.vstack([bands, dos]), grid)
    self_energies = np.array(shifts) - 1j * np.pi * bands
    inside = np.any(bands > 0, axis=0)
    model = _Model(grid[inside], dos[inside], self_energies[:, inside])
    start = model.start((real - 1j * np.pi * dos)[inside])
    result = least_squares(
        model.misfit, start, jac=model.slopes, x_scale="jac", max_nfev=_EVALUATIONS,
        bounds=([0.0] * len(bands) + [-np.inf], np.inf),
        ftol=_TOLERANCE, xtol=_TOLERANCE, gtol=_TOLERANCE,
    )  # fmt: skip
    misfit = np.concatenate([result.fun, dos[~inside]])
    residual = float(np.sqrt(np.mean(misfit**2)))
    if result.status <= 0:
        raise ConvergenceError("fit of the couplings", residual, int(result.nfev))
    return CouplingFit(result.x[:-1], float(result.x[-1]), residual, integral)


@dataclass(frozen=True)
class _Model:
    """ρ = -Im G / π with G = 1 / (ε - ε' - Σ_k ``|V_k|²`` (Λ_k - i Δ_k)), and its derivatives."""

    energy: FloatArray
    dos: FloatArray
    self_energies: npt.NDArray[np.complex128]

    def resolvent(self, x: FloatArray) -> npt.NDArray[np.complex128]:
        # The least damping keeps a level on a grid point finite while every coupling is zero.
        result: npt.NDArray[np.complex128] = 1 / (
            self.energy + 1e-12j - x[-1] - x[:-1] @ self.self_energies
        )
        return result

    def misfit(self, x: FloatArray) -> FloatArray:
        return -self.resolvent(x).imag / np.pi - self.dos

    def slopes(self, x: FloatArray) -> FloatArray:
        each = np.vstack([self.self_energies, np.ones_like(self.energy)])
        return -(self.resolvent(x) ** 2 * each).imag.T / np.pi

    def start(self, resolvent: npt.NDArray[np.complex128]) -> FloatArray:
        """Couplings and level that 1/G asks for; weights |G|² turn its noise into that of G."""
        weight = np.abs(resolvent) ** 2
        inverse = 1 / resolvent
        squares, _ = nnls((-self.self_energies.imag * weight).T, inverse.imag * weight)
        level = self.energy - inverse.real - squares @ self.self_energies.real
        return np.append(squares, np.average(level, weights=weight))


def _checked_bands(grid: FloatArray, band_dos: npt.ArrayLike) -> FloatArray:
    bands = non_negative_array("band_dos", band_dos)
    if bands.ndim != 2 or bands.shape[1] != grid.size:
        raise ValueError(f"band_dos.shape={bands.shape}: expected (K, {grid.size})")
    for number, band in enumerate(bands):
        check_closed(f"band_dos[{number}]", grid, band)
        if not np.any(band):
            raise ValueError(f"band_dos[{number}] is zero everywhere, expected a band")
    return bands
