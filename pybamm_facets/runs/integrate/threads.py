"""How many threads may solve here: one, in a process that was forked from one with threads."""

from __future__ import annotations

import logging
import os

logger = logging.getLogger(__name__)


class _Threads:
    """What this process knows of threads: whether it used some, and whether its parent did."""

    used = False
    lost = False

    def after_fork(self) -> None:
        self.lost |= self.used
        self.used = False


_here = _Threads()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_here.after_fork)


def usable_threads(asked: int | None = None) -> int:
    """Solves at a time that this process can do: what was asked for, by default all cores.

    The solver's threads do not survive a fork, and whoever waits for them waits for ever: in a
    process that was forked after its parent had used them it is one, and a warning is logged.
    """
    threads = asked or os.cpu_count() or 1
    if threads == 1:
        return 1
    if _here.lost:
        if asked is not None:
            logger.warning(
                "threads=%d: one only, as this process was forked from one that had solved on "
                "threads; pools started by 'spawn' or 'forkserver' have them",
                asked,
            )
        return 1
    _here.used = True
    return threads
