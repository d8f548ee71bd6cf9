"""What a constant-current run is, and how people write down its rate and direction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pybamm_facets._checks import is_number, positive
from pybamm_facets.sets.cell import Values
from pybamm_facets.sets.changed import Changed
from pybamm_facets.sets.direction import Direction, read_direction

CRate: TypeAlias = "float | str"
"""A multiple of 1C: a number, or text such as ``"C/10"`` or ``"2C"``."""

FASTEST = 1000.0
"""C-rate beyond which a number cannot be one: a cell emptied in 4 s."""

_WRITTEN = re.compile(r"\s*(?:C\s*/\s*(?P<hours>[0-9.]+)|(?P<rate>[0-9.eE+-]+)\s*C?)\s*")


@dataclass(frozen=True, eq=False)
class Run:
    """A cell at one constant current, from a start state to a cut-off voltage.

    Parameters
    ----------
    parameter_values
        The set.
    direction
        Which way the current runs.
    c_rate
        Multiple of the 1C current, positive.
    labels
        Columns that name it in a table, in their order: the particle, the fit, the design.
    changes
        Numbers that differ from the set's. Runs of one set that differ in numbers only share a
        build.
    protocol
        PyBaMM experiment steps that reach the start state, from equilibrium at the other end of the
        voltage window; without any the run starts from equilibrium.
    measured
        What was measured [mAh/g]; None where nobody asked, NaN where it was not measured.
    problem
        Why it cannot run, in words; empty for a run that can be tried.
    """

    parameter_values: Values
    direction: Direction
    c_rate: float
    labels: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, float] = field(default_factory=dict)
    protocol: tuple[Any, ...] = ()
    measured: float | None = None
    problem: str = ""

    @property
    def values(self) -> Values:
        """The set with the changes."""
        if not self.changes:
            return self.parameter_values
        return Changed(self.parameter_values, self.changes)

    @property
    def key(self) -> dict[str, Any]:
        """Columns that tell it from other runs."""
        return {**self.labels, "direction": self.direction.value, "c_rate": self.c_rate}


def read_c_rates(c_rates: CRate | Iterable[CRate], argument: str = "c_rates") -> tuple[float, ...]:
    """C-rates as numbers.

    Parameters
    ----------
    c_rates
        One rate or several; each a positive number, or text such as ``"C/10"``, ``"0.1"`` or
        ``"2C"``.
    argument
        What to call it in an error.

    Raises
    ------
    ValueError
        Unless there is a rate and all are positive and at most `FASTEST`.

    Examples
    --------
    >>> read_c_rates(["C/10", 1, "2C"])
    (0.1, 1.0, 2.0)
    """
    if isinstance(c_rates, str) or is_number(c_rates):
        c_rates = (c_rates,)
    if not isinstance(c_rates, Iterable) or isinstance(c_rates, bytes | Mapping):
        raise ValueError(f"{argument}={c_rates!r}: expected positive numbers, such as [0.1, 1, 10]")
    rates = tuple(_read_c_rate(rate, argument) for rate in c_rates)
    if not rates:
        raise ValueError(f"{argument}=[]: expected at least one rate")
    return rates


def _read_c_rate(rate: Any, argument: str) -> float:
    if not isinstance(rate, str):
        return _plausible(positive(argument, rate), argument)
    written = _WRITTEN.fullmatch(rate)
    try:
        if written is None:
            raise ValueError
        hours = written["hours"]
        number = positive(argument, float(written["rate"]) if hours is None else 1 / float(hours))
    except (ValueError, ZeroDivisionError):
        raise ValueError(
            f"{argument}={rate!r}: expected a positive rate such as 0.1, '2C' or 'C/10'"
        ) from None
    return _plausible(number, argument)


def _plausible(rate: float, argument: str) -> float:
    if rate > FASTEST:
        raise ValueError(f"{argument}={rate!r}: expected multiples of 1C up to {FASTEST:g}")
    return rate


def read_directions(directions: Sequence[str] | str) -> tuple[Direction, ...]:
    """Directions, each once; ``ValueError`` for anything but discharge and charge."""
    if isinstance(directions, str) or not isinstance(directions, Iterable):
        directions = (directions,)
    words = tuple(directions)
    if not words:
        raise ValueError(f"directions={directions!r}: expected {' and/or '.join(Direction)}")
    return tuple(dict.fromkeys(read_direction(word, "directions") for word in words))
