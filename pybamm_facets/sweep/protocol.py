"""Runs whose start state is reached by a real protocol instead of by equilibrium."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pybamm

from pybamm_facets import names
from pybamm_facets.sweep.case import Case, Outcome
from pybamm_facets.sweep.cell import FARADAY, current_1c, longest_time, number
from pybamm_facets.sweep.start import start_state


def solve_after_protocol(
    case: Case,
    protocol: Sequence[Any],
    model: pybamm.BaseModel,
    *,
    var_pts: Mapping[str, int] | None = None,
    submesh_types: Mapping[str, Any] | None = None,
) -> Outcome:
    """Run a protocol, then the case, as one PyBaMM experiment.

    Parameters
    ----------
    case
        The run that counts.
    protocol
        PyBaMM experiment steps. They start from equilibrium at the other end of the window: empty
        before a discharge, full before a charge.
    model
        An unprocessed PyBaMM model.
    var_pts, submesh_types
        Mesh, where it differs from the model's default.
    """
    values = pybamm.ParameterValues(dict(case.parameter_values))
    other = "charge" if case.direction == "discharge" else "discharge"
    values.update(start_state(values, model.options, other))
    current = case.sign * case.c_rate * current_1c(values)
    end = "Lower" if case.direction == "discharge" else "Upper"
    run = pybamm.step.current(
        current,
        duration=longest_time(values, current),
        termination=f"{number(values, f'{end} voltage cut-off [V]')} V",
    )
    simulation = pybamm.Simulation(
        model,
        parameter_values=values,
        experiment=pybamm.Experiment([*protocol, run]),
        var_pts=dict(model.default_var_pts) | dict(var_pts or {}),
        submesh_types=dict(model.default_submesh_types) | dict(submesh_types or {}),
    )
    try:
        solution = simulation.solve()
    except pybamm.SolverError as error:
        return Outcome("failed", str(error), termination="solver failure")
    if len(solution.cycles) < len(protocol) + 1 or solution.cycles[-1] is None:
        return Outcome(
            "infeasible",
            f"the protocol or the run stopped early: {solution.termination}",
            termination=str(solution.termination),
        )
    return _read_step(solution.cycles[-1].steps[-1], current, case)


def _read_step(step: Any, current: float, case: Case) -> Outcome:
    time = np.asarray(step.t) - step.t[0]
    voltage = np.asarray(step[names.VOLTAGE].entries)
    particle = np.asarray(step[names.PARTICLE_LITHIUM].entries)
    electrolyte = np.asarray(step[names.ELECTROLYTE_LITHIUM].entries)
    passed = current * time[-1] / FARADAY
    at_cut_off = "event" in step.termination
    return Outcome(
        "ok" if at_cut_off else "failed",
        "" if at_cut_off else f"no cut-off within {time[-1]:.4g} s",
        termination="cut-off voltage" if at_cut_off else str(step.termination),
        duration=float(time[-1]),
        energy=float(np.trapezoid(voltage * current, time)),
        end_voltage=float(voltage[-1]),
        particle_lithium_error=float(
            (particle[-1] - particle[0] - passed) / max(particle[0], particle[-1])
        ),
        electrolyte_lithium_error=float(electrolyte[-1] / electrolyte[0] - 1),
        time=time,
        voltage=voltage,
    )
