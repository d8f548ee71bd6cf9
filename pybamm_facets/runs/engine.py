"""Compute runs: the only loop over runs in the package."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pybamm

from pybamm_facets._checks import whole
from pybamm_facets.models import FacetDFN
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.runs.groups import Group, grouped
from pybamm_facets.runs.keys import model_key, run_hash
from pybamm_facets.runs.ledger import Ledger, open_ledger
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.outcome import WORKER_DEATH, Outcome, Status
from pybamm_facets.runs.results import Finished, Results
from pybamm_facets.runs.run import Run
from pybamm_facets.runs.self_check import check_hardest
from pybamm_facets.runs.workers.executors import check_executor, solve_all
from pybamm_facets.runs.workers.local import most_here
from pybamm_facets.sets.check import check_parameter_values
from pybamm_facets.sets.half_cell import check_electrodes

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
    check_numerics(numerics)
    check_executor(executor)
    if threads is not None:
        # Who knows how many cores there are elsewhere; nobody has more than this.
        most = most_here() if executor is None else MOST_THREADS
        whole("threads", threads, least=1, most=most)
    check_sets(runs, model)
    outcomes = {
        index: Outcome(Status.INFEASIBLE, run.problem)
        for index, run in enumerate(runs)
        if run.problem
    }
    tally = _Tally(outcomes, len(runs), progress or silent)
    with nullcontext() if store is None else open_ledger(store) as ledger:
        sound = {index: run for index, run in enumerate(runs) if index not in outcomes}
        for group in grouped(sound, model, numerics, curves=curves):
            _run_group(group, runs, tally, ledger, executor, threads)
            outcomes.update(check_hardest(group, runs, outcomes, numerics))
    finished = tuple(Finished(run, outcomes[index]) for index, run in enumerate(runs))
    return Results(finished, numerics)


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
    """Outcomes as they come in, and what the caller hears of it."""

    def __init__(self, outcomes: dict[int, Outcome], total: int, tell: Tell) -> None:
        self._outcomes, self._total, self._tell = outcomes, total, tell
        self._failed, self._stored = len(outcomes), 0
        self._report()

    def add(self, found: Mapping[int, Outcome], stored: bool = False) -> None:
        """Take outcomes by index of their run."""
        self._outcomes.update(found)
        self._failed += sum(not outcome.status.has_result for outcome in found.values())
        self._stored += len(found) if stored else 0
        self._report()

    def _report(self) -> None:
        self._tell(Progress("runs", len(self._outcomes), self._total, self._failed, self._stored))


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
        self._hashes = {index: run_hash(inputs) for index, inputs in group.inputs.items()}
        ledger.describe(self._key, {"inputs": job.inputs, "var_pts": dict(job.numerics.var_pts)})

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
