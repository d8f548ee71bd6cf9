"""One step of the rim: overpotentials and the voltage that drive a given current."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pybamm_facets._arrays import FloatArray
from pybamm_facets.cross_section.transport.surface_state import SurfaceTable

_LARGEST_STEP = 0.1
_CURRENT, _CONTENT = 1e-12, 1e-11
_ITERATIONS = 80


class RimSolution(NamedTuple):
    """Overpotential U − V of the rim nodes (n,) [V], voltage V, rate into each node [m2.s-1]."""

    overpotential: FloatArray
    voltage: float
    influx: FloatArray


@dataclass(frozen=True, eq=False)
class Rim:
    r"""Symmetric Butler-Volmer kinetics of the rim nodes at one common voltage V.

    .. math:: q_i = 2 b_i\, g(s_i) \sinh\frac{F (U(s_i) - V)}{2 R T}

    Parameters
    ----------
    table
        U and g.
    capacity
        (n,). b, exchange current of each node over F c_max, per depth of the section [m2.s-1].
    steepness
        F / 2RT [1/V].
    """

    table: SurfaceTable
    capacity: FloatArray
    steepness: float

    def solve(
        self,
        content: FloatArray,
        response: FloatArray,
        total: float,
        guess: tuple[FloatArray, float],
        limits: tuple[float, float] = (-math.inf, math.inf),
    ) -> RimSolution | None:
        """Overpotentials and voltage at which the rim takes up a total, by Newton's method.

        Parameters
        ----------
        content
            (n,). What the rim nodes would hold without current.
        response
            (n, n). Rise of what they hold by the rates into them [s.m-2].
        total
            Sum of the rates [m2.s-1], negative where lithium leaves.
        guess
            Overpotentials (n,) and voltage to start from.
        limits
            Voltages [V] beyond which not to search.

        Returns
        -------
        RimSolution or None
            None where no voltage within the limits drives that current.
        """
        over, voltage = guess[0].copy(), guess[1]
        n = over.size
        jacobian = np.empty((n + 1, n + 1))
        for _ in range(_ITERATIONS):
            if not limits[0] < voltage < limits[1]:
                return None
            state = self.table.at(voltage + over)
            sinh, cosh = np.sinh(self.steepness * over), np.cosh(self.steepness * over)
            influx = 2 * self.capacity * state.factor * sinh
            miss = state.content - content - response @ influx
            short = influx.sum() / total - 1
            if abs(short) < _CURRENT and np.abs(miss).max() < _CONTENT:
                return RimSolution(over, voltage, influx)
            by_voltage = 2 * self.capacity * state.factor_slope * sinh
            by_over = by_voltage + 2 * self.capacity * state.factor * self.steepness * cosh
            # With its potential a node's content falls and its influx rises: the two terms on
            # the diagonal have one sign, so the matrix is far from singular.
            jacobian[:n, :n] = -response * by_over
            jacobian[:n, :n][np.diag_indices(n)] += state.content_slope
            jacobian[:n, n] = state.content_slope - response @ by_voltage
            jacobian[n, :n], jacobian[n, n] = by_over / total, by_voltage.sum() / total
            try:
                step = np.linalg.solve(jacobian, -np.append(miss, short))
            except np.linalg.LinAlgError:  # no node answers to the voltage any more
                return None
            step = np.clip(step, -_LARGEST_STEP, _LARGEST_STEP)
            over += step[:n]
            voltage += float(step[n])
        return None
