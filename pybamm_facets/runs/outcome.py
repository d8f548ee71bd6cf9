"""What came of a run."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

import pandas as pd

from pybamm_facets._arrays import FloatArray

WORKER_DEATH = "worker death"
"""Termination of a run whose worker died: no answer, and nothing that would come again."""


class Status(StrEnum):
    """How far an outcome can be trusted; compares equal to its word."""

    OK = "ok"
    DOUBTFUL = "doubtful"
    """The number is kept; the reason says why it may be off."""
    INFEASIBLE = "infeasible"
    """The design or the rate cannot run."""
    FAILED = "failed"
    """The solver found no way."""

    @property
    def has_result(self) -> bool:
        """Whether there is a number."""
        return self in (Status.OK, Status.DOUBTFUL)


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one run gave; quantities are NaN where there is no result.

    Parameters
    ----------
    status
        Whether there is a result, and whether to trust it.
    reason
        Why not ``ok``, in words.
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
    least_electrolyte
        Least salt concentration anywhere in the electrolyte over the initial one.
    mesh
        Points that it was computed on.
    time, voltage
        The curve, where it was asked for [s, V].
    """

    status: Status
    reason: str = ""
    termination: str = ""
    duration: float = math.nan
    energy: float = math.nan
    end_voltage: float = math.nan
    particle_lithium_error: float = math.nan
    electrolyte_lithium_error: float = math.nan
    least_electrolyte: float = math.nan
    mesh: str = ""
    time: FloatArray | None = None
    voltage: FloatArray | None = None

    def doubted(self, reason: str) -> Outcome:
        """The same, no longer ``ok``, if there is a reason to doubt it."""
        if reason and self.status is Status.FAILED:
            return replace(self, reason=f"{self.reason}; {reason}")
        if not reason or self.status is not Status.OK:
            return self
        return replace(self, status=Status.DOUBTFUL, reason=reason)


def with_result(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of a table of runs that have a number, trusted or doubtful."""
    return table[[Status(status).has_result for status in table["status"]]]


PARTICLE_LITHIUM_LIMIT = 1e-4
"""Lost share of the particles' lithium from which a capacity is doubtful: 0.02 mAh/g of 200."""

ELECTROLYTE_LITHIUM_LIMIT = 0.1
"""Lost share of the electrolyte's lithium from which a run is doubtful. The capacity of a thin cell
hardly feels less (40 % lost moved it by 0.1 mAh/g), that of a thick one may."""


LEAST_ELECTROLYTE = 0.05
"""Share of the initial salt from which on the electrolyte decides; meshes that each look converged
differ by 1 to 2 mAh/g there."""

ELECTROLYTE_LIMITED = "electrolyte-limited: good to about 2 mAh/g"


def judged(
    particle_lithium_error: float, electrolyte_lithium_error: float, least_electrolyte: float
) -> tuple[Status, str]:
    """Status and reason of a run that reached its cut-off, by its balances and its salt."""
    if not abs(particle_lithium_error) <= PARTICLE_LITHIUM_LIMIT:
        lost = f"the particles' lithium is off by {particle_lithium_error:.2g} of its inventory"
        return Status.DOUBTFUL, f"{lost}: refine the radial mesh or the tolerances"
    if not abs(electrolyte_lithium_error) <= ELECTROLYTE_LITHIUM_LIMIT:
        lost = f"the electrolyte's lithium is off by {electrolyte_lithium_error:.2g}"
        return Status.DOUBTFUL, f"{lost}: give the separator more points (var_pts x_s)"
    if least_electrolyte < LEAST_ELECTROLYTE:
        return Status.DOUBTFUL, ELECTROLYTE_LIMITED
    return Status.OK, ""
