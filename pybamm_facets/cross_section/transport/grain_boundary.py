"""Grain boundaries that lithium crosses at a finite rate: every grain gets nodes of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csc_array

from pybamm_facets._arrays import FloatArray, IntArray
from pybamm_facets._checks import positive
from pybamm_facets.cross_section.section.grain_mesh import GrainMesh


@dataclass(frozen=True, eq=False)
class Nodes:
    """Nodes of linear elements, one at each point or one at each point of each grain.

    Attributes
    ----------
    points
        (2, Nn). [m].
    triangles
        (3, Nt). Nodes of each triangle.
    rim_edges
        (2, Ne). Nodes of each rim edge.
    area
        (Nt,). Of each triangle [m2].
    pairs
        (2, Nb). Nodes that face each other across a grain boundary.
    pair_length
        (Nb,). Length of boundary that each pair stands for [m].
    """

    points: FloatArray
    triangles: IntArray
    rim_edges: IntArray
    area: FloatArray
    pairs: IntArray
    pair_length: FloatArray


def joined_nodes(mesh: GrainMesh) -> Nodes:
    """One node at each point: lithium crosses boundaries freely."""
    return Nodes(
        mesh.points,
        mesh.triangles,
        mesh.rim_edges,
        mesh.area,
        np.empty((2, 0), int),
        np.empty(0),
    )


def split_nodes(mesh: GrainMesh) -> Nodes:
    """One node at each point for each grain that meets there."""
    n = mesh.points.shape[1]
    keys, triangles = np.unique(mesh.grain * n + mesh.triangles, return_inverse=True)
    triangles = triangles.reshape(mesh.triangles.shape)

    def node(grain: IntArray, point: IntArray) -> IntArray:
        result: IntArray = np.searchsorted(keys, grain * n + point)
        return result

    edges, sides = mesh.boundaries
    ends = mesh.points[:, edges]
    half = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=0) / 2
    pairs = np.stack([node(mesh.grain[side], edges).ravel() for side in sides])
    return Nodes(
        mesh.points[:, keys % n],
        triangles,
        node(mesh.grain[mesh.rim_element], mesh.rim_edges),
        mesh.area,
        pairs,
        np.tile(half, 2),
    )


def boundary_exchange(nodes: Nodes, transfer: float) -> csc_array:
    """Matrix of the flux k (s - s') across grain boundaries, (Nn, Nn) [m2.s-1].

    Parameters
    ----------
    nodes
        From `split_nodes`.
    transfer
        k, flux over the step in concentration [m.s-1]; a calibration, not a measured property.
    """
    positive("transfer", transfer, "m.s-1")
    a, b = nodes.pairs
    k, n = transfer * nodes.pair_length, nodes.points.shape[1]
    rows, columns = np.concatenate([a, b, a, b]), np.concatenate([a, b, b, a])
    return csc_array(coo_array((np.concatenate([k, k, -k, -k]), (rows, columns)), shape=(n, n)))
