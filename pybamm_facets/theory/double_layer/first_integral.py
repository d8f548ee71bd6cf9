"""Field, charge and capacitance at a planar wall, exactly, from the wall's potential alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.constants import epsilon_0

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite_array
from pybamm_facets.theory.double_layer.lattice_electrolyte import LatticeElectrolyte
from pybamm_facets.theory.errors import ConvergenceError

_LINEAR = 1e-6  # of k_B T / e_0: below, E = φ/λ_D to 1e-12
_TOLERANCE = 1e-13  # of E²; round-off leaves about 1e-14
_ITERATIONS = 200


def surface_field(electrolyte: LatticeElectrolyte, surface_potential: npt.ArrayLike) -> FloatArray:
    r"""Field at a planar wall [V.m-1], pointing into the electrolyte for a positive potential.

    In one dimension the stationary free energy (Eqs. 21-24 of Li et al. 2025,
    doi:10.1038/s41467-025-65068-5, with the repairs of `LatticeElectrolyte`) has the first
    integral :math:`E\,D(\phi,E) - h(\phi,E) = 0`. Its left side rises strictly with E, so there is
    one root, between 0 and :math:`\sqrt{2k_BTNS(\phi,0)/\epsilon_\infty}`.

    Parameters
    ----------
    electrolyte
        What meets the wall.
    surface_potential
        Potential of the wall relative to the bulk [V], any shape.

    Raises
    ------
    ValueError
        If a potential is not a finite number.
    ConvergenceError
        If the root is not found.
    """
    phi = finite_array("surface_potential", surface_potential)
    linear = np.asarray(np.abs(phi) / electrolyte.debye_length)
    size = np.array(linear)
    curved = np.abs(phi) > _LINEAR * electrolyte.thermal_voltage
    size[curved] = _root(electrolyte, np.abs(phi[curved]), linear[curved])
    return np.copysign(size, phi)[()]


def surface_charge_density(
    electrolyte: LatticeElectrolyte, surface_potential: npt.ArrayLike
) -> FloatArray:
    """Charge of the wall, σ = D [C.m-2]; odd in the potential. Arguments of `surface_field`."""
    field = surface_field(electrolyte, surface_potential)
    return electrolyte.displacement(surface_potential, field)


def differential_capacitance(
    electrolyte: LatticeElectrolyte, surface_potential: npt.ArrayLike
) -> FloatArray:
    """dσ/dφ = -ρ/E at the wall [F.m-2]; ε_b/λ_D at zero. Arguments of `surface_field`."""
    phi = finite_array("surface_potential", surface_potential)
    field = np.asarray(surface_field(electrolyte, phi))
    capacitance = np.full(phi.shape, electrolyte.debye_capacitance)
    curved = np.abs(phi) > _LINEAR * electrolyte.thermal_voltage
    rho = electrolyte.charge_density(phi[curved], field[curved])
    capacitance[curved] = -rho / field[curved]
    return capacitance[()]


def _root(electrolyte: LatticeElectrolyte, phi: FloatArray, start: FloatArray) -> FloatArray:
    """Roots for positive potentials, by Newton steps in E² kept inside a shrinking bracket."""
    optical = epsilon_0 * electrolyte.optical_permittivity
    above = 2 * electrolyte.energy_density(phi, 0.0) / optical * (1 + 1e-12)
    below, square = np.zeros_like(phi), np.minimum(start**2, above)
    step, where, result = np.full_like(phi, np.inf), np.arange(phi.size), np.empty_like(phi)
    for _ in range(_ITERATIONS):
        field = np.sqrt(square)
        excess = field * electrolyte.displacement(phi, field)
        excess -= electrolyte.energy_density(phi, field)
        below = np.where(excess < 0, square, below)
        above = np.where(excess < 0, above, square)
        newton = square - 2 * excess / electrolyte.curvature(phi, field)[2]
        last, step = step, np.abs(newton - square)
        open_ = step > _TOLERANCE * square
        result[where[~open_]] = newton[~open_]
        if not np.any(open_):
            return np.sqrt(result)
        # Newton may cycle about the root, where dipoles saturate: steps must halve, or we bisect.
        good = (newton > below) & (newton < above) & (step <= last / 2)
        square = np.where(good, newton, (below + above) / 2)
        step = np.where(good, step, (above - below) / 2)
        phi, below, above, square, step, where = (
            each[open_] for each in (phi, below, above, square, step, where)
        )
    raise ConvergenceError("field at the wall", float(np.max(step / square)), _ITERATIONS)
