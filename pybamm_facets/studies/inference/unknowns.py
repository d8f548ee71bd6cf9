"""What a fit looks for: numbers between bounds, of some particles or of all."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Unknown:
    """A number to be found.

    Parameters
    ----------
    name
        What to call it in results.
    low, high
        Bounds.
    start
        First guess; the middle of the bounds (geometric where `log`) by default.
    columns
        Design columns (`pybamm_facets.runs.designs.column_help`) that take its value; its name by
        default.
    particles
        The particles that it belongs to; all by default.
    log
        Whether it is searched in its logarithm, as a diffusivity should be.
    """

    name: str
    low: float
    high: float
    start: float | None = None
    columns: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    log: bool = False

    def __post_init__(self) -> None:
        finite = math.isfinite(self.low) and math.isfinite(self.high)
        if not (finite and self.low < self.high and (self.low > 0 or not self.log)):
            raise ValueError(
                f"unknown {self.name!r}: bounds [{self.low!r}, {self.high!r}], expected two finite "
                "numbers, the lower first" + (", both positive" if self.log else "")
            )
        if self.start is not None and not self.low <= self.start <= self.high:
            raise ValueError(
                f"unknown {self.name!r}: start={self.start!r} is not between the bounds "
                f"{self.low!r} and {self.high!r}"
            )

    @property
    def targets(self) -> tuple[str, ...]:
        """Design columns that take its value."""
        return self.columns or (self.name,)

    def of(self, particle: str) -> bool:
        """Whether it belongs to a particle."""
        return not self.particles or particle in self.particles

    def value(self, u: float) -> float:
        """The number at a position between 0 (low) and 1 (high)."""
        if self.log:
            return math.exp(math.log(self.low) + u * math.log(self.high / self.low))
        return self.low + u * (self.high - self.low)

    def position(self) -> float:
        """Position of the first guess."""
        if self.start is None:
            return 0.5
        if self.log:
            return math.log(self.start / self.low) / math.log(self.high / self.low)
        return (self.start - self.low) / (self.high - self.low)

    def slope(self, value: float) -> float:
        """Derivative of the number with respect to its position."""
        return value * math.log(self.high / self.low) if self.log else self.high - self.low


def check_unknowns(
    unknowns: Sequence[Unknown], particles: Mapping[str, Any], data: pd.DataFrame
) -> None:
    """Refuse unknowns of one name, of no particle that was measured, or more than the data."""
    names = [unknown.name for unknown in unknowns]
    if not names or len(set(names)) < len(names):
        raise ValueError(f"unknowns: expected different names, at least one, got {names}")
    if len(names) > len(data):
        raise ValueError(
            f"{len(names)} unknowns ({', '.join(names)}) but {len(data)} measurements: "
            "fix some unknowns, or measure more"
        )
    for unknown in unknowns:
        strangers = [name for name in unknown.particles if name not in particles]
        if strangers:
            raise ValueError(f"unknown {unknown.name!r}: no particle {strangers[0]!r}")
        if not any(unknown.of(name) for name in data["particle"]):
            raise ValueError(f"unknown {unknown.name!r}: no measurement of its particles")
