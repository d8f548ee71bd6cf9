"""Questions to a design: a target, its tolerances, and why two designs differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from bokeh.models import (
    Button,
    CheckboxGroup,
    Column,
    ColumnDataSource,
    FactorRange,
    HoverTool,
    Range1d,
    Row,
    Select,
    TextInput,
)

from pybamm_facets.design import Target
from pybamm_facets.page.computed.questions import VARIABLES
from pybamm_facets.page.drawn.look import DESIGN_LIGHT, Repainted, plain_figure, sheet
from pybamm_facets.page.drawn.markup import words
from pybamm_facets.page.state.design_fields import FIELDS
from pybamm_facets.runs.c_rates import read_c_rates
from pybamm_facets.studies.attributions.attribution import Attribution

CLIPPED = 60.0
"""Per cent, up to which a tolerance is drawn."""
WRAP = ":host {flex-wrap: wrap;}"
SHORT = {"radius_m": "radius", "diffusivity_m2_s": "D_ab"}


class QuestionPanel:
    """Widgets and figures of the questions; the window asks them.

    Parameters
    ----------
    asked
        Called with ``"target"``, ``"tolerance"``, ``"why"`` or ``"cancel"``.
    """

    def __init__(self, asked: Callable[[str], None]) -> None:
        self.direction = _select("direction of the target", ["discharge", "charge"], "discharge")
        self.rate = _text("C-rate of the target", "10")
        self.wanted = _text("capacity of the target [mAh/g]", "150")
        self.free = CheckboxGroup(
            labels=[FIELDS[name].label for name in VARIABLES], active=[0, 1, 2], inline=True,
            sizing_mode="stretch_width", stylesheets=[sheet()], name="target free",
            tags=["what the search may move"],
        )  # fmt: skip
        self.first = _select("first design", ["design"], "design")
        self.second = _select("second design", ["design"], "design")
        self.progress = words("progress")
        self.said = words("said")
        buttons = {
            "target": _button("Reach this target", "primary"),
            "tolerance": _button("Tolerances of this design", "default"),
            "why": _button("Why do they differ?", "default"),
            "cancel": _button("Cancel", "danger"),
        }
        for name, button in buttons.items():
            button.on_click(lambda name=name: asked(name))
        self.cancel = buttons["cancel"]
        self.cancel.disabled = True
        self.asking = [buttons[name] for name in ("target", "tolerance", "why")]
        self.bars = ColumnDataSource({"name": [], "left": [], "right": [], "words": []})
        self.parts = ColumnDataSource({"name": [], "value": [], "words": []})
        self.tolerance = _bars("Tolerated change of each variable", "change tolerated [%]")
        self.tolerance.x_range = Range1d(-CLIPPED, CLIPPED)
        self.why = _bars("What each group of parameters brings", "contribution [mAh/g]")
        bars = self.tolerance.hbar(y="name", left="left", right="right", height=0.55,
                                   source=self.bars, fill_color=DESIGN_LIGHT[2],
                                   line_color=None)  # fmt: skip
        self.tolerance.add_tools(HoverTool(tooltips=[("@name", "@words")]))
        parts = self.why.hbar(y="name", right="value", height=0.55, source=self.parts,
                              fill_color=DESIGN_LIGHT[0], line_color=None)  # fmt: skip
        self.why.add_tools(HoverTool(tooltips=[("@name", "@words")]))
        self.repainted = [Repainted(bars.glyph, ("fill_color",), 3),
                          Repainted(parts.glyph, ("fill_color",), 0)]  # fmt: skip
        self.tolerance_panel = _panel("Tolerances: change alone to −5 % of the capacity",
                                      self.tolerance)  # fmt: skip
        self.why_panel = _panel("Why they differ", self.why)
        self.layout = Column(
            Row(self.direction, self.rate, self.wanted, buttons["target"], buttons["tolerance"],
                sizing_mode="stretch_width", stylesheets=[WRAP]),
            self.free,
            Row(self.first, self.second, buttons["why"], buttons["cancel"],
                sizing_mode="stretch_width", stylesheets=[WRAP]),
            self.progress, self.said, sizing_mode="stretch_width", name="questions",
        )  # fmt: skip

    @property
    def figures(self) -> list[Any]:
        """Its figures."""
        return [self.tolerance, self.why]

    def target(self) -> Target:
        """The target as it stands in the fields; ``ValueError`` for one that cannot be meant."""
        (rate,) = read_c_rates(self.rate.value, "c_rate")
        return Target(self.direction.value, rate, _number("at_least", self.wanted.value))

    def run(self) -> Target:
        """The target's run, whatever it must deliver."""
        (rate,) = read_c_rates(self.rate.value, "c_rate")
        return Target(self.direction.value, rate, 1.0)

    @property
    def movable(self) -> tuple[str, ...]:
        """Fields that the search may move."""
        return tuple(VARIABLES[k] for k in self.free.active)

    def working(self, busy: bool) -> None:
        """Whether something is being computed."""
        self.cancel.disabled = not busy
        for button in self.asking:
            button.disabled = busy
        if not busy:
            self.progress.text = ""

    def offer(self, designs: list[str]) -> None:
        """Designs that may be compared."""
        for select, fallback in ((self.first, 0), (self.second, 1)):
            select.options = list(designs)
            if select.value not in designs:
                select.value = designs[min(fallback, len(designs) - 1)]

    def show_tolerance(self, table: pd.DataFrame) -> None:
        """Bars of a tolerance table."""
        rows = table[table[["low_percent", "high_percent"]].notna().any(axis=1)]
        names = [SHORT.get(name, name) for name in rows["variable"]]
        ends = rows[["low_percent", "high_percent"]].to_numpy(float)
        ends = np.sort(np.nan_to_num(ends, nan=0.0), axis=1)
        self.tolerance.y_range.factors = names[::-1]
        self.tolerance_panel.visible = True
        self.bars.data = {
            "name": names,
            "left": np.clip(ends[:, 0], -CLIPPED, 0).tolist(),
            "right": np.clip(ends[:, 1], 0, CLIPPED).tolist(),
            "words": [_percent(*pair) for pair in rows[["low_percent", "high_percent"]].to_numpy()],
        }
        words = "; ".join(f"{n}: {w}" for n, w in zip(names, self.bars.data["words"], strict=True))
        self.said.text = f"<p>to −5 % of the capacity: {words}</p>"

    def show_why(self, found: Attribution, one: str, other: str) -> None:
        """Bars of an attribution."""
        table = found.table
        self.why.y_range.factors = table["group"].tolist()[::-1]
        self.why_panel.visible = True
        self.parts.data = {
            "name": table["group"].tolist(),
            "value": table["contribution"].tolist(),
            "words": [f"{value:+.2f} mAh/g" for value in table["contribution"]],
        }
        row = table.iloc[0]
        parts = ", ".join(
            f"{g} {c:+.1f}" for g, c in zip(table["group"], table["contribution"], strict=True) if c
        )
        self.said.text = (
            f"<p>{row['c_rate']:g}C discharge: {one} {row['first']:.1f}, {other} "
            f"{row['second']:.1f} mAh/g; {row['gap']:+.1f} = {parts or 'no difference'}</p>"
        )


