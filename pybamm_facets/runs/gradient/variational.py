"""The end time of a run and its derivatives, by the variational equations of the cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import casadi
import numpy as np

from pybamm_facets import _compat
from pybamm_facets._arrays import FloatArray
from pybamm_facets.runs.gradient.variational_functions import variational_functions
from pybamm_facets.runs.integrate.functions import CellFunctions
from pybamm_facets.runs.integrate.solver import LONGEST_RUN
from pybamm_facets.runs.numerics import Tolerances

POINTS = 1000
"""Most times at which the variational equations are solved; a run has 200 to 300 steps."""


class RunEnd(NamedTuple):
    """End of a run, with its derivatives along some directions of its inputs.

    Parameters
    ----------
    time, energy
        Duration [s] and energy passed [J], negative in a charge.
    by_time, by_energy
        (n_directions,). Their derivatives.
    """

    time: float
    energy: float
    by_time: FloatArray
    by_energy: FloatArray


class VariationalEquations:
    """Sensitivities along the states of a plain run, by BDF2 on its own steps.

    The run ends where the event g(y, p) is zero, so dt_end/dp = -(dg/dp)/(dg/dt); dy/dp follows
    from the linear variational equations along the states that the run went through. The energy
    passed is one of the states, so its derivative at the end is dE/dp + (dE/dt) dt_end/dp.

    Parameters
    ----------
    functions
        The model.
    tolerances
        Of the run.
    directions
        How many derivatives are wanted.
    compiled
        Compile to machine code, once for all gradients of a model, as a sweep does.
    """

    def __init__(
        self,
        functions: CellFunctions,
        tolerances: Tolerances,
        directions: int,
        compiled: bool = False,
    ) -> None:
        f = functions
        self._f, self._nd = f, f.n_differential
        self._group = _compat.idaklu_group(replace(f, outputs=()), tolerances, 1, compiled)
        # The first column is the time derivative, which obeys the same equations unforced: taken
        # from the last state alone it would carry that state's error times the stiffest rate.
        self._functions = variational_functions(f, directions, compiled)
        p, along = casadi.SX.sym("p", len(f.inputs)), casadi.SX.sym("v", len(f.inputs), directions)
        start = [f.constants(p), f.initial(p)]
        slopes = [casadi.densify(casadi.jacobian(one, p) @ along) for one in start]
        self._start = casadi.Function("start", [p, along], [*start, *slopes])

    def end(self, p: FloatArray, directions: FloatArray) -> RunEnd | None:
        """End of the run, with derivatives along the columns of `directions`; None if it fails."""
        q, y, q_s, y_s = (value.full() for value in self._start(p, directions))
        run = self._run(q, y)
        if run is None:
            return None
        time, states = run
        states = self._consistent(time, states, q)
        s = np.hstack([self._slope(states[0], q), y_s])[: self._nd]
        s = self._integrate(time, states, q, q_s, s)
        at_end = _buffered(self._functions.end)(time[-1], states[-1], q, q_s, s)
        (event,), (event_t, *event_s), (energy,), (energy_t, *energy_s) = at_end
        if not all(np.isfinite(values).all() for values in at_end):
            return None
        late = float(event / event_t)  # how far the last state is past the event
        by_time = -np.array(event_s) / event_t
        by_energy = np.array(energy_s) + energy_t * by_time
        return RunEnd(float(time[-1]) - late, float(energy - energy_t * late), by_time, by_energy)

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
        steps = np.diff(time)
        ratio = np.r_[0, steps[1:] / steps[:-1]]  # zero makes the first step implicit Euler
        cj = (1 + 2 * ratio) / (1 + ratio) / steps
        now = np.ravel(s, order="F")
        before, after = now.copy(), np.empty_like(now)
        t, y, h = np.empty(1), np.empty(states.shape[1]), np.empty(3)
        step = _Bound(self._functions.step, [t, y, q, q_s, h, now, before], [after])
        for h[0], h[1], h[2], t[0], y[:] in zip(
            steps, ratio, cj, time[1:], states[1:], strict=True
        ):
            step()
            before[:], now[:] = now, after
        return now.reshape(s.shape, order="F")

    def _consistent(self, time: FloatArray, states: FloatArray, q: FloatArray) -> FloatArray:
        """States with their algebraic part solved for.

        The integrator's own is off by what its tolerances allow; the currents, and dV/dt where the
        voltage falls steeply, would be wrong by percents.
        """
        states = np.ascontiguousarray(states)
        if self._nd < states.shape[1]:
            (algebraic,) = _mapped(self._functions.consistent, time.size)(time, states.T, q)
            states[:, self._nd :] = algebraic
        return states

    def _slope(self, y: FloatArray, q: FloatArray) -> FloatArray:
        """Time derivative of the differential states; zero for the others."""
        slope: FloatArray = self._f.residual(0, y, q).full()
        slope[self._nd :] = 0
        return slope


@lru_cache(maxsize=16)
def _mapped(function: casadi.Function, count: int) -> Callable[..., list[FloatArray]]:
    """A function of (t, y, q) at many times at once: entries of each result, a row a time."""
    evaluate = _buffered(function.map("mapped", "serial", count, [2], []))
    return lambda *arguments: [array.reshape(count, -1) for array in evaluate(*arguments)]


def _buffered(function: casadi.Function) -> Callable[..., list[FloatArray]]:
    """A function of arrays that gives the entries of its results."""

    def evaluate(*arguments: Any) -> list[FloatArray]:
        results = [np.zeros(function.nnz_out(k)) for k in range(function.n_out())]
        _Bound(function, [np.asarray(one, dtype=float) for one in arguments], results)()
        return results

    return evaluate


class _Bound:
    """A function that reads and writes arrays where they are, a matrix column after column.

    CasADi's own matrices cost more to convert than these results to compute.
    """

    def __init__(
        self, function: casadi.Function, given: list[FloatArray], results: list[FloatArray]
    ) -> None:
        # Kept, because CasADi has but their addresses.
        self._arrays = [*(np.ravel(array, order="F") for array in given), *results]
        self._buffer: Any
        self._buffer, self._call = function.buffer()
        for k, array in enumerate(self._arrays[: len(given)]):
            self._buffer.set_arg(k, array.data)
        for k, array in enumerate(results):
            self._buffer.set_res(k, array.data)

    def __call__(self) -> None:
        self._call()
