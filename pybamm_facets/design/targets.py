"""What a design must deliver."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pybamm

from pybamm_facets import names
from pybamm_facets._checks import between, one_of, positive
from pybamm_facets.runs.c_rates import read_c_rates
from pybamm_facets.runs.gradient.capacity import CAPACITY, ENERGY
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.direction import Direction, read_direction
from pybamm_facets.sets.implied import derived

TEMPERATURES = (200.0, 400.0)
"""[K]"""

UNITS = {CAPACITY: "mAh/g", ENERGY: "mWh/g"}
"""What can be asked for."""

SCALES = {CAPACITY: 1.0, ENERGY: 4.0}
"""Of a mAh/g, at about 4 V."""


@dataclass(frozen=True)
class Target:
    """A capacity, or an energy, that must be reached.

    Parameters
    ----------
    direction
        ``"discharge"`` or ``"charge"``.
    c_rate
        Multiple of 1C, positive.
    at_least
        Capacity [mAh/g], or energy [mWh/g].
    end_voltage
        At which the run ends [V]; the set's cut-off by default.
    temperature
        [K]; the set's by default.
    quantity
        "capacity_mAh_g" or "energy_mWh_g".

    Raises
    ------
    ValueError
        For a number that cannot be meant.
    """

    direction: Direction | str
    c_rate: float
    at_least: float
    end_voltage: float | None = None
    temperature: float | None = None
    quantity: str = CAPACITY

    def __post_init__(self) -> None:
        object.__setattr__(self, "direction", read_direction(self.direction))
        (rate,) = read_c_rates(self.c_rate, "c_rate")
        object.__setattr__(self, "c_rate", rate)
        one_of("quantity", self.quantity, UNITS)
        positive("at_least", self.at_least, self.unit)
        if self.end_voltage is not None:
            between("end_voltage", self.end_voltage, 0, 6, "V")
        if self.temperature is not None:
            between("temperature", self.temperature, *TEMPERATURES, "K")

    @property
    def way(self) -> Direction:
        """Its direction, which may be given as a word."""
        return read_direction(self.direction)

    @property
    def label(self) -> str:
        """The target in a few words, without its value."""
        end = "" if self.end_voltage is None else f" to {self.end_voltage:g} V"
        cold = "" if self.temperature is None else f" at {self.temperature:g} K"
        energy = "" if self.quantity == CAPACITY else ", energy"
        return f"{self.c_rate:g}C {self.direction}{end}{cold}{energy}"

    @property
    def scale(self) -> float:
        """About the energy [its unit] of a mAh/g: what counts as much as one."""
        return SCALES[self.quantity]

    @property
    def unit(self) -> str:
        """Of what it asks for."""
        return UNITS[self.quantity]


def check_targets(
    targets: Iterable[Target], parameter_values: pybamm.ParameterValues
) -> tuple[Target, ...]:
    """Targets as a tuple; ``ValueError`` for none, and for one beyond what the window holds."""
    chosen = tuple(targets)
    if not chosen:
        raise ValueError("targets=(): expected at least one Target")
    for target in chosen:
        if not isinstance(target, Target):
            raise ValueError(f"targets={target!r}: expected Target(direction, c_rate, at_least)")
    if len({(one.label) for one in chosen}) < len(chosen):
        raise ValueError("targets: expected each run once, with its highest capacity")
    lower, upper = _window(parameter_values)
    for target in chosen:
        limit = highest(target, parameter_values)
        if target.at_least >= limit:
            raise ValueError(
                f"at_least={target.at_least!r}: expected below what the set's window holds, "
                f"{limit:.1f} {target.unit} between {upper:g} and {lower:g} V"
            )
    return chosen


def highest(target: Target, parameter_values: pybamm.ParameterValues) -> float:
    """What no run exceeds: the charge of the window, and for an energy its upper end times that."""
    table = derived(parameter_values).set_index("quantity")["value"]
    window = "capacity of the voltage window"
    most = float(table[window if window in table.index else "theoretical capacity"])
    return most * _window(parameter_values)[1] if target.quantity == ENERGY else most


def _window(parameter_values: pybamm.ParameterValues) -> tuple[float, float]:
    lower, upper = (
        number(parameter_values, one) for one in (names.LOWER_CUT_OFF, names.UPPER_CUT_OFF)
    )
    return lower, upper
