"""Half-cycles: from a state to a cut-off, with the state at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pybamm

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets.runs.integrate.build import CUT_OFF, EVENT, SIGN, BuiltModel
from pybamm_facets.runs.integrate.expanded import ExpandedIntegrator
from pybamm_facets.runs.integrate.functions import cell_functions
from pybamm_facets.runs.integrate.integration import End, Integration, without_result
from pybamm_facets.runs.integrate.solver import AN_INSTANT, FAR_OFF, LONGEST_RUN, Inputs
from pybamm_facets.runs.numerics import Backend, Numerics, Tolerances

Corrected = Callable[[FloatArray], FloatArray]
"""A state with a guess for what the change of current makes jump."""


@dataclass(frozen=True, eq=False)
class HalfCycle:
    """One half-cycle.

    Parameters
    ----------
    end
        How it ended.
    duration
        [s]
    state
        At its end, with what it counted back at zero and the salt as it was at first.
    outputs
        Last value of each output of the built model.
    salt_loss
        Share of the salt that had to be put back.
    retries
        Solves that failed before.
    message
        What the integrator said of a failure.
    """

    end: End
    duration: float
    state: FloatArray
    outputs: dict[str, float]
    salt_loss: float = 0.0
    retries: int = 0
    message: str = ""


class NotExpanded(ValueError):
    """A model that holds what cannot be expanded to scalars, such as a table of its own."""


class HalfCycles:
    """Half-cycles on one built model; the state goes from each to the next.

    Parameters
    ----------
    built
        The model, with current, cut-off and whatever changes between half-cycles as inputs.
    numerics
        Tolerances and backend.
    corrected
        What makes a state a guess to start from, where the current changes.

    Raises
    ------
    NotExpanded
        For a model that cannot be expanded.
    """

    def __init__(
        self, built: BuiltModel, numerics: Numerics, corrected: Corrected = np.copy
    ) -> None:
        self.built = built
        self._tolerances, self._corrected = numerics.tolerances, corrected
        try:
            self._functions = cell_functions(built)
        except RuntimeError as error:
            raise NotExpanded(
                f"model={built.model.name!r}: expected a model that can be expanded to scalars "
                f"({str(error).splitlines()[-1]})"
            ) from None
        self._first = ExpandedIntegrator(
            self._functions,
            tolerances=self._tolerances,
            compiled=numerics.backend is Backend.COMPILED,
        )

    def equilibrium(self, inputs: Inputs) -> FloatArray:
        """The equilibrium that the inputs' concentrations say."""
        return self._first.start(inputs)

    def salt_in(self, state: FloatArray, inputs: Inputs) -> float:
        """Lithium in the electrolyte [mol]."""
        index = self.built.outputs.index(names.ELECTROLYTE_LITHIUM)
        functions = self._functions
        q = functions.constants([inputs[name] for name in functions.inputs])
        return float(functions.outputs[index](0, state, q))

    def run(
        self, state: FloatArray, inputs: Inputs, salt: float, t_end: float = LONGEST_RUN
    ) -> HalfCycle:
        """From a state to the cut-off, or for a time.

        Parameters
        ----------
        state
            Where it starts.
        inputs
            A number for every input of the built model.
        salt
            Lithium that the electrolyte held at first [mol].
        t_end
            When it ends if the cut-off is not met [s].
        """
        start = self._corrected(state)
        found, retries = self._first.go_on(start, inputs, t_end), 0
        while found.end is End.FAILED and retries < len(self._others):
            if retries == 0 and self._beyond_cut_off(start, inputs):
                return HalfCycle(End.AT_ONCE, 0.0, state, dict.fromkeys(self.built.outputs, 0.0))
            found = self._others[retries](start, inputs, t_end)
            retries += 1
        if found.end is End.AT_ONCE:
            return HalfCycle(End.AT_ONCE, 0.0, state, self._last(found), 0.0, retries)
        if found.end is End.FAILED or found.state is None:
            return HalfCycle(
                End.FAILED, float(found.time[-1]), state, {}, 0.0, retries, found.message
            )
        outputs = self._last(found)
        after, loss = self._handed_over(found.state, outputs, salt)
        return HalfCycle(found.end, float(found.time[-1]), after, outputs, loss, retries)

    def rest(self, state: FloatArray, inputs: Inputs, salt: float, duration: float) -> HalfCycle:
        """At rest for a time [s]; what inputs say of a current does not count."""
        no_current = {
            names.CURRENT_FUNCTION: 0.0,
            CUT_OFF: inputs[CUT_OFF] - inputs[SIGN] * FAR_OFF,
        }
        return self.run(state, inputs | no_current, salt, duration)

    def _last(self, found: Integration) -> dict[str, float]:
        return dict(zip(self.built.outputs, found.outputs[:, -1].tolist(), strict=True))

    def _handed_over(
        self, state: FloatArray, outputs: dict[str, float], salt: float
    ) -> tuple[FloatArray, float]:
        """The next start: a count that grows for ever would loosen the relative tolerance on it,
        and salt that is lost bit by bit would end as a limit that the cell has not."""
        state = state.copy()
        for part in self.built.counted:
            state[part] = 0.0
        left = outputs[names.ELECTROLYTE_LITHIUM]
        if self.built.salt.stop > self.built.salt.start and left > 0:
            state[self.built.salt] *= salt / left
        return state, abs(left / salt - 1) if salt else 0.0

    def _beyond_cut_off(self, state: FloatArray, inputs: Inputs) -> bool:
        """Whether the voltage is past the cut-off as soon as the current flows."""
        far_off = inputs | {CUT_OFF: inputs[CUT_OFF] - inputs[SIGN] * FAR_OFF}
        found = self._tighter.go_on(state, far_off, AN_INSTANT)
        if found.end is End.FAILED:
            return False
        voltage = found.outputs[self.built.outputs.index(names.VOLTAGE)][0]
        return bool(inputs[SIGN] * (voltage - inputs[CUT_OFF]) <= 0)

    @cached_property
    def _tighter(self) -> ExpandedIntegrator:
        return ExpandedIntegrator(self._functions, tolerances=self._tolerances.tighter())

    @property
    def _others(self) -> tuple[Callable[[FloatArray, Inputs, float], Integration], ...]:
        """What a failed half-cycle is tried with."""
        return (self._tighter_solve, self._stock_solve)

    def _tighter_solve(self, state: FloatArray, inputs: Inputs, t_end: float) -> Integration:
        return self._tighter.go_on(state, inputs, t_end)

    def _stock_solve(self, state: FloatArray, inputs: Inputs, t_end: float) -> Integration:
        return stock_half_cycle(self.built, state, inputs, t_end, self._tolerances)


def stock_half_cycle(
    built: BuiltModel, state: FloatArray, inputs: Inputs, t_end: float, tolerances: Tolerances
) -> Integration:
    """A half-cycle with PyBaMM's own solver.

    Parameters
    ----------
    built, state, inputs, t_end
        As for `HalfCycles.run`.
    tolerances
        Of the integrator.
    """
    model = built.model.new_copy()
    model.concatenated_initial_conditions = pybamm.Vector(state)
    solver = pybamm.IDAKLUSolver(
        rtol=tolerances.rtol, atol=tolerances.atol, options={"silence_sundials_errors": True}
    )
    try:
        solution = solver.solve(model, [0, t_end], inputs={n: inputs[n] for n in built.inputs})
    except pybamm.SolverError as error:
        return without_result(End.FAILED, str(error))
    ends = {f"event: {EVENT}": End.CUT_OFF, "final time": End.TIME}
    outputs = np.array([np.ravel(solution[name].entries)[[0, -1]] for name in built.outputs])
    return Integration(
        ends.get(solution.termination, End.FAILED),
        np.asarray(solution.t)[[0, -1]],
        outputs,
        state=np.asarray(solution.y[:, -1]).ravel(),
    )
