"""Work beside the page: the newest design only, and long work that can be cancelled."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from pybamm_facets.progress import Progress, Tell

logger = logging.getLogger(__name__)

Work = Callable[[Tell], Any]
"""Long work, told where to say how far it is; what it returns is handed over."""

EXPECTED = (ValueError, KeyError, OSError, ImportError, RuntimeError, ArithmeticError)
"""What bad input and runs without a result raise: told in the page, in their own words."""


class Cancelled(Exception):
    """Nobody waits for the work any more."""


class Lane:
    """A thread that does one piece of work at a time, and of those that wait the newest only.

    Parameters
    ----------
    name
        Of the thread.
    idle_seconds
        How long nothing new must come before a piece of work begins.
    """

    def __init__(self, name: str, idle_seconds: float = 0.0) -> None:
        self._changed = threading.Condition()
        self._waiting: tuple[int, Work, Callable[[Any], None], Tell] | None = None
        self._newest, self._closed, self._busy = 0, False, False
        self._idle = idle_seconds
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, work: Work, done: Callable[[Any], None], tell: Tell | None = None) -> int:
        """Ask for work; whatever waits is dropped, and what runs is cancelled.

        Parameters
        ----------
        work
            What to do, in the lane's thread.
        done
            Called in the lane's thread with the result, or with the exception that came of bad
            input; not at all once something newer was asked for.
        tell
            Called with a `Progress`.

        Returns
        -------
        int
            A number that grows with each request.
        """
        with self._changed:
            self._newest += 1
            self._waiting = (self._newest, work, done, tell or _nobody)
            self._changed.notify_all()
            return self._newest

    def cancel(self) -> None:
        """Drop what waits and what runs."""
        with self._changed:
            self._newest += 1
            self._waiting = None
            self._changed.notify_all()

    def close(self) -> None:
        """Cancel, and end the thread."""
        with self._changed:
            self._closed = True
        self.cancel()

    @property
    def busy(self) -> bool:
        """Whether something runs or waits."""
        with self._changed:
            return self._busy or self._waiting is not None

    def is_newest(self, number: int) -> bool:
        """Whether nothing was asked for since."""
        with self._changed:
            return number == self._newest and not self._closed

    def join(self, seconds: float = 60.0) -> None:
        """Until nothing runs or waits."""
        with self._changed:
            self._changed.wait_for(lambda: not self._busy and self._waiting is None, seconds)

    def _next(self) -> tuple[int, Work, Callable[[Any], None], Tell] | None:
        with self._changed:
            self._busy = False
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._closed or self._waiting is not None)
            before = -1
            while self._idle and not self._closed and before != self._newest:
                before = self._newest
                self._changed.wait_for(self._news_since(before), self._idle)
            if self._closed:
                return None
            found, self._waiting = self._waiting, None
            self._busy = found is not None
            return found or (0, lambda tell: None, lambda result: None, _nobody)

    def _news_since(self, number: int) -> Callable[[], bool]:
        return lambda: self._closed or self._newest != number

    def _run(self) -> None:
        while (request := self._next()) is not None:
            number, work, done, tell = request

            def told(progress: Progress, number: int = number, tell: Tell = tell) -> None:
                if not self.is_newest(number):
                    raise Cancelled
                tell(progress)

            try:
                result = work(told)
            except Cancelled:
                continue
            except Exception as error:  # the lane must live on, and the page tells what it was
                if not isinstance(error, EXPECTED):
                    logger.exception("unexpected end of work")
                result = error
            if self.is_newest(number):
                done(result)


def _nobody(progress: Progress) -> None:
    """Tell nobody."""
