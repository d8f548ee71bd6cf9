"""How a cell is cycled: rates, hold, rests, formation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets._checks import between, whole
from pybamm_facets.runs.run import CRate, read_c_rates
from pybamm_facets.sets.cell import Values, number
from pybamm_facets.sets.direction import Direction

LONGEST_REST = 1e7
"""[s], four months."""

MOST_PRE_CYCLES = 100


@dataclass(frozen=True)
class Protocol:
    """How a cell is cycled between its cut-off voltages.

    A cycle is a charge, a hold at the upper cut-off where one is asked for, a rest, a discharge and
    a rest. As the start of a single run it is what precedes the run: the pre-cycles, then a charge
    (with hold and rest) before a discharge, a discharge (with its rest) before a charge.

    Parameters
    ----------
    charge, discharge
        Rates, as multiples of 1C or as text such as ``"C/2"``.
    hold_until
        Rate to which the current falls at the upper cut-off before the charge ends; None for no
        hold.
    rest_after_charge, rest_after_discharge
        [s]
    pre_cycles
        Cycles at `pre_cycle_rate`, without hold or rest, that come first.
    pre_cycle_rate
        Their rate, both ways.

    Raises
    ------
    ValueError
        For a rate that is not positive, a hold that does not lower the current, a negative rest.

    Examples
    --------
    >>> Protocol(charge="C/2", discharge=10).name
    '0.5C charge, 10C discharge'
    """

    charge: CRate = 0.5
    discharge: CRate = 1.0
    hold_until: CRate | None = None
    rest_after_charge: float = 0.0
    rest_after_discharge: float = 0.0
    pre_cycles: int = 2
    pre_cycle_rate: CRate = 0.1

    def __post_init__(self) -> None:
        for name in ("charge", "discharge", "pre_cycle_rate"):
            (rate,) = _one_rate(getattr(self, name), name)
            object.__setattr__(self, name, rate)
        if self.hold_until is not None:
            (until,) = _one_rate(self.hold_until, "hold_until")
            if until >= self.rates[0]:
                raise ValueError(
                    f"hold_until={self.hold_until!r}: expected a rate below that of the charge, "
                    f"{self.charge!r}"
                )
            object.__setattr__(self, "hold_until", until)
        for name in ("rest_after_charge", "rest_after_discharge"):
            rest = between(name, getattr(self, name), 0, LONGEST_REST, "s")
            object.__setattr__(self, name, rest)
        whole("pre_cycles", self.pre_cycles, least=0, most=MOST_PRE_CYCLES)

    @property
    def rates(self) -> tuple[float, float, float]:
        """Charge, discharge and pre-cycle rate as numbers."""
        return float(self.charge), float(self.discharge), float(self.pre_cycle_rate)

    @property
    def name(self) -> str:
        """What it does, in words."""
        words = [f"{self.charge:g}C charge"]
        if self.hold_until is not None:
            words.append(f"hold to {self.hold_until:g}C")
        if self.rest_after_charge:
            words.append(f"{self.rest_after_charge:g} s rest")
        words.append(f"{self.discharge:g}C discharge")
        if self.rest_after_discharge:
            words.append(f"{self.rest_after_discharge:g} s rest")
        return ", ".join(words)

    def steps_before(self, parameter_values: Values, direction: Direction) -> tuple[Any, ...]:
        """PyBaMM experiment steps that precede a run, from equilibrium at the other end.

        Parameters
        ----------
        parameter_values
            Says between which voltages.
        direction
            Of the run.
        """
        upper = number(parameter_values, names.UPPER_CUT_OFF)
        lower = number(parameter_values, names.LOWER_CUT_OFF)
        charge, discharge, pre = self.rates
        before_charge = (
            pybamm.step.c_rate(discharge, termination=f"{lower} V"),
            *_rest(self.rest_after_discharge),
        )
        before_discharge = (
            pybamm.step.c_rate(-charge, termination=f"{upper} V"),
            *self._hold(upper),
            *_rest(self.rest_after_charge),
        )
        there, back = (
            pybamm.step.c_rate(-pre, termination=f"{upper} V"),
            pybamm.step.c_rate(pre, termination=f"{lower} V"),
        )
        if direction is Direction.CHARGE:
            there, back = back, there
        last = before_charge if direction is Direction.CHARGE else before_discharge
        return (*((there, back) * self.pre_cycles), *last)

    def _hold(self, voltage: float) -> tuple[Any, ...]:
        if self.hold_until is None:
            return ()
        return (pybamm.step.voltage(voltage, termination=f"{float(self.hold_until)}C"),)


def _one_rate(rate: Any, name: str) -> tuple[float, ...]:
    if not isinstance(rate, str | int | float):
        raise ValueError(f"{name}={rate!r}: expected one rate, such as 0.5 or 'C/2'")
    return read_c_rates(rate, name)


def _rest(duration: float) -> tuple[Any, ...]:
    return (pybamm.step.rest(duration),) if duration else ()
