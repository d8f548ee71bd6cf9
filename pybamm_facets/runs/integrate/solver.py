"""Solve many runs on one built model: expanded first, then tighter, then as PyBaMM does it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets._units import FARADAY
from pybamm_facets.runs.integrate.build import (
    CUT_OFF,
    ENERGY,
    LEAST_SALT,
    OUTPUTS,
    SIGN,
    BuiltModel,
)
from pybamm_facets.runs.integrate.expanded import ExpandedIntegrator
from pybamm_facets.runs.integrate.functions import CellFunctions, cell_functions
from pybamm_facets.runs.integrate.integration import End, Integration, Integrator, without_result
from pybamm_facets.runs.integrate.stock import StockIntegrator
from pybamm_facets.runs.integrate.threads import usable_threads
from pybamm_facets.runs.integrate.words import in_words
from pybamm_facets.runs.numerics import Backend, Numerics
from pybamm_facets.runs.outcome import Outcome, Status, judged

logger = logging.getLogger(__name__)


LONGEST_RUN = 1e9
"""End of every integration [s]: the same for all, so that a run does not depend on its company."""


AN_INSTANT, FAR_OFF = 1e-6, 100.0
"""A time [s] in which nothing moves, and a voltage [V] that no cell reaches."""

SECOND_CHOICES = (("expanded", True), ("stock", False), ("stock", True))
"""What a failed run is tried with, alone: integrator, and whether with tighter tolerances."""

Inputs = dict[str, float]
"""A number for every input of a built model."""


class RunSolver:
    """Solves runs on a built model.

    Parameters
    ----------
    built
        The model.
    curves
        Keep voltage against time.
    threads
        Solves at a time; all cores by default.
    numerics
        Tolerances and backend; ``AUTO`` does not compile.
    """

    def __init__(
        self,
        built: BuiltModel,
        *,
        curves: bool = False,
        threads: int | None = None,
        numerics: Numerics = Numerics.default,
    ) -> None:
        self.built = built
        self.threads = usable_threads(threads)
        self._curves = curves
        self._numerics = numerics
        self._others: dict[int, Integrator] = {}
        self._functions = None if numerics.backend is Backend.STOCK else _try_functions(built)
        self._integrator = self._first_choice()

    def solve(self, inputs: Sequence[Inputs]) -> list[Outcome]:
        """Outcomes of runs, in their order; one that fails is an outcome too."""
        integrations = self._integrator.run(inputs, LONGEST_RUN)
        for index, integration in enumerate(integrations):
            if integration.end is End.FAILED:
                integrations[index] = self._again(inputs[index])
        return [
            read_outcome(integration, one[names.CURRENT_FUNCTION], self._curves)
            for integration, one in zip(integrations, inputs, strict=True)
        ]

    def solve_from(self, state: FloatArray, inputs: Inputs) -> Outcome:
        """The outcome of a run that starts from a state instead of from equilibrium.

        Raises
        ------
        RuntimeError
            For a model that cannot be expanded to scalars: another solver takes no state.
        """
        if not isinstance(self._integrator, ExpandedIntegrator):
            raise RuntimeError(f"{self.built.model.name} takes no start state: it is not expanded")
        integration = self._integrator.go_on(state, inputs, LONGEST_RUN)
        if integration.end is End.FAILED:
            tighter = self._second_choice(0)
            if isinstance(tighter, ExpandedIntegrator):
                integration = tighter.go_on(state, inputs, LONGEST_RUN)
        return read_outcome(integration, inputs[names.CURRENT_FUNCTION], self._curves)

    def _again(self, inputs: Inputs) -> Integration:
        """A failed run alone: tighter, then with PyBaMM's own solver at both tolerances."""
        if self._is_beyond_cut_off(inputs):
            return without_result(End.AT_ONCE)
        integration = without_result(End.FAILED)
        for choice in range(len(SECOND_CHOICES)):
            (integration,) = self._second_choice(choice).run([inputs], LONGEST_RUN)
            if integration.end is not End.FAILED:
                break
        return integration

    def _is_beyond_cut_off(self, inputs: Inputs) -> bool:
        """Whether the voltage is past the cut-off as soon as the current flows."""
        far_off = inputs | {CUT_OFF: inputs[CUT_OFF] - inputs[SIGN] * FAR_OFF}
        for choice in range(len(SECOND_CHOICES)):
            (integration,) = self._second_choice(choice).run([far_off], AN_INSTANT)
            voltage = integration.outputs[OUTPUTS.index(names.VOLTAGE)][0]
            if not np.isnan(voltage):
                return bool(inputs[SIGN] * (voltage - inputs[CUT_OFF]) <= 0)
        return False

    def _second_choice(self, choice: int) -> Integrator:
        if choice not in self._others:
            name, tighter = SECOND_CHOICES[choice]
            given = self._numerics.tolerances
            tolerances = given.tighter() if tighter else given
            if name == "expanded" and self._functions is not None:
                self._others[choice] = ExpandedIntegrator(
                    self._functions, every_step=True, tolerances=tolerances
                )
            else:
                self._others[choice] = StockIntegrator(
                    self.built, every_step=True, tolerances=tolerances
                )
        return self._others[choice]

    def _first_choice(self) -> Integrator:
        every_step, threads, tolerances = self._curves, self.threads, self._numerics.tolerances
        if self._functions is not None:
            try:
                return ExpandedIntegrator(
                    self._functions,
                    every_step=every_step,
                    threads=threads,
                    tolerances=tolerances,
                    compiled=self._numerics.backend is Backend.COMPILED,
                )
            except (TypeError, RuntimeError, AttributeError) as error:
                logger.warning("expanded functions do not fit, using PyBaMM's solver: %s", error)
                self._functions = None
        return StockIntegrator(
            self.built, every_step=every_step, threads=threads, tolerances=tolerances
        )


