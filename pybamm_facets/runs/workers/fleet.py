"""Workers that take chunks of runs: what it is to submit to them, to lose one, to renew them."""

from __future__ import annotations

import asyncio
import copy
import math
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from pybamm_facets import _compat
from pybamm_facets._extras import require
from pybamm_facets.runs.integrate.solver import Inputs
from pybamm_facets.runs.outcome import Outcome
from pybamm_facets.runs.workers.job import Job, kept_solver, solve_inputs

WORKERLESS_SECONDS = 120.0
"""How long a Dask cluster may be without workers, as one that restarts them is for a while."""


Timed = tuple[list[Outcome], float]


def timed_solve(job: Job, inputs: list[Inputs], threads: int | None) -> Timed:
    """Outcomes, and the seconds they took without the build; without inputs just build."""
    kept_solver(job, threads)
    began = time.perf_counter()
    outcomes = solve_inputs(job, inputs, threads) if inputs else []
    return outcomes, time.perf_counter() - began


class Fleet:
    """Workers of a ``concurrent.futures`` executor, and of pools in its place once it is broken."""

    patience = 2  # deaths until a chunk is suspected
    fall_together = True  # one death loses all that is in flight

    def __init__(self, executor: Any, job: Any, threads: int) -> None:
        self.executor, self.job, self.threads, self.ours = executor, job, threads, False

    def width(self) -> int:
        """Workers there are."""
        return _compat.pool_width(self.executor)

    def submit(self, inputs: list[Inputs]) -> Future[Timed]:
        """A future of `timed_solve`; a pool that is broken already shows in the future."""
        try:
            submitted: Future[Timed] = self.executor.submit(
                timed_solve, self.job, inputs, self.threads
            )
            return submitted
        except BrokenProcessPool as error:
            future: Future[Timed] = Future()
            future.set_exception(error)
            return future

    def lost(self, future: Future[Timed]) -> bool:
        """Whether the worker died, rather than the runs."""
        return not future.cancelled() and isinstance(future.exception(), BrokenProcessPool)

    def renew(self) -> None:
        """Be ready for more after a loss."""
        another = _compat.process_pool_like(self.executor)
        self.close()
        self.executor, self.ours = another, True

    def check_alive(self) -> None:
        """Raise if nobody is left who could finish; a pool tells by itself."""

    def close(self) -> None:
        """Let go of what is ours; the caller's executor stays."""
        if self.ours:
            self.executor.shutdown(cancel_futures=True)


class DaskFleet(Fleet):
    """Workers of a Dask cluster."""

    patience = 1  # the scheduler has then tried several times itself
    fall_together = False

    def __init__(self, client: Any, job: Job, threads: int) -> None:
        require("dask", "a Dask cluster")
        from distributed import Client, KilledWorker

        ours = isinstance(client, str)
        try:
            self.client = Client(client, set_as_default=False) if ours else client
        except (OSError, ValueError) as error:
            raise ConnectionError(
                f"executor={client!r}: no Dask scheduler there ({error})"
            ) from None
        super().__init__(self.client, job, threads)
        self.ours, self.original, self.asked = ours, job, -math.inf
        self.last_seen = time.monotonic()
        self.losses = (KilledWorker, asyncio.CancelledError, CancelledError)
        self.renew()

    def width(self) -> int:
        if time.monotonic() > self.asked + 5:  # clusters grow and shrink
            with self._scheduler():
                self.slots: int = max(1, sum(self.client.nthreads().values()))
            self.asked = time.monotonic()
        return self.slots

    def submit(self, inputs: list[Inputs]) -> Future[Timed]:
        # Not client.get_executor(): its futures never end if a worker dies as they are gathered.
        future: Future[Timed] = Future()

        def hand_over(task: Any) -> None:
            try:
                result = task.result()
            except BaseException as error:
                if future.set_running_or_notify_cancel():
                    future.set_exception(error)
            else:
                if future.set_running_or_notify_cancel():
                    future.set_result(result)

        with self._scheduler():
            task = self.client.submit(timed_solve, self.job, inputs, self.threads, pure=False)
        task.add_done_callback(hand_over)
        future.add_done_callback(lambda done: task.cancel() if done.cancelled() else None)
        return future

    def lost(self, future: Future[Timed]) -> bool:
        return isinstance(future.exception(), self.losses)

    def check_alive(self) -> None:
        """`TimeoutError` when the cluster has had no worker for `WORKERLESS_SECONDS`."""
        if self.client.status == "running" and self.client.nthreads():
            self.last_seen = time.monotonic()
        elif time.monotonic() > self.last_seen + WORKERLESS_SECONDS:
            raise TimeoutError(
                f"the Dask cluster has had no worker for {WORKERLESS_SECONDS:.0f} s; finished runs "
                "are kept in the store, if there is one"
            )

    def renew(self) -> None:
        # A task's result, not scattered data: the scheduler makes it again when its worker dies.
        with self._scheduler():
            self.job = self.client.submit(copy.copy, self.original, pure=False)

    @contextmanager
    def _scheduler(self) -> Iterator[None]:
        """Say so when the scheduler, without which nothing ends, is gone."""
        try:
            yield
        except (RuntimeError, OSError, CancelledError, asyncio.CancelledError) as error:
            if self.client.status == "running":
                raise
            raise ConnectionError(
                f"the Dask scheduler is gone ({error or type(error).__name__}); finished runs are "
                "kept in the store, if there is one"
            ) from None

    def close(self) -> None:
        self.job.release()
        if self.ours:
            self.client.close()
