"""Runs whose start state is reached by a real protocol instead of by equilibrium."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pybamm

from pybamm_facets import names
from pybamm_facets._units import FARADAY
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.integrate.build import AT_1C, CUT_OFF, OTHER_CUT_OFF, SIGN
from pybamm_facets.runs.integrate.solver import Inputs
from pybamm_facets.runs.integrate.words import in_words
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.outcome import Outcome, Status, judged
from pybamm_facets.sets.cell import longest_time, number

_building = threading.Lock()
"""PyBaMM shares caches between simulations while it builds them."""


class ProtocolSolver:
    """Solves runs that a protocol precedes, each as one PyBaMM experiment.

    Parameters
    ----------
    model
        An unprocessed PyBaMM model.
    parameter_values
        Gives every number that is no input.
    protocol
        A `Protocol`, or PyBaMM experiment steps; the run follows as one more.
    threads
        Solves at a time; all cores by default.
    numerics
        Mesh and tolerances.
    """

    def __init__(
        self,
        model: pybamm.BaseModel,
        parameter_values: pybamm.ParameterValues,
        protocol: Sequence[Any] | Protocol,
        *,
        threads: int | None = None,
        numerics: Numerics = Numerics.default,
    ) -> None:
        self._model, self._values, self._numerics = model, parameter_values, numerics
        self._protocol = protocol if isinstance(protocol, Protocol) else tuple(protocol)
        self._threads = threads or os.cpu_count() or 1

    def solve(self, inputs: Sequence[Inputs]) -> list[Outcome]:
        """Outcomes of runs, in their order; one that fails is an outcome too.

        Inputs as those of a built model; the start state is where the protocol starts.
        """
        with ThreadPoolExecutor(min(self._threads, len(inputs) or 1)) as pool:
            return list(pool.map(self._solve_one, inputs))

    def _before(self, inputs: Inputs) -> tuple[Any, ...]:
        """Experiment steps that precede a run."""
        if not isinstance(self._protocol, Protocol):
            return self._protocol
        charging = inputs[SIGN] < 0
        ends = (inputs[CUT_OFF], inputs[OTHER_CUT_OFF])
        upper, lower = ends if charging else ends[::-1]
        return self._protocol.steps_before(charging, lower, upper, inputs[AT_1C])

    def _solve_one(self, inputs: Inputs) -> Outcome:
        current = inputs[names.CURRENT_FUNCTION]
        values = self._values.copy()
        own = (names.CURRENT_FUNCTION, CUT_OFF, SIGN, OTHER_CUT_OFF, AT_1C)
        values.update({name: value for name, value in inputs.items() if name not in own})
        before = self._before(inputs)
        run = pybamm.step.current(
            current,
            duration=longest_time(values, current),
            termination=f"{inputs[CUT_OFF]} V",
        )
        tolerances = self._numerics.tolerances
        with _building:
            simulation = pybamm.Simulation(
                self._model.new_copy(),
                parameter_values=values,
                experiment=pybamm.Experiment([*before, run]),
                var_pts=self._model.default_var_pts | dict(self._numerics.var_pts),
                submesh_types=self._model.default_submesh_types
                | dict(self._numerics.submesh_types),
                solver=pybamm.IDAKLUSolver(rtol=tolerances.rtol, atol=tolerances.atol),
            )
            simulation.build_for_experiment()
        try:
            solution = simulation.solve()
        except pybamm.SolverError as error:
            why = in_words(str(error)) or "the solver found no way on"
            reason = f"the protocol, or the run after it: {why}"
            return Outcome(Status.FAILED, reason, termination="solver failure")
        if len(solution.cycles) < len(before) + 1 or solution.cycles[-1] is None:
            return Outcome(
                Status.INFEASIBLE,
                f"the protocol or the run stopped early: {solution.termination}",
                termination=str(solution.termination),
            )
        salt = number(values, names.INITIAL_ELECTROLYTE)
        return _read_step(solution.cycles[-1].steps[-1], current, salt)


def _read_step(step: Any, current: float, initial_salt: float) -> Outcome:
    time = np.asarray(step.t) - step.t[0]
    voltage = np.asarray(step[names.VOLTAGE].entries)
    particle = np.asarray(step[names.PARTICLE_LITHIUM].entries)
    electrolyte = np.asarray(step[names.ELECTROLYTE_LITHIUM].entries)
    salt = np.asarray(step[names.ELECTROLYTE_CONCENTRATION].entries)
    least = float(salt.min() / initial_salt)
    passed = current * time[-1] / FARADAY
    particle_error = float((particle[-1] - particle[0] - passed) / max(particle[0], particle[-1]))
    electrolyte_error = float(electrolyte[-1] / electrolyte[0] - 1)
    status, reason = judged(particle_error, electrolyte_error, least)
    at_cut_off = "event" in step.termination
    if not at_cut_off:
        status, reason = Status.FAILED, f"no cut-off within {time[-1]:.4g} s"
    return Outcome(
        status,
        reason,
        termination="cut-off voltage" if at_cut_off else str(step.termination),
        duration=float(time[-1]),
        energy=float(np.trapezoid(voltage * current, time)),
        end_voltage=float(voltage[-1]),
        particle_lithium_error=particle_error,
        electrolyte_lithium_error=electrolyte_error,
        least_electrolyte=least,
        time=time,
        voltage=voltage,
    )
