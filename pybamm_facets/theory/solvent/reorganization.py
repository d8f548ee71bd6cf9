"""Solvent reorganisation energy of an ion at a crystal facet (Eqs. 17-20)."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.constants import elementary_charge

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite, finite_array, positive
from pybamm_facets._extras import require
from pybamm_facets.theory.charges import two_charges
from pybamm_facets.theory.double_layer.lattice_electrolyte import LatticeElectrolyte
from pybamm_facets.theory.double_layer.planar_layer import DoubleLayer
from pybamm_facets.theory.solvent.axis_elements import Discretization, discretize
from pybamm_facets.theory.solvent.bispherical import SphereBeforePlane, graded_mesh
from pybamm_facets.theory.solvent.ion_free_energy import ChargedSphere, SphereAtFacet
from pybamm_facets.theory.solvent.newton import minimize

ION_RADIUS = 2e-10
"""Of Li+ [m]; an assumption, the paper's value is not available."""

ION_DISTANCE = 4e-10
"""Of the ion from the facet at the transition state [m]. An assumption: with it the illustrative
electrolyte gives w = 0.0998 eV at a work function of 3 eV, the pair that the paper holds fixed."""

_TOLERANCE = 1e-9  # V
_SMALLEST_DOMAIN = 5.0  # of the sphere's far end


@dataclass(frozen=True)
class ReorganizationEnergy:
    """λ and what it is made of; leading axes are those of the surface potential.

    Attributes
    ----------
    value
        λ of Eq. 17 [eV].
    total, optical
        (..., 2, 2). H and H^∞ of Eqs. 19 and 20 [eV]. Row i: charge state on the ion; column j: the
        state that set the slow polarisation (1: initial, 2: final).
    forward, backward
        Free energy to reorganise the solvent from state 1 to 2 and from 2 to 1, by charging in two
        stages [eV]. In a linear medium both are λ; here their mean is, exactly.
    iterations
        (..., 2). Newton steps for each charge state.
    degrees_of_freedom
        Unknowns of the discretised potential.
    illustrative
        Whether the electrolyte was a placeholder.
    """

    value: float | FloatArray
    total: FloatArray
    optical: FloatArray
    forward: float | FloatArray
    backward: float | FloatArray
    iterations: npt.NDArray[np.intp]
    degrees_of_freedom: int
    illustrative: bool

    @property
    def inertial(self) -> FloatArray:
        """H^in of Eq. 18, the part of the slow polarisation [eV]."""
        return self.total - self.optical


def reorganization_energy(
    electrolyte: LatticeElectrolyte,
    surface_potential: npt.ArrayLike,
    *,
    ion_radius: float = ION_RADIUS,
    distance: float = ION_DISTANCE,
    initial_charge: float = 1.0,
    final_charge: float = 0.0,
    ion_permittivity: float | None = None,
    refinement: float = 1.0,
    domain_radius: float = 4e-8,
) -> ReorganizationEnergy:
    r"""Solvent reorganisation energy of a spherical ion in the double layer of a facet.

    Eqs. 17-20 of Li et al. 2025 (doi:10.1038/s41467-025-65068-5), read as

    .. math::
        H_{ij} = -\int\sigma_i\phi_j\,dS, \qquad
        \lambda = \tfrac12\left[H_{22}-H_{21}-H_{12}+H_{11}\right]^\mathrm{in}
                = \tfrac12\Delta q\,(\Delta\bar\phi^\infty-\Delta\bar\phi),

    with j the charge state that set the slow polarisation, i the one that sits on the ion, and a
    bar the mean over the sphere.

    * Eqs. 19 and 20 print :math:`\sigma_{i,ij}` on the ion. Used: :math:`\sigma_{I,i}`. Their minus
      signs, and the half in Eq. 17, are right (the isolated ion is Born's).
    * φ is the whole nonlinear double layer with the ion in it (Eqs. 21-25). For φ^∞ ions and
      dipoles are frozen, and only ε_∞ responds: no screening by ions.
    * The text says that the facet's term is zero, its potential being constant. Each is not, but
      they cancel in Eq. 17, as the double layer without the ion does.

    Held constant are the facet's potential, temperature, bulk, and the ion's place and radius.
    Where the ion sits and how large it is are not in the paper: the defaults are assumptions.

    Parameters
    ----------
    electrolyte
        What surrounds the ion.
    surface_potential
        Of the facet, relative to the bulk [V]; one calculation for each.
    ion_radius, distance
        Of the sphere, and of its centre from the facet [m].
    initial_charge, final_charge
        Of the ion [e_0], not necessarily whole.
    ion_permittivity
        Relative, of the ion's inside, at least 1; without it the inside is left out, no field line
        passing through the ion.
    refinement
        Elements along each direction relative to the default, which gives λ to 1e-4 eV; 0.5 gives
        it to 1e-3 eV in a third of the time. Errors fall with its third to fourth power.
    domain_radius
        Where the potential of the double layer is taken as undisturbed [m]; what that cuts off
        falls with its third power and is below 1e-5 eV by default.

    Raises
    ------
    ValueError
        If a number is out of range, the ion reaches the facet, or both charges are equal.
    ConvergenceError
        If the potential is not found.
    MissingExtraError
        If scikit-fem is missing: ``pip install "pybamm-facets[theory]"``.

    Examples
    --------
    >>> from pybamm_facets.theory import ILLUSTRATIVE_ELECTROLYTE
    >>> print(f"{reorganization_energy(ILLUSTRATIVE_ELECTROLYTE, 1.3).value:.3f} eV")
    1.015 eV
    """
    require("theory", "the reorganisation energy")
    phi = finite_array("surface_potential", surface_potential)
    charges = two_charges(initial_charge, final_charge)
    sphere = _sphere(ion_radius, distance)
    inside = _inside_permittivity(ion_permittivity)
    elements = _discretization(
        sphere,
        _domain_radius(sphere, domain_radius),
        positive("refinement", refinement),
        inside is not None,
    )
    solved = [
        _energy(
            SphereAtFacet(DoubleLayer(electrolyte, float(each)), elements, inside or 1.0), charges
        )
        for each in phi.ravel()
    ]
    return _stacked(solved, phi.shape)


