"""The adiabatic barrier itself, without the approximations of Eqs. 11 and 12."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite_array, non_negative_array, positive_array


def adiabatic_barrier(
    reorganization_energy: npt.ArrayLike,
    driving_force: npt.ArrayLike,
    coupling_strength: npt.ArrayLike,
) -> FloatArray:
    r"""Barrier along the solvent coordinate q of the Anderson-Newns-Schmickler energy [eV].

    .. math::
        E(q) = \lambda q^2 + 2\lambda q + \tilde\epsilon n
               + \frac{\Delta_0}{2\pi}\ln(\tilde\epsilon^2 + \Delta_0^2), \qquad
        \tilde\epsilon = f - \lambda - 2\lambda q, \quad
        n = \tfrac12 - \tfrac1\pi\arctan(\tilde\epsilon/\Delta_0)

    What Eqs. 11-13 of Li et al. 2025 (doi:10.1038/s41467-025-65068-5) approximate: at
    :math:`\Delta_0\to0` it is Marcus' :math:`(\lambda+f)^2/4\lambda`. At a stationary point
    q = n - 1, so reactant, saddle and product are the roots of one function of the level.

    Parameters
    ----------
    reorganization_energy, driving_force, coupling_strength
        λ, f = e_0η + w and Δ_0 [eV]; they are broadcast.

    Raises
    ------
    ValueError
        If λ is not positive, Δ_0 is negative, or the two valleys have merged into one.

    Examples
    --------
    >>> print(f"{adiabatic_barrier(1.0, 0.0, 0.1):.4f} eV")
    0.1459 eV
    """
    arrays = np.broadcast_arrays(
        positive_array("reorganization_energy", reorganization_energy),
        finite_array("driving_force", driving_force),
        non_negative_array("coupling_strength", coupling_strength),
    )
    barriers = [_barrier(*map(float, each)) for each in zip(*(a.flat for a in arrays), strict=True)]
    return np.array(barriers).reshape(arrays[0].shape)[()]


def _barrier(lam: float, force: float, delta: float) -> float:
    if delta == 0 and abs(force) < lam:
        return (lam + force) ** 2 / (4 * lam)

    def imbalance(level: float) -> float:
        return (force - level) / (2 * lam) + math.atan(level / delta) / math.pi

    turn = math.sqrt(max(delta * (2 * lam / math.pi - delta), 0.0))
    if turn == 0 or not imbalance(-turn) < 0 < imbalance(turn):
        raise ValueError(
            f"coupling_strength={delta!r} at reorganization_energy {lam!r} and driving_force "
            f"{force!r}, where reactant and product are one valley: expected values with a barrier"
        )
    tolerance = 1e-14 * lam
    reactant = brentq(imbalance, turn, lam + force, xtol=tolerance)
    saddle = brentq(imbalance, -turn, turn, xtol=tolerance)
    return _energy(saddle, lam, force, delta) - _energy(reactant, lam, force, delta)


def _energy(level: float, lam: float, force: float, delta: float) -> float:
    q = (force - lam - level) / (2 * lam)
    occupied = level * math.atan2(delta, level) / math.pi
    return lam * q * (q + 2) + occupied + delta / math.pi * math.log(math.hypot(level, delta))
