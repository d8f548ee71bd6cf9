"""How a cell is cycled: rates, hold, rests, formation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pybamm

from pybamm_facets._checks import between, whole
from pybamm_facets.runs.c_rates import CRate, read_c_rates

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

    def steps_before(
        self, charging: bool, lower: float, upper: float, at_1c: float
    ) -> tuple[Any, ...]:
        """PyBaMM experiment steps that precede a run, from equilibrium at the other end.

        Parameters
        ----------
        charging
            Whether the run is a charge.
        lower, upper
            Cut-off voltages [V].
        at_1c
            Current of 1C [A].
        """
        charge, discharge, pre = (rate * at_1c for rate in self.rates)

        def up(current: float) -> Any:
            return pybamm.step.current(-current, termination=f"{upper} V")

        def down(current: float) -> Any:
            return pybamm.step.current(current, termination=f"{lower} V")

        if charging:
            formation = (down(pre), up(pre))
            last = (down(discharge), *_rest(self.rest_after_discharge))
        else:
            formation = (up(pre), down(pre))
            last = (up(charge), *self._hold(upper, at_1c), *_rest(self.rest_after_charge))
        return (*(formation * self.pre_cycles), *last)

    def _hold(self, voltage: float, at_1c: float) -> tuple[Any, ...]:
        if self.hold_until is None:
            return ()
        least = float(self.hold_until) * at_1c
        return (pybamm.step.voltage(voltage, termination=f"{least} A"),)


def _one_rate(rate: Any, name: str) -> tuple[float, ...]:
    if not isinstance(rate, str | int | float):
        raise ValueError(f"{name}={rate!r}: expected one rate, such as 0.5 or 'C/2'")
    return read_c_rates(rate, name)


def _rest(duration: float) -> tuple[Any, ...]:
    return (pybamm.step.rest(duration),) if duration else ()
