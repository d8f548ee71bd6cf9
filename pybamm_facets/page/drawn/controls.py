"""A slider, a number and a message for each field of a design, with its bounds drawn."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from bokeh.models import Column, CustomJSTickFormatter, Row, Slider, TextInput

from pybamm_facets.page.drawn.look import sheet
from pybamm_facets.page.drawn.markup import words
from pybamm_facets.page.state.design_fields import DesignField, Scale
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.page.state.preset_sets import Preset

SHOWN = {
    Scale.LINEAR: "return String(Number(tick.toPrecision(4)))",
    Scale.LOG: "return Number(Math.pow(10, tick).toPrecision(3)).toString()",
    Scale.ASINH: "return Number(Math.sinh(tick).toPrecision(3)).toString()",
}
"""JavaScript that writes a slider's coordinate as the value."""

Moved = Callable[[str, float, bool], None]
"""Called with a field's name, its new value, and whether the move is over."""


class Control:
    """The widgets of a field.

    Parameters
    ----------
    one
        The field.
    moved
        Told of every move.
    """

    def __init__(self, one: DesignField, moved: Moved) -> None:
        self.field, self._moved, self._setting = one, moved, False
        low, high = one.scale.to(one.low), one.scale.to(one.high)
        unit = f" [{one.unit}]" if one.unit else ""
        self.label = f"{one.label}{unit}"
        self.slider = Slider(
            start=low, end=high, value=low, step=(high - low) / one.steps, title=self.label,
            format=CustomJSTickFormatter(code=SHOWN[one.scale]), stylesheets=[sheet()],
            sizing_mode="stretch_width", name=f"slider {one.name}", tags=[self.label],
        )  # fmt: skip
        self.text = TextInput(width=92, stylesheets=[sheet()], name=f"number {one.name}",
                              tags=[f"{self.label}, number"])  # fmt: skip
        self.note = words(f"note {one.name}")
        self.layout = Column(
            self.slider, Row(self.text, self.note, sizing_mode="stretch_width"),
            sizing_mode="stretch_width", margin=(0, 0, 6, 0), name=f"field {one.name}",
        )  # fmt: skip
        self.slider.on_change("value", self._slid)
        self.slider.on_change("value_throttled", self._let_go)
        self.text.on_change("value", self._typed)
        self._bounds = ""

    def show(self, state: DesignState) -> None:
        """Show a design's number; nothing is told."""
        self._setting = True
        try:
            known = self.field.name in state.preset.defaults
            self.slider.disabled = self.text.disabled = not known
            self._bounds = _bounds_bar(self.field, state.preset)
            if known:
                value = state[self.field.name]
                self.slider.value = self._place(value)
                self.text.value = _written(value)
                self.note.text = self._bounds
            else:
                self.text.value = ""
                self.note.text = f"<span>{escape(state.preset.name)} has no such number</span>"
        finally:
            self._setting = False

    def refuse(self, message: str) -> None:
        """Say beside the number what was expected."""
        self.note.text = f'<span role="alert" class="refused">{escape(message)}</span>'

    def accept(self) -> None:
        """Take back what was said."""
        self.note.text = self._bounds

    @property
    def refused(self) -> bool:
        """Whether something is said."""
        return "refused" in self.note.text

    def _place(self, value: float) -> float:
        one = self.field
        inside = min(max(value, one.low), one.high)
        return one.scale.to(inside)

    def _slid(self, attr: str, old: Any, new: float) -> None:
        if not self._setting:
            value = self.field.checked(self.field.scale.back(float(new)))
            self._setting = True
            self.text.value = _written(value)
            self._setting = False
            self.accept()
            self._moved(self.field.name, value, False)

    def _let_go(self, attr: str, old: Any, new: float) -> None:
        if not self._setting:
            value = self.field.checked(self.field.scale.back(float(new)))
            self._moved(self.field.name, value, True)

    def _typed(self, attr: str, old: Any, new: str) -> None:
        if self._setting:
            return
        try:
            value = self.field.read(new)
        except ValueError as error:
            self.refuse(str(error))
            return
        self._setting = True
        self.slider.value = self._place(value)
        self._setting = False
        self.accept()
        self._moved(self.field.name, value, True)


def _written(value: float) -> str:
    return f"{value:.5g}"


def _bounds_bar(one: DesignField, preset: Preset) -> str:
    """The bounds of an estimate as a strip along the slider, and where the number is from."""
    origin = escape(preset.origins.get(one.name, ""))
    bounds = preset.bounds.get(one.name)
    if bounds is None:
        return f'<span class="origin">{origin}</span>'
    low, high = (min(max(value, one.low), one.high) for value in bounds)
    ends = [one.scale.to(value) for value in (one.low, low, high, one.high)]
    left, width = ends[1] - ends[0], max(ends[2] - ends[1], 0.0)
    whole = ends[3] - ends[0]
    words = f"{bounds[0]:g} to {bounds[1]:g}" if bounds[1] > bounds[0] else f"{bounds[0]:g}"
    return (
        f'<span class="bar" role="img" aria-label="bounds {words}"><span style="left:'
        f'{100 * left / whole:.1f}%;width:{max(100 * width / whole, 1):.1f}%"></span></span>'
        f'<span class="origin">bounds {words}; {origin}</span>'
    )
