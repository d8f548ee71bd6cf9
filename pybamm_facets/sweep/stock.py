"""The backend that PyBaMM itself is: slower, and what everything else falls back to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pybamm

from pybamm_facets.sweep.backend import (
    CUT_OFF_REACHED,
    FAILED,
    TIME_ENDED,
    Run,
    Tolerances,
    not_started,
)
from pybamm_facets.sweep.build import EVENT, OUTPUTS, BuiltModel


class StockBackend:
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
        self._model = built.model
        self._solver = pybamm.IDAKLUSolver(
            rtol=tolerances.rtol,
            atol=tolerances.atol,
            output_variables=list(OUTPUTS),
            store_first_last=not every_step,
            on_failure="ignore",
            options={"num_threads": threads, "silence_sundials_errors": True},
        )

    def run(self, inputs: Sequence[dict[str, float]], t_end: float) -> list[Run]:
        """Integrate; a member that cannot start at all is tried apart from the others."""
        try:
            solutions = self._solver.solve(self._model, [0, t_end], inputs=list(inputs))
        except pybamm.SolverError as error:
            if len(inputs) > 1:
                return [self.run([one], t_end)[0] for one in inputs]
            return [not_started(str(error))]
        return [_read(s) for s in (solutions if isinstance(solutions, list) else [solutions])]


def _read(solution: Any) -> Run:
    outputs = np.array([np.ravel(solution[name].data) for name in OUTPUTS])
    ends = {f"event: {EVENT}": CUT_OFF_REACHED, "final time": TIME_ENDED}
    return Run(ends.get(solution.termination, FAILED), np.asarray(solution.t), outputs)