def _panel(caption: str, made: Any) -> Column:
    """A figure under its caption, not there before it has something to show."""
    return Column(words("caption", f"<b>{caption}</b>"), made, visible=False,
                  sizing_mode="stretch_width")  # fmt: skip


def _percent(low: float, high: float) -> str:
    ends = [f"{end:+.1f} %" if np.isfinite(end) else "any" for end in sorted((low, high))]
    return " to ".join(ends)


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{name}={text!r}: expected a positive number [mAh/g]") from None


def _bars(label: str, axis: str) -> Any:
    made = plain_figure(label, height=170, y_range=FactorRange())
    made.xaxis.axis_label = axis
    made.ygrid.visible = False
    return made


def _text(label: str, value: str) -> TextInput:
    return TextInput(value=value, width=110, title=label.split(" of ")[0], stylesheets=[sheet()],
                     name=label, tags=[label])  # fmt: skip


def _select(label: str, options: list[str], value: str) -> Select:
    return Select(options=options, value=value, width=120, title=label.split(" of ")[0],
                  stylesheets=[sheet()], name=label, tags=[label])  # fmt: skip


def _button(label: str, kind: str) -> Button:
    return Button(label=label, button_type=kind, width=180, stylesheets=[sheet()], name=label,
                  margin=(22, 5, 5, 5))  # fmt: skip
