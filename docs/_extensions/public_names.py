"""Names of the reference: constants with their words, and links wherever code names one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from reference_names import links_of, listed_names
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.ext import autosummary
from sphinx.pycode import ModuleAnalyzer

LONGEST_VALUE = 60
ABBREVIATIONS = ("Eq.", "Eqs.", "Fig.", "Figs.", "Chem.", "Mater.")
"""A summary does not end with one."""


def link_code(app: Sphinx, doctree: nodes.document) -> None:
    """Make a link of code that is a public name, unless it is on the page of that name."""
    links = links_of(listed_names(Path(app.srcdir) / "reference" / "api"))
    for code in list(doctree.findall(nodes.literal)):
        full = links.get(code.astext().removesuffix("()"))
        inside = isinstance(code.parent, nodes.reference | addnodes.pending_xref)
        if not full or inside or app.env.docname.endswith(f"names/{full}"):
            continue
        link = addnodes.pending_xref(
            "", refdomain="py", reftype="obj", reftarget=full, refexplicit=True, refwarn=True
        )
        link["refdoc"] = app.env.docname
        code.replace_self(link)
        link += code


def leave_out_long_values(_app: Sphinx, doctree: nodes.document) -> None:
    """A constant of many entries is told by its words, not by its value."""
    for note in list(doctree.findall(addnodes.desc_annotation)):
        text = note.astext()
        if text.startswith(" = ") and len(text) > LONGEST_VALUE:
            note.parent.remove(note)


def describe_constant(
    _app: Sphinx, what: str, name: str, _value: Any, _options: Any, lines: list[str]
) -> None:
    """The words below a constant stand where it is written, not where it is exported."""
    if what not in ("data", "attribute") or not name.startswith("pybamm_facets."):
        return
    words = _words_below(name)
    if words:
        lines[:] = words


def _words_below(name: str) -> list[str]:
    room, _, short = name.rpartition(".")
    for module in sorted(m for m in sys.modules if m.startswith(room)):
        if hasattr(sys.modules[module], "__file__"):
            words = ModuleAnalyzer.for_module(module).find_attr_docs().get(("", short))
            if words:
                return list(words)
    return []


def setup(app: Sphinx) -> dict[str, bool]:
    """Register all."""
    autosummary.WELL_KNOWN_ABBREVIATIONS += ABBREVIATIONS
    app.connect("doctree-read", link_code)
    app.connect("doctree-read", leave_out_long_values)
    # After napoleon, which takes what is before a colon for a type.
    app.connect("autodoc-process-docstring", describe_constant, priority=900)
    return {"parallel_read_safe": True}
