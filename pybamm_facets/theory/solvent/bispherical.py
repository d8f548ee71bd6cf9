"""Bispherical coordinates of a sphere before a plane, and a quadrilateral mesh in them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from pybamm_facets._arrays import FloatArray

_RAYS = 10.0  # along the sphere, at refinement 1
_RADIAL = 5.0  # per e-fold of distance from the far boundary to the sphere
_DEPTH = 8.0  # of the sphere's inside; what is left out is of radius exp(-8)


class Place(NamedTuple):
    """Where points of the (ξ, η) plane lie: lengths in m, `axis` without unit."""

    r: FloatArray
    """Distance from the axis of symmetry."""
    z: FloatArray
    """Distance from the plane."""
    scale: FloatArray
    """Length per unit of ξ and of η alike: the map is conformal."""
    axis: FloatArray
    """Components of the plane's normal along ξ and η, shape (2, ...)."""


@dataclass(frozen=True)
class SphereBeforePlane:
    r"""A sphere whose centre is at a distance from a plane.

    With the focus :math:`c=\sqrt{d^2-a^2}`,

    .. math::
        z = \frac{c\sinh\eta}{\cosh\eta-\cos\xi}, \qquad r = \frac{c\sin\xi}{\cosh\eta-\cos\xi}

    maps the plane to η = 0, the sphere to :math:`\eta_0=\mathrm{arcosh}(d/a)`, the axis to ξ = 0
    (above the sphere) and ξ = π (between sphere and plane), and infinity to the origin (Morse and
    Feshbach, Methods of Theoretical Physics, section 10.3). Both surfaces are exact, whatever the
    mesh.

    Parameters
    ----------
    radius, distance
        Of the sphere, and of its centre from the plane [m]; distance > radius > 0.
    """

    radius: float
    distance: float

    @property
    def focus(self) -> float:
        """c [m]."""
        return math.sqrt((self.distance - self.radius) * (self.distance + self.radius))

    @property
    def surface(self) -> float:
        """η of the sphere."""
        return math.acosh(self.distance / self.radius)

    def at(self, xi: FloatArray, eta: FloatArray) -> Place:
        """The place of coordinates; written without differences of close numbers."""
        A, B = np.sinh(eta / 2) ** 2, np.sin(xi / 2) ** 2
        gap = 2 * (A + B)
        scale = self.focus / gap
        axis = np.array([-np.sinh(eta) * np.sin(xi), 2 * (B - A + 2 * A * B)]) / gap
        return Place(scale * np.sin(xi), scale * np.sinh(eta), scale, axis)


def graded_mesh(
    sphere: SphereBeforePlane, domain_radius: float, refinement: float, inside: bool
) -> Any:
    """Quadrilaterals of the (ξ, η) plane between the plane, the sphere and a far arc.

    Rays run from the arc round the origin, which is infinity, to the sphere and to the axis below
    it. Along a ray the points are geometric far out and closer still towards the sphere, where the
    field is strongest.

    Parameters
    ----------
    domain_radius
        Distance of the far arc [m].
    refinement
        Elements along each direction, relative to the default.
    inside
        Whether to mesh the inside of the sphere as well, as columns of growing η.

    Returns
    -------
    skfem.MeshQuad
        With boundaries ``plane``, ``sphere`` and ``far``, and subdomains ``outside`` and
        ``inside``.
    """
    from skfem import MeshQuad

    edge, along_sphere = _far_edge(sphere.surface, refinement)
    distance = np.hypot(*edge)
    arc = 2 * sphere.focus / domain_radius
    steps = math.ceil(refinement * _RADIAL * math.log(math.pi / arc))
    position = 1 - (1 - np.linspace(0, 1, steps + 1)) ** 2
    rho = arc * (distance[:, None] / arc) ** position
    points = [(edge / distance)[:, :, None] * rho]
    elements = [_quadrilaterals(np.arange(rho.size).reshape(rho.shape))]
    if inside:
        eta = sphere.surface + _DEPTH * np.linspace(0, 1, steps + 1)[1:] ** 2
        xi = edge[0, along_sphere]
        column = np.array(np.broadcast_arrays(xi[:, None], eta))
        new = rho.size + np.arange(column[0].size).reshape(column[0].shape)
        last = (np.arange(rho.size).reshape(rho.shape)[along_sphere, -1])[:, None]
        points.append(column)
        elements.append(_quadrilaterals(np.concatenate([last, new], axis=1)))
    mesh = MeshQuad(
        np.concatenate([p.reshape(2, -1) for p in points], axis=1),
        np.concatenate(elements, axis=1),
    )
    return _named(mesh, sphere.surface, arc, elements[0].shape[1])


def _far_edge(surface: float, refinement: float) -> tuple[FloatArray, slice]:
    """Where the rays end: up the axis below the sphere (ξ = π), then along the sphere."""
    below = max(2, math.ceil(refinement * _RAYS * surface / math.pi))
    along = max(3, math.ceil(refinement * _RAYS))
    eta = np.linspace(0, surface, below + 1)[:-1]
    xi = np.linspace(math.pi, 0, along + 1)
    edge = np.array([np.r_[np.full(below, math.pi), xi], np.r_[eta, np.full(along + 1, surface)]])
    return edge, slice(below, None)


def _quadrilaterals(numbers: Any) -> Any:
    """Corners of the cells of a rectangular array of point numbers, shape (4, cells)."""
    corners = (numbers[:-1, :-1], numbers[:-1, 1:], numbers[1:, 1:], numbers[1:, :-1])
    return np.array([corner.ravel() for corner in corners])


def _named(mesh: Any, surface: float, arc: float, n_outside: int) -> Any:
    boundaries = {
        "plane": lambda x: x[1] < 1e-12,
        "far": lambda x: np.hypot(*x) < arc * (1 + 1e-9),
    }
    sphere = mesh.facets_satisfying(lambda x: np.abs(x[1] - surface) < 1e-12)
    named = mesh.with_boundaries(boundaries | {"sphere": sphere})
    cells = np.arange(mesh.nelements)
    return named.with_subdomains({"outside": cells[:n_outside], "inside": cells[n_outside:]})
