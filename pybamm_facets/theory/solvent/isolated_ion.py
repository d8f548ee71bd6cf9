"""An ion far from any facet: the radial problem, and its reorganisation energy."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.constants import elementary_charge, epsilon_0
from scipy.integrate import solve_bvp

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite, positive
from pybamm_facets.theory.charges import two_charges
from pybamm_facets.theory.double_layer.lattice_electrolyte import LatticeElectrolyte
from pybamm_facets.theory.errors import ConvergenceError

_LENGTHS = 40.0  # Debye lengths from the sphere to the end of the domain
_NODES = 100
_MAX_NODES = 50_000
_TOLERANCE = 1e-8


def isolated_ion_potential(
    electrolyte: LatticeElectrolyte, ion_radius: float, charge: float = 1.0
) -> float:
    r"""Potential of a uniformly charged sphere in the bulk electrolyte [V].

    Solves :math:`\frac{1}{r^2}\frac{d(r^2D)}{dr}=\rho` (Eq. 24 of Li et al. 2025,
    doi:10.1038/s41467-025-65068-5, about a point) outside the sphere by collocation. For a small
    charge it is Debye and Hückel's :math:`q/4\pi\epsilon_b a(1+a/\lambda_D)`.

    Parameters
    ----------
    electrolyte
        What surrounds the ion.
    ion_radius
        [m].
    charge
        [e_0].

    Raises
    ------
    ValueError
        If a number is out of range.
    ConvergenceError
        If the collocation does not converge.
    """
    a, z = positive("ion_radius", ion_radius), finite("charge", charge)
    if z == 0:
        return 0.0
    length, volt = electrolyte.debye_length, electrolyte.thermal_voltage
    field = volt / length
    sigma = elementary_charge * z / (4 * math.pi * a**2)

    def slopes(x: FloatArray, y: FloatArray) -> FloatArray:
        """Of φ [kT/e] and E [kT/e λ_D] along ln(r/a)."""
        r, phi, E = a * np.exp(x), y[0] * volt, y[1] * field
        _, phi_E, E_E = electrolyte.curvature(phi, E)
        source = electrolyte.charge_density(phi, E) - 2 * electrolyte.displacement(phi, E) / r
        return np.array([-E * r / volt, (source + phi_E * E) / E_E * r / field])

    end = math.log1p(_LENGTHS * length / a)
    screening = 1 + length / (a * math.exp(end))

    def boundaries(sphere: FloatArray, far: FloatArray) -> FloatArray:
        D = electrolyte.displacement(sphere[0] * volt, sphere[1] * field)
        return np.array([D / sigma - 1, far[1] - far[0] * screening])

    x = np.linspace(0, end, _NODES)
    result: Any = solve_bvp(
        slopes, boundaries, x, _linear(electrolyte, a, z, a * np.exp(x)),
        tol=_TOLERANCE, max_nodes=_MAX_NODES,
    )  # fmt: skip
    if result.status != 0:
        worst = float(np.max(result.rms_residuals))
        raise ConvergenceError("potential of the isolated ion", worst, int(result.niter))
    return float(result.y[0, 0] * volt)


def isolated_ion_reorganization_energy(
    electrolyte: LatticeElectrolyte,
    ion_radius: float,
    *,
    initial_charge: float = 1.0,
    final_charge: float = 0.0,
) -> float:
    """Solvent reorganisation energy of an ion far from any facet [eV].

    Eqs. 17-20 of Li et al. 2025 (doi:10.1038/s41467-025-65068-5) as `reorganization_energy` reads
    them, about a point: the limit of a large distance, with the sphere's inside left out.

    Parameters
    ----------
    electrolyte
        What surrounds the ion.
    ion_radius
        [m].
    initial_charge, final_charge
        [e_0].

    Raises
    ------
    ValueError
        If a number is out of range, or both charges are equal.
    ConvergenceError
        If the potential is not found.

    Examples
    --------
    >>> from pybamm_facets.theory import ILLUSTRATIVE_ELECTROLYTE
    >>> print(f"{isolated_ion_reorganization_energy(ILLUSTRATIVE_ELECTROLYTE, 2e-10):.4f} eV")
    1.5691 eV
    """
    a = positive("ion_radius", ion_radius)
    charges = two_charges(initial_charge, final_charge)
    first, last = (isolated_ion_potential(electrolyte, a, z) for z in charges)
    change = charges[1] - charges[0]
    optical = epsilon_0 * electrolyte.optical_permittivity
    frozen = change * elementary_charge / (4 * math.pi * optical * a)
    return float(0.5 * change * (frozen - (last - first)))


def _linear(electrolyte: LatticeElectrolyte, a: float, z: float, r: FloatArray) -> FloatArray:
    """φ and E of Debye and Hückel, in units of the thermal voltage and of it over λ_D."""
    length = electrolyte.debye_length
    bulk = epsilon_0 * electrolyte.bulk_permittivity
    surface = z * elementary_charge / (4 * math.pi * bulk * a * (1 + a / length))
    phi = surface / electrolyte.thermal_voltage * a / r * np.exp(-(r - a) / length)
    return np.array([phi, phi * (1 + length / r)])
