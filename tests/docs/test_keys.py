"""The page on a user's own material names every key, with its meaning and range."""

from pybamm_facets.sets.files.schema import PARTS, choices, describe, limits
from tests.docs.pages import ROOT


def row(section, key):
    ends, words = limits(section, key), choices(section, key)
    span = f"{ends[0]:g} to {ends[1]:g}" if ends else ", ".join(f"`{word}`" for word in words)
    return f"| `{section}` | `{key}` | {describe(section, key)} | {span} |"


def test_every_key_stands_in_the_documentation():
    page = (ROOT / "docs" / "tutorials" / "your_material.md").read_text(encoding="utf-8")
    rows = [row(section, key) for section, model in PARTS.items() for key in model.model_fields]
    assert page.rstrip().endswith("\n".join(rows))
