"""The reproduction as one page that needs nothing else, and its claims as a table."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pybamm_facets._versions import versions
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.main_job import PARTICLES
from pybamm_facets.paper.reproduction.all_chapters import CHAPTERS
from pybamm_facets.paper.reproduction.claim import Verdict
from pybamm_facets.paper.reproduction.exhibit import Exhibit, repaired_equations
from pybamm_facets.paper.reproduction.reproducing import Reproduction
from pybamm_facets.report.reproduction_page.live_pictures import LIVE, script_of_live_pictures
from pybamm_facets.sets.origins import provenance

HERE = Path(__file__).parent
ROWS = 40
"""Of a table that is shown; what is longer is told to be."""

UNITS = {
    "_mA_cm2": "mA/cm²",
    "_mAh_g": "mAh/g",
    "_Ohm_cm2": "Ω·cm²",
    "_Ohm": "Ω",
    "_m2_s": "m²/s",
    "_percent": "%",
    "_MPa": "MPa",
    "_deg": "°",
    "_meV": "meV",
    "_eV": "eV",
    "_mV": "mV",
}
"""Ends of columns' names, the longer first."""

MARKS = {
    Verdict.REPRODUCED: ("yes", "✓"),
    Verdict.NOT_SUPPORTED: ("no", "✗"),
    Verdict.FITTED: ("fitted", "="),
    Verdict.UNTESTABLE: ("open", "?"),
    Verdict.NOT_COMPUTED: ("none", "–"),
}
"""Class and sign of a verdict: told apart without colour."""


def write_reproduction(out_dir: Path, result: Reproduction) -> list[Path]:
    """Write ``reproduce.html`` and ``reproduce_claims.csv``; the files."""
    out_dir.mkdir(parents=True, exist_ok=True)
    page, claims = out_dir / "reproduce.html", out_dir / "reproduce_claims.csv"
    page.write_text(reproduction_html(result), encoding="utf-8")
    result.table.to_csv(claims, index=False)
    return [page, claims]


def reproduction_html(result: Reproduction) -> str:
    """The page: verdicts, exhibits with pictures and tables, equations, provenance, versions."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"table": table_html, "whole_table": whole_table_html}
    live = any(p.media == LIVE for chapter in result.chapters.values() for p in chapter.pictures)
    counts = {v: sum(one.verdict is v for one in result.judged) for v in Verdict}
    page = environment.get_template("page.html").render(
        style=Markup((HERE / "page.css").read_text(encoding="utf-8")),
        live_media=LIVE,
        live_script=Markup(script_of_live_pictures()) if live else "",
        result=result,
        exhibits=[_exhibit(one, result) for one in result.exhibits],
        counts=[(v, *MARKS[v], n) for v, n in counts.items() if n],
        marks={verdict.value: mark for verdict, mark in MARKS.items()},
        chapters=[(c, result.chapters[c.name]) for c in CHAPTERS if c.name in result.chapters],
        repairs=repaired_equations(),
        provenance=_provenance(),
        versions=versions(),
        written=datetime.now(UTC).strftime("%d %B %Y, %H:%M UTC"),
    )
    return str(page)


def _exhibit(exhibit: Exhibit, result: Reproduction) -> dict[str, Any]:
    """An exhibit with its claims and chapters; a chapter is shown once, and linked elsewhere."""
    judged = [one for one in result.judged if one.claim.exhibit == exhibit.id]
    about = dict.fromkeys([*exhibit.chapters, *(one.claim.chapter for one in judged)])
    homes = {name: _home(name, result) for name in about if name in result.chapters}
    titles = {chapter.name: chapter.title for chapter in CHAPTERS}
    return {
        "exhibit": exhibit,
        "judged": judged,
        "shown": [
            (titles[name], result.chapters[name])
            for name, home in homes.items()
            if home.id == exhibit.id
        ],
        "elsewhere": [
            (titles[name], home) for name, home in homes.items() if home.id != exhibit.id
        ],
    }


def _home(chapter: str, result: Reproduction) -> Exhibit:
    """Where a chapter is shown: the exhibit that names it first, else that of its first claim."""
    naming = [one for one in result.exhibits if chapter in one.chapters]
    claiming = {one.claim.exhibit for one in result.judged if one.claim.chapter == chapter}
    return [*naming, *(one for one in result.exhibits if one.id in claiming)][0]


def _provenance() -> list[tuple[str, pd.DataFrame]]:
    found = []
    for name in PARTICLES:
        table = provenance(li2025(name)).reset_index()
        found.append((name, table[["parameter", "value", "provenance", "source"]]))
    return found


def table_html(table: pd.DataFrame) -> Markup:
    """A table with numbers to four digits; a long one is cut, and says so."""
    columns = [str(name) for name in table.columns]
    head = "".join(f"<th>{escape(_heading(name))}</th>" for name in columns)
    rows = [
        "<tr>" + "".join(_cell(value) for value in row) + "</tr>"
        for row in table.itertuples(index=False, name=None)
    ]
    more = ""
    if len(rows) > ROWS:
        more = f"<p class='note'>{ROWS} of {len(rows)} rows</p>"
    body = "".join(rows[:ROWS])
    rows_html = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return Markup(f"<div class='wide'><table>{rows_html}</table></div>{more}")


def whole_table_html(table: pd.DataFrame) -> Markup:
    """A table of any length."""
    pieces = [table_html(table.iloc[at : at + ROWS]) for at in range(0, len(table), ROWS)]
    return Markup("").join(pieces)


def _heading(name: str) -> str:
    """A column's name as it is read: its unit in brackets."""
    for ending, unit in UNITS.items():
        if name.endswith(ending):
            return f"{name.removesuffix(ending).replace('_', ' ')} [{unit}]"
    return name.replace("_", " ")


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "<td></td>"
    if isinstance(value, bool):
        return f"<td>{'yes' if value else 'no'}</td>"
    if isinstance(value, (int, float)) or hasattr(value, "dtype"):
        if str(getattr(value, "dtype", "")) == "bool":
            return f"<td>{'yes' if value else 'no'}</td>"
        text = f"{value:.4g}".replace("-", "−")
        return f"<td class='number'>{text}</td>"
    return f"<td>{escape(str(value))}</td>"
