"""PyBaMM's own solver: slower, and what everything else falls back to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pybamm

from pybamm_facets.runs.integrate.build import EVENT, BuiltModel
from pybamm_facets.runs.integrate.integration import End, Integration, without_result
from pybamm_facets.runs.numerics import Tolerances


class StockIntegrator:
    """One list call of PyBaMM's solver, on threads.

    Parameters
    ----------
    built
        The model.
    every_step
        Keep every step instead of first and last.
    threads
        Solves at a time.
    tolerances
        Of the integrator.
    """

    def __init__(
        self,
        built: BuiltModel,
        *,
        every_step: bool = False,
        threads: int = 1,
        tolerances: Tolerances | None = None,
    ) -> None:
        tolerances = tolerances or Tolerances()
        self._model, self._outputs = built.model, built.outputs
        self._solver = pybamm.IDAKLUSolver(
            rtol=tolerances.rtol,
            atol=tolerances.atol,
            output_variables=list(built.outputs),
            store_first_last=not every_step,
            on_failure="ignore",
            options={"num_threads": threads, "silence_sundials_errors": True},
        )

    def run(self, inputs: Sequence[dict[str, float]], t_end: float) -> list[Integration]:
        """Integrate; a member that cannot start at all is tried apart from the others."""
        try:
            solutions = self._solver.solve(self._model, [0, t_end], inputs=list(inputs))
        except pybamm.SolverError as error:
            if len(inputs) > 1:
                return [self.run([one], t_end)[0] for one in inputs]
            return [without_result(End.FAILED, str(error))]
        found = solutions if isinstance(solutions, list) else [solutions]
        return [_read(solution, self._outputs) for solution in found]


def _read(solution: Any, names: Sequence[str]) -> Integration:
    outputs = np.array([np.ravel(solution[name].data) for name in names])
    ends = {f"event: {EVENT}": End.CUT_OFF, "final time": End.TIME}
    return Integration(ends.get(solution.termination, End.FAILED), np.asarray(solution.t), outputs)
