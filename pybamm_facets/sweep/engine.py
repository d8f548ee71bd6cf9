"""What a sweep does: tasks, the builds they share, and outcomes as they come in."""

from __future__ import annotations

import shutil
from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pybamm

from pybamm_facets.sweep.backend import Tolerances
from pybamm_facets.sweep.build import OUTSIDE, STRUCTURAL
from pybamm_facets.sweep.case import Case, Outcome, check_directions, check_rates
from pybamm_facets.sweep.check import check_parameter_values
from pybamm_facets.sweep.designs import DESIGN, Design, resolve_designs
from pybamm_facets.sweep.executors import run_points
from pybamm_facets.sweep.functions import fingerprint
from pybamm_facets.sweep.job import Job, Point, kept_solver
from pybamm_facets.sweep.ledger import Ledger, open_ledger, point_hash, sweep_key
from pybamm_facets.sweep.solve import CaseSolver
from pybamm_facets.sweep.start import CONCENTRATIONS
from pybamm_facets.sweep.table import result_columns

PIECE = 2048
"""Rows of the table that are made at a time."""

COMPILE_FROM = 1200
"""Runs of one structure from which compiling it pays: about 10 s, won back at 8 ms a run."""


@dataclass(frozen=True)
class SweepProgress:
    """Where a sweep stands: runs done, failed, taken from the store, and in all."""

    done: int
    failed: int
    stored: int
    total: int


@dataclass(frozen=True)
class Arguments:
    """What the caller of a sweep chose; see `pybamm_facets.sweep.sweep.sweep`."""

    parameters: pybamm.ParameterValues
    model: pybamm.BaseModel
    store: str | Path | None = None
    executor: Any = None
    threads: int | None = None
    compiled: bool | None = None
    fast: bool = True
    tolerances: Tolerances = field(default_factory=Tolerances)
    var_pts: Mapping[str, int] | None = None
    submesh_types: Mapping[str, Any] | None = None
    progress: Callable[[SweepProgress], None] | None = None

    @cached_property
    def base(self) -> dict[str, Any]:
        """The set as a plain dictionary, which is quick to look up."""
        return dict(self.parameters)


@dataclass(frozen=True)
class Task:
    """One row of the result: a design at a rate in a direction."""

    design: Design
    direction: str
    c_rate: float

    @property
    def point(self) -> Point:
        """What travels to a worker."""
        return Point(self.design.changes, self.direction, self.c_rate)


def run_tasks(
    arguments: Arguments,
    designs: pd.DataFrame,
    c_rates: Sequence[float],
    directions: Sequence[str] | str,
    *,
    curves: bool,
) -> tuple[list[Task], list[Outcome]]:
    """Tasks of a sweep and their outcomes, designs first, then directions, then rates."""
    rates, chosen = check_rates(c_rates), check_directions(directions)
    if len(designs) == 0:
        raise ValueError("designs: expected at least one row, got none")
    families = tuple(getattr(arguments.model, "facets", ()))
    check_parameter_values(arguments.parameters, [f.label for f in families], "parameters")
    resolved = resolve_designs(arguments.parameters, designs, families)
    tasks = [Task(design, way, rate) for design in resolved for way in chosen for rate in rates]
    outcomes: dict[int, Outcome] = {
        index: Outcome("infeasible", task.design.problem)
        for index, task in enumerate(tasks)
        if task.design.problem
    }
    tally = _Tally(outcomes, len(tasks), arguments.progress)
    with nullcontext() if arguments.store is None else open_ledger(arguments.store) as ledger:
        for group in _groups(tasks, outcomes):
            job = _job(arguments, [tasks[index] for index in group], curves)
            _run_group(arguments, job, tasks, group, tally, ledger)
    return tasks, [outcomes[index] for index in range(len(tasks))]


class _Tally:
    """Outcomes as they come in, and what the caller hears of it."""

    def __init__(
        self,
        outcomes: dict[int, Outcome],
        total: int,
        progress: Callable[[SweepProgress], None] | None,
    ) -> None:
        self._outcomes, self._total, self._progress = outcomes, total, progress
        self._failed, self._stored = len(outcomes), 0
        self._tell()

    def add(self, found: Mapping[int, Outcome], stored: bool = False) -> None:
        """Take outcomes by task index."""
        self._outcomes.update(found)
        self._failed += sum(outcome.status != "ok" for outcome in found.values())
        self._stored += len(found) if stored else 0
        self._tell()

    def _tell(self) -> None:
        if self._progress is not None:
            done = len(self._outcomes)
            self._progress(SweepProgress(done, self._failed, self._stored, self._total))


