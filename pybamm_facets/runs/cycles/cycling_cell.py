"""A cell in the hands of a protocol, with parameters that follow what it has been through."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.cycles.half_cycle import HalfCycle, HalfCycles
from pybamm_facets.runs.cycles.hold_build import LEAST_CURRENT
from pybamm_facets.runs.integrate.build import CUT_OFF, ENERGY, SIGN
from pybamm_facets.runs.integrate.integration import End
from pybamm_facets.runs.integrate.solver import LONGEST_RUN, Inputs
from pybamm_facets.runs.integrate.words import in_words
from pybamm_facets.runs.outcome import Status
from pybamm_facets.sets.direction import Direction

Aged = Callable[[FloatArray], dict[str, float]]
"""Doses to the parameters that they change."""


@dataclass(frozen=True)
class Limits:
    """Voltages and current of a cell.

    Parameters
    ----------
    lower, upper
        Cut-off voltages [V].
    at_1c
        Current of 1C [A].
    """

    lower: float
    upper: float
    at_1c: float

    def cut_off(self, direction: Direction) -> float:
        """Where a half-cycle ends [V]."""
        return self.lower if direction is Direction.DISCHARGE else self.upper


@dataclass(frozen=True, eq=False)
class CellState:
    """Where a cell stands between two cycles.

    Parameters
    ----------
    vector
        States of the built model.
    doses
        What it has been through, in the order of the cell's doses.
    """

    vector: FloatArray
    doses: FloatArray


@dataclass(frozen=True, eq=False)
class CycleRecord:
    """What one cycle gave; NaN where there is no result.

    Parameters
    ----------
    status, reason
        Whether there is a result; a cell that cannot be cycled any more is ``infeasible``.
    discharged, charged
        Charge passed [A.h].
    energy
        Of the discharge [J].
    duration
        Of the whole cycle [s].
    gains
        What it adds to each dose.
    salt_loss
        Largest share of the salt that a half-cycle lost, and that was put back.
    retries
        Solves that failed before.
    """

    status: Status
    reason: str
    discharged: float
    charged: float
    energy: float
    duration: float
    gains: FloatArray
    salt_loss: float = 0.0
    retries: int = 0

    @property
    def mean_voltage(self) -> float:
        """Of the discharge [V]."""
        return self.energy / (3600 * self.discharged) if self.discharged > 0 else math.nan


@dataclass(frozen=True, eq=False)
class CyclingCell:
    """A cell, its protocol, and how it ages.

    Parameters
    ----------
    half_cycles
        Of the built model.
    holds
        Of the model at constant voltage, where the protocol holds.
    fresh
        Inputs of the fresh cell, without current, cut-off and sign; the concentrations are those of
        the empty cell.
    limits
        Voltages and current.
    protocol
        What is done to it.
    dose_outputs
        Output of the built model that sums up each dose; None for a dose that is counted, one a
        cycle.
    aged
        Doses to the parameters that they change.
    """

    half_cycles: HalfCycles
    holds: HalfCycles | None
    fresh: Inputs
    limits: Limits
    protocol: Protocol
    dose_outputs: tuple[str | None, ...]
    aged: Aged

    def begin(self) -> tuple[CellState, CycleRecord | None]:
        """The state after the pre-cycles, from the empty cell at equilibrium.

        A pre-cycle that fails comes back as its record.
        """
        none = np.zeros(len(self.dose_outputs))
        state = CellState(self._empty(none), none)
        pre = self.protocol.rates[2]
        formation = replace(
            self.protocol,
            charge=pre,
            discharge=pre,
            hold_until=None,
            rest_after_charge=0.0,
            rest_after_discharge=0.0,
        )
        for _ in range(self.protocol.pre_cycles):
            vector, record = _Pass(self, formation, none).run(state.vector)
            if record.status is not Status.OK:
                return state, record
            state = CellState(vector, none)
        return state, None

    def cycle(self, state: CellState) -> tuple[CellState, CycleRecord]:
        """One cycle; the doses act after each half of it.

        A cycle that fails is tried again from equilibrium, where a cycle that does not count comes
        first: the memory of a state is two cycles long.
        """
        vector, record = _Pass(self, self.protocol, state.doses).run(state.vector)
        if record.status is Status.FAILED:
            vector, again = _Pass(self, self.protocol, state.doses).run(self._empty(state.doses))
            if again.status is not Status.FAILED:
                vector, again = _Pass(self, self.protocol, state.doses).run(vector)
                record = replace(again, retries=again.retries + record.retries + 1)
        if not record.status.has_result:
            return state, record
        return CellState(vector, state.doses + record.gains), record

    def _empty(self, doses: FloatArray) -> FloatArray:
        return self.half_cycles.equilibrium(self.inputs(doses, Direction.CHARGE, 1.0))

    def inputs(self, doses: FloatArray, direction: Direction, c_rate: float) -> Inputs:
        """Inputs of a half-cycle after some doses."""
        return (
            self.fresh
            | self.aged(doses)
            | {
                names.CURRENT_FUNCTION: direction.sign * c_rate * self.limits.at_1c,
                CUT_OFF: self.limits.cut_off(direction),
                SIGN: float(direction.sign),
            }
        )

    @cached_property
    def salt(self) -> float:
        """Lithium in the fresh electrolyte [mol]."""
        inputs = self.inputs(np.zeros(len(self.dose_outputs)), Direction.CHARGE, 1.0)
        return self.half_cycles.salt_in(self.half_cycles.equilibrium(inputs), inputs)


class _Pass:
    """One cycle of a protocol, with what it adds up."""

    def __init__(self, cell: CyclingCell, protocol: Protocol, doses: FloatArray) -> None:
        self._cell, self._protocol, self._doses = cell, protocol, doses
        self._gains = np.zeros(len(cell.dose_outputs))
        self._salt, self._salt_loss, self._retries, self._duration = cell.salt, 0.0, 0, 0.0

    def run(self, vector: FloatArray) -> tuple[FloatArray, CycleRecord]:
        """The state at its end, and its record."""
        charge_rate, discharge_rate, _ = self._protocol.rates
        charge = self._half(vector, Direction.CHARGE, charge_rate)
        if charge.end is not End.CUT_OFF:
            return vector, self._ended(charge, Direction.CHARGE)
        charged = charge_rate * self._cell.limits.at_1c * charge.duration / 3600
        vector = charge.state
        if self._protocol.hold_until is not None:
            vector, hold = self._held(vector)
            if hold.end is End.FAILED:
                return vector, self._ended(hold, Direction.CHARGE)
        vector, rest = self._rest(vector, self._protocol.rest_after_charge, Direction.DISCHARGE)
        if rest is not None:
            return vector, self._ended(rest, Direction.CHARGE)
        discharge = self._half(vector, Direction.DISCHARGE, discharge_rate)
        if discharge.end is not End.CUT_OFF:
            return vector, self._ended(discharge, Direction.DISCHARGE)
        vector, rest = self._rest(
            discharge.state, self._protocol.rest_after_discharge, Direction.CHARGE
        )
        if rest is not None:
            return vector, self._ended(rest, Direction.DISCHARGE)
        counted = [output is None for output in self._cell.dose_outputs]
        self._gains[counted] += 1.0
        return vector, CycleRecord(
            Status.OK,
            "",
            discharge_rate * self._cell.limits.at_1c * discharge.duration / 3600,
            charged,
            discharge.outputs[ENERGY],
            self._duration,
            self._gains,
            self._salt_loss,
            self._retries,
        )

    def _half(
        self, vector: FloatArray, direction: Direction, rate: float, t_end: float = LONGEST_RUN
    ) -> HalfCycle:
        inputs = self._cell.inputs(self._doses + self._gains, direction, rate)
        return self._taken(self._cell.half_cycles.run(vector, inputs, self._salt, t_end))

    def _taken(self, half: HalfCycle) -> HalfCycle:
        """The half-cycle, added up."""
        self._duration += half.duration
        self._retries += half.retries
        self._salt_loss = max(self._salt_loss, half.salt_loss)
        for index, output in enumerate(self._cell.dose_outputs):
            if output is not None:
                self._gains[index] += half.outputs.get(output, 0.0)
        return half

    def _held(self, vector: FloatArray) -> tuple[FloatArray, HalfCycle]:
        """Held at the upper cut-off until the current has fallen."""
        cell, until = self._cell, self._protocol.hold_until
        if cell.holds is None or until is None:
            raise RuntimeError("a protocol with a hold needs a model for it")
        inputs = cell.inputs(self._doses + self._gains, Direction.CHARGE, self._protocol.rates[0])
        inputs[LEAST_CURRENT] = float(until) * cell.limits.at_1c
        start = np.append(vector, inputs[names.CURRENT_FUNCTION])
        half = self._taken(cell.holds.run(start, inputs, self._salt))
        return half.state[:-1], half

    def _rest(
        self, vector: FloatArray, duration: float, next_: Direction
    ) -> tuple[FloatArray, HalfCycle | None]:
        """At rest; a rest that fails comes back beside the state."""
        if duration == 0:
            return vector, None
        inputs = self._cell.inputs(self._doses + self._gains, next_, 0.0)
        half = self._taken(self._cell.half_cycles.rest(vector, inputs, self._salt, duration))
        return half.state, None if half.end is End.TIME else half

    def _ended(self, half: HalfCycle, direction: Direction) -> CycleRecord:
        """The record of a cycle that did not come to its end."""
        nan = math.nan
        gains = self._gains * nan
        if half.end is End.AT_ONCE:
            reason = f"the {direction} passes its cut-off as soon as the current flows"
            return CycleRecord(Status.INFEASIBLE, reason, 0.0, nan, 0.0, nan, gains)
        why = in_words(half.message) or "the solver found no way on"
        reason = f"{direction}: {why}"
        if half.end is End.TIME:
            reason = f"{direction}: no cut-off although all lithium should have passed"
        return CycleRecord(
            Status.FAILED, reason, nan, nan, nan, nan, gains, self._salt_loss, self._retries + 1
        )
