"""A job: what the runs of one structure share, in a form that can travel to another process."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import uuid
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from typing import Protocol as Interface

import pybamm

from pybamm_facets.runs.build_route import build_for
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.cycles.after_protocol import AfterProtocolSolver
from pybamm_facets.runs.cycles.half_cycle import NotExpanded
from pybamm_facets.runs.integrate.build import BuiltModel, check_effect
from pybamm_facets.runs.integrate.functions import fingerprint
from pybamm_facets.runs.integrate.protocol import ProtocolSolver
from pybamm_facets.runs.integrate.solver import Inputs, RunSolver
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.outcome import Outcome

logger = logging.getLogger(__name__)

KEPT_SOLVERS = 4
"""Solvers that a thread keeps for jobs it may be asked about again."""


class Solver(Interface):
    """Solves the runs of a job."""

    def solve(self, inputs: Sequence[Inputs]) -> list[Outcome]:
        """Outcomes of runs, in their order."""


@dataclass(frozen=True, eq=False)
class Job:
    """What the runs of one structure share; picklable.

    Parameters
    ----------
    parameter_values
        Gives every number that is no input.
    model
        An unprocessed PyBaMM model.
    inputs
        Parameters that runs may change.
    asked
        Those of them that somebody asked for, and that must act.
    numerics
        Mesh, tolerances, backend.
    curves
        Keep voltage against time.
    protocol
        What precedes each run, if anything: a `Protocol`, or experiment steps.
    token
        Tells jobs apart within a process.
    """

    parameter_values: pybamm.ParameterValues
    model: pybamm.BaseModel
    inputs: tuple[str, ...]
    asked: tuple[str, ...] = ()
    numerics: Numerics = Numerics.default
    curves: bool = False
    protocol: tuple[Any, ...] | Protocol = ()
    token: str = field(default_factory=lambda: uuid.uuid4().hex)

    def build(self) -> BuiltModel:
        """The discretised model; ``ValueError`` if a parameter that was asked for does nothing."""
        built = build_for(self.model, self.parameter_values, self.inputs, self.numerics)
        if self.asked:
            check_effect(built, self.asked)
        return built

    def solver(self, threads: int | None = None) -> Solver:
        """A solver of the job's runs; builds the model."""
        if isinstance(self.protocol, Protocol) and self.protocol.hold_until is None:
            try:
                return AfterProtocolSolver(
                    self.build(), self.protocol, curves=self.curves, numerics=self.numerics
                )
            except NotExpanded as error:
                logger.info("the protocol runs as a PyBaMM experiment: %s", error)
        if self.protocol:
            if self.asked:
                self.build()  # for its check: the protocol's own builds have none
            return ProtocolSolver(
                self.model,
                self.parameter_values,
                self.protocol,
                threads=threads,
                numerics=self.numerics,
            )
        return RunSolver(self.build(), curves=self.curves, threads=threads, numerics=self.numerics)

    def fingerprint(self, threads: int | None = None) -> str:
        """Hash of the model, the mesh, every number that is no input, and the protocol."""
        solver = kept_solver(self, threads)
        if isinstance(solver, RunSolver | AfterProtocolSolver):
            built = solver.built
        else:
            built = self.build()
        digest = hashlib.sha256(fingerprint(built).encode())
        digest.update(repr(self.protocol).encode())
        return digest.hexdigest()


class _Kept(threading.local):
    """Solvers of one thread: a solver must not run in two threads at a time."""

    def __init__(self) -> None:
        self.solvers: OrderedDict[tuple[str, int | None], Solver] = OrderedDict()


_kept = _Kept()
_building = threading.Lock()


def _forget() -> None:
    """In a forked process: a solver's threads, and whoever held the lock, are not there."""
    global _kept, _building
    _kept, _building = _Kept(), threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def new_solver(job: Job, threads: int | None = None) -> Solver:
    """A solver of a job; one is built at a time, whatever the threads of a process ask for."""
    with _building:
        return job.solver(threads)


def kept_solver(job: Job, threads: int | None = None) -> Solver:
    """This thread's solver of a job, built on first use."""
    solvers, key = _kept.solvers, (job.token, threads)
    if key not in solvers:
        solvers[key] = new_solver(job, threads)
        while len(solvers) > KEPT_SOLVERS:
            solvers.popitem(last=False)
    solvers.move_to_end(key)
    return solvers[key]


def solve_inputs(job: Job, inputs: Sequence[Inputs], threads: int | None = None) -> list[Outcome]:
    """Outcomes of runs, in their order; at module level so that any executor can call it."""
    return kept_solver(job, threads).solve(inputs)
