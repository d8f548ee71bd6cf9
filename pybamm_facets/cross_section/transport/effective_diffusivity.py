r"""Radial diffusivity of a whole cross-section: the homogeneous disk that does the same.

In a disk that fills evenly the concentration rises towards the rim as
:math:`S (r^2 - R^2) / 4D`, so that its mean lies :math:`S R^2 / 8D` below that of the rim. Two
ways to feed the rim give two diffusivities, which bound what a battery particle sees: even
concentration lets fast grains feed their neighbours, even flux forces lithium into slow ones.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_array

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import positive
from pybamm_facets.cross_section.section.grain_mesh import GrainMesh
from pybamm_facets.cross_section.sparse_lu import factorised
from pybamm_facets.cross_section.transport.layered_diffusion import (
    layer_tensors,
    nodal_area,
    stiffness,
)
from pybamm_facets.cross_section.transport.rim_kinetics import nodal_rim


def diffusivity_at_uniform_concentration(mesh: GrainMesh, along: float, across: float) -> float:
    """Effective radial diffusivity with one concentration all along the rim [m2.s-1].

    The right one for slow discharges, whose surface is one potential.

    Parameters
    ----------
    mesh
        Of the section.
    along, across
        Diffusivities D_ab and D_c of a grain [m2.s-1]; 0 < D_c ≤ D_ab.

    Raises
    ------
    ValueError
        If D_c is not positive, or exceeds D_ab.
    """
    matrix, area, rim = _problem(mesh, along, across)
    free = np.setdiff1d(np.arange(area.size), np.flatnonzero(rim))
    depth = np.zeros(area.size)
    depth[free] = factorised(matrix[free][:, free]).solve(area[free])
    return _from_depth(mesh, float(area @ depth / area.sum()))


def diffusivity_at_uniform_flux(mesh: GrainMesh, along: float, across: float) -> float:
    """Effective radial diffusivity with one flux all along the rim [m2.s-1].

    Forces lithium into slow grains as well. Parameters and errors as of
    `diffusivity_at_uniform_concentration`.
    """
    matrix, area, rim = _problem(mesh, along, across)
    source = rim * area.sum() / rim.sum() - area
    # Only differences matter: one node is held, and sources add up to nothing.
    level = np.zeros(area.size)
    level[1:] = factorised(matrix[1:, 1:]).solve(source[1:])
    return _from_depth(mesh, float(rim @ level / rim.sum() - area @ level / area.sum()))


def _problem(
    mesh: GrainMesh, along: float, across: float
) -> tuple[csc_array, FloatArray, FloatArray]:
    """Stiffness, area of each node and rim length of each node."""
    positive("across", across, "m2.s-1")
    matrix = stiffness(mesh, layer_tensors(mesh.c_axis, along, across))
    return matrix, nodal_area(mesh), nodal_rim(mesh)


def _from_depth(mesh: GrainMesh, depth: float) -> float:
    return mesh.radius**2 / (8 * depth)
