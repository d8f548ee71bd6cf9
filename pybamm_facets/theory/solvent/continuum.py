"""Reorganisation energy of a dielectric continuum, in closed form."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.constants import elementary_charge, epsilon_0

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite_array, positive_array


def marcus_reorganization_energy(
    ion_radius: npt.ArrayLike,
    distance: npt.ArrayLike,
    optical_permittivity: npt.ArrayLike,
    static_permittivity: npt.ArrayLike,
    charge: npt.ArrayLike = 1.0,
) -> FloatArray:
    r"""Reorganisation energy of an ion and its image in a linear dielectric [eV].

    .. math::
        \lambda_M = \frac{(\Delta z)^2 e_0}{8\pi\epsilon_0}
        \left(\frac1{\epsilon_\infty}-\frac1{\epsilon_b}\right)
        \left(\frac1a-\frac1{2d}\right)

    (Marcus, J. Phys. Chem. 98 (1994) 7170, doi:10.1021/j100081a012.) It is what Eqs. 17-20 of
    Li et al. 2025 (doi:10.1038/s41467-025-65068-5) give without ions and saturation, for a sphere
    whose inside has the permittivity of its surroundings.

    Parameters
    ----------
    ion_radius, distance
        Of the sphere, and of its centre from the electrode [m]; an infinite distance is an
        isolated ion (Born).
    optical_permittivity, static_permittivity
        Relative, at least 1, the static one not below the optical one.
    charge
        Change of the ion's charge [e_0].

    Raises
    ------
    ValueError
        If a number is out of range or the sphere reaches the electrode.

    Examples
    --------
    >>> print(f"{marcus_reorganization_energy(0.3e-9, 0.5e-9, 2, 30):.6f} eV")
    0.783981 eV
    """
    a = positive_array("ion_radius", ion_radius)
    d = np.asarray(distance, dtype=float)
    if not np.all(d > a):
        raise ValueError(f"distance={distance!r}: expected above the ion_radius {ion_radius!r}")
    optical = finite_array("optical_permittivity", optical_permittivity)
    if np.any(optical < 1):
        raise ValueError(f"optical_permittivity={optical_permittivity!r}: expected at least 1")
    static = finite_array("static_permittivity", static_permittivity)
    if np.any(static < optical):
        raise ValueError(
            f"static_permittivity={static_permittivity!r}: expected at least the "
            f"optical_permittivity {optical_permittivity!r}"
        )
    volts = elementary_charge / (8 * math.pi * epsilon_0) * (1 / a - 1 / (2 * d))
    result: FloatArray = finite_array("charge", charge) ** 2 * volts * (1 / optical - 1 / static)
    return result
