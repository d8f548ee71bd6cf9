"""Where the runs of a job are solved: in this process, in a pool, or on a Dask cluster."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from pybamm_facets._extras import require
from pybamm_facets.runs.integrate.solver import Inputs
from pybamm_facets.runs.outcome import WORKER_DEATH, Outcome, Status
from pybamm_facets.runs.workers.fleet import DaskFleet, Fleet, Timed, timed_solve
from pybamm_facets.runs.workers.job import Job

OnChunk = Callable[[list[int], list[Outcome]], None]
"""Takes indices and outcomes of runs."""

Claim = Callable[[list[int]], list[int]]
"""Of indices of runs that are next, gives those to solve here."""

CHUNK_SECONDS = 1.5  # progress moves, a kill loses little, the overhead stays small
FIRST, FEWEST, MOST = 32, 16, 2048  # runs in a chunk
LOOK_SECONDS = 10.0  # how often to see, while nothing ends, whether there are workers at all
AHEAD = 2  # chunks in flight for each worker: one runs, the next is there when it ends


def solve_all(
    job: Job,
    inputs: Sequence[Inputs],
    *,
    executor: Any = None,
    threads: int | None = None,
    on_chunk: OnChunk,
    claim: Claim | None = None,
) -> None:
    """Solve every run of a job once, chunk by chunk.

    A worker that dies (killed, out of memory) loses no row: its chunk runs again, then alone, then
    run by run; a run that kills its worker even alone is an outcome ``"failed"``. A process
    pool is broken for good when a worker dies: another like it takes its place until the call ends.

    Parameters
    ----------
    job, inputs
        What to solve: a number for every input of the job's model, run by run.
    executor
        Nothing for this process; any ``concurrent.futures.Executor``, best with processes, as
        threads wait for each other in PyBaMM's solver; a ``distributed.Client`` or the address of a
        Dask scheduler.
    threads
        Solves at a time of a worker, one by default; without an executor all cores.
    on_chunk
        Called in this thread with indices and outcomes of each chunk that ends, in any order.
    claim
        Asked before a chunk is solved; runs that it does not give back are left out.

    Raises
    ------
    concurrent.futures.process.BrokenProcessPool
        If workers die before any of them has built the model.
    """
    if not inputs:
        return
    if executor is None:
        return _run_here(job, inputs, threads, on_chunk, claim)
    check_executor(executor)
    kind = Fleet if isinstance(executor, Executor) else DaskFleet
    fleet = kind(executor, job, threads or 1)
    try:
        _Dispatch(fleet, inputs, on_chunk, claim).run()
    finally:
        fleet.close()


def check_executor(executor: Any) -> None:
    """Raise unless runs can be solved there.

    Raises
    ------
    TypeError
        For anything but None, an ``Executor``, a Dask client or an address.
    ValueError
        For a Dask client that is asynchronous or closed.
    MissingExtraError
        For an address without Dask.
    """
    if executor is None or isinstance(executor, Executor):
        return
    if not isinstance(executor, str) and not type(executor).__module__.startswith("distributed."):
        raise TypeError(f"executor={executor!r}: expected an Executor, a Dask client or address")
    require("dask", "a Dask cluster")
    if getattr(executor, "asynchronous", False):
        raise ValueError(
            "executor: an asynchronous Dask client; expected Client(...) without asynchronous=True"
        )
    if getattr(executor, "status", "running") in ("closing", "closed"):
        raise ValueError("executor: a Dask client that is closed; expected one that is connected")


def _run_here(
    job: Job,
    inputs: Sequence[Inputs],
    threads: int | None,
    on_chunk: OnChunk,
    claim: Claim | None,
) -> None:
    size, start = FIRST, 0
    while start < len(inputs):
        indices = list(range(start, min(start + size, len(inputs))))
        start += len(indices)
        indices = indices if claim is None else claim(indices)
        if indices:
            outcomes, seconds = timed_solve(job, [inputs[i] for i in indices], threads)
            size = _next_size(size, len(indices), seconds)
            on_chunk(indices, outcomes)


def _next_size(size: int, count: int, seconds: float) -> int:
    wanted = round(count * CHUNK_SECONDS / max(seconds, 1e-9))
    return max(FEWEST, min(wanted, MOST, 4 * size))


@dataclass
class _Chunk:
    """Runs that travel together, how often their worker died, and whether they travel alone."""

    indices: list[int]
    deaths: int = 0
    alone: bool = False


class _Dispatch:
    """Hands chunks to a fleet of workers, a few ahead of what runs, and takes back what comes."""

    def __init__(
        self, fleet: Fleet, inputs: Sequence[Inputs], on_chunk: OnChunk, claim: Claim | None = None
    ) -> None:
        self.fleet, self.inputs, self.on_chunk = fleet, inputs, on_chunk
        self.claim = claim or (lambda indices: indices)
        self.size, self.started, self.proven = FEWEST, 0, False
        self.again: deque[_Chunk] = deque()
        self.suspects: deque[_Chunk] = deque()
        self.running: dict[Future[Timed], _Chunk] = {}

    def run(self) -> None:
        """Until every run has its outcome."""
        try:
            while self.fill():
                self.collect()
        except BaseException:
            for future in self.running:
                future.cancel()
            raise

    def fill(self) -> bool:
        """Submit what there is room for; False when nothing is left."""
        width = self.fleet.width()
        while len(self.running) < AHEAD * width and (chunk := self.take(width)):
            self.running[self.fleet.submit([self.inputs[i] for i in chunk.indices])] = chunk
        return bool(self.running)

    def take(self, width: int) -> _Chunk | None:
        """The next chunk: lost ones, then new ones, and suspects with nothing else running."""
        if self.again:
            return self.again.popleft()
        while left := len(self.inputs) - self.started:
            fair = max(FEWEST // 4, math.ceil(left / (2 * width)))  # so that all end together
            start, self.started = self.started, self.started + min(self.size, fair, left)
            if indices := self.claim(list(range(start, self.started))):
                return _Chunk(indices)
        return self.suspects.popleft() if self.suspects and not self.running else None

    def collect(self) -> None:
        """Wait for a chunk and hand on what is done."""
        done = self.first_of(self.running)
        if self.fleet.fall_together and any(map(self.fleet.lost, done)):
            done, _ = wait(self.running)
        lost = []
        for future in [future for future in self.running if future in done]:
            chunk = self.running.pop(future)
            if self.fleet.lost(future):
                lost.append(chunk)
            else:
                outcomes, seconds = future.result()
                self.size, self.proven = _next_size(self.size, len(outcomes), seconds), True
                self.on_chunk(chunk.indices, outcomes)
        if lost:
            self.recover(lost)

    def first_of(self, futures: Iterable[Future[Timed]]) -> set[Future[Timed]]:
        """Those that end first; raises when no worker is left that could end one."""
        done: set[Future[Timed]] = set()
        while not done:
            done, _ = wait(futures, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
            if not done:
                self.fleet.check_alive()
        return done

    def recover(self, lost: list[_Chunk]) -> None:
        """See that lost chunks run again; only the oldest, one a worker, can be to blame."""
        for chunk in lost[: self.fleet.width()]:
            chunk.deaths += 1
        self.fleet.renew()
        if not self.proven:
            self.probe()
        for chunk in lost:
            if not chunk.alone and chunk.deaths < self.fleet.patience:
                self.again.append(chunk)
            elif not chunk.alone:
                self.suspects.append(_Chunk(chunk.indices, alone=True))
            elif len(chunk.indices) > 1:
                self.suspects.extend(_Chunk([index], alone=True) for index in chunk.indices)
            elif chunk.deaths < 2:
                self.suspects.append(chunk)
            else:
                reason = "the worker died running it alone, again (killed, or out of memory)"
                self.on_chunk(chunk.indices, [Outcome(Status.FAILED, reason, WORKER_DEATH)])

    def probe(self) -> Any:
        """Blame no run where workers cannot even build the model."""
        for _ in range(3):
            probe = self.fleet.submit([])
            self.first_of([probe])
            if not self.fleet.lost(probe):
                return probe.result()
            self.fleet.renew()
        raise BrokenProcessPool(
            "workers die before they have built the model: too little memory, a model that they "
            "cannot import, or a script without `if __name__ == '__main__':`"
        )
