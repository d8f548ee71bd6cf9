"""A job: what the runs of one structure share, in a form that can travel to another process."""

from __future__ import annotations

import threading
import uuid
from collections import ChainMap, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pybamm

from pybamm_facets.sweep.backend import Tolerances
from pybamm_facets.sweep.build import BuiltModel, build
from pybamm_facets.sweep.case import Case, Outcome
from pybamm_facets.sweep.solve import CaseSolver

KEPT_SOLVERS = 4
"""Solvers that a thread keeps for jobs it may be asked about again."""


@dataclass(frozen=True)
class Point:
    """One run of a job.

    Parameters
    ----------
    changes
        Parameters that differ from the job's set.
    direction, c_rate
        As `Case`.
    """

    changes: Mapping[str, float]
    direction: str
    c_rate: float


@dataclass(frozen=True)
class Job:
    """What the runs of one structure share; picklable.

    Parameters
    ----------
    parameter_values
        The set that points change.
    model
        An unprocessed PyBaMM model.
    inputs
        Parameters that points may change.
    var_pts, submesh_types
        Mesh, where it differs from the model's default.
    curves
        Keep voltage against time.
    tolerances
        Of the integrator.
    compiled
        Compile the model to machine code.
    fast
        Use the fast backend where it fits.
    token
        Tells jobs apart within a process.
    """

    parameter_values: pybamm.ParameterValues
    model: pybamm.BaseModel
    inputs: tuple[str, ...]
    var_pts: Mapping[str, int] | None = None
    submesh_types: Mapping[str, Any] | None = None
    curves: bool = False
    tolerances: Tolerances = field(default_factory=Tolerances)
    compiled: bool = False
    fast: bool = True
    token: str = field(default_factory=lambda: uuid.uuid4().hex)

    def build(self) -> BuiltModel:
        """The discretised model."""
        return build(
            self.model,
            self.parameter_values,
            self.inputs,
            var_pts=self.var_pts,
            submesh_types=self.submesh_types,
        )

    def solver(self, threads: int | None = None) -> CaseSolver:
        """A solver of the job's cases; builds the model."""
        return CaseSolver(
            self.build(),
            curves=self.curves,
            threads=threads,
            tolerances=self.tolerances,
            compiled=self.compiled,
            fast=self.fast,
        )

    def case(self, point: Point) -> Case:
        """A point as a case."""
        values = ChainMap(dict(point.changes), self._base)
        return Case("", values, point.direction, point.c_rate)

    @property
    def _base(self) -> dict[str, Any]:
        # ParameterValues looks names up through several layers; a plain dict does not.
        base = self.__dict__.get("_plain")
        if base is None:
            base = dict(self.parameter_values)
            object.__setattr__(self, "_plain", base)
        return base


class _Kept(threading.local):
    """Solvers of one thread: a solver must not run in two threads at a time."""

    def __init__(self) -> None:
        self.solvers: OrderedDict[tuple[str, int | None], CaseSolver] = OrderedDict()


_kept = _Kept()
_building = threading.Lock()


def kept_solver(job: Job, threads: int | None = None) -> CaseSolver:
    """This thread's solver of a job, built on first use."""
    solvers, key = _kept.solvers, (job.token, threads)
    if key not in solvers:
        with _building:
            solvers[key] = job.solver(threads)
        while len(solvers) > KEPT_SOLVERS:
            solvers.popitem(last=False)
    solvers.move_to_end(key)
    return solvers[key]


def solve_points(job: Job, points: Sequence[Point], threads: int | None = None) -> list[Outcome]:
    """Outcomes of points, in their order; at module level so that any executor can call it."""
    return kept_solver(job, threads).solve([job.case(point) for point in points])
