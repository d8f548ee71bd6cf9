"""What the electronic interaction takes off the activation energy (Eqs. 12, 13)."""

from __future__ import annotations

import warnings

import numpy as np
import numpy.typing as npt

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite, finite_array, non_negative_array, positive
from pybamm_facets.theory.errors import ValidityWarning

LITHIUM_2S_ENERGY = -5.39
"""Li 2s level against vacuum [eV]: minus the first ionisation energy of the atom. An assumption,
since Eq. 13 gives no reference for its energy; the spread over facets that the paper prints is
nearer to it than to the level against the Fermi energy."""

TURNING_POINT = 0.5049762
"""Δ_0/\\|ε\\| at which Eq. 12 stops falling: where ln(1 + t²) = 2t²/(1 + t²), t = \\|ε\\|/Δ_0."""


def electronic_energy(
    coupling_strength: npt.ArrayLike, level_energy: npt.ArrayLike = LITHIUM_2S_ENERGY
) -> FloatArray:
    r"""Electronic part of the activation energy [eV].

    .. math:: E_e = -\frac{\Delta_0}{2\pi}\ln\left[1 + (\epsilon_a/\Delta_0)^2\right]

    Eq. 12 of Li et al. 2025 (doi:10.1038/s41467-025-65068-5). Its level is one against the Fermi
    energy at the reactant's minimum, λ + e_0η + w in Schmickler's Hamiltonian
    (`reactant_level`); Eq. 13 replaces it by the bare 2s level without a reference. The term
    that Eq. 12 leaves out, about -Δ_0/π, is `occupancy_energy`.

    Parameters
    ----------
    coupling_strength
        Δ_0 [eV], not negative.
    level_energy
        [eV]; only its size counts.

    Raises
    ------
    ValueError
        If the strength is negative, or a number is not finite.

    Warns
    -----
    ValidityWarning
        If Δ_0 > 0.505 \|level\|: there a stronger interaction no longer lowers the energy.

    Examples
    --------
    >>> print(f"{electronic_energy(0.2):.7f} eV")
    -0.2097453 eV
    """
    delta, level = _checked(coupling_strength, level_energy)
    if np.any(delta > TURNING_POINT * np.abs(level)):
        warnings.warn(
            f"coupling_strength exceeds {TURNING_POINT:.3f} of the level energy, where Eq. 12 "
            "stops falling with it",
            ValidityWarning,
            stacklevel=2,
        )
    # ln(1 + t²) = ln(δ² + ε²) - ln δ², which no ratio of the two can overflow.
    safe = np.where(delta > 0, delta, 1.0)
    log = 2 * np.log(np.hypot(safe, level) / safe)
    return np.where(delta > 0, -delta / (2 * np.pi) * log, 0.0)[()]


def occupancy_energy(coupling_strength: npt.ArrayLike, level_energy: npt.ArrayLike) -> FloatArray:
    """The term that Eq. 12 omits, -ε n(ε), n = 1/2 - arctan(ε/Δ_0)/π [eV]; to be added to it.

    With it and the level of `reactant_level` the activation energy meets `adiabatic_barrier` to
    0.1 meV at Δ_0 = 0.03 eV and 1.1 meV at 0.1 eV (λ = 1 eV). Parameters and errors as in
    `electronic_energy`; the sign of the level counts here.
    """
    delta, level = _checked(coupling_strength, level_energy)
    return (-level * np.arctan2(delta, level) / np.pi)[()]


def reactant_level(reorganization_energy: float, driving_force: float) -> float:
    """Level above the Fermi energy at the reactant's minimum, λ + e_0η + w [eV].

    The level that Schmickler's Hamiltonian gives for Eq. 12, where the paper takes the bare one.
    """
    lam = positive("reorganization_energy", reorganization_energy)
    return lam + finite("driving_force", driving_force)


def lithium_2s_level(reorganization_energy: float, driving_force: float) -> float:
    """The bare level that Eq. 13 takes, whatever the solvent does: `LITHIUM_2S_ENERGY` [eV]."""
    return LITHIUM_2S_ENERGY


def _checked(
    coupling_strength: npt.ArrayLike, level_energy: npt.ArrayLike
) -> tuple[FloatArray, FloatArray]:
    delta = non_negative_array("coupling_strength", coupling_strength)
    return delta, finite_array("level_energy", level_energy)
