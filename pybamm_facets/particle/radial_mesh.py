"""Radial mesh of finite volumes, for PyBaMM's own particle: graded towards the surface."""

from __future__ import annotations

from typing import Any

import numpy as np
import pybamm

from pybamm_facets._arrays import FloatArray

STRETCH = 2.0
"""Grading: the innermost cell is about exp(STRETCH) times as wide as the outermost."""


def graded_edges(points: int, stretch: float = STRETCH) -> FloatArray:
    """Cell edges on [0, 1], shape (points + 1,), exponentially finer towards 1."""
    inward = np.linspace(1, 0, points + 1)
    edges: FloatArray = 1 - np.expm1(stretch * inward) / np.expm1(stretch)
    return edges


class GradedRadialMesh(pybamm.SymbolicUniform1DSubMesh):
    """`graded_edges` on [0, R]; R stays symbolic, so one built model serves every radius."""

    def __init__(
        self, lims: dict[str, Any], npts: dict[str, int], tabs: Any = None, stretch: float = STRETCH
    ) -> None:
        super().__init__(lims, npts, tabs)
        self.edges = graded_edges(self.npts, stretch)
        self.nodes = (self.edges[1:] + self.edges[:-1]) / 2
        self.d_edges = np.diff(self.edges)
        self.d_nodes = np.diff(self.nodes)
