"""One run of a sweep, and what came of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pybamm_facets.sweep.cell import Values

DIRECTIONS = ("discharge", "charge")


@dataclass(frozen=True)
class Case:
    """A particle at one rate in one direction.

    Parameters
    ----------
    particle
        Name of the parameter set.
    parameter_values
        The set.
    direction
        ``"discharge"`` from full or ``"charge"`` from empty.
    c_rate
        Multiple of the 1C current, positive.
    labels
        Further columns of the table (the fit, design parameters).
    """

    particle: str
    parameter_values: Values
    direction: str
    c_rate: float
    labels: dict[str, Any] = field(default_factory=dict)

    @property
    def sign(self) -> float:
        """1 for discharge, -1 for charge: PyBaMM's sign of the current."""
        return 1.0 if self.direction == "discharge" else -1.0


@dataclass(frozen=True)
class Outcome:
    """What one run gave; quantities are NaN where there is no result.

    Parameters
    ----------
    status
        ``"ok"``, ``"infeasible"`` (the design or the rate cannot run) or ``"failed"`` (the solver).
    reason
        Why not ``"ok"``, in words.
    termination
        What ended the run.
    duration
        [s]
    energy
        Delivered (discharge) or taken up (charge) [J].
    end_voltage
        [V]
    particle_lithium_error
        Particle lithium gained minus charge passed, over the larger of first and last inventory.
    electrolyte_lithium_error
        Change of the electrolyte's lithium over its first inventory.
    time, voltage
        The curve, where it was asked for [s, V].
    """

    status: str
    reason: str = ""
    termination: str = ""
    duration: float = math.nan
    energy: float = math.nan
    end_voltage: float = math.nan
    particle_lithium_error: float = math.nan
    electrolyte_lithium_error: float = math.nan
    time: np.ndarray | None = None
    voltage: np.ndarray | None = None


def check_rates(c_rates: Iterable[float]) -> tuple[float, ...]:
    """C-rates as floats; ``ValueError`` unless all are finite and positive."""
    rates = tuple(float(rate) for rate in c_rates)
    for rate in rates:
        if not (math.isfinite(rate) and rate > 0):
            raise ValueError(f"c_rates: {rate!r} is not a positive number")
    if not rates:
        raise ValueError("c_rates: expected at least one rate, got none")
    return rates


def check_directions(directions: Sequence[str] | str) -> tuple[str, ...]:
    """Directions as a tuple; ``ValueError`` for anything but discharge and charge."""
    chosen = (directions,) if isinstance(directions, str) else tuple(directions)
    unknown = [direction for direction in chosen if direction not in DIRECTIONS]
    if unknown or not chosen:
        raise ValueError(f"directions={directions!r}: expected {' and/or '.join(DIRECTIONS)}")
    return chosen
