r"""Diffusion in a particle of spectral elements, as a PyBaMM spatial method.

The balance is taken in its weak form, tested with the Lagrange polynomials of the nodes:

.. math:: m_i \dot c_i = \sum_p \ell_i'(r_p)\, w_p r_p^2 N_p - N(1)\, \delta_{i,\mathrm{surface}}

The flux through the surface is a natural condition (`Inflow`): writing it into the last gradient
instead costs two orders of accuracy. Derivatives of constants vanish to the last bit, so what the
divergence adds up to is that flux, and lithium is conserved to rounding.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pybamm
from scipy.sparse import csr_matrix, identity, kron

from pybamm_facets.particle.element_mesh import RadialElementMesh
from pybamm_facets.particle.element_operators import (
    AtPreviousNode,
    BetweenNodes,
    Inflow,
    OnNodes,
    SumOutwards,
)
from pybamm_facets.particle.spectral_elements import RadialElements

SHELL = "shell"
"""Name of a spatial variable that is 1 in the shell and 0 in the core."""


class RadialElementMethod(pybamm.FiniteVolume):
    """Spatial method of a domain whose submesh is a `RadialElementMesh`.

    Values live on nodes, gradients and fluxes on points, the nodes of each element apart: what
    PyBaMM calls edges.
    """

    def spatial_variable(self, symbol: Any) -> pybamm.Symbol:
        """Radius, or the indicator `SHELL`, on nodes or on points."""
        mesh = self._submesh(symbol.domain)
        elements, on_points = mesh.elements, symbol.evaluates_on_edges("primary")
        if symbol.name == SHELL:
            on_nodes = np.arange(elements.nodes) >= elements.core - 1
            column = pybamm.Vector(elements.in_shell if on_points else on_nodes.astype(float))
        elif on_points:
            column = _column(elements.radius(mesh.core_fraction)) * mesh.length
        else:
            column = _column(elements.node_radius(mesh.core_fraction)) * mesh.length
        return self._tiled(column, symbol).with_domains(symbol)

    def broadcast(self, symbol: Any, domains: Any, broadcast_type: str) -> Any:
        """PyBaMM's; what is to be on edges is on points."""
        if broadcast_type not in ("primary to edges", "full to edges"):
            return super().broadcast(symbol, domains, broadcast_type)
        points = self._submesh(domains["primary"]).elements.points
        particles = int(symbol.size) if broadcast_type.startswith("primary") else 1
        if broadcast_type.startswith("full"):
            points *= self._repeats_of(domains)
        ones = pybamm.Matrix(csr_matrix(kron(identity(particles), np.ones((points, 1)))))
        column = symbol if particles > 1 else symbol * pybamm.Vector([1.0])
        return (ones @ column).with_domains(domains)

    def gradient(self, symbol: Any, discretised_symbol: Any, boundary_conditions: Any) -> Any:
        """Derivative by the radius on points; the flux at the surface is no part of it."""
        mesh = self._submesh(symbol.domain)
        scale = _column(mesh.elements.gradient_scale(mesh.core_fraction)) / mesh.length
        derivative = self._blocks(mesh.elements.derivative, symbol)
        return self._tiled(scale, symbol) * (derivative @ discretised_symbol)

    def divergence(self, symbol: Any, discretised_symbol: Any, boundary_conditions: Any) -> Any:
        """Weak divergence of a flux on points, as if none passed the surface: see `Inflow`."""
        mesh = self._submesh(symbol.domain)
        elements, core_fraction = mesh.elements, mesh.core_fraction
        weights = self._tiled(_column(elements.flux_weights(core_fraction)), symbol)
        per_mass = -1 / (_column(elements.masses(core_fraction)) * mesh.length)
        transposed = self._blocks(elements.derivative.T, symbol)
        return self._tiled(per_mass, symbol) * (transposed @ (weights * discretised_symbol))

    def upwind_or_downwind(
        self, symbol: Any, discretised_symbol: Any, bcs: Any, direction: str
    ) -> Any:
        """The operators of `element_operators`."""
        mesh = self._submesh(symbol.domain)
        if direction == Inflow.direction:
            surface = pybamm.Vector(np.eye(mesh.npts)[-1])
            lift = surface / (_column(mesh.elements.masses(mesh.core_fraction)) * mesh.length)
            return self._tiled(lift, symbol) * discretised_symbol
        if direction not in MATRICES:
            raise pybamm.DiscretisationError(f"{direction!r}: not possible on radial elements")
        return self._blocks(MATRICES[direction](mesh.elements), symbol) @ discretised_symbol

    def integral(
        self,
        child: Any,
        discretised_child: Any,
        integration_dimension: str,
        integration_variable: Any,
    ) -> Any:
        """Integral over the particle's volume; over other domains PyBaMM's."""
        if integration_dimension != "primary":
            return super().integral(
                child, discretised_child, integration_dimension, integration_variable
            )
        mesh = self._submesh(child.domain)
        weights = self._tiled(self._volumes(mesh), child)
        ones = self._blocks(np.ones((1, mesh.npts)), child)
        return ones @ (weights * discretised_child)

    def definite_integral_matrix(
        self, child: Any, vector_type: str = "row", integration_dimension: str = "primary"
    ) -> Any:
        """Row that integrates over the particle's volume; over other domains PyBaMM's."""
        if integration_dimension != "primary" or vector_type != "row":
            return super().definite_integral_matrix(child, vector_type, integration_dimension)
        mesh = self._submesh(child.domain)
        ones = self._blocks(np.ones((1, mesh.npts)), child)
        return ones * pybamm.Transpose(self._tiled(self._volumes(mesh), child))

    def boundary_value_or_flux(self, symbol: Any, discretised_child: Any, bcs: Any = None) -> Any:
        """Value or gradient at the surface, the last node; at the centre by symmetry."""
        child = symbol.child
        mesh = self._submesh(child.domain)
        elements, right = mesh.elements, symbol.side == "right"
        factor: Any = 1
        if isinstance(symbol, pybamm.BoundaryGradient):
            row = elements.derivative[-1] if right else np.zeros(elements.nodes)
            factor = 1 / (mesh.length * (1 - mesh.core_fraction))
        elif child.evaluates_on_edges("primary"):
            row = np.eye(elements.points)[-1 if right else 0]
        else:
            row = np.eye(elements.nodes)[-1] if right else elements.centre
        value = factor * (self._blocks(row[None, :], child) @ discretised_child)
        return value.with_domains(symbol)

    def shift(self, discretised_symbol: Any, shift_key: str, method: str) -> Any:
        """Copy nodes to points; means of both sides the other way. Nothing is extrapolated."""
        if discretised_symbol.size == 1:
            return discretised_symbol
        elements = self._submesh(discretised_symbol.domain).elements
        matrix = elements.spread if shift_key == "node to edge" else _on_nodes(elements)
        return self._blocks(matrix, discretised_symbol) @ discretised_symbol

    def _submesh(self, domain: Any) -> RadialElementMesh:
        mesh = self.mesh[domain]
        if not isinstance(mesh, RadialElementMesh):
            raise pybamm.DiscretisationError(
                f"{', '.join(domain)}: expected the submesh RadialElementMesh, got "
                f"{type(mesh).__name__}; for a mesh of finite volumes take PyBaMM's own particle, "
                "diffusion=None"
            )
        return mesh

    def _volumes(self, mesh: RadialElementMesh) -> pybamm.Symbol:
        masses = _column(mesh.elements.masses(mesh.core_fraction))
        return 4 * np.pi * mesh.length**3 * masses

    def _repeats(self, symbol: Any) -> int:
        return self._repeats_of(symbol.domains)

    def _repeats_of(self, domains: Any) -> int:
        """Number of particles."""
        others = (domain for level, domain in domains.items() if level != "primary")
        return int(np.prod([self.mesh[domain].npts for domain in others if domain]))

    def _tiled(self, column: pybamm.Symbol, symbol: Any) -> pybamm.Symbol:
        """A column once for every particle."""
        repeats = self._repeats(symbol)
        if repeats == 1:
            return column
        copies = csr_matrix(kron(np.ones((repeats, 1)), identity(column.size)))
        return pybamm.Matrix(copies) @ column

    def _blocks(self, matrix: Any, symbol: Any) -> pybamm.Matrix:
        """A matrix once for every particle."""
        return pybamm.Matrix(csr_matrix(kron(identity(self._repeats(symbol)), matrix)))


def _previous(elements: RadialElements) -> Any:
    return np.eye(elements.nodes)[np.maximum(np.arange(elements.nodes) - 1, 0)]


def _between(elements: RadialElements) -> Any:
    return (np.eye(elements.nodes) + _previous(elements)) / 2


def _sum_outwards(elements: RadialElements) -> Any:
    return np.tri(elements.nodes)


def _on_nodes(elements: RadialElements) -> Any:
    return elements.spread.T / elements.spread.sum(axis=0)[:, None]


MATRICES = {
    AtPreviousNode.direction: _previous,
    BetweenNodes.direction: _between,
    SumOutwards.direction: _sum_outwards,
    OnNodes.direction: _on_nodes,
}


def _column(values: Any) -> pybamm.Symbol:
    return values if isinstance(values, pybamm.Symbol) else pybamm.Vector(values)
