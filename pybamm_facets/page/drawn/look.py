"""Colours of the page in light and dark, on the palette of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bokeh.models import ColumnDataSource, CustomJS, InlineStyleSheet
from bokeh.palettes import Viridis
from bokeh.plotting import figure

from pybamm_facets.report.style import COLOURS, OTHERS

DESIGN_LIGHT = (COLOURS["core-shell"], COLOURS["isotropic"], *OTHERS[:3])
DESIGN_DARK = ("#6fb1de", "#e58a74", "#7cc487", "#bf9bd8", "#e6bd5c")
"""The design and its pins: the report's colours, and the same hues for a dark ground."""

MARKERS = ("circle", "square", "triangle", "diamond", "inverted_triangle")
"""Of the design and its pins: told apart without colour."""

LOSS_COLOURS = ("#8a8a8a", *Viridis[6][1:5], "#c9c9c9")
"""Capacity that is delivered, the four processes, and the rest."""

INK = {
    "light": {"ink": "#1d2125", "line": "#7d848b", "grid": "#e3e3e3", "ground": "#ffffff"},
    "dark": {"ink": "#e8eaed", "line": "#8f979f", "grid": "#3a4047", "ground": "#1c2024"},
}

WIDGET_CSS = """
:host { color: var(--ink); --font-size: 13px; }
.bk-input, input, select { background: var(--field) !important; color: var(--ink) !important;
  border-color: var(--edge) !important; }
.bk-btn { background: var(--field); color: var(--ink); border-color: var(--edge); }
.bk-btn[disabled] { background: var(--field); color: var(--faint); opacity: 0.6; }
.bk-btn-danger:not([disabled]) { background: var(--alert); color: var(--ground); }
.bk-btn-primary:not([disabled]) { background: var(--accent); color: var(--on-accent); }
.bk-input-group > div, .bk-input-group { flex-wrap: wrap; }
.bk-btn:hover { background: var(--hover); }
.bk-btn.bk-active { background: var(--accent); color: var(--on-accent); }
.bk-btn:focus-visible, input:focus-visible, select:focus-visible, .noUi-handle:focus-visible {
  outline: 3px solid var(--focus) !important; outline-offset: 1px; }
.bk-slider-title, label, .bk-input-group { color: var(--ink); }
.noUi-target { background: var(--track); border-color: var(--edge); }
.noUi-connect { background: var(--accent) !important; }
.noUi-handle { background: var(--field); border-color: var(--accent); }
"""


def sheet() -> InlineStyleSheet:
    """The style of widgets, by the page's CSS variables."""
    return InlineStyleSheet(css=WIDGET_CSS)


@dataclass(frozen=True)
class Repainted:
    """A property of a glyph that has a colour for each ground.

    Parameters
    ----------
    glyph
        The glyph.
    names
        Its properties.
    slot
        Which of the colours of designs.
    """

    glyph: Any
    names: tuple[str, ...]
    slot: int


REPAINT = """
// Painted here only: the server need not know, and a line takes other values than it sends.
const paint = (model, values) => model.setv(values, {sync: false});
const dark = toggle.active;
document.documentElement.dataset.ground = dark ? 'dark' : 'light';
if (window.localStorage) localStorage.setItem('designer-ground', dark ? 'dark' : 'light');
const c = dark ? ink.dark : ink.light;
const colours = dark ? designs.dark : designs.light;
for (const fig of figures) {
  for (const side of [fig.above, fig.below, fig.left, fig.right]) for (const part of side) {
    if ('axis_label_text_color' in part)
      paint(part, {axis_label_text_color: c.ink, major_label_text_color: c.ink,
                   axis_line_color: c.line, major_tick_line_color: c.line});
  }
  for (const part of fig.center)
    if ('grid_line_color' in part && part.visible) paint(part, {grid_line_color: c.grid});
}
for (let k = 0; k < glyphs.length; k++)
  for (const name of names[k]) paint(glyphs[k], {[name]: colours[slots[k]]});
"""


def repaint(toggle: Any, figures: Sequence[figure], repainted: Sequence[Repainted]) -> CustomJS:
    """A callback that paints figures for a light or a dark ground, as a toggle says."""
    return CustomJS(
        args={
            "toggle": toggle,
            "figures": list(figures),
            "glyphs": [one.glyph for one in repainted],
            "names": [list(one.names) for one in repainted],
            "slots": [one.slot for one in repainted],
            "ink": INK,
            "designs": {"light": list(DESIGN_LIGHT), "dark": list(DESIGN_DARK)},
        },
        code=REPAINT,
    )


def plain_figure(label: str, **given: Any) -> figure:
    """A figure in the common look, with a name for screen readers."""
    made = figure(
        sizing_mode="stretch_width",
        toolbar_location="right",
        tools="pan,box_zoom,wheel_zoom,reset,save",
        background_fill_color=None,
        border_fill_color=None,
        outline_line_color=None,
        min_width=120,
        tags=[label],
        **given,
    )
    made.toolbar.logo = None
    made.toolbar.autohide = True
    made.toolbar.active_drag = None
    made.grid.grid_line_color = INK["light"]["grid"]
    made.axis.minor_tick_line_color = None
    made.axis.axis_label_text_font_style = "normal"
    return made


def refill(source: ColumnDataSource, data: Mapping[str, Sequence[object]]) -> None:
    """Give a source other rows; the same ones again would be sent and drawn all the same."""
    if data != source.data:
        source.data = dict(data)
