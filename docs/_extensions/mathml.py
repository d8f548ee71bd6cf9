"""Formulas as MathML: readable without a network, in both themes, by every browser of today."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx

SYNONYMS = {r"\iff": r"\Leftrightarrow"}
"""Commands of LaTeX that docutils does not know."""

BEGINS = re.compile(r"\\begin\{(align|aligned|gather|equation|multline)\*?\}")


def _mathml(text: str, block: bool) -> str:
    """A formula; several lines of a block as a table of lines."""
    text = text.strip()
    if block and (r"\\" in text or "&" in text) and not BEGINS.search(text):
        text = rf"\begin{{aligned}}{text}\end{{aligned}}"
    for unknown, known in SYNONYMS.items():
        text = text.replace(unknown, known)
    return str(tex2mathml(text, as_block=block))


def visit_math(self: Any, node: nodes.math) -> None:
    """A formula in a line."""
    self.body.append(_mathml(node.astext(), block=False))
    raise nodes.SkipNode


def visit_math_block(self: Any, node: nodes.math_block) -> None:
    """A formula of its own, with its number where it has one."""
    self.body.append(self.starttag(node, "div", CLASS="math"))
    if node["number"]:
        number = f"({node['number']})"
        self.body.append(f'<span class="eqno">{number}</span>')
    self.body.append(_mathml(node.astext(), block=True))
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the renderer to Sphinx."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
