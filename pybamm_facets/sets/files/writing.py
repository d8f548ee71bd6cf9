"""Writing a set's file: a commented start, and one that builds upon another with fitted numbers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

DIGITS = 6
"""Significant digits of a fitted number."""


def text_in_quotes(text: str) -> str:
    """A TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def number(value: Decimal) -> str:
    """A TOML number with as many digits as anyone can mean."""
    return f"{float(value):.{DIGITS}g}"


def fitted_text(
    like: str,
    choices: Mapping[str, str],
    fitted: Mapping[tuple[str, str], Decimal],
    bounds: Mapping[tuple[str, str], tuple[Decimal, Decimal]],
    source: str,
) -> str:
    """A file that takes everything from another but what was fitted.

    Parameters
    ----------
    like
        The other file or set.
    choices
        Its variant.
    fitted
        (section, key) to number, in the key's unit.
    bounds
        (section, key) to two standard errors below and above, where they are known.
    source
        To what it was fitted.
    """
    base = text_in_quotes(like)
    if choices:
        chosen = ", ".join(f"{name} = {text_in_quotes(one)}" for name, one in choices.items())
        base = f"{{ file = {base}, {chosen} }}"
    lines = [f"like = {base}", ""]
    for section in dict.fromkeys(section for section, _ in fitted):
        lines.append(f"[{section}]")
        for (part, key), value in fitted.items():
            if part != section:
                continue
            head, _, facet = key.partition(".")
            name = f"{head}.{text_in_quotes(facet)}" if facet else head
            ends = bounds.get((part, key))
            around = f", low = {number(ends[0])}, high = {number(ends[1])}" if ends else ""
            lines.append(
                f'{name} = {{ value = {number(value)}, origin = "fitted"{around}, '
                f"source = {text_in_quotes(source)} }}"
            )
        lines.append("")
    return "\n".join(lines)


def write_new(path: Path, text: str) -> None:
    """Write a file that does not exist yet; ``ValueError`` if it does."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise ValueError(f"{path}: exists; expected a new file's name") from None
    except FileNotFoundError:
        raise ValueError(f"{path}: expected a file in a folder that exists") from None
