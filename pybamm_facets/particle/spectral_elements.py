r"""Radial spectral elements: nodes, weights and derivatives on a unit sphere of core and shell.

One element fills the core, one or several fill the shell; neighbours share a node. In the core
functions are polynomials in :math:`u = (r/r_\mathrm{c})^2`: even in r, so regular at the centre
without a condition. Its nodes are Gauss-Radau-Jacobi points for the weight :math:`u^{1/2}` of the
sphere, u = 1 included; those of the shell are Gauss-Lobatto points. Integrals are taken on the
nodes, so that the mass is diagonal, and the core fraction :math:`r_\mathrm{c}` scales the elements:
it may be a symbol.

Sources: Patera, J. Comput. Phys. 54, 468 (1984), for the elements; Boyd, *Chebyshev and Fourier
Spectral Methods*, 2nd ed., ch. 18, for the parity at the centre.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pybamm
from scipy.special import roots_jacobi

from pybamm_facets._arrays import FloatArray


@dataclass(frozen=True, eq=False)
class RadialElements:
    """A core element and shell elements.

    *Nodes* carry the unknowns. *Points* are the nodes of each element apart: a node that two
    elements share is two points, as fluxes need where the diffusivity jumps.

    Parameters
    ----------
    core
        Nodes of the core.
    shell
        Nodes of each shell element, ends included.
    ends
        Ends of the shell elements, from 0 at the core to 1 at the surface.
    """

    core: int
    shell: int
    ends: FloatArray

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return self.core + (len(self.ends) - 1) * (self.shell - 1)

    @property
    def points(self) -> int:
        """Number of points."""
        return self.core + (len(self.ends) - 1) * self.shell

    @cached_property
    def node_of_point(self) -> Any:
        """Index of the node of every point."""
        first = self.core - 1 + (self.shell - 1) * np.arange(len(self.ends) - 1)
        shells = [start + np.arange(self.shell) for start in first]
        return np.concatenate([np.arange(self.core), *shells])

    @cached_property
    def spread(self) -> FloatArray:
        """Matrix from values on nodes to values on points."""
        spread: FloatArray = np.eye(self.nodes)[self.node_of_point]
        return spread

    @cached_property
    def in_shell(self) -> FloatArray:
        """1 on points of the shell, 0 on points of the core."""
        return np.where(np.arange(self.points) < self.core, 0.0, 1.0)

    @cached_property
    def root(self) -> FloatArray:
        """√u on points of the core, 1 on points of the shell."""
        u, _ = radau(self.core)
        return np.concatenate([np.sqrt(u), np.ones(self.points - self.core)])

    @cached_property
    def depth(self) -> FloatArray:
        """Relative distance from the core on points of the shell, 0 on points of the core."""
        z, _ = lobatto(self.shell)
        widths = np.diff(self.ends)
        shells = [start + width * z for start, width in zip(self.ends, widths, strict=False)]
        return np.concatenate([np.zeros(self.core), *shells])

    @cached_property
    def weights(self) -> FloatArray:
        """Weights on points, for integrals over u with weight √u and over `depth`."""
        _, core = radau(self.core)
        _, shell = lobatto(self.shell)
        return np.concatenate([core, *(width * shell for width in np.diff(self.ends))])

    @cached_property
    def derivative(self) -> FloatArray:
        """Matrix from values on nodes to derivatives by u or by `depth` on points."""
        u, _ = radau(self.core)
        z, _ = lobatto(self.shell)
        apart = np.zeros((self.points, self.points))
        apart[: self.core, : self.core] = derivative_matrix(u)
        for index, width in enumerate(np.diff(self.ends)):
            block = slice(self.core + index * self.shell, self.core + (index + 1) * self.shell)
            apart[block, block] = derivative_matrix(z) / width
        product: FloatArray = apart @ self.spread
        return product

    @cached_property
    def centre(self) -> FloatArray:
        """Row that takes values on nodes to the value at the centre."""
        u, _ = radau(self.core)
        row = np.zeros(self.nodes)
        row[: self.core] = [
            np.prod([u[j] / (u[j] - u[i]) for j in range(self.core) if j != i])
            for i in range(self.core)
        ]
        return row

    def radius(self, core_fraction: Any) -> Any:
        """Relative radius of the points."""
        root, depth = _vectors(core_fraction, self.root, self.depth)
        return core_fraction * root + (1 - core_fraction) * depth

    def node_radius(self, core_fraction: Any) -> Any:
        """Relative radius of the nodes."""
        first = np.unique(self.node_of_point, return_index=True)[1]
        root, depth = _vectors(core_fraction, self.root[first], self.depth[first])
        return core_fraction * root + (1 - core_fraction) * depth

    def masses(self, core_fraction: Any) -> Any:
        """∫ r² dr that belongs to each node; sums to 1/3."""
        core = self.spread.T @ (self.weights * (1 - self.in_shell) / 2)
        moments = (
            self.spread.T @ (self.weights * self.in_shell * self.depth**power) for power in range(3)
        )
        core, zeroth, first, second = _vectors(core_fraction, core, *moments)
        width = 1 - core_fraction
        shell = core_fraction**2 * zeroth + 2 * core_fraction * width * first + width**2 * second
        return core_fraction**3 * core + width * shell

    def gradient_scale(self, core_fraction: Any) -> Any:
        """Factor of `derivative` that makes it the derivative by the relative radius."""
        core, shell = _vectors(core_fraction, 2 * self.root * (1 - self.in_shell), self.in_shell)
        return core / core_fraction + shell / (1 - core_fraction)

    def flux_weights(self, core_fraction: Any) -> Any:
        """Factors of a flux on points in the weak divergence, before ``derivative.T``."""
        weights = self.weights
        core = weights * self.root * (1 - self.in_shell)
        parts = (weights * self.in_shell * self.depth**power for power in range(3))
        core, zeroth, first, second = _vectors(core_fraction, core, *parts)
        width = 1 - core_fraction
        shell = core_fraction**2 * zeroth + 2 * core_fraction * width * first + width**2 * second
        return core_fraction**2 * core + shell


def radau(count: int) -> tuple[FloatArray, FloatArray]:
    """Gauss-Radau-Jacobi nodes on (0, 1], 1 included, and weights for ∫ √u f du."""
    inner = roots_jacobi(count - 1, 1, 0.5)[0] if count > 1 else np.empty(0)
    nodes = np.append((1 + inner) / 2, 1.0)
    z, weights = roots_jacobi(count, 0, 0.5)
    values = lagrange(nodes, (1 + z) / 2)
    return nodes, (weights / 2**1.5) @ values


def lobatto(count: int) -> tuple[FloatArray, FloatArray]:
    """Gauss-Lobatto nodes on [0, 1], both ends included, and weights for ∫ f ds."""
    inner = roots_jacobi(count - 2, 1, 1)[0] if count > 2 else np.empty(0)
    nodes = np.concatenate([[0.0], (1 + inner) / 2, [1.0]])
    z, weights = roots_jacobi(count, 0, 0)
    return nodes, (weights / 2) @ lagrange(nodes, (1 + z) / 2)


def lagrange(nodes: FloatArray, at: FloatArray) -> FloatArray:
    """Values of the Lagrange polynomials of some nodes, one column a polynomial."""
    columns = [
        np.prod([(at - other) / (node - other) for other in np.delete(nodes, i)], axis=0)
        * np.ones_like(at)
        for i, node in enumerate(nodes)
    ]
    return np.stack(columns, axis=1)


def derivative_matrix(nodes: FloatArray) -> FloatArray:
    """Matrix from values on nodes to the interpolant's derivative there (barycentric weights)."""
    differences = nodes[:, None] - nodes[None, :]
    np.fill_diagonal(differences, 1.0)
    barycentric = 1 / np.prod(differences, axis=1)
    matrix: FloatArray = barycentric[None, :] / barycentric[:, None] / differences
    np.fill_diagonal(matrix, 0.0)
    # The derivative of a constant is zero to the last bit.
    np.fill_diagonal(matrix, -matrix.sum(axis=1))
    return matrix


def _vectors(core_fraction: Any, *arrays: FloatArray) -> tuple[Any, ...]:
    """The arrays, as PyBaMM's vectors where the core fraction is a symbol."""
    if isinstance(core_fraction, pybamm.Symbol):
        return tuple(pybamm.Vector(array) for array in arrays)
    return arrays
