"""What a set's file cites: keys that PyBaMM knows, and BibTeX entries that it can print."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from itertools import accumulate

from pybamm_facets.sets.files.units import shown

_ENTRY = re.compile(r"@\w+\s*\{\s*([^\s,{}]+)\s*,")


@cache
def known_keys() -> frozenset[str]:
    """Citation keys that PyBaMM comes with."""
    return frozenset(_ENTRY.findall((files("pybamm") / "CITATIONS.bib").read_text("utf-8")))


def check_citations(citations: Iterable[str], where: str) -> None:
    """``ValueError`` for a citation that could not be printed."""
    for citation in citations:
        text = citation.strip()
        if not (_is_entry(text) if text.startswith("@") else text in known_keys()):
            near = get_close_matches(text[:80], known_keys(), n=1, cutoff=0.6)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ValueError(
                f"{where}: citations={shown(citation)}: expected a key that PyBaMM knows, or a "
                f"whole BibTeX entry, @article{{key, ...}}{hint}"
            )


def _is_entry(text: str) -> bool:
    """Whether a text is one entry: a type, a key, and as many braces closed as opened."""
    if _ENTRY.match(text) is None:
        return False
    depths = list(accumulate((one == "{") - (one == "}") for one in text))
    return depths[-1] == 0 and depths.index(0, text.index("{")) == len(depths) - 1
