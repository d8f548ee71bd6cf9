"""One window of the designer: it holds a design, asks for answers, and shows them."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bokeh.document import Document
from bokeh.events import DocumentReady
from bokeh.models import CheckboxButtonGroup, Column, Div, Row, Select

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
from pybamm_facets.page.computed.questions import reach_target, tolerances_of, why_different
from pybamm_facets.page.drawn import page_words as written
from pybamm_facets.page.drawn.browser_wires import BrowserWires, named
from pybamm_facets.page.drawn.cell_figures import CellFigures
from pybamm_facets.page.drawn.controls import Control
from pybamm_facets.page.drawn.look import repaint, sheet
from pybamm_facets.page.drawn.markup import words
from pybamm_facets.page.drawn.particle_figures import ParticleFigures
from pybamm_facets.page.drawn.question_panel import QuestionPanel
from pybamm_facets.page.drawn.tool_bar import ToolBar
from pybamm_facets.page.state.design_fields import FIELDS
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.page.state.preset_sets import Preset
from pybamm_facets.page.state.undo_history import UndoHistory, View
from pybamm_facets.page.state.url_query import from_query, to_query
from pybamm_facets.progress import Progress
from pybamm_facets.sets.direction import read_direction
from pybamm_facets.studies.rates import DEFAULT_RATES

logger = logging.getLogger(__name__)

KEPT_ANSWERS = 24
LATE_AFTER = 0.8
"""Seconds without a move after which the slow panels follow."""
BETWEEN_WORDS = 0.25
"""Seconds between two lines about progress."""
CURVE_RATES = ("0.1", "1", "10")


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
        self.long = Lane("designer-questions")
        self._late_answers, self._answers = LateAnswers(), OrderedDict[DesignState, Answer]()
        opened = from_query(query, presets)
        self.history = UndoHistory((opened.state, opened.pins))
        self._before: UndoHistory | None = None
        self._asked_at = self._told_at = 0.0
        self._shown: list[Answer] = []
        self._build()
        broken = [f"{p.name}: {p.problem}" for p in presets.values() if p.problem]
        self.problems.text = written.problem_words([*broken, *opened.problems])
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
        for lane in (self.quick, self.late, self.long):
            lane.close()
        self.engine.close()
        self._answers.clear()

    # What is on the page

    def _build(self) -> None:
        self.wires = BrowserWires()
        self.tools = ToolBar(self.presets, self.tool)
        self.controls = {name: Control(one, self._moved) for name, one in FIELDS.items()}
        self.particle, self.cell = ParticleFigures(), CellFigures()
        self.questions = QuestionPanel(self.question)
        self.problems, self.numbers = words("problems"), words("numbers")
        self.particle_words, self.measured_words = words("pw"), words("mw")
        self.lost_words, self.map_words, self.gaps = words("lw"), words("mapw"), words("gaps")
        rates = [f"{rate:g}" for rate in DEFAULT_RATES]
        self.curve_rates = CheckboxButtonGroup(
            labels=[f"{rate}C" for rate in rates], active=[rates.index(r) for r in CURVE_RATES],
            stylesheets=[sheet()], tags=["rates of the voltage curves"],
        )  # fmt: skip
        self.late_rate = Select(options=rates, value="10", width=80, stylesheets=[sheet()],
                                tags=["C-rate of the lost capacity and the map"])  # fmt: skip
        self.late_way = Select(options=["discharge", "charge"], value="discharge", width=120,
                               stylesheets=[sheet()], tags=["direction of that run"])  # fmt: skip
        self.curve_rates.on_change("active", lambda attr, old, new: self._show_curves())
        for select in (self.late_rate, self.late_way):
            select.on_change("value", lambda attr, old, new: self._ask_late())
        self.wires.keys.on_change("text", lambda attr, old, new: self.tool(new.split(" ")[0]))
        for model in self._roots():
            self.document.add_root(model)
        self.document.title = "Facet designer"
        repainted = [*self.particle.repainted, *self.cell.repainted, *self.questions.repainted]
        figures = [*self.particle.figures, *self.cell.figures, self.questions.tolerance,
                   self.questions.why]  # fmt: skip
        self.tools.ground.js_on_change("active", repaint(self.tools.ground, figures, repainted))
        self.document.js_on_event(DocumentReady, self.wires.ready(self.tools.ground))

    def _roots(self) -> list[Any]:
        groups: dict[str, list[Any]] = {}
        for control in self.controls.values():
            groups.setdefault(control.field.group, []).append(control.layout)
        columns = [
            Column(Div(text=f"<b>{group}</b>", styles={"color": "var(--ink)"}), *layouts,
                   sizing_mode="stretch_width")
            for group, layouts in groups.items()
        ]  # fmt: skip
        return named([
            ("tools", self.tools.layout), ("problems", self.problems),
            ("controls", Column(*columns, sizing_mode="stretch_width")),
            ("particle_words", self.particle_words), ("grains_by", self.particle.choice),
            ("section", self.particle.section), ("sphere", self.particle.sphere),
            ("shares", self.particle.bar), ("currents", self.particle.currents),
            ("diffusivity", self.particle.diffusivity),
            ("numbers", Column(self.numbers, self.gaps, sizing_mode="stretch_width")),
            ("measured_words", self.measured_words), ("rates", self.cell.rates),
            ("curve_rates", self.curve_rates), ("voltages", self.cell.voltages),
            ("late_run", Row(self.late_rate, self.late_way)), ("losses", self.cell.losses),
            ("lost_words", self.lost_words), ("payoff", self.cell.payoff),
            ("map_words", self.map_words), ("questions", self.questions.layout),
            ("tolerance", self.questions.tolerance_panel), ("why", self.questions.why_panel),
            ("wires", self.wires.layout),
        ])  # fmt: skip

    # What a person does

    def _moved(self, name: str, value: float, over: bool) -> None:
        try:
            state = self.state.moved(**{name: value})
        except ValueError as error:
            self.controls[name].refuse(str(error))
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
            self.problems.text = written.problem_words([preset.problem])
            self._show_tools()
            return
        self.problems.text = ""
        self.go((DesignState(preset), self.pins))

    def _download(self, kind: str) -> None:
        if not self._shown:
            return
        name, shown = self.state.preset.name, self._shown
        rate = max((float(self.cell_rates[k]) for k in self.curve_rates.active), default=10.0)
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
            self.wires.download(f"{name}_{ending}", mime, make())
        except (ValueError, KeyError) as error:
            self.problems.text = written.problem_words([str(error)])

    @property
    def cell_rates(self) -> list[str]:
        """Rates of the buttons of the voltage curves."""
        return [label.removesuffix("C") for label in self.curve_rates.labels]

    # What is computed

    def ask(self) -> None:
        """Ask for an answer to the present design; older ones that still wait are dropped."""
        self._asked_at = time.monotonic()
        self.late.cancel()
        view = self.history.now
        self.tools.status.text = "computing …"
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
        picture = self.particle.picture(state)
        if picture is not None:
            self._later(partial(self.particle.draw, picture))

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
        rate, way = float(self.late_rate.value), read_direction(self.late_way.value)
        self.lost_words.text = "<p>computing …</p>"
        pins = [own_point(a.values, rate) for a in self._shown[1:]]
        self.late.submit(
            lambda tell: self._late_answers.of(answer, rate, way, tell),
            lambda late: self._later(partial(self._show_late, view, late, pins)),
        )

    # What is shown

    def _show_state(self) -> None:
        for control in self.controls.values():
            control.show(self.state)
        self._show_tools()

    def _show_tools(self) -> None:
        steps = len(self.history.past), len(self.history.future)
        self.tools.show(self.state, self.pins, steps)
        self.questions.offer(["design", *(f"pin {k + 1}" for k in range(len(self.pins)))])
        self.wires.query.text = to_query(self.state, self.pins)

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
        for control in self.controls.values():
            if control.refused:
                control.accept()
        self.particle.show(answers[0])
        self.cell.show(answers, self._curve_rates())
        self.numbers.text = written.capacity_table(answers)
        self.gaps.text = written.gap_words(answers)
        self.particle_words.text = written.particle_words(answers[0])
        self.measured_words.text = written.measured_words(answers[0])
        if view == self.history.now:
            seconds = time.monotonic() - self._asked_at
            self.wires.query.text = to_query(self.state, self.pins)
            self.tools.status.text = f"computed in {seconds:.2f} s"

    def _refuse(self, view: View, message: str) -> None:
        if view != self.history.now:
            return
        named_ = next((n for n in FIELDS if message.startswith((n, f"pins: {n}"))), None)
        last = next(reversed(list(view[0].changes)), None)
        control = self.controls.get(named_ or last or "")
        if control is None:
            self.problems.text = written.problem_words([message])
        else:
            control.refuse(message)
        self.tools.status.text = "no answer: see beside the number"

    def _show_curves(self) -> None:
        if self._shown:
            self.cell.show_curves(self._shown, self._curve_rates())

    def _curve_rates(self) -> list[float]:
        return [float(self.cell_rates[k]) for k in self.curve_rates.active]

    def _show_late(self, view: View, late: LateAnswer | Exception, pins: Any) -> None:
        if view != self.history.now:
            return
        if isinstance(late, Exception):
            self.lost_words.text = written.problem_words([str(late)])
            return
        self.cell.show_late(late, pins)
        self.lost_words.text = written.lost_words(late)
        self.map_words.text = written.map_words(late)

    # Questions

    def question(self, asked: str) -> None:
        if asked == "cancel":
            self.long.cancel()
            self.questions.working(False)
            self.questions.said.text = "<p>cancelled</p>"
            return
        panel = self.questions
        panel.said.text = ""
        try:
            work = self._work(asked)
        except ValueError as error:
            panel.said.text = written.problem_words([str(error)])
            return
        self.late.cancel()
        panel.working(True)
        panel.progress.text = "beginning …"
        self.long.submit(work, lambda result: self._later(partial(self._reply, result)), self._tell)

    def _work(self, asked: str) -> Callable[[Any], Any]:
        panel, state = self.questions, self.state
        if asked == "target":
            target, free = panel.target(), panel.movable
            return lambda tell: reach_target(state, target, free, tell)
        if asked == "tolerance":
            target = panel.run()
            return lambda tell: ("tolerance", tolerances_of(state, target, tell))
        one, other = self._design(panel.first.value), self._design(panel.second.value)
        if one == other:
            raise ValueError("second: expected another design than the first; pin one to compare")
        ends, rate = (panel.first.value, panel.second.value), panel.run().c_rate
        return lambda tell: ("why", why_different(one, other, rate, tell), ends)

    def _design(self, name: str) -> DesignState:
        return self.state if name == "design" else self.pins[int(name.split()[-1]) - 1]

    def _tell(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._told_at > BETWEEN_WORDS:
            self._told_at = now
            text = written.progress_words(progress)
            self._later(lambda: setattr(self.questions.progress, "text", text))

    def _reply(self, result: Any) -> None:
        panel = self.questions
        panel.working(False)
        if isinstance(result, Exception):
            panel.said.text = written.problem_words([str(result)])
        elif isinstance(result, tuple) and result[0] == "tolerance":
            panel.show_tolerance(result[1])
        elif isinstance(result, tuple):
            panel.show_why(result[1], *result[2])
        else:
            panel.said.text = f"<p>{result.words}</p>"
            if result.met:
                self.go((result.state, self.pins))
            else:
                panel.said.text += "<p>the design was left where it is</p>"


def _without(pins: tuple[DesignState, ...], at: int) -> tuple[DesignState, ...]:
    return pins[:at] + pins[at + 1 :]
