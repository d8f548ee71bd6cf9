"""What a design must deliver."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pybamm

from pybamm_facets import names
from pybamm_facets._checks import between, positive
from pybamm_facets.runs.run import read_c_rates
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.direction import Direction, read_direction
from pybamm_facets.sets.implied import derived

TEMPERATURES = (200.0, 400.0)
"""[K]"""


@dataclass(frozen=True)
class Target:
    """A capacity that must be reached.

    Parameters
    ----------
    direction
        ``"discharge"`` or ``"charge"``.
    c_rate
        Multiple of 1C, positive.
    at_least
        Capacity [mAh/g].
    end_voltage
        At which the run ends [V]; the set's cut-off by default.
    temperature
        [K]; the set's by default.

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

    def __post_init__(self) -> None:
        object.__setattr__(self, "direction", read_direction(self.direction))
        (rate,) = read_c_rates(self.c_rate, "c_rate")
        object.__setattr__(self, "c_rate", rate)
        positive("at_least", self.at_least, "mAh/g")
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
        return f"{self.c_rate:g}C {self.direction}{end}{cold}"


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
    table = derived(parameter_values).set_index("quantity")["value"]
    window = "capacity of the voltage window"
    most = float(table[window if window in table.index else "theoretical capacity"])
    lower, upper = (
        number(parameter_values, one) for one in (names.LOWER_CUT_OFF, names.UPPER_CUT_OFF)
    )
    for target in chosen:
        if target.at_least >= most:
            raise ValueError(
                f"at_least={target.at_least!r}: expected below what the set's window holds, "
                f"{most:.1f} mAh/g between {upper:g} and {lower:g} V"
            )
    return chosen