def _groups(tasks: Sequence[Task], done: Mapping[int, Outcome]) -> list[list[int]]:
    """Indices of tasks that one build serves."""
    groups: dict[tuple, list[int]] = {}
    for index, task in enumerate(tasks):
        if index not in done:
            key = tuple(task.design.changes.get(name) for name in STRUCTURAL)
            groups.setdefault(key, []).append(index)
    return list(groups.values())


def _job(arguments: Arguments, tasks: Sequence[Task], curves: bool) -> Job:
    changed = dict.fromkeys(name for task in tasks for name in task.design.changes)
    start = [name for name in CONCENTRATIONS.values() if name in arguments.base]
    inputs = [name for name in changed if name not in (*STRUCTURAL, *OUTSIDE, *start)]
    structure = {n: v for n, v in tasks[0].design.changes.items() if n in STRUCTURAL}
    values = arguments.parameters.copy()
    values.update(structure)
    compiled = arguments.compiled
    if compiled is None:
        compiled = len(tasks) >= COMPILE_FROM and shutil.which("gcc") is not None
    return Job(
        values,
        arguments.model,
        (*inputs, *start),
        arguments.var_pts,
        arguments.submesh_types,
        curves,
        arguments.tolerances,
        compiled and arguments.fast,
        arguments.fast,
    )


def _run_group(
    arguments: Arguments,
    job: Job,
    tasks: Sequence[Task],
    group: Sequence[int],
    tally: _Tally,
    ledger: Ledger | None,
) -> None:
    missing = list(group)
    hashes: dict[int, str] = {}
    key = ""
    if ledger is not None:
        solver = kept_solver(job, arguments.threads)
        key = sweep_key(fingerprint(solver.built), job.tolerances, job.curves)
        ledger.describe(key, {"inputs": job.inputs, "var_pts": dict(job.var_pts or {})})
        hashes = {i: _hash(solver, job, tasks[i]) for i in group}
        known = ledger.known(key, list(hashes.values()))
        tally.add({i: known[hashes[i]] for i in group if hashes[i] in known}, stored=True)
        missing = [index for index in group if hashes[index] not in known]

    def on_chunk(indices: list[int], outcomes: list[Outcome]) -> None:
        found = {missing[i]: outcome for i, outcome in zip(indices, outcomes, strict=True)}
        if ledger is not None:
            ledger.add(
                key,
                [
                    (hashes[i], _row(arguments, tasks[i], outcome), outcome)
                    for i, outcome in found.items()
                ],
            )
        tally.add(found)

    if missing:
        points = [tasks[index].point for index in missing]
        run_points(
            job, points, executor=arguments.executor, threads=arguments.threads, on_chunk=on_chunk
        )


def _hash(solver: CaseSolver, job: Job, task: Task) -> str:
    # The numbers that go into the integrator, so that what they were computed from counts too.
    return point_hash(solver.inputs(job.case(task.point)), task.direction, task.c_rate)


def task_case(arguments: Arguments, task: Task) -> Case:
    """A task as a case."""
    values = ChainMap(task.design.changes, arguments.base)
    return Case("", values, task.direction, task.c_rate)


def _row(arguments: Arguments, task: Task, outcome: Outcome) -> dict[str, Any]:
    key = {DESIGN: task.design.name, **task.design.columns}
    key |= {"direction": task.direction, "c_rate": task.c_rate}
    return key | result_columns(task_case(arguments, task), outcome)


def tasks_table(
    arguments: Arguments, tasks: Sequence[Task], outcomes: Sequence[Outcome]
) -> pd.DataFrame:
    """One row a task."""
    pairs = list(zip(tasks, outcomes, strict=True))
    # In pieces: a dictionary a row takes ten times the memory of the table.
    pieces = [
        pd.DataFrame([_row(arguments, task, outcome) for task, outcome in pairs[i : i + PIECE]])
        for i in range(0, len(pairs), PIECE)
    ]
    return pd.concat(pieces, ignore_index=True)
