"""What is not known of a cell: an even distribution between bounds for every estimate."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from pybamm_facets._arrays import FloatArray


@dataclass(frozen=True)
class Prior:
    """An even distribution between bounds.

    Parameters
    ----------
    name
        What to call it in tables.
    low, high
        Bounds.
    label
        What to call it in figures, with its unit.
    log
        Whether it is even in the logarithm.
    factor
        Multiplies the number for people, as the label's unit asks.
    columns
        Design columns (`pybamm_facets.runs.designs.column_help`) that take its value; its name by
        default.
    particles
        The particles that it belongs to; all by default.
    """

    name: str
    low: float
    high: float
    label: str
    log: bool = False
    factor: float = 1.0
    columns: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(
                f"prior {self.name!r}: bounds [{self.low!r}, {self.high!r}], expected two finite "
                "numbers, the lower first"
            )
        if self.log and self.low <= 0:
            raise ValueError(f"prior {self.name!r}: a logarithmic one needs low > 0")

    def of(self, particle: str) -> bool:
        """Whether it belongs to a particle."""
        return not self.particles or particle in self.particles

    @property
    def targets(self) -> tuple[str, ...]:
        """Design columns that take its value."""
        return self.columns or (self.name,)

    def values(self, unit: FloatArray) -> FloatArray:
        """Numbers at positions between 0 and 1."""
        if self.log:
            return np.exp(math.log(self.low) + unit * math.log(self.high / self.low))
        return self.low + unit * (self.high - self.low)
