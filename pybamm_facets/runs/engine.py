"""Compute runs: the only loop over runs in the package."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pybamm

from pybamm_facets._checks import whole
from pybamm_facets.models import FacetDFN
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.runs.element_route import structural
from pybamm_facets.runs.groups import Group, grouped
from pybamm_facets.runs.keys import model_key, run_hashes
from pybamm_facets.runs.ledger import Ledger, open_ledger
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.outcome import WORKER_DEATH, Outcome, Status
from pybamm_facets.runs.results import Finished, Results
from pybamm_facets.runs.run import Run
from pybamm_facets.runs.self_check import check_hardest
from pybamm_facets.runs.sweep_record import (
    Record,
    key_record,
    record_name,
    sweep_record,
)
from pybamm_facets.runs.workers.executors import check_executor, solve_all
from pybamm_facets.runs.workers.job import Job
from pybamm_facets.runs.workers.local import most_here
from pybamm_facets.sets.check import check_parameter_values
from pybamm_facets.sets.half_cell import check_electrodes

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.3
"""How often to see whether another process has finished what it claimed."""

MOST_THREADS = 256


def run_all(
    runs: Sequence[Run],
    *,
    model: pybamm.BaseModel | None = None,
    numerics: Numerics = Numerics.default,
    curves: bool = False,
    store: str | Path | None = None,
    executor: Any = None,
    threads: int | None = None,
    progress: Tell | None = None,
) -> Results:
    """Outcomes of runs: those of one structure share a build, whatever else differs.

    Parameters
    ----------
    runs
        What to compute.
    model
        An unprocessed PyBaMM lithium-ion model; `FacetDFN` by default.
    numerics
        How exactly, and with what.
    curves
        Keep voltage against time.
    store
        File in which finished runs are kept: the same call computes only what is missing, and
        calls with one file at a time share the work. A run whose worker died is tried again.
    executor
        Where to run: nothing for threads of this process, any ``concurrent.futures.Executor``, a
        ``dask.distributed`` client, or a scheduler's address.
    threads
        Solves at a time in each process; all cores by default, one in an executor.
    progress
        Called with a `Progress` after each chunk.

    Returns
    -------
    Results
        Each run with its outcome, in the order of `runs`.

    Raises
    ------
    ValueError
        Before any solve, for an argument or a set that cannot be meant. A run that has a problem,
        and one that fails, are outcomes with a status and a reason.
    """
    model = model or FacetDFN()
    check_sets(runs, model)
    (results,) = run_blocks(
        [runs],
        len(runs),
        model=model,
        numerics=numerics,
        curves=curves,
        store=store,
        executor=executor,
        threads=threads,
        progress=progress,
    )
    return results


def run_blocks(
    blocks: Iterable[Sequence[Run]],
    total: int,
    *,
    model: pybamm.BaseModel | None = None,
    numerics: Numerics = Numerics.default,
    curves: bool = False,
    store: str | Path | None = None,
    executor: Any = None,
    threads: int | None = None,
    progress: Tell | None = None,
) -> Iterator[Results]:
    """Outcomes of runs, one block after the other: memory stays flat, however many there are.

    Parameters
    ----------
    blocks
        Runs, as many at a time as may be in memory. Blocks of one set share what is built.
    total
        Runs in all, for the progress.
    model, numerics, curves, store, executor, threads, progress
        As `run_all`.

    Returns
    -------
    Iterator of Results
        The results of each block, as it ends; a store has them by then.

    Raises
    ------
    ValueError
        At once for an argument that cannot be meant, before its block for a set.
    """
    model = model or FacetDFN()
    check_numerics(numerics)
    check_executor(executor)
    if threads is not None:
        # Who knows how many cores there are elsewhere; nobody has more than this.
        most = most_here() if executor is None else MOST_THREADS
        whole("threads", threads, least=1, most=most)
    tally = _Tally(total, progress or silent)
    return _solved_blocks(blocks, model, numerics, curves, tally, _Where(store, executor, threads))


@dataclass(frozen=True)
class _Where:
    """Where runs are kept and solved."""

    store: str | Path | None
    executor: Any
    threads: int | None


def _solved_blocks(
    blocks: Iterable[Sequence[Run]],
    model: pybamm.BaseModel,
    numerics: Numerics,
    curves: bool,
    tally: _Tally,
    where: _Where,
) -> Iterator[Results]:
    jobs: dict[Any, tuple[Job, Any]] = {}
    with ExitStack() as stack:
        ledger = None
        for runs in blocks:
            check_sets(runs, model)
            if ledger is None and where.store is not None:
                ledger = stack.enter_context(open_ledger(where.store))
            if ledger is not None:
                _enter(ledger, sweep_record(runs, model, numerics))
            tally.begin({i: run.problem for i, run in enumerate(runs) if run.problem})
            sound = {index: run for index, run in enumerate(runs) if not run.problem}
            for group in grouped(sound, model, numerics, curves=curves):
                known = _with_known_job(group, runs, jobs)
                _run_group(known, runs, tally, ledger, where.executor, where.threads)
                tally.outcomes.update(check_hardest(known, runs, tally.outcomes, numerics))
            outcomes = tally.end()
            finished = tuple(Finished(run, outcomes[i]) for i, run in enumerate(runs))
            yield Results(finished, numerics)


def _with_known_job(group: Group, runs: Sequence[Run], jobs: dict[Any, tuple[Job, Any]]) -> Group:
    """The group, with the job of an earlier block that is the same: it is built already."""
    if not group.inputs:
        return group
    first, job = runs[next(iter(group.inputs))], group.job
    shape = tuple(first.values.get(name) for name in structural(job.numerics.route))
    how = (job.inputs, job.asked, repr(job.numerics), repr(job.protocol), job.curves)
    # With the set, so that no other can take its place in memory.
    known, _ = jobs.setdefault(
        (id(first.parameter_values), shape, how), (job, first.parameter_values)
    )
    return replace(group, job=known)


def _enter(ledger: Ledger, record: Record) -> None:
    """Write down what the runs are of; say so where what is kept cannot answer for them."""
    others = ledger.sweeps()
    ledger.describe(record_name(record), record)
    known = [(one["code"], one["versions"]) for one in others]
    if (record["code"], record["versions"]) in known or not ledger.has_runs():
        return
    logger.warning(
        "%s: the runs kept in it were computed with another version of this package or of those "
        "that it needs; they stay there, and are computed anew",
        ledger.path,
    )


def check_model(model: Any) -> None:
    """``ValueError`` for anything but one of PyBaMM's lithium-ion models."""
    if not isinstance(model, pybamm.lithium_ion.BaseModel):
        what = f"the class {model.__name__}" if isinstance(model, type) else repr(model)
        raise ValueError(
            f"model={what}: expected a lithium-ion model, such as FacetDFN() or "
            "pybamm.lithium_ion.SPM()"
        )


