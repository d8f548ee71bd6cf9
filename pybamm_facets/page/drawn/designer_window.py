"""One window of the designer: it holds a design, asks for answers, and shows them."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bokeh.document import Document

from pybamm_facets.design.payoff import own_point
from pybamm_facets.page.computed.answers import Answer, answer_of
from pybamm_facets.page.computed.handed_out import (
    capacities_csv,
    curves_csv,
    figure_bytes,
    script,
    set_file,
)
from pybamm_facets.page.computed.kept_engine import KeptEngine
from pybamm_facets.page.computed.lanes import Lane
from pybamm_facets.page.computed.late_answers import LateAnswer, LateAnswers
from pybamm_facets.page.drawn import page_words as written
from pybamm_facets.page.drawn.page_parts import PageParts
from pybamm_facets.page.drawn.question_desk import QuestionDesk
from pybamm_facets.page.state.design_fields import FIELDS
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.page.state.preset_sets import Preset
from pybamm_facets.page.state.undo_history import UndoHistory, View
from pybamm_facets.page.state.url_query import from_query, to_query
from pybamm_facets.sets.direction import read_direction
from pybamm_facets.studies.rates import DEFAULT_RATES

logger = logging.getLogger(__name__)

KEPT_ANSWERS = 24
LATE_AFTER = 0.8
"""Seconds without a move after which the slow panels follow."""


class DesignerWindow:
    """A window: a design with its history and pins, its own engine, its own document.

    Parameters
    ----------
    document
        Of the window.
    presets
        Sets by name; at least one is sound.
    query
        Of the URL that opened it.
    compiled
        As `KeptEngine`.
    """

    def __init__(
        self, document: Document, presets: Mapping[str, Preset], query: str = "",
        *, compiled: bool = True,
    ) -> None:  # fmt: skip
        self.document, self.presets = document, presets
        self.engine = KeptEngine(compiled=compiled)
        self.quick, self.late = Lane("designer"), Lane("designer-late", LATE_AFTER)
        self.desk = QuestionDesk(lambda: self.history.now, self._later, self._replied)
        self.parts = PageParts(presets, self.desk.panel, self._moved, self.tool)
        self.parts.on_choice(self._show_curves, self._ask_late)
        self.parts.add_to(document)
        self._late_answers, self._answers = LateAnswers(), OrderedDict[DesignState, Answer]()
        opened = from_query(query, presets)
        self.history = UndoHistory((opened.state, opened.pins))
        self._before: UndoHistory | None = None
        self._asked_at = 0.0
        self._shown: list[Answer] = []
        broken = [f"{p.name}: {p.problem}" for p in presets.values() if p.problem]
        self.parts.problems.text = written.problem_words([*broken, *opened.problems])
        self._show_state()
        self.ask()

    @property
    def state(self) -> DesignState:
        """The design."""
        return self.history.now[0]

    @property
    def pins(self) -> tuple[DesignState, ...]:
        """Designs that are pinned."""
        return self.history.now[1]

    def close(self) -> None:
        """End the threads and forget the engine."""
        for lane in (self.quick, self.late, self.desk.lane):
            lane.close()
        self.engine.close()
        self._answers.clear()

    # What a person does

    def _moved(self, name: str, value: float, over: bool) -> None:
        try:
            state = self.state.moved(**{name: value})
        except ValueError as error:
            self.parts.controls[name].refuse(str(error))
            return
        if self._before is None:
            self._before = self.history
        view = (state, self.pins)
        changed = view != self.history.now
        if over:
            self.history, self._before = self._before.done(view), None
            self._show_tools()
        else:
            self.history = self.history.replaced(view)
        if changed:
            self.ask()

    def go(self, view: View) -> None:
        """Take a step to another design, or other pins."""
        self._go(self.history.done(view))

    def _go(self, history: UndoHistory) -> None:
        self.history, self._before = history, None
        self._show_state()
        self.ask()

    def tool(self, asked: str) -> None:
        what, _, rest = asked.partition(" ")
        act: dict[str, Callable[[], None]] = {
            "undo": lambda: self._go(self.history.undone()),
            "redo": lambda: self._go(self.history.redone()),
            "reset": lambda: self.go((DesignState(self.state.preset), self.pins)),
            "pin": lambda: self.go((self.state, (*self.pins, self.state))),
            "set": lambda: self.choose(rest),
            "open": lambda: self.go((self.pins[int(rest) - 1], self.pins)),
            "unpin": lambda: self.go((self.state, _without(self.pins, int(rest) - 1))),
            "download": lambda: self._download(rest),
        }
        act[what]()

    def choose(self, name: str) -> None:
        preset = self.presets[name]
        if preset.problem:
            self.parts.problems.text = written.problem_words([preset.problem])
            self._show_tools()
            return
        self.parts.problems.text = ""
        self.go((DesignState(preset), self.pins))

    def _download(self, kind: str) -> None:
        if not self._shown:
            return
        name, shown = self.state.preset.name, self._shown
        rate = max(self.parts.curve_rates, default=10.0)
        makers: dict[str, tuple[str, str, Callable[[], bytes]]] = {
            "capacities": ("capacities.csv", "text/csv", lambda: capacities_csv(shown).encode()),
            "curves": ("curves.csv", "text/csv", lambda: curves_csv(shown).encode()),
            "png": ("design.png", "image/png", lambda: figure_bytes(shown, rate, "png")),
            "svg": ("design.svg", "image/svg+xml", lambda: figure_bytes(shown, rate, "svg")),
            "toml": ("design.toml", "application/toml", lambda: set_file(self.state).encode()),
            "script": (
                "design.py",
                "text/x-python",
                lambda: script(self.state, DEFAULT_RATES).encode(),
            ),
        }
        ending, mime, make = makers[kind]
        try:
            self.parts.wires.download(f"{name}_{ending}", mime, make())
        except (ValueError, KeyError) as error:
            self.parts.problems.text = written.problem_words([str(error)])

    # What is computed

    def ask(self) -> None:
        """Ask for an answer to the present design; older ones that still wait are dropped."""
        self._asked_at = time.monotonic()
        self.late.cancel()
        view = self.history.now
        self.parts.tools.status.text = "computing …"
        self.quick.submit(partial(self._compute, view), lambda result: None)

    def _compute(self, view: View, tell: Any) -> None:
        """In the quick lane: answers to the design and its pins, handed over as they come."""
        state, pins = view
        try:
            answers = [self._answer(one) for one in (state, *pins)]
        except (ValueError, RuntimeError, ArithmeticError, KeyError) as error:
            self._later(partial(self._refuse, view, str(error)))
            return
        except Exception as error:
            logger.exception("unexpected end of a computation")
            self._later(partial(self._refuse, view, f"{type(error).__name__}: {error}"))
            return
        self._later(partial(self._show, view, answers))
        picture = self.parts.particle.picture(state)
        if picture is not None:
            self._later(partial(self.parts.particle.draw, picture))

    def _answer(self, state: DesignState) -> Answer:
        if state not in self._answers:
            self._answers[state] = answer_of(state, self.engine)
            while len(self._answers) > KEPT_ANSWERS:
                self._answers.popitem(last=False)
        self._answers.move_to_end(state)
        return self._answers[state]

    def _later(self, act: Callable[[], None]) -> None:
        """Do something in the document's own thread."""
        self.document.add_next_tick_callback(act)

    def _ask_late(self) -> None:
        if not self._shown:
            return
        view, answer = self.history.now, self._shown[0]
        if answer.state != view[0]:
            return
        rate, way = float(self.parts.late_rate.value), read_direction(self.parts.late_way.value)
        self.parts.lost_words.text = "<p>computing …</p>"
        pins = [own_point(a.values, rate) for a in self._shown[1:]]
        self.late.submit(
            lambda tell: self._late_answers.of(answer, rate, way, tell),
            lambda late: self._later(partial(self._show_late, view, late, pins)),
        )

    # What is shown

    def _show_state(self) -> None:
        for control in self.parts.controls.values():
            control.show(self.state)
        self._show_tools()

    def _show_tools(self) -> None:
        steps = len(self.history.past), len(self.history.future)
        self.parts.tools.show(self.state, self.pins, steps)
        self.desk.panel.offer(["design", *(f"pin {k + 1}" for k in range(len(self.pins)))])
        self.parts.wires.query.text = to_query(self.state, self.pins)

    def _show(self, view: View, answers: list[Answer]) -> None:
        if view[0].preset is not self.state.preset or len(view[1]) != len(self.pins):
            return
        self.document.hold("combine")  # one message, and one time to lay the page out
        try:
            self._fill(view, answers)
        finally:
            self.document.unhold()
        if view == self.history.now:
            self._ask_late()

    def _fill(self, view: View, answers: list[Answer]) -> None:
        self._shown = answers
        for control in self.parts.controls.values():
            if control.refused:
                control.accept()
        self.parts.particle.show(answers[0])
        self.parts.cell.show(answers, self.parts.curve_rates)
        self.parts.numbers.text = written.capacity_table(answers)
        self.parts.gaps.text = written.gap_words(answers)
        self.parts.particle_words.text = written.particle_words(answers[0])
        self.parts.measured_words.text = written.measured_words(answers[0])
        if view == self.history.now:
            seconds = time.monotonic() - self._asked_at
            self.parts.wires.query.text = to_query(self.state, self.pins)
            self.parts.tools.status.text = f"computed in {seconds:.2f} s"

    def _refuse(self, view: View, message: str) -> None:
        if view != self.history.now:
            return
        named_ = next((n for n in FIELDS if message.startswith((n, f"pins: {n}"))), None)
        last = next(reversed(list(view[0].changes)), None)
        control = self.parts.controls.get(named_ or last or "")
        if control is None:
            self.parts.problems.text = written.problem_words([message])
        else:
            control.refuse(message)
        self.parts.tools.status.text = "no answer: see beside the number"

    def _show_curves(self) -> None:
        if self._shown:
            self.parts.cell.show_curves(self._shown, self.parts.curve_rates)

    def _replied(self, reached: DesignState | None) -> None:
        if reached is not None:
            self.go((reached, self.pins))
        else:
            self._ask_late()  # it made way for the question

    def _show_late(self, view: View, late: LateAnswer | Exception, pins: Any) -> None:
        if view != self.history.now:
            return
        if isinstance(late, Exception):
            self.parts.lost_words.text = written.problem_words([str(late)])
            return
        self.parts.cell.show_late(late, pins)
        self.parts.lost_words.text = written.lost_words(late)
        self.parts.map_words.text = written.map_words(late)


def _without(pins: tuple[DesignState, ...], at: int) -> tuple[DesignState, ...]:
    return pins[:at] + pins[at + 1 :]
