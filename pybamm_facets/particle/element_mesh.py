"""The radial elements of a particle as a PyBaMM submesh."""

from __future__ import annotations

from typing import Any

import numpy as np
import pybamm

from pybamm_facets._arrays import FloatArray
from pybamm_facets.particle.spectral_elements import RadialElements

CORE = "core"
"""Third limit of the particle's geometry, beside ``min`` and ``max``: the core radius fraction."""

SHOWN_CORE = 0.5
"""Core fraction of the mesh's nodes, for display, where it is a solver input."""

LEAST_POINTS, MOST_IN_ONE, LARGE_ELEMENT = 4, 30, 17
"""Fewest nodes; up to how many the shell is one element; nodes of an element beyond that."""


def radial_elements(
    points: int, core: int | None = None, shell_nodes: int | None = None, grading: float = 0.0
) -> RadialElements:
    """Elements with so many nodes altogether.

    Parameters
    ----------
    points
        Nodes from 4 on; 11 are 4 in the core and 8 in the shell, one of them shared.
    core
        Nodes of the core; about a third by default.
    shell_nodes
        Nodes of each of several shell elements; one element by default. The core takes what does
        not fill an element.
    grading
        The innermost shell element is about exp(grading) times as wide as the outermost.
    """
    if points < LEAST_POINTS:
        raise pybamm.GeometryError(f"r_p={points}: expected at least {LEAST_POINTS} radial points")
    if shell_nodes is None and points > MOST_IN_ONE:
        shell_nodes = LARGE_ELEMENT
    if shell_nodes is None:
        core = max(2, (points + 1) // 3) if core is None else core
        return RadialElements(core, points + 1 - core, np.array([0.0, 1.0]))
    least = min(4 if core is None else core, points - 1)
    count = max(1, (points - least) // (shell_nodes - 1))
    rest = points - count * (shell_nodes - 1)
    if rest < 2:
        return RadialElements(2, points - 1, np.array([0.0, 1.0]))
    return RadialElements(rest, shell_nodes, graded_ends(count, grading))


def graded_ends(count: int, grading: float) -> FloatArray:
    """Ends of elements on [0, 1], exponentially narrower towards 1."""
    inward = np.linspace(1, 0, count + 1)
    if grading == 0:
        even: FloatArray = 1 - inward
        return even
    ends: FloatArray = 1 - np.expm1(grading * inward) / np.expm1(grading)
    return ends


class RadialElementMesh(pybamm.SymbolicUniform1DSubMesh):
    """Nodes of `RadialElements` on [0, R]; the radius and the core fraction may stay symbols.

    ``nodes`` and ``edges`` are relative, and for display: at the true core fraction if it is a
    number, at one half otherwise. PyBaMM's edges have no part in the scheme.
    """

    _serialise_derived_params = frozenset(
        {"lims", "npts", "tabs", "core", "shell_nodes", "grading"}
    )

    def __init__(
        self,
        lims: dict[Any, Any],
        npts: dict[str, int],
        tabs: Any = None,
        *,
        core: int | None = None,
        shell_nodes: int | None = None,
        grading: float = 0.0,
    ) -> None:
        lims = {variable: dict(limits) for variable, limits in lims.items()}
        (limits,) = lims.values()
        if CORE not in limits:
            raise pybamm.GeometryError(
                f"a particle of elements needs {CORE!r} beside 'min' and 'max' in its geometry: "
                "start from the model's default_geometry"
            )
        fraction = limits.pop(CORE)
        super().__init__(lims, npts, tabs)
        self.elements = radial_elements(self.npts, core, shell_nodes, grading)
        self.core_fraction = fraction
        shown = SHOWN_CORE if isinstance(fraction, pybamm.Symbol) else float(fraction)
        _show(self, self.elements.node_radius(shown))

    def to_json(self) -> dict[str, Any]:
        """What a saved model needs for its plots."""
        return {
            "nodes": self.nodes.tolist(),
            "edges": self.edges.tolist(),
            "coord_sys": self.coord_sys,
        }

    @classmethod
    def _from_json(cls, snippet: dict[str, Any]) -> RadialElementMesh:
        mesh = cls.__new__(cls)
        pybamm.SubMesh1D.__init__(mesh, np.array(snippet["edges"]), snippet["coord_sys"])
        _show(mesh, np.array(snippet["nodes"]))
        return mesh


def _show(mesh: Any, nodes: FloatArray) -> None:
    """Place nodes, and PyBaMM's edges between them."""
    mesh.nodes = nodes
    mesh.edges = np.concatenate([[0.0], (nodes[1:] + nodes[:-1]) / 2, [1.0]])
    mesh.d_nodes, mesh.d_edges = np.diff(mesh.nodes), np.diff(mesh.edges)


STEEP_DIFFUSIVITY_MESH: dict[str, Any] = {
    "var_pts": {"r_p": 28},
    "submesh_types": {
        "positive particle": pybamm.MeshGenerator(
            RadialElementMesh, {"shell_nodes": 4, "grading": 3.0}
        )
    },
}
"""For a D with deep dips in lithium content, such as O'Regan's: eight elements in the shell."""
