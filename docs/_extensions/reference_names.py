"""Which names the reference lists, and what code may call them; no Sphinx is needed."""

from __future__ import annotations

import re
from pathlib import Path

LISTED = re.compile(r"^   ~(pybamm_facets\.[\w.]+)$", re.M)
SHORTEST = 4
"""A shorter name, such as `R`, is more often a symbol."""


def listed_names(folder: Path) -> list[str]:
    """Full names on the topic pages of a folder, in their order."""
    pages = sorted(folder.glob("*.md"))
    return [name for page in pages for name in LISTED.findall(page.read_text(encoding="utf-8"))]


def links_of(names: list[str]) -> dict[str, str]:
    """What code may call a name to its full name; what could be two names is left out."""
    links: dict[str, str] = {}
    twice: set[str] = set()
    for full in names:
        room, _, name = full.rpartition(".")
        ways = {full}
        if room == "pybamm_facets":
            ways.add(f"pf.{name}")
        elif room.count(".") == 1:
            ways.add(f"pf.{room.split('.')[1]}.{name}")
        if len(name) >= SHORTEST and (name != name.lower() or "_" in name):
            ways.add(name)
        twice |= ways & set(links)
        links |= dict.fromkeys(ways, full)
    return {way: full for way, full in links.items() if way not in twice}


def page_names(names: list[str]) -> dict[str, str]:
    """Another page name for a class that a file system may take for a function of its name."""
    functions = {full for full in names if full.rpartition(".")[2].islower()}
    return {full: f"{full}-class" for full in set(names) - functions if full.lower() in functions}
