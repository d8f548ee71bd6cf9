"""Solve many cases on one built model: fast first, then tighter, then as PyBaMM does it."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from pybamm_facets import names
from pybamm_facets.sweep.backend import (
    AT_ONCE,
    CUT_OFF_REACHED,
    FAILED,
    TIME_ENDED,
    Backend,
    Run,
    Tolerances,
)
from pybamm_facets.sweep.build import CUT_OFF, ENERGY, OUTPUTS, SIGN, BuiltModel
from pybamm_facets.sweep.case import Case, Outcome
from pybamm_facets.sweep.cell import FARADAY, current_1c, number
from pybamm_facets.sweep.fast import FastBackend
from pybamm_facets.sweep.functions import CellFunctions, cell_functions
from pybamm_facets.sweep.start import StartStates
from pybamm_facets.sweep.stock import StockBackend

logger = logging.getLogger(__name__)


LONGEST_RUN = 1e9
"""End of every integration [s]: the same for all, so that a run does not depend on its company."""


AN_INSTANT, FAR_OFF = 1e-6, 100.0
"""A time [s] in which nothing moves, and a voltage [V] that no cell reaches."""

SECOND_CHOICES = (("fast", True), ("stock", False), ("stock", True))
"""What a failed run is tried with, alone: backend, and whether with tighter tolerances."""


class CaseSolver:
    """Solves cases on a built model.

    Parameters
    ----------
    built
        The model.
    curves
        Keep voltage against time.
    threads
        Solves at a time; all cores by default.
    tolerances
        Of the integrator.
    compiled
        Compile the model to machine code first: seconds once, three times faster runs.
    fast
        Use the fast backend where it fits; False keeps to PyBaMM's own solver.
    """

    def __init__(
        self,
        built: BuiltModel,
        *,
        curves: bool = False,
        threads: int | None = None,
        tolerances: Tolerances | None = None,
        compiled: bool = False,
        fast: bool = True,
    ) -> None:
        self.built = built
        self.threads = threads or os.cpu_count() or 1
        self._curves = curves
        self._tolerances = tolerances or Tolerances()
        self._others: dict[int, Backend] = {}
        self._starts = StartStates(built.parameter_values, built.model.options)
        self._functions = _try_functions(built) if fast else None
        self._backend = self._make_backend(compiled)

    def solve(self, cases: Sequence[Case]) -> list[Outcome]:
        """Outcomes of the cases, in their order; a case that fails is an outcome too."""
        inputs = [self.inputs(case) for case in cases]
        runs = self._backend.run(inputs, LONGEST_RUN)
        for index, run in enumerate(runs):
            if run.end == FAILED:
                runs[index] = self._again(inputs[index])
        return [
            read_run(run, case, one[names.CURRENT_FUNCTION], self._curves)
            for run, case, one in zip(runs, cases, inputs, strict=True)
        ]

    def _again(self, inputs: dict[str, float]) -> Run:
        """A failed run alone: tighter, then with PyBaMM's own solver at both tolerances."""
        if self._is_beyond_cut_off(inputs):
            return Run(AT_ONCE, np.zeros(1), np.full((len(OUTPUTS), 1), np.nan))
        run = None
        for choice in range(len(SECOND_CHOICES)):
            (run,) = self._second_choice(choice).run([inputs], LONGEST_RUN)
            if run.end != FAILED:
                return run
        assert run is not None
        return run

    def _is_beyond_cut_off(self, inputs: dict[str, float]) -> bool:
        """Whether the voltage is past the cut-off as soon as the current flows."""
        far_off = inputs | {CUT_OFF: inputs[CUT_OFF] - inputs[SIGN] * FAR_OFF}
        for choice in range(len(SECOND_CHOICES)):
            (run,) = self._second_choice(choice).run([far_off], AN_INSTANT)
            voltage = run.outputs[OUTPUTS.index(names.VOLTAGE)][0]
            if not np.isnan(voltage):
                return bool(inputs[SIGN] * (voltage - inputs[CUT_OFF]) <= 0)
        return False

    def _second_choice(self, choice: int) -> Backend:
        if choice not in self._others:
            name, tighter = SECOND_CHOICES[choice]
            tolerances = self._tolerances.tighter() if tighter else self._tolerances
            arguments: dict[str, Any] = {"every_step": True, "tolerances": tolerances}
            if name == "fast" and self._functions is not None:
                self._others[choice] = FastBackend(self._functions, **arguments)
            else:
                self._others[choice] = StockBackend(self.built, **arguments)
        return self._others[choice]

    def _make_backend(self, compiled: bool) -> Backend:
        arguments = {
            "every_step": self._curves,
            "threads": self.threads,
            "tolerances": self._tolerances,
        }
        stock = partial(StockBackend, self.built, **arguments)  # type: ignore[arg-type]
        if self._functions is None:
            return stock()
        try:
            return FastBackend(self._functions, compiled=compiled, **arguments)  # type: ignore[arg-type]
        except (TypeError, RuntimeError, AttributeError) as error:
            logger.warning("the fast backend does not fit, using PyBaMM's own solver: %s", error)
            self._functions = None
            return stock()

    def inputs(self, case: Case) -> dict[str, float]:
        """Numbers of a case for every input of the built model."""
        values = case.parameter_values
        end = "Lower" if case.direction == "discharge" else "Upper"
        given = {
            names.CURRENT_FUNCTION: case.sign * case.c_rate * current_1c(values),
            SIGN: case.sign,
            CUT_OFF: number(values, f"{end} voltage cut-off [V]"),
        } | self._starts.concentrations(values, case.direction)
        return {
            name: given[name] if name in given else number(values, name)
            for name in self.built.inputs
        }


def read_run(run: Run, case: Case, current: float, curves: bool = False) -> Outcome:
    """Outcome of a run."""
    if run.end == AT_ONCE:
        return Outcome(
            "infeasible",
            f"{case.c_rate:g}C drives the voltage beyond the cut-off at once",
            termination="cut-off voltage at the start",
            duration=0.0,
            energy=0.0,
        )
    output = dict(zip(OUTPUTS, run.outputs, strict=True))
    end, last_voltage = float(run.time[-1]), float(output[names.VOLTAGE][-1])
    if run.end == FAILED:
        reached = f"the solver found no way on after {end:.4g} s, at {last_voltage:.3f} V"
        if np.isnan(last_voltage):
            reached = "the solver found no consistent state to start from"
        reason = f"{reached}: {run.message}" if run.message else reached
        return Outcome("failed", reason, termination="solver failure")
    particle, electrolyte = output[names.PARTICLE_LITHIUM], output[names.ELECTROLYTE_LITHIUM]
    gained = particle[-1] - particle[0] - current * end / FARADAY
    return Outcome(
        "ok" if run.end == CUT_OFF_REACHED else "failed",
        "no cut-off although all lithium should have passed" if run.end == TIME_ENDED else "",
        termination="cut-off voltage" if run.end == CUT_OFF_REACHED else "final time",
        duration=end,
        energy=float(output[ENERGY][-1]),
        end_voltage=last_voltage,
        particle_lithium_error=float(gained / max(particle[0], particle[-1])),
        electrolyte_lithium_error=float(electrolyte[-1] / electrolyte[0] - 1),
        time=np.array(run.time) if curves else None,
        voltage=np.array(output[names.VOLTAGE]) if curves else None,
    )


def _try_functions(built: BuiltModel) -> CellFunctions | None:
    """Expanded functions, or None where the model holds what CasADi cannot expand."""
    try:
        return cell_functions(built)
    except RuntimeError as error:
        logger.info("the model is not expanded: %s", str(error).splitlines()[-1])
        return None
