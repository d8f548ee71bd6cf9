"""Solve many cases on one built model."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
import pybamm

from pybamm_facets.sweep.build import (
    CURRENT,
    CUT_OFF,
    ELECTROLYTE_LITHIUM,
    ENERGY,
    EVENT,
    OUTPUTS,
    PARTICLE_LITHIUM,
    SIGN,
    VOLTAGE,
    BuiltModel,
)
from pybamm_facets.sweep.case import Case, Outcome
from pybamm_facets.sweep.cell import FARADAY, current_1c, longest_time, number
from pybamm_facets.sweep.start import StartStates

RTOL, ATOL = 1e-4, 1e-6
"""The capacity is good to 0.003 mAh/g at these; looser ones fail on some meshes."""
TIGHTER = 1e-2
"""Factor on the tolerances when a failed case is tried once more, alone."""


class CaseSolver:
    """Solves cases on a built model, as one list call on threads.

    Parameters
    ----------
    built
        The model.
    curves
        Keep voltage against time.
    threads
        Solves at a time; all cores by default.
    rtol, atol
        Tolerances of the integrator.
    """

    def __init__(
        self,
        built: BuiltModel,
        *,
        curves: bool = False,
        threads: int | None = None,
        rtol: float = RTOL,
        atol: float = ATOL,
    ) -> None:
        self.built = built
        self.curves = curves
        self.threads = threads or os.cpu_count() or 1
        self.rtol, self.atol = rtol, atol
        self._solver = self._make_solver(1.0, self.threads)
        self._starts = StartStates(built.parameter_values, built.model.options)

    def solve(self, cases: Sequence[Case]) -> list[Outcome]:
        """Outcomes of the cases, in their order; a case that fails is an outcome too."""
        inputs = [self._inputs(case) for case in cases]
        end = max(
            longest_time(case.parameter_values, i[CURRENT])
            for case, i in zip(cases, inputs, strict=True)
        )
        try:
            solutions = _solve_list(self._solver, self.built, end, inputs)
        except pybamm.SolverError:
            # One member that cannot start at all takes the whole list with it.
            return [self._solve_alone(case, i) for case, i in zip(cases, inputs, strict=True)]
        return [
            read_solution(solution, case, i)
            if solution.termination != "failure"
            else self._solve_alone(case, i)
            for solution, case, i in zip(solutions, cases, inputs, strict=True)
        ]

    def _inputs(self, case: Case) -> dict[str, float]:
        """Numbers of a case for every input of the built model."""
        values = case.parameter_values
        end = "Lower" if case.direction == "discharge" else "Upper"
        given = {
            CURRENT: case.sign * case.c_rate * current_1c(values),
            SIGN: case.sign,
            CUT_OFF: number(values, f"{end} voltage cut-off [V]"),
        } | self._starts.concentrations(values, case.direction)
        return {
            name: given[name] if name in given else number(values, name)
            for name in self.built.inputs
        }

    def _solve_alone(self, case: Case, inputs: dict[str, float]) -> Outcome:
        end = longest_time(case.parameter_values, inputs[CURRENT])
        reason = ""
        for factor in (1.0, TIGHTER):
            solver = self._make_solver(factor, 1, every_step=True)
            try:
                (solution,) = _solve_list(solver, self.built, end, [inputs])
            except pybamm.SolverError as error:
                reason = str(error)
                if EVENT in reason:
                    return Outcome(
                        "infeasible",
                        f"{case.c_rate:g}C drives the voltage beyond the cut-off at once",
                        termination="cut-off voltage at the start",
                        duration=0.0,
                        energy=0.0,
                    )
                continue
            if solution.termination != "failure":
                return read_solution(solution, case, inputs)
            reason = (
                f"the solver found no way on after {solution.t[-1]:.4g} s, "
                f"at {solution[VOLTAGE].data[-1]:.3f} V"
            )
        return Outcome("failed", reason, termination="solver failure")

    def _make_solver(
        self, factor: float, threads: int, every_step: bool = False
    ) -> pybamm.IDAKLUSolver:
        return pybamm.IDAKLUSolver(
            rtol=self.rtol * factor,
            atol=self.atol * factor,
            output_variables=list(OUTPUTS),
            store_first_last=not (self.curves or every_step),
            on_failure="ignore",
            options={"num_threads": threads, "silence_sundials_errors": True},
        )


def read_solution(solution: Any, case: Case, inputs: dict[str, float]) -> Outcome:
    """Outcome of a run that ended without a solver failure."""
    time = np.asarray(solution.t)
    output = {name: np.ravel(solution[name].data) for name in OUTPUTS}
    passed = inputs[CURRENT] * time[-1] / FARADAY
    particle, electrolyte = output[PARTICLE_LITHIUM], output[ELECTROLYTE_LITHIUM]
    at_cut_off = solution.termination == f"event: {EVENT}"
    return Outcome(
        "ok" if at_cut_off else "failed",
        "" if at_cut_off else f"no cut-off within {time[-1]:.4g} s: all lithium should have passed",
        termination="cut-off voltage" if at_cut_off else str(solution.termination),
        duration=float(time[-1]),
        energy=float(output[ENERGY][-1]),
        end_voltage=float(output[VOLTAGE][-1]),
        particle_lithium_error=float(
            (particle[-1] - particle[0] - passed) / max(particle[0], particle[-1])
        ),
        electrolyte_lithium_error=float(electrolyte[-1] / electrolyte[0] - 1),
        time=time if len(time) > 2 else None,
        voltage=output[VOLTAGE] if len(time) > 2 else None,
    )


def _solve_list(
    solver: pybamm.IDAKLUSolver, built: BuiltModel, end: float, inputs: list[dict[str, float]]
) -> list[Any]:
    solutions = solver.solve(built.model, [0, end], inputs=inputs)
    return solutions if isinstance(solutions, list) else [solutions]
