"""The page's template and style, and the style of the words in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from bokeh.models import Div, InlineStyleSheet
from jinja2 import Environment, Template

from pybamm_facets.report.style import FACET_COLOURS

HERE = Path(__file__).parent

WORDS_CSS = """
:host { color: var(--ink); font: 13px/1.4 system-ui, sans-serif; }
.refused { color: var(--alert); font-weight: 600; }
p { margin: 2px 0; } ul { margin: 2px 0; padding-left: 18px; }
ul.parts { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 2px 14px; }
.swatch { display: inline-block; width: 12px; height: 12px; border: 1px solid #7d848b;
  margin-right: 5px; vertical-align: -1px; }
.origin { display: block; font-size: 11px; color: var(--faint); line-height: 1.25; }
.bar { display: block; position: relative; height: 5px; background: var(--track);
  border-radius: 3px; margin: 2px 0 3px; }
.bar span { position: absolute; top: 0; bottom: 0; background: #c08a1e; border-radius: 3px; }
:host { overflow-x: auto; }
table.numbers { border-collapse: collapse; font-size: 12px; width: 100%; }
table.numbers caption { text-align: left; font-weight: 600; }
table.numbers th, table.numbers td { padding: 1px 4px; text-align: right; font-weight: 400;
  border-bottom: 1px solid var(--track); font-variant-numeric: tabular-nums; }
table.numbers th[scope=row] { text-align: left; white-space: nowrap; }
.slot0 { color: var(--s0); } .slot1 { color: var(--s1); } .slot2 { color: var(--s2); }
.slot3 { color: var(--s3); } .slot4 { color: var(--s4); }
"""


@cache
def template() -> Template:
    """The page around the figures."""
    source = (HERE / "page.html").read_text(encoding="utf-8")
    return Environment(autoescape=False).from_string(source)


def variables(note: str = "", *, live: bool = True) -> dict[str, Any]:
    """What the template needs besides the figures."""
    key = "".join(
        f'<span><span class="swatch" style="background:{colour}"></span>{facet}</span>'
        for facet, colour in FACET_COLOURS.items()
    )
    css = (HERE / "page.css").read_text(encoding="utf-8")
    return {"css": css, "key": key, "note": note, "live": live}


def words(name: str, text: str = "") -> Div:
    """A place for words."""
    return Div(text=text, name=name, sizing_mode="stretch_width",
               stylesheets=[InlineStyleSheet(css=WORDS_CSS)])  # fmt: skip