def read_outcome(integration: Integration, current: float, curves: bool = False) -> Outcome:
    """Outcome of an integration at a current [A]."""
    if integration.end is End.AT_ONCE:
        return beyond_cut_off()
    output = dict(zip(OUTPUTS, integration.outputs, strict=True))
    end, last_voltage = float(integration.time[-1]), float(output[names.VOLTAGE][-1])
    if integration.end is End.FAILED:
        reached = f"the solver found no way on after {end:.4g} s, at {last_voltage:.3f} V"
        if np.isnan(last_voltage):
            reached = "the solver found no consistent state to start from"
        why = in_words(integration.message)
        reason = f"{reached}: {why}" if why else reached
        return Outcome(Status.FAILED, reason, termination="solver failure")
    particle, electrolyte = output[names.PARTICLE_LITHIUM], output[names.ELECTROLYTE_LITHIUM]
    gained = particle[-1] - particle[0] - current * end / FARADAY
    particle_error = float(gained / max(particle[0], particle[-1]))
    electrolyte_error = float(electrolyte[-1] / electrolyte[0] - 1)
    least = float(np.min(output[LEAST_SALT]))
    status, reason = judged(particle_error, electrolyte_error, least)
    if integration.end is End.TIME:
        status, reason = Status.FAILED, "no cut-off although all lithium should have passed"
    return Outcome(
        status,
        reason,
        termination="final time" if integration.end is End.TIME else "cut-off voltage",
        duration=end,
        energy=float(output[ENERGY][-1]),
        end_voltage=last_voltage,
        particle_lithium_error=particle_error,
        electrolyte_lithium_error=electrolyte_error,
        least_electrolyte=least,
        time=np.array(integration.time) if curves else None,
        voltage=np.array(output[names.VOLTAGE]) if curves else None,
    )


def beyond_cut_off() -> Outcome:
    """A run that ends before it begins: no capacity, no energy."""
    return Outcome(
        Status.INFEASIBLE,
        "the current drives the voltage beyond the cut-off at once",
        termination="cut-off voltage at the start",
        duration=0.0,
        energy=0.0,
    )


def _try_functions(built: BuiltModel) -> CellFunctions | None:
    """Expanded functions, or None where the model holds what CasADi cannot expand."""
    try:
        return cell_functions(built)
    except RuntimeError as error:
        logger.info("the model is not expanded: %s", str(error).splitlines()[-1])
        return None
