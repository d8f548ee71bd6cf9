"""Time steps of grain-resolved diffusion under a given current."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.sparse import csc_array, diags_array
from scipy.sparse.linalg import SuperLU

from pybamm_facets._arrays import FloatArray, IntArray
from pybamm_facets._units import FARADAY
from pybamm_facets.cross_section.section.grain_mesh import GrainMesh
from pybamm_facets.cross_section.sparse_lu import factorised
from pybamm_facets.cross_section.transport.grain_boundary import (
    Nodes,
    boundary_exchange,
    joined_nodes,
    split_nodes,
)
from pybamm_facets.cross_section.transport.layered_diffusion import nodal_area, stiffness
from pybamm_facets.cross_section.transport.rim_kinetics import nodal_rim
from pybamm_facets.cross_section.transport.rim_solve import Rim
from pybamm_facets.cross_section.transport.section_material import GrainMaterial


class State(NamedTuple):
    """Time [s] and content of the nodes; overpotential [V], voltage [V] and influx of the rim."""

    time: float
    content: FloatArray
    overpotential: FloatArray
    voltage: float
    influx: FloatArray


class _Factors(NamedTuple):
    lu: SuperLU
    rise: FloatArray  # (Nn, Nr), content of all nodes by the influx of the rim's


class DiscreteSection:
    """Matrices of a section, and the factors of every step length used.

    Parameters
    ----------
    mesh, material, tensors, exchange_current, boundary_transfer
        As `Transport`.
    """

    def __init__(
        self,
        mesh: GrainMesh,
        material: GrainMaterial,
        tensors: FloatArray,
        exchange_current: FloatArray,
        boundary_transfer: float | None,
    ) -> None:
        joined = boundary_transfer is None
        self.nodes: Nodes = joined_nodes(mesh) if joined else split_nodes(mesh)
        self.area = nodal_area(self.nodes)
        self._stiffness: csc_array = stiffness(self.nodes, tensors)
        if boundary_transfer is not None:
            self._stiffness += boundary_exchange(self.nodes, boundary_transfer)
        self.rim_nodes: IntArray = np.unique(self.nodes.rim_edges)
        self.rim_length = nodal_rim(self.nodes)[self.rim_nodes]
        self._rim = Rim(
            material.surface,
            nodal_rim(self.nodes, exchange_current)[self.rim_nodes] / (FARADAY * material.c_max),
            material.steepness,
        )
        self._kept: dict[float, _Factors] = {}

    @cached_property
    def total_area(self) -> float:
        """Of the section [m2]."""
        return float(self.area.sum())

    def start(self, content: float, rate: float) -> State:
        """The even section, with the current just switched on (rate as `advance`)."""
        n = self.rim_nodes.size
        even = np.full(n, content)
        solved = self._rim.solve(
            even,
            np.zeros((n, n)),
            rate * self.total_area,
            (np.zeros(n), self._rim.table.open_circuit(content)),
        )
        if solved is None:
            raise ValueError(
                "current: expected one that some voltage drives at the lithium content "
                f"{content:g}, got none"
            )
        return State(0.0, np.full(self.area.size, content), *solved)

    def advance(
        self, past: Sequence[State], step: float, rate: float, limits: tuple[float, float]
    ) -> State | None:
        """State a time step after the last one, or None where no voltage drives the current.

        Parameters
        ----------
        past
            The last one or two.
        step
            [s].
        rate
            Of the mean lithium content [1/s].
        limits
            Voltages beyond which not to search [V].
        """
        state = past[-1]
        lu, rise = self._factors(step)
        idle = lu.solve(self.area / step * state.content)
        solved = self._rim.solve(
            idle[self.rim_nodes],
            rise[self.rim_nodes],
            rate * self.total_area,
            _extrapolated(past, step),
            limits,
        )
        if solved is None:
            return None
        return State(state.time + step, idle + rise @ solved.influx, *solved)

    def _factors(self, step: float) -> _Factors:
        if step not in self._kept:
            lu = factorised(diags_array(self.area / step) + self._stiffness)
            unit = np.zeros((self.area.size, self.rim_nodes.size))
            unit[self.rim_nodes, np.arange(self.rim_nodes.size)] = 1
            self._kept[step] = _Factors(lu, lu.solve(unit))
        return self._kept[step]


def _extrapolated(past: Sequence[State], step: float) -> tuple[FloatArray, float]:
    """Guess of the rim's overpotentials and of the voltage: as they went from the state before."""
    last = past[-1]
    if len(past) == 1:
        return last.overpotential, last.voltage
    ratio = step / (last.time - past[-2].time)
    over = last.overpotential + ratio * (last.overpotential - past[-2].overpotential)
    return over, last.voltage + ratio * (last.voltage - past[-2].voltage)
