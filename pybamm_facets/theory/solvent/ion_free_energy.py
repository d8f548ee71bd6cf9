"""Free energy of a sphere in the double layer of a facet, as a functional of the potential."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.constants import elementary_charge, epsilon_0
from scipy.sparse import csc_matrix

from pybamm_facets._arrays import FloatArray
from pybamm_facets.theory.double_layer.planar_layer import DoubleLayer
from pybamm_facets.theory.solvent.axis_elements import Discretization, Elements
from pybamm_facets.theory.solvent.newton import factorized


@dataclass(frozen=True)
class SphereAtFacet:
    r"""J[u] of an uncharged sphere in the double layer of a plane, less that without the sphere.

    The potential is φ = φ_plane(z) + u, u = 0 on the plane, which is kept at its potential. From
    the strictly convex :math:`J[\phi]=\int h(\phi,|\nabla\phi|)\,dV - \int\sigma\phi\,dS`, with h
    that of `LatticeElectrolyte`, all that is linear in u but for the sphere is left out: φ_plane
    makes it stationary. What stays vanishes with u, so that the double layer far along the plane
    needs no elements.

    Parameters
    ----------
    double_layer
        Of the plane without the sphere.
    elements
        Discretisation in space.
    inside_permittivity
        Relative, of the sphere's inside; without meaning if that has no elements.
    """

    double_layer: DoubleLayer
    elements: Discretization
    inside_permittivity: float = 1.0

    def value(self, u: FloatArray) -> tuple[float, float]:
        """J [J], and its round-off: two large numbers nearly cancel."""
        electrolyte = self.double_layer.electrolyte
        outside = self.elements.outside
        background, known = self._background, self._known
        change = outside.fields(u)
        full = background + change
        h = electrolyte.energy_density(full[0], np.hypot(*full[1:]))
        excess = h - known.energy - np.sum(known.slopes * change, axis=0)
        weights = outside.weights
        value = np.sum(weights * excess) + self._linear @ u + 0.5 * (u @ (self._inside @ u))
        roundoff = 4 * np.finfo(float).eps * np.sum(weights * (h + known.energy))
        return float(value), float(roundoff)

    def derivatives(self, u: FloatArray) -> tuple[FloatArray, csc_matrix]:
        """Gradient [C] and Hessian [F] of J."""
        outside = self.elements.outside
        full = self._background + outside.fields(u)
        gradient = outside.vector(self._slopes(full) - self._known.slopes)
        return (
            gradient + self._linear + self._inside @ u,
            outside.matrix(self._curvature(full)) + self._inside,
        )

    def mean_potential(self, u: FloatArray) -> float:
        """Mean of φ over the sphere [V]."""
        return float(self.mean @ u) + self.plane_potential

    @cached_property
    def plane_potential(self) -> float:
        """Mean of φ_plane over where the sphere is [V]."""
        sphere = self.elements.sphere
        return float(
            np.average(self.double_layer.potential(sphere.place.z), weights=sphere.weights)
        )

    @cached_property
    def optical_potential(self) -> float:
        """Mean potential of the sphere per charge of its own when only ε_∞ responds [V].

        Ions and dipoles are frozen: ε_∞ ∇²φ = 0 before a grounded plane.
        """
        optical = epsilon_0 * self.double_layer.electrolyte.optical_permittivity
        matrix = _laplacian(self.elements.outside, optical) + self._inside
        load = elementary_charge * self.mean
        return float(self.mean @ factorized(matrix)(load))

    @cached_property
    def mean(self) -> FloatArray:
        """Mean over the sphere of a potential with these coefficients."""
        sphere = self.elements.sphere
        ones = np.zeros((3, *sphere.weights.shape))
        ones[0] = 1 / np.sum(sphere.weights)
        return sphere.vector(ones)

    @cached_property
    def _linear(self) -> FloatArray:
        """Terms linear in u: the flux of φ_plane that the sphere interrupts."""
        sphere, inside = self.elements.sphere, self.elements.inside
        z = sphere.place.z
        field = self.double_layer.field(z)
        flux = np.zeros((3, *z.shape))
        normal = self.double_layer.electrolyte.displacement(self.double_layer.potential(z), field)
        flux[0] = -normal * sphere.place.axis[1]
        polarised = np.zeros((3, *inside.weights.shape))
        permittivity = epsilon_0 * self.inside_permittivity
        polarised[1:] = -permittivity * self.double_layer.field(inside.place.z) * inside.place.axis
        return sphere.vector(flux) + inside.vector(polarised)

    @cached_property
    def _inside(self) -> csc_matrix:
        return _laplacian(self.elements.inside, epsilon_0 * self.inside_permittivity)

    @cached_property
    def _background(self) -> FloatArray:
        """φ_plane and its gradient at the points outside, like `Elements.fields`."""
        place = self.elements.outside.place
        potential = self.double_layer.potential(place.z)
        return np.array([potential, *(-self.double_layer.field(place.z) * place.axis)])

    @cached_property
    def _known(self) -> _Known:
        background = self._background
        energy = self.double_layer.electrolyte.energy_density(
            background[0], np.hypot(*background[1:])
        )
        return _Known(energy, self._slopes(background))

    def _slopes(self, fields: FloatArray) -> FloatArray:
        """Derivatives of h along φ and the components of ∇φ: -ρ and -D."""
        electrolyte = self.double_layer.electrolyte
        size = np.hypot(*fields[1:])
        rho = electrolyte.charge_density(fields[0], size)
        permittivity = epsilon_0 * electrolyte.effective_permittivity(fields[0], size)
        return np.array([-rho, *(permittivity * fields[1:])])

    def _curvature(self, fields: FloatArray) -> FloatArray:
        """Second derivatives of h along φ and the components of ∇φ, shape (3, 3, ...)."""
        electrolyte = self.double_layer.electrolyte
        size = np.hypot(*fields[1:])
        across = epsilon_0 * electrolyte.effective_permittivity(fields[0], size)
        phi_phi, phi_E, along = electrolyte.curvature(fields[0], size)
        unit = fields[1:] / np.maximum(size, np.finfo(float).tiny)
        result = np.empty((3, *fields.shape))
        result[0, 0] = phi_phi
        result[0, 1:] = result[1:, 0] = phi_E * unit
        result[1:, 1:] = (along - across) * unit[:, None] * unit
        result[1, 1] += across
        result[2, 2] += across
        return result


@dataclass(frozen=True)
class ChargedSphere:
    """J[u] of the same sphere with a uniform surface charge [e_0]."""

    sphere: SphereAtFacet
    charge: float

    def value(self, u: FloatArray) -> tuple[float, float]:
        """J [J], and its round-off."""
        value, roundoff = self.sphere.value(u)
        return value - float(self._load @ u), roundoff

    def derivatives(self, u: FloatArray) -> tuple[FloatArray, csc_matrix]:
        """Gradient [C] and Hessian [F] of J."""
        gradient, hessian = self.sphere.derivatives(u)
        return gradient - self._load, hessian

    @cached_property
    def _load(self) -> FloatArray:
        result: FloatArray = elementary_charge * self.charge * self.sphere.mean
        return result


@dataclass(frozen=True)
class _Known:
    """h and its slopes in the plane's own double layer."""

    energy: FloatArray
    slopes: FloatArray


def _laplacian(elements: Elements, permittivity: float) -> csc_matrix:
    density = np.zeros((3, 3, *elements.weights.shape))
    density[1, 1] = density[2, 2] = permittivity
    return elements.matrix(density)
