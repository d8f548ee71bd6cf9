"""PyBaMM's integrator on expanded functions, without its bookkeeping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import casadi
import numpy as np

from pybamm_facets import _compat
from pybamm_facets._arrays import FloatArray
from pybamm_facets.runs.integrate.functions import CellFunctions
from pybamm_facets.runs.integrate.integration import End, Integration, without_result
from pybamm_facets.runs.numerics import Tolerances


class ExpandedIntegrator:
    """IDA with KLU on `CellFunctions`, many runs at a time.

    Parameters
    ----------
    functions
        The model.
    every_step
        Keep every step instead of first and last.
    threads
        Solves at a time.
    tolerances
        Of the integrator.
    compiled
        Compile to machine code with the system's C compiler, kept on disk; without a compiler the
        functions are interpreted.
    """

    def __init__(
        self,
        functions: CellFunctions,
        *,
        every_step: bool = False,
        threads: int = 1,
        tolerances: Tolerances | None = None,
        compiled: bool = False,
    ) -> None:
        self.functions = functions
        self._every_step = every_step
        self._group = _compat.idaklu_group(functions, tolerances or Tolerances(), threads, compiled)
        self._maps: dict[int, tuple[casadi.Function, ...]] = {}

    def run(self, inputs: Sequence[dict[str, float]], t_end: float) -> list[Integration]:
        """Integrate each set of inputs; one that breaks the call is set apart by halving."""
        try:
            return self._run_together(inputs, t_end)
        except ValueError as error:
            if len(inputs) == 1:
                return [without_result(End.FAILED, str(error))]
        half = len(inputs) // 2
        return [*self.run(inputs[:half], t_end), *self.run(inputs[half:], t_end)]

    def _run_together(self, inputs: Sequence[dict[str, float]], t_end: float) -> list[Integration]:
        p = self._stacked(inputs)
        initial = self._mapped(len(inputs))[1]
        return self._integrate(p, initial(p), t_end)

    def start(self, inputs: dict[str, float]) -> FloatArray:
        """The state from which a run with these inputs begins."""
        return np.asarray(self._mapped(1)[1](self._stacked([inputs])).full()[:, 0])

    def go_on(self, state: FloatArray, inputs: dict[str, float], t_end: float) -> Integration:
        """Integrate from a state, such as another integration's last; with its own last state."""
        p = self._stacked([inputs])
        try:
            return self._integrate(p, casadi.DM(state), t_end)[0]
        except ValueError as error:
            return without_result(End.FAILED, str(error))

    def _stacked(self, inputs: Sequence[dict[str, float]]) -> FloatArray:
        return np.array([[one[name] for name in self.functions.inputs] for one in inputs]).T

    def _integrate(self, p: FloatArray, y0: casadi.DM, t_end: float) -> list[Integration]:
        f, count = self.functions, p.shape[1]
        constants, _, residual = self._mapped(count)
        q = constants(p)
        ydot0 = residual(np.zeros((1, count)), y0, q).full().T
        ydot0[:, f.n_differential :] = 0
        times = np.array([0.0, t_end])
        solutions = self._group.solve(
            times,
            np.empty(0) if self._every_step else times,
            np.ascontiguousarray(y0.full().T),
            np.ascontiguousarray(ydot0),
            np.ascontiguousarray(q.full().T),
        )
        return [_read(solution, len(f.outputs)) for solution in solutions]

    def _mapped(self, count: int) -> tuple[casadi.Function, ...]:
        if count not in self._maps:
            f = self.functions
            self._maps[count] = tuple(
                function.map(count) for function in (f.constants, f.initial, f.residual)
            )
        return self._maps[count]


def _read(solution: Any, count: int) -> Integration:
    time = np.array(solution.t)
    outputs = np.array(solution.y).reshape(time.size, count).T
    flag = int(solution.flag)
    if flag < 0:
        return Integration(End.FAILED, time, outputs, _compat.integrator_message(flag))
    state = np.array(solution.y_term)
    if flag != _compat.ROOT_FOUND:
        return Integration(End.TIME, time, outputs, state=state)
    at_once = time.size == 1 or time[-1] == 0
    return Integration(End.AT_ONCE if at_once else End.CUT_OFF, time, outputs, state=state)