def check_numerics(numerics: Numerics) -> None:
    """``ValueError`` for anything but a `Numerics`."""
    if not isinstance(numerics, Numerics):
        raise ValueError(f"numerics={numerics!r}: expected Numerics(...), such as Numerics.default")


def check_sets(runs: Sequence[Run], model: pybamm.BaseModel) -> None:
    """``ValueError`` for a model that cannot run, or the first set that cannot be meant."""
    check_model(model)
    facets = [family.label for family in getattr(model, "families", ())]
    for run in {id(run.parameter_values): run for run in runs if not run.problem}.values():
        label = run.labels.get("particle", "")
        check_parameter_values(run.parameter_values, facets, str(label))
        check_electrodes(run.parameter_values, dict(model.options))


class _Tally:
    """Outcomes of a block as they come in, and what the caller hears of all blocks."""

    def __init__(self, total: int, tell: Tell) -> None:
        self.outcomes: dict[int, Outcome] = {}
        self._total, self._tell = total, tell
        self._done, self._failed, self._stored = 0, 0, 0

    def begin(self, problems: Mapping[int, str]) -> None:
        """Begin a block, with its runs that have a problem."""
        self.outcomes = {}
        self.add({i: Outcome(Status.INFEASIBLE, why) for i, why in problems.items()})

    def add(self, found: Mapping[int, Outcome], stored: bool = False) -> None:
        """Take outcomes by index of their run."""
        self.outcomes.update(found)
        self._done += len(found)
        self._failed += sum(not outcome.status.has_result for outcome in found.values())
        self._stored += len(found) if stored else 0
        self._tell(Progress("runs", self._done, self._total, self._failed, self._stored))

    def end(self) -> dict[int, Outcome]:
        """The block's outcomes, which are forgotten here."""
        outcomes, self.outcomes = self.outcomes, {}
        return outcomes


