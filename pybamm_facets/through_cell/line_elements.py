"""Spectral elements across a half-cell: one in the separator, one in the electrode.

Each has Gauss-Lobatto nodes, and the node at the separator's end is the electrode's first.
Integrals are taken on the nodes. Lengths scale the elements, so that they may be symbols.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pybamm_facets._arrays import FloatArray
from pybamm_facets.particle.spectral_elements import derivative_matrix, lobatto


@dataclass(frozen=True)
class LineElements:
    """Nodes across separator and electrode, from the lithium to the current collector.

    *Nodes* carry the unknowns; *points* are the nodes of each element apart, as porosity and fluxes
    need, which jump at the node that they share.

    Parameters
    ----------
    separator, electrode
        Nodes of each, ends included.
    """

    separator: int
    electrode: int

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return self.separator + self.electrode - 1

    @cached_property
    def spread(self) -> FloatArray:
        """Matrix from values on nodes to values on points."""
        own = np.arange(self.separator)
        return np.asarray(np.eye(self.nodes)[np.r_[own, own[-1] + np.arange(self.electrode)]])

    @cached_property
    def in_electrode(self) -> FloatArray:
        """Matrix from values on nodes to values on the electrode's nodes."""
        return np.asarray(np.eye(self.nodes)[self.separator - 1 :])

    @cached_property
    def of_separator(self) -> FloatArray:
        """1 on points of the separator, 0 on points of the electrode."""
        shares: FloatArray = np.r_[np.ones(self.separator), np.zeros(self.electrode)]
        return shares

    @cached_property
    def weights(self) -> FloatArray:
        """Weights on points, over the relative length of each element."""
        weights: FloatArray = np.r_[lobatto(self.separator)[1], lobatto(self.electrode)[1]]
        return weights

    @cached_property
    def derivative(self) -> FloatArray:
        """Matrix from values on nodes to derivatives by the relative length on points."""
        apart = np.zeros((self.separator + self.electrode,) * 2)
        apart[: self.separator, : self.separator] = derivative_matrix(lobatto(self.separator)[0])
        apart[self.separator :, self.separator :] = self.electrode_derivative
        return np.asarray(apart @ self.spread)

    @cached_property
    def electrode_derivative(self) -> FloatArray:
        """The same within the electrode alone."""
        matrix: FloatArray = derivative_matrix(lobatto(self.electrode)[0])
        return matrix

    @cached_property
    def electrode_weights(self) -> FloatArray:
        """Weights on the electrode's nodes."""
        weights: FloatArray = lobatto(self.electrode)[1]
        return weights
