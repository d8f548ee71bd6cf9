"""What is on the page of a window: its widgets, figures and words, where its template has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bokeh.document import Document
from bokeh.events import DocumentReady
from bokeh.models import CheckboxButtonGroup, Column, Div, Row, Select

from pybamm_facets.page.drawn.browser_wires import BrowserWires, named
from pybamm_facets.page.drawn.cell_figures import CellFigures
from pybamm_facets.page.drawn.controls import Control, Moved
from pybamm_facets.page.drawn.look import repaint, sheet
from pybamm_facets.page.drawn.markup import words
from pybamm_facets.page.drawn.particle_figures import ParticleFigures
from pybamm_facets.page.drawn.question_panel import QuestionPanel
from pybamm_facets.page.drawn.tool_bar import ToolBar
from pybamm_facets.page.state.design_fields import FIELDS
from pybamm_facets.page.state.preset_sets import Preset
from pybamm_facets.studies.rates import DEFAULT_RATES

CURVE_RATES = (0.1, 1.0, 10.0)
"""Rates of the voltage curves when a page opens."""


class PageParts:
    """Everything that is on the page.

    Parameters
    ----------
    presets
        Sets by name.
    questions
        The panel of the questions.
    moved
        Told of every move of a field.
    tool
        Told of every button above, and of the keys.
    """

    def __init__(
        self,
        presets: Mapping[str, Preset],
        questions: QuestionPanel,
        moved: Moved,
        tool: Callable[[str], None],
    ) -> None:
        self.questions, self.wires = questions, BrowserWires()
        self.tools = ToolBar(presets, tool)
        self.controls = {name: Control(one, moved) for name, one in FIELDS.items()}
        self.particle, self.cell = ParticleFigures(), CellFigures()
        self.problems, self.numbers, self.gaps = words("problems"), words("numbers"), words("gaps")
        self.particle_words, self.measured_words = words("particle"), words("measured")
        self.lost_words, self.map_words = words("lost"), words("map")
        rates = [f"{rate:g}" for rate in DEFAULT_RATES]
        self._curves = CheckboxButtonGroup(
            labels=[f"{rate}C" for rate in rates],
            active=[DEFAULT_RATES.index(rate) for rate in CURVE_RATES],
            stylesheets=[sheet()], tags=["rates of the voltage curves"],
        )  # fmt: skip
        self.late_rate = Select(options=rates, value="10", width=80, stylesheets=[sheet()],
                                tags=["C-rate of the lost capacity and the map"])  # fmt: skip
        self.late_way = Select(options=["discharge", "charge"], value="discharge", width=120,
                               stylesheets=[sheet()], tags=["direction of that run"])  # fmt: skip
        self.wires.keys.on_change("text", lambda attr, old, new: tool(new.split(" ")[0]))

    @property
    def curve_rates(self) -> list[float]:
        """Rates whose voltage curves are shown."""
        return [DEFAULT_RATES[k] for k in self._curves.active]

    def on_choice(self, curves: Callable[[], None], late: Callable[[], None]) -> None:
        """Whom to tell when other curves, or another run of the slow panels, are chosen."""
        self._curves.on_change("active", lambda attr, old, new: curves())
        for select in (self.late_rate, self.late_way):
            select.on_change("value", lambda attr, old, new: late())

    def add_to(self, document: Document) -> None:
        """Put everything into a document."""
        for model in self._roots():
            document.add_root(model)
        document.title = "Facet designer"
        parts = (self.particle, self.cell, self.questions)
        repainted = [one for part in parts for one in part.repainted]
        figures = [one for part in parts for one in part.figures]
        self.tools.ground.js_on_change("active", repaint(self.tools.ground, figures, repainted))
        document.js_on_event(DocumentReady, self.wires.ready(self.tools.ground))

    def _roots(self) -> Sequence[Any]:
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
            ("curve_rates", self._curves), ("voltages", self.cell.voltages),
            ("late_run", Row(self.late_rate, self.late_way)), ("losses", self.cell.losses),
            ("lost_words", self.lost_words), ("payoff", self.cell.payoff),
            ("map_words", self.map_words), ("questions", self.questions.layout),
            ("tolerance", self.questions.tolerance_panel), ("why", self.questions.why_panel),
            ("wires", self.wires.layout),
        ])  # fmt: skip
