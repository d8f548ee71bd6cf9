"""The end time of a run and its derivatives, by the variational equations of the cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import casadi
import numpy as np
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import splu

from pybamm_facets import _compat
from pybamm_facets._arrays import FloatArray
from pybamm_facets.runs.integrate.functions import CellFunctions
from pybamm_facets.runs.integrate.solver import LONGEST_RUN
from pybamm_facets.runs.numerics import Tolerances

NEWTON = 2
"""Newton steps that make the algebraic states consistent, from 1e-4 off to rounding."""

POINTS = 1000
"""Times at which the variational equations are solved. Nodes of the particle's elements move with
the core fraction, and so do their lithium contents: its derivative needs six times the points of
the others, within 0.2 % then."""


class VariationalEquations:
    """Sensitivities along the states of a plain run, by BDF2 on its own steps.

    The run ends where the event g(y, p) is zero, so dt_end/dp = -(dg/dp)/(dg/dt); dy/dp follows
    from the linear variational equations along the states that the run went through.
    """

    def __init__(self, functions: CellFunctions, tolerances: Tolerances) -> None:
        f, n = functions, functions.n_states
        self._f, self._nd = f, f.n_differential
        self._group = _compat.idaklu_group(replace(f, outputs=()), tolerances, 1, False)
        t, y, cj = casadi.SX.sym("t"), casadi.SX.sym("y", n), casadi.SX.sym("cj")
        p, q = casadi.SX.sym("p", len(f.inputs)), casadi.SX.sym("q", f.constants.size1_out(0))
        start = [f.constants(p), f.initial(p)]
        slopes = [casadi.jacobian(expression, p) for expression in start]
        self._start = casadi.Function("start", [p], [*start, *slopes])
        residual, event = f.residual(t, y, q), f.events(t, y, q)
        forcing = casadi.jacobian(residual, q)
        self._forcing = forcing.sparsity()
        both = casadi.cse([f.jacobian(t, y, q, cj), forcing])
        self._linear = casadi.Function("linear", [t, y, q, cj], both)
        ends = [f.jacobian(t, y, q, 0), forcing]
        ends += [event, casadi.jacobian(event, y), casadi.jacobian(event, q)]
        algebraic = [
            f.algebraic(t, y, q),
            casadi.densify(f.algebraic_jacobian(t, y, q)[:, self._nd :]),
        ]
        self._algebraic = casadi.Function("algebraic", [t, y, q], algebraic)
        self._ends = casadi.Function("ends", [t, y, q], ends)

    def end_time(self, p: FloatArray, directions: FloatArray) -> tuple[float, FloatArray] | None:
        """End time [s] and its derivatives along the columns of `directions`; None if it fails."""
        q, y, q_p, y_p = (value.full() for value in self._start(p))
        run = self._run(q, y)
        if run is None:
            return None
        time, states = run[0], self._consistent(*run, q)
        # The first column is the time derivative, which obeys the same equations unforced: taken
        # from the last state alone it would carry that state's error times the stiffest rate.
        q_s = np.hstack([np.zeros_like(q), q_p @ directions])
        s = np.hstack([self._slope(states[0], q), y_p @ directions])[: self._nd]
        s = self._integrate(time, states, q, q_s, s)
        return self._at_event(time[-1], states[-1], q, q_s, s)

    def _run(self, q: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray] | None:
        """Times and states of a run that ends at its event, thinned to `POINTS` steps."""
        ends = np.array([0.0, LONGEST_RUN])
        start = (y, self._slope(y, q), q)
        arrays = [np.ascontiguousarray(array.T) for array in start]
        try:
            (run,) = self._group.solve(ends, np.empty(0), *arrays)
        except ValueError:  # not even a first step
            return None
        time = np.array(run.t)
        if int(run.flag) != _compat.ROOT_FOUND or time.size < 2:
            return None
        kept = np.unique(np.linspace(0, time.size - 1, POINTS + 1).round().astype(int))
        return time[kept], np.array(run.y).reshape(time.size, -1)[kept]

    def _integrate(
        self, time: FloatArray, states: FloatArray, q: FloatArray, q_s: FloatArray, s: FloatArray
    ) -> FloatArray:
        """Sensitivities of the differential states at the last time, from those at the first."""
        nd = self._nd
        steps = np.diff(time)
        ratio = np.r_[0, steps[1:] / steps[:-1]]  # zero makes the first step implicit Euler
        cj = (1 + 2 * ratio) / (1 + ratio) / steps
        columns = _mapped(self._linear, steps.size)
        jacobians, forcings = columns(time[1:], states[1:].T, q, cj)
        jacobian, forcing = _matrix(self._f.jacobian.sparsity_out(0)), _matrix(self._forcing)
        before = s
        for step, w, jacobian.data, forcing.data in zip(
            steps, ratio, jacobians, forcings, strict=True
        ):
            right = -(forcing @ q_s)
            right[:nd] -= ((1 + w) * s - w**2 / (1 + w) * before) / step
            before, s = s, splu(jacobian).solve(right)[:nd]
        return s

    def _consistent(self, time: FloatArray, states: FloatArray, q: FloatArray) -> FloatArray:
        """States with their algebraic part solved for.

        The integrator's own is off by what its tolerances allow; the currents, and dV/dt where the
        voltage falls steeply, would be wrong by percents.
        """
        nd, states = self._nd, states.copy()
        algebraic = _mapped(self._algebraic, time.size)
        for _ in range(NEWTON if nd < states.shape[1] else 0):
            residual, jacobian = algebraic(time, states.T, q)
            blocks = jacobian.reshape(*residual.shape, -1).swapaxes(1, 2)
            states[:, nd:] -= np.linalg.solve(blocks, residual[..., None])[..., 0]
        return states

    def _at_event(
        self, time: float, y: FloatArray, q: FloatArray, q_s: FloatArray, s: FloatArray
    ) -> tuple[float, FloatArray]:
        """End time and its derivatives."""
        nd = self._nd
        jacobian, forcing, g, g_y, g_q = (value.full() for value in self._ends(time, y, q))
        algebraic = np.linalg.solve(
            jacobian[nd:, nd:], jacobian[nd:, :nd] @ s + (forcing @ q_s)[nd:]
        )
        g_t, *g_s = (g_y @ np.vstack([s, -algebraic]) + g_q @ q_s)[0]
        return time - float(g[0, 0] / g_t), -np.array(g_s) / g_t

    def _slope(self, y: FloatArray, q: FloatArray) -> FloatArray:
        """Time derivative of the differential states; zero for the others."""
        slope: FloatArray = self._f.residual(0, y, q).full()
        slope[self._nd :] = 0
        return slope


@lru_cache(maxsize=16)
def _mapped(function: casadi.Function, count: int) -> Callable[..., list[FloatArray]]:
    """A function of (t, y, q, ...) at many times at once: entries of each result, a row a time.

    Through CasADi's buffers: its matrices cost more to convert than these results to compute.
    """
    mapped = function.map("mapped", "serial", count, [2], [])

    def evaluate(*arguments: FloatArray) -> list[FloatArray]:
        buffer: Any
        buffer, call = mapped.buffer()
        given = [np.ravel(argument, order="F") for argument in arguments]
        results = [np.zeros(mapped.nnz_out(k)) for k in range(mapped.n_out())]
        for k, array in enumerate(given):
            buffer.set_arg(k, array.data)
        for k, array in enumerate(results):
            buffer.set_res(k, array.data)
        call()
        return [array.reshape(count, -1) for array in results]

    return evaluate


def _matrix(sparsity: casadi.Sparsity) -> csc_matrix:
    """A matrix of zeros with its entries in place."""
    entries = np.zeros(sparsity.nnz())
    rows, columns = np.array(sparsity.row(), np.int32), np.array(sparsity.colind(), np.int32)
    return csc_matrix((entries, rows, columns), shape=sparsity.shape)
