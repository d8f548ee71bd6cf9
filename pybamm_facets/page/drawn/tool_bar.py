"""Buttons above the page: set, undo, pins, downloads, ground."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bokeh.models import Button, Column, Dropdown, Row, Select, Toggle

from pybamm_facets.page.drawn.look import sheet
from pybamm_facets.page.drawn.markup import words
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.page.state.preset_sets import Preset
from pybamm_facets.page.state.url_query import MOST_PINS

DOWNLOADS = {
    "Capacities (CSV)": "capacities",
    "Curves (CSV)": "curves",
    "Figure (PNG)": "png",
    "Figure (SVG)": "svg",
    "Set file (TOML)": "toml",
    "Python script": "script",
}
WRAP = ":host {flex-wrap: wrap;}"
Asked = Callable[[str], None]


class ToolBar:
    """The buttons; each tells what was asked for.

    Parameters
    ----------
    presets
        Sets by name.
    asked
        Called with ``"undo"``, ``"redo"``, ``"reset"``, ``"pin"``, ``"set NAME"``, ``"open 2"``,
        ``"unpin 2"`` or ``"download KIND"``.
    """

    def __init__(self, presets: Mapping[str, Preset], asked: Asked) -> None:
        self._setting = False
        options = [
            (name, f"{name} (broken)" if preset.problem else name)
            for name, preset in presets.items()
        ]
        self.preset = Select(options=options, width=190, stylesheets=[sheet()], name="preset",
                             tags=["set that the design starts from"])  # fmt: skip
        self.preset.on_change("value", lambda attr, old, new: self._chosen(asked, new))
        self.undo = _button("Undo", lambda: asked("undo"))
        self.redo = _button("Redo", lambda: asked("redo"))
        self.reset = _button("Reset to set", lambda: asked("reset"), 110)
        self.pin = _button("Pin this design", lambda: asked("pin"), 130)
        self.files = Dropdown(label="Download", menu=[(k, v) for k, v in DOWNLOADS.items()],
                              width=120, stylesheets=[sheet()], name="download")  # fmt: skip
        self.files.on_click(lambda event: asked(f"download {event.item}"))
        self.ground = Toggle(label="Dark", width=70, stylesheets=[sheet()], name="ground")
        self.status = words("status")
        self._pins = [self._pin(slot, asked) for slot in range(1, 1 + MOST_PINS)]
        self.layout = Column(
            Row(self.preset, self.undo, self.redo, self.reset, self.pin, self.files, self.ground,
                sizing_mode="stretch_width", stylesheets=[WRAP]),
            Row(*(row for row, _, _ in self._pins), sizing_mode="stretch_width",
                stylesheets=[WRAP]),
            self.status, sizing_mode="stretch_width",
        )  # fmt: skip

    def show(self, state: DesignState, pins: Sequence[DesignState], steps: tuple[int, int]) -> None:
        """Show which set, which pins, and how far one may go back and forth."""
        self._setting = True
        self.preset.value = state.preset.name
        self._setting = False
        self.undo.disabled, self.redo.disabled = not steps[0], not steps[1]
        self.reset.disabled = not state.changes
        self.pin.disabled = len(pins) >= MOST_PINS
        for slot, (row, open_, _) in enumerate(self._pins):
            row.visible = slot < len(pins)
            if row.visible:
                open_.label = f"Pin {slot + 1}: {_short(pins[slot])}"

    def _chosen(self, asked: Asked, name: str) -> None:
        if not self._setting:
            asked(f"set {name}")

    def _pin(self, slot: int, asked: Asked) -> tuple[Row, Button, Button]:
        open_ = _button(f"Pin {slot}", lambda: asked(f"open {slot}"), 250)
        away = _button("×", lambda: asked(f"unpin {slot}"), 34)
        away.tags = [f"remove pin {slot}"]
        away.name = f"unpin {slot}"
        return Row(open_, away, visible=False), open_, away


def _short(state: DesignState) -> str:
    if not state.changes:
        return state.preset.name
    moved = ", ".join(f"{name} {value:g}" for name, value in list(state.changes.items())[:2])
    return moved if len(state.changes) <= 2 else f"{moved}, …"


def _button(label: str, asked: Callable[[], None], width: int = 70) -> Button:
    made = Button(label=label, width=width, stylesheets=[sheet()], name=label)
    made.on_click(asked)
    return made
