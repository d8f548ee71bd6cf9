"""Asks the questions of a window in a lane of their own, and shows what comes of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from pybamm_facets.page.computed.lanes import Lane
from pybamm_facets.page.computed.questions import (
    Reached,
    reach_target,
    tolerances_of,
    why_different,
)
from pybamm_facets.page.drawn import page_words as written
from pybamm_facets.page.drawn.question_panel import QuestionPanel
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.page.state.undo_history import View
from pybamm_facets.progress import Progress

BETWEEN_WORDS = 0.25
"""Seconds between two lines about progress."""

CANCEL = "cancel"


class QuestionDesk:
    """The questions of a window, one at a time.

    Parameters
    ----------
    view
        Gives the design and its pins.
    later
        Does something in the document's own thread.
    replied
        Called when a question has an answer, with the design that was reached or None.
    """

    def __init__(
        self,
        view: Callable[[], View],
        later: Callable[[Callable[[], None]], None],
        replied: Callable[[DesignState | None], None],
    ) -> None:
        self.panel, self.lane = QuestionPanel(self.ask), Lane("designer-questions")
        self._view, self._later, self._replied = view, later, replied
        self._told_at = 0.0

    def ask(self, asked: str) -> None:
        """Ask ``"target"``, ``"tolerance"`` or ``"why"``, or ``"cancel"`` what is being asked."""
        panel = self.panel
        if asked == CANCEL:
            self.lane.cancel()
            panel.working(False)
            panel.said.text = "<p>cancelled</p>"
            return
        panel.said.text = ""
        try:
            work = self._work(asked)
        except ValueError as error:
            panel.said.text = written.problem_words([str(error)])
            return
        panel.working(True)
        panel.progress.text = "beginning …"
        self.lane.submit(work, lambda result: self._later(lambda: self._reply(result)), self._tell)

    def _work(self, asked: str) -> Callable[[Any], Any]:
        panel, (state, _) = self.panel, self._view()
        if asked == "target":
            target, free = panel.target(), panel.movable
            return lambda tell: reach_target(state, target, free, tell)
        run = panel.run()
        if asked == "tolerance":
            return lambda tell: (tolerances_of(state, run, tell),)
        ends = panel.first.value, panel.second.value
        one, other = (self._design(name) for name in ends)
        if one == other:
            raise ValueError("second: expected another design than the first; pin one to compare")
        return lambda tell: (why_different(one, other, run.c_rate, tell), *ends)

    def _design(self, name: str) -> DesignState:
        state, pins = self._view()
        return state if name == "design" else pins[int(name.split()[-1]) - 1]

    def _tell(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._told_at > BETWEEN_WORDS:
            self._told_at = now
            text = written.progress_words(progress)
            self._later(lambda: setattr(self.panel.progress, "text", text))

    def _reply(self, result: Any) -> None:
        panel, reached = self.panel, None
        panel.working(False)
        if isinstance(result, Exception):
            panel.said.text = written.problem_words([str(result)])
        elif isinstance(result, Reached):
            reached = result.state if result.met else None
            left = "" if result.met else "; the design was left where it is"
            panel.said.text = f"<p>{result.words}{left}</p>"
        elif len(result) == 1:
            panel.show_tolerance(*result)
        else:
            panel.show_why(*result)
        self._replied(reached)