def _run_group(
    group: Group,
    runs: Sequence[Run],
    tally: _Tally,
    ledger: Ledger | None,
    executor: Any,
    threads: int | None,
) -> None:
    if group.problems:
        tally.add({i: Outcome(Status.INFEASIBLE, why) for i, why in group.problems.items()})
    if not group.inputs:
        return
    if ledger is None:

        def take_in(indices: list[int], outcomes: list[Outcome]) -> None:
            tally.add(group.judged([order[i] for i in indices], outcomes))

        order = list(group.inputs)
        inputs = list(group.inputs.values())
        solve_all(group.job, inputs, executor=executor, threads=threads, on_chunk=take_in)
        return
    kept = _Kept(ledger, group, runs, threads)
    try:
        _run_kept(group, kept, tally, executor, threads)
    finally:
        kept.release()


def _run_kept(group: Group, kept: _Kept, tally: _Tally, executor: Any, threads: int | None) -> None:
    """Runs of a group that a ledger keeps: what it has, what is solved here, what others solve."""
    missing = list(group.inputs)
    while True:
        known = kept.known(missing)
        if known:
            tally.add(known, stored=True)
        missing = [index for index in missing if index not in known]
        if not missing:
            return
        order, solved = list(missing), set[int]()

        def claim(places: list[int], order: list[int] = order) -> list[int]:
            mine = kept.claim([order[place] for place in places])
            return [place for place in places if order[place] in mine]

        def take_in(
            places: list[int],
            outcomes: list[Outcome],
            order: list[int] = order,
            solved: set[int] = solved,
        ) -> None:
            found = group.judged([order[place] for place in places], outcomes)
            kept.add(found)
            solved.update(found)
            tally.add(found)

        inputs = [group.inputs[index] for index in order]
        solve_all(
            group.job, inputs, executor=executor, threads=threads, on_chunk=take_in, claim=claim
        )
        missing = [index for index in missing if index not in solved]
        if missing and not solved:
            time.sleep(LOOK_SECONDS)  # another process is at them


class _Kept:
    """The runs of a group in a ledger."""

    def __init__(
        self, ledger: Ledger, group: Group, runs: Sequence[Run], threads: int | None
    ) -> None:
        job = group.job
        self._ledger, self._runs = ledger, runs
        self._key = model_key(job.fingerprint(threads), job.numerics, job.curves)
        # The numbers that go into the integrator, so that what they were computed from counts too.
        self._hashes = dict(zip(group.inputs, run_hashes(list(group.inputs.values())), strict=True))
        ledger.describe(self._key, key_record(job))

    def known(self, indices: Sequence[int]) -> dict[int, Outcome]:
        """Outcomes that are kept already."""
        found = self._ledger.known(self._key, [self._hashes[index] for index in indices])
        return {i: found[self._hashes[i]] for i in indices if self._hashes[i] in found}

    def claim(self, indices: Sequence[int]) -> set[int]:
        """Those of some runs that are to be solved here."""
        mine = self._ledger.claim(self._key, [self._hashes[index] for index in indices])
        return {index for index in indices if self._hashes[index] in mine}

    def add(self, outcomes: Mapping[int, Outcome]) -> None:
        """Keep outcomes that would come again."""
        self._ledger.add(
            self._key,
            [
                (self._hashes[i], Finished(self._runs[i], outcome).row(), outcome)
                for i, outcome in outcomes.items()
                if outcome.termination != WORKER_DEATH
            ],
        )

    def release(self) -> None:
        """Leave what was not solved to others."""
        self._ledger.release()
