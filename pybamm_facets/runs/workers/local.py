"""Processes of this machine that end when whoever started them ends."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from pybamm_facets import _compat
from pybamm_facets._checks import whole

LOOK_SECONDS = 0.5
"""How often a worker looks for its parent."""


def most_here() -> int:
    """Threads or processes that this machine may be asked for: four a core, and at least 8."""
    return max(8, 4 * (os.cpu_count() or 1))


@contextmanager
def local_workers(count: int) -> Iterator[ProcessPoolExecutor]:
    """A pool of processes, for the executor of a sweep.

    Workers leave Ctrl-C to their parent, and end with it, however it ends.

    Raises
    ------
    ValueError
        For a number that is not from 1 to `most_here`.
    """
    whole("workers", count, least=1, most=most_here())
    # Not fork: the parent may hold threads of the integrator.
    pool = ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=watch, initargs=(os.getpid(),)
    )
    try:
        with _deaf_children():
            for _ in range(count):
                pool.submit(int)  # starts one
        yield pool
    finally:
        _compat.stop_workers(pool)


def watch(parent: int) -> None:
    """Initialiser of a worker: deaf to Ctrl-C, and gone when its parent is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=look, name="watch for the parent", daemon=True).start()


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Start children that do not hear Ctrl-C even while they import."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
