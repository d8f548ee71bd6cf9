"""Activation energy, and what differences of it say about exchange currents (Eqs. 4, 11)."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.constants import Boltzmann, elementary_charge

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite_array, positive_array
from pybamm_facets.theory.errors import ValidityWarning


def activation_energy(
    reorganization_energy: npt.ArrayLike,
    work: npt.ArrayLike,
    electronic_energy: npt.ArrayLike,
    overpotential: npt.ArrayLike = 0.0,
) -> FloatArray:
    r"""Cathodic activation energy, :math:`E_a = \frac{(\lambda+e_0\eta+w)^2}{4\lambda}+E_e` [eV].

    Eq. 11 of Li et al. 2025 (doi:10.1038/s41467-025-65068-5), as printed. Its sign of η is that of
    the cathodic direction (η < 0 lowers the barrier); the anodic barrier is E_a - e_0η, so that
    both directions balance at η = 0. Only differences between facets mean something.

    The derivatives are dE_a/dλ = ¼(1 - w²/λ²), about ¼, and dE_a/dw = (λ + w)/2λ, more than ½.
    A smaller work function strengthens the field, which lowers λ but raises a w that follows the
    same double layer: that undoes or reverses the trend that a fixed w shows.

    Parameters
    ----------
    reorganization_energy, work, electronic_energy
        λ, w and E_e [eV].
    overpotential
        η [V].

    Raises
    ------
    ValueError
        If λ is not positive, or a number is not finite.

    Warns
    -----
    ValidityWarning
        If ``|e_0 η + w| >= λ`` (inverted or barrierless region), or the energy is negative.

    Examples
    --------
    >>> print(f"{activation_energy(1.0, 0.1, -0.2097453):.7f} eV")
    0.0927547 eV
    """
    lam = positive_array("reorganization_energy", reorganization_energy)
    driving = finite_array("work", work) + finite_array("overpotential", overpotential)
    energy = marcus_barrier(lam, driving)
    energy = energy + finite_array("electronic_energy", electronic_energy)
    if np.any(np.abs(driving) >= lam):
        _warn("work + overpotential reaches the reorganization_energy, where Eq. 11 has no barrier")
    elif np.any(energy < 0):
        _warn(f"activation energy of {np.min(energy):.3g} eV: no barrier is left")
    return energy[()]


def marcus_barrier(
    reorganization_energy: npt.ArrayLike, driving_force: npt.ArrayLike
) -> FloatArray:
    """(λ + f)² / 4λ, the part of Eq. 11 without the electronic energy [eV]; f = e_0η + w."""
    lam = np.asarray(reorganization_energy, dtype=float)
    result: FloatArray = ((lam + np.asarray(driving_force, dtype=float)) ** 2 / (4 * lam))[()]
    return result


def log_exchange_current_ratio(
    activation_energy: npt.ArrayLike,
    reference: npt.ArrayLike,
    temperature: float,
    slope: float | None = None,
) -> FloatArray:
    r"""ln(j0 / j0_ref) = (E_a,ref - E_a) / s, Eq. 4 of Li et al. 2025.

    Eq. 4 (doi:10.1038/s41467-025-65068-5) is printed as a proportionality. Used: the equality of
    transition-state theory, with s = k_B T, 0.0253 eV at 20 °C. The paper's fitted slopes of 0.083
    and 0.039 are such s, in eV per unit of the logarithm, 3.3 and 1.5 times k_B T; the
    "1/k_B T (0.025)" it compares them with should read k_B T (0.025 eV).

    Parameters
    ----------
    activation_energy, reference
        Of the facet and of the reference facet [eV].
    temperature
        [K].
    slope
        s [eV per unit logarithm]; k_B T by default.

    Raises
    ------
    ValueError
        If the temperature or slope is not positive, or an energy is not finite.
    """
    kT = thermal_energy(temperature)
    s = kT if slope is None else float(positive_array("slope", slope))
    energy = finite_array("activation_energy", activation_energy)
    return ((finite_array("reference", reference) - energy) / s)[()]


class EnergySlope(NamedTuple):
    """A straight line through energy differences against logarithms of exchange current.

    Attributes
    ----------
    slope
        [eV per unit logarithm]; k_B T if transition-state theory holds.
    intercept
        [eV].
    r_squared
        Share of the variance that the line explains.
    """

    slope: float
    intercept: float
    r_squared: float


def fit_energy_slope(log_ratio: npt.ArrayLike, energy_difference: npt.ArrayLike) -> EnergySlope:
    """Least-squares line of E_a,ref - E_a [eV] against ln(j0/j0_ref): Figs. 3d, 3e of the paper.

    Parameters
    ----------
    log_ratio, energy_difference
        (n,). One value a facet, the reference included, n at least 2.

    Raises
    ------
    ValueError
        If the lengths differ, a number is not finite or all ratios are the same.
    """
    x = finite_array("log_ratio", log_ratio)
    y = finite_array("energy_difference", energy_difference)
    if x.ndim != 1 or x.shape != y.shape:
        raise ValueError(
            f"energy_difference.shape={y.shape}, log_ratio.shape={x.shape}: expected one (n,)"
        )
    if x.size < 2 or np.ptp(x) == 0:
        raise ValueError(f"log_ratio={x.tolist()}: expected two different values at least")
    dx, dy = x - x.mean(), y - y.mean()
    slope = float(dx @ dy / (dx @ dx))
    scatter = float(dy @ dy)
    explained = slope**2 * float(dx @ dx) / scatter if scatter > 0 else 1.0
    return EnergySlope(slope, float(y.mean() - slope * x.mean()), explained)


def implied_energy_spread(
    j0: npt.ArrayLike, reference: npt.ArrayLike, temperature: float
) -> FloatArray:
    """Difference of activation energy that a ratio of exchange currents implies, k_B T ln(j0/ref).

    Parameters
    ----------
    j0, reference
        Exchange current densities in one unit, positive.
    temperature
        [K].

    Returns
    -------
    array
        E_a,ref - E_a [eV].

    Raises
    ------
    ValueError
        If a number is not positive.

    Examples
    --------
    >>> print(f"{implied_energy_spread(2.0, 0.1, 293.15):.4f} eV")
    0.0757 eV
    """
    ratio = positive_array("j0", j0) / positive_array("reference", reference)
    return (thermal_energy(temperature) * np.log(ratio))[()]


def thermal_energy(temperature: float) -> float:
    """k_B T [eV], for a positive temperature in K."""
    kelvin = positive_array("temperature", temperature)
    if kelvin.ndim:
        raise ValueError(f"temperature.shape={kelvin.shape}: expected one number")
    return float(float(kelvin) * Boltzmann / elementary_charge)


def _warn(message: str) -> None:
    warnings.warn(message, ValidityWarning, stacklevel=3)
