"""What a constant-current run is, and how people write down its direction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.sets.cell import Values
from pybamm_facets.sets.changed import Changed
from pybamm_facets.sets.direction import Direction, read_direction


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
        What reaches the start state, from equilibrium at the other end of the voltage window: a
        `Protocol`, or PyBaMM experiment steps; without any the run starts from equilibrium.
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
    protocol: tuple[Any, ...] | Protocol = ()
    measured: float | None = None
    problem: str = ""

    @property
    def values(self) -> Values:
        """The set with the changes."""
        if not self.changes:
            return self.parameter_values
        return Changed(self.parameter_values, self.changes)

    @property
    def fastest(self) -> float:
        """The highest rate that its cell sees."""
        if not isinstance(self.protocol, Protocol):
            return self.c_rate
        return max(self.c_rate, *self.protocol.rates)

    @property
    def key(self) -> dict[str, Any]:
        """Columns that tell it from other runs."""
        return {**self.labels, "direction": self.direction.value, "c_rate": self.c_rate}


def read_directions(directions: Sequence[str] | str) -> tuple[Direction, ...]:
    """Directions, each once; ``ValueError`` for anything but discharge and charge."""
    if isinstance(directions, str) or not isinstance(directions, Iterable):
        directions = (directions,)
    words = tuple(directions)
    if not words:
        raise ValueError(f"directions={directions!r}: expected {' and/or '.join(Direction)}")
    return tuple(dict.fromkeys(read_direction(word, "directions") for word in words))
