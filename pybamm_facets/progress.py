"""How long work tells where it stands: one signature for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Progress:
    """Where work stands.

    Parameters
    ----------
    what
        What is being done.
    done, total
        Steps done and in all; `total` is 0 where that is not known.
    failed
        Steps without a result among those done.
    stored
        Steps among those done that a store had.
    """

    what: str
    done: int = 0
    total: int = 0
    failed: int = 0
    stored: int = 0


Tell: TypeAlias = "Callable[[Progress], None]"
"""Called with a `Progress` as work goes on."""


def silent(progress: Progress) -> None:
    """Tell nobody."""


def renamed(tell: Tell | None, what: str) -> Tell:
    """The same, told as a part of other work called `what`."""
    if tell is None:
        return silent

    def named(progress: Progress) -> None:
        tell(Progress(what, progress.done, progress.total, progress.failed, progress.stored))

    return named
