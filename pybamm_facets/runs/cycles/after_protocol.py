"""Runs whose start state a `Protocol` reaches, on the model that is built for the run itself."""

from __future__ import annotations

from collections.abc import Sequence

from pybamm_facets import names
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.cycles.half_cycle import HalfCycle, HalfCycles
from pybamm_facets.runs.integrate.build import AT_1C, CUT_OFF, OTHER_CUT_OFF, SIGN, BuiltModel
from pybamm_facets.runs.integrate.integration import End
from pybamm_facets.runs.integrate.solver import Inputs, RunSolver
from pybamm_facets.runs.integrate.words import in_words
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.outcome import Outcome, Status


class AfterProtocolSolver:
    """Solves runs that a protocol without a hold precedes.

    Parameters
    ----------
    built
        The model.
    protocol
        What precedes each run, from equilibrium at the other end of the window.
    curves
        Keep voltage against time.
    numerics
        Tolerances and backend.
    """

    def __init__(
        self,
        built: BuiltModel,
        protocol: Protocol,
        *,
        curves: bool = False,
        numerics: Numerics = Numerics.default,
    ) -> None:
        self.built = built
        self._protocol = protocol
        self._before = HalfCycles(built, numerics)
        self._runs = RunSolver(built, curves=curves, threads=1, numerics=numerics)

    def solve(self, inputs: Sequence[Inputs]) -> list[Outcome]:
        """Outcomes of runs, in their order; one that fails is an outcome too."""
        return [self._solve_one(one) for one in inputs]

    def _solve_one(self, inputs: Inputs) -> Outcome:
        sign, pre = inputs[SIGN], self._protocol.rates[2]
        own = {name: inputs[name] for name in self.built.inputs}
        there, back = self._half(inputs, -sign, pre), self._half(inputs, sign, pre)
        charging = sign > 0
        rate = self._protocol.rates[0 if charging else 1]
        rest = self._protocol.rest_after_charge if charging else self._protocol.rest_after_discharge
        state = self._before.equilibrium(there)
        salt = self._before.salt_in(state, there)
        for half in (*((there, back) * self._protocol.pre_cycles), self._half(inputs, -sign, rate)):
            found = self._before.run(state, half, salt)
            if found.end is not End.CUT_OFF:
                return _stopped(found)
            state = found.state
        if rest:
            found = self._before.rest(state, own, salt, rest)
            if found.end is not End.TIME:
                return _stopped(found)
            state = found.state
        return self._runs.solve_from(state, own)

    def _half(self, inputs: Inputs, sign: float, rate: float) -> Inputs:
        """Inputs of a half-cycle before the run."""
        away = sign != inputs[SIGN]
        own = {name: inputs[name] for name in self.built.inputs}
        return own | {
            names.CURRENT_FUNCTION: sign * rate * inputs[AT_1C],
            CUT_OFF: inputs[OTHER_CUT_OFF] if away else inputs[CUT_OFF],
            SIGN: sign,
        }


def _stopped(half: HalfCycle) -> Outcome:
    if half.end is End.AT_ONCE:
        return Outcome(
            Status.INFEASIBLE,
            "the protocol passes a cut-off as soon as its current flows",
            termination="cut-off voltage in the protocol",
        )
    why = in_words(half.message) or "the solver found no way on"
    return Outcome(
        Status.FAILED, f"the protocol before the run: {why}", termination="solver failure"
    )