def _energy(ion: SphereAtFacet, charges: tuple[float, float]) -> ReorganizationEnergy:
    states = [ChargedSphere(ion, charge) for charge in charges]
    start = np.zeros(ion.elements.outside.n_unknowns)
    what = f"potential about the ion at a facet of {ion.double_layer.surface_potential:g} V"
    solved = [minimize(state, start, tolerance=_TOLERANCE, what=what) for state in states]
    z = np.array(charges)
    phi = np.array([ion.mean_potential(u) for u, _ in solved])
    total = -np.outer(z, phi)
    optical = -np.outer(z, z) * ion.optical_potential
    signs = np.array([[1, -1], [-1, 1]])
    value = 0.5 * float(np.sum(signs * (total - optical)))
    # ∫φ dq from 1 to 2 [eV], since dJ/dq = -φ at the minimum; the plane's own part added.
    minima = [
        state.value(u)[0] / elementary_charge for state, (u, _) in zip(states, solved, strict=True)
    ]
    change = z[1] - z[0]
    charging = minima[0] - minima[1] + change * ion.plane_potential
    optical_part = 0.5 * change**2 * ion.optical_potential
    return ReorganizationEnergy(
        value=value,
        total=total,
        optical=optical,
        forward=float(optical_part - charging + change * phi[0]),
        backward=float(optical_part + charging - change * phi[1]),
        iterations=np.array([n for _, n in solved]),
        degrees_of_freedom=start.size,
        illustrative=ion.double_layer.electrolyte.illustrative,
    )


def _stacked(solved: list[ReorganizationEnergy], shape: tuple[int, ...]) -> ReorganizationEnergy:
    """One result with the shape of the potentials in front."""
    if not shape:
        return solved[0]
    arrays: dict[str, Any] = {
        field.name: np.array([getattr(one, field.name) for one in solved])
        for field in fields(ReorganizationEnergy)
        if field.name not in ("degrees_of_freedom", "illustrative")
    }
    arrays = {name: array.reshape(shape + array.shape[1:]) for name, array in arrays.items()}
    return replace(solved[0], **arrays)


@lru_cache(maxsize=4)
def _discretization(
    sphere: SphereBeforePlane, domain_radius: float, refinement: float, inside: bool
) -> Discretization:
    """The same for all facets, so kept."""
    return discretize(graded_mesh(sphere, domain_radius, refinement, inside), sphere)


def _sphere(radius: float, distance: float) -> SphereBeforePlane:
    sphere = SphereBeforePlane(positive("ion_radius", radius), positive("distance", distance))
    if sphere.distance <= sphere.radius:
        raise ValueError(f"distance={distance!r}: expected above the ion_radius {radius!r}")
    return sphere


def _inside_permittivity(value: float | None) -> float | None:
    if value is not None and finite("ion_permittivity", value) < 1:
        raise ValueError(f"ion_permittivity={value!r}: expected at least 1, or None")
    return value


def _domain_radius(sphere: SphereBeforePlane, value: float) -> float:
    least = _SMALLEST_DOMAIN * (sphere.distance + sphere.radius)
    if positive("domain_radius", value) < least:
        raise ValueError(f"domain_radius={value!r}: expected at least {least:g} m for this ion")
    return float(value)
