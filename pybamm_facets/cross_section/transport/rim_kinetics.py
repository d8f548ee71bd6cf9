"""Exchange current around the rim: which facet each grain shows, and how fast it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

import numpy as np
from scipy.interpolate import PchipInterpolator

from pybamm_facets._arrays import FloatArray, IntArray
from pybamm_facets.cross_section.section.grain_mesh import GrainMesh
from pybamm_facets.crystal import Lattice, facet_family
from pybamm_facets.kinetics.table import FacetTable

AngularExchangeCurrent: TypeAlias = Callable[[FloatArray], FloatArray]
"""From the angle between surface normal and c axis [rad] to exchange current density [A.m-2]."""


def smooth_exchange_current(
    facet_table: FacetTable | None = None, lattice: Lattice | None = None
) -> AngularExchangeCurrent:
    """Exchange current density against the angle to (003): ln j0 through the facets, monotone.

    A rim cut at random is seldom an exact facet; between two of them ln j0 is a piecewise cubic
    without overshoot (Fritsch-Carlson), beyond the steepest facet it stays.

    Parameters
    ----------
    facet_table
        Values at the facets; NMC811's by default. At least two angles.
    lattice
        Sets the angles; fully lithiated NMC811 by default.

    Raises
    ------
    ValueError
        If the table holds fewer than two facets, or two at one angle.
    """
    facet_table, lattice = facet_table or FacetTable.nmc811(), lattice or Lattice.nmc811()
    j0 = facet_table.j0
    angles = np.array(
        [facet_family(f, facet_table.families).angle_to_basal_deg(lattice) for f in j0]
    )
    order = np.argsort(angles)
    if angles.size < 2 or np.diff(angles[order]).min() < 1e-9:
        raise ValueError(
            "facet_table: expected facets at two or more different angles to (003), got "
            f"{', '.join(f'{angle:.1f}°' for angle in angles)}"
        )
    known, logs = np.radians(angles[order]), np.log(np.array([*j0.values()]))[order]
    curve = PchipInterpolator(known, logs)

    def exchange_current(angle: FloatArray) -> FloatArray:
        """Exchange current density [A.m-2] at angles from 0 to π/2 [rad]."""
        density: FloatArray = np.exp(curve(np.clip(angle, known[0], known[-1])))
        return density

    return exchange_current


def rim_angle(mesh: GrainMesh) -> FloatArray:
    """Angle between c axis and surface normal at each rim edge, (Ne,), from 0 to π/2 [rad]."""
    cosine = np.abs((mesh.c_axis[:2, mesh.rim_element] * mesh.rim_normal).sum(axis=0))
    angle: FloatArray = np.arccos(np.minimum(cosine, 1))
    return angle


class RimEdges(Protocol):
    """What lengths along the rim need: points [m] and the edges between them."""

    @property
    def points(self) -> FloatArray: ...
    @property
    def rim_edges(self) -> IntArray: ...


def edge_length(mesh: RimEdges) -> FloatArray:
    """Length of each rim edge, (Ne,) [m]."""
    start, end = mesh.points[:, mesh.rim_edges].swapaxes(0, 1)
    length: FloatArray = np.linalg.norm(end - start, axis=0)
    return length


def nodal_rim(mesh: RimEdges, density: FloatArray | float = 1.0) -> FloatArray:
    """Rim length of each node, half of both its edges, (Np,) [m].

    With a density (Ne,) on the edges, its integral over that length instead.
    """
    each = np.broadcast_to(edge_length(mesh) * density, mesh.rim_edges.shape).ravel()
    rim: FloatArray = np.bincount(mesh.rim_edges.ravel(), each, mesh.points.shape[1]) / 2
    return rim
