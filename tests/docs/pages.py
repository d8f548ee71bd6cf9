"""Blocks of the README and the documentation that can be run, and what they say comes out.

A ```python block is run in the page's own namespace; an ```output block after it is what it prints.
In a ```console block a line that begins with ``$ `` is a command, what follows is what it prints.
In expected text a line of ``…`` stands for any lines, and a number must agree to the digits shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
NUMBER = re.compile(r"[-+−]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
GAP = "…"


@dataclass(frozen=True)
class Step:
    """Something to run, and what it should print; None where the page does not say."""

    kind: str
    source: str
    expected: str | None
    line: int


def steps(path: Path) -> list[Step]:
    """Steps of a page in their order."""
    text = path.read_text(encoding="utf-8")
    found: list[Step] = []
    for match in FENCE.finditer(text):
        kind, body = match.groups()
        line = text[: match.start()].count("\n") + 1
        if kind == "python":
            found.append(Step("python", body, None, line))
        elif kind == "output":
            last = found[-1]
            found[-1] = Step(last.kind, last.source, body, last.line)
        elif kind == "console":
            found += _commands(body, line)
    return found


def _commands(body: str, line: int) -> list[Step]:
    parts = re.split(r"^\$ (.*)$\n?", body, flags=re.M)
    assert not parts[0].strip(), f"line {line}: a console block must begin with a command"
    return [
        Step("console", command, output, line)
        for command, output in zip(parts[1::2], parts[2::2], strict=True)
    ]


def mismatch(expected: str, actual: str) -> str:
    """Where a page and a run disagree, in words; empty if they agree."""
    wanted, given = _lines(expected), _lines(actual)
    at = 0
    gap = False
    for text in wanted:
        if text == GAP:
            gap = True
            continue
        rest = given[at:]
        found = next((k for k, other in enumerate(rest) if _agree(text, other)), None)
        if found is None or (found and not gap):
            shown = rest[0] if rest else "nothing more"
            return f"the page has\n  {text}\nthe run gave\n  {shown}"
        at += found + 1
        gap = False
    if not gap and at < len(given):
        return f"the run also gave\n  {given[at]}"
    return ""


def _lines(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


def _agree(expected: str, actual: str) -> bool:
    if NUMBER.sub("#", expected) != NUMBER.sub("#", actual):
        return False
    pairs = zip(NUMBER.findall(expected), NUMBER.findall(actual), strict=True)
    return all(_equal(*pair) for pair in pairs)


def _equal(expected: str, actual: str) -> bool:
    if expected == actual:
        return True
    mantissa, _, exponent = expected.replace("−", "-").partition("e")
    digits = len(mantissa.partition(".")[2])
    half = 0.5 * 10.0 ** (int(exponent or 0) - digits)
    shown, got = float(expected.replace("−", "-")), float(actual.replace("−", "-"))
    return abs(shown - got) <= half * (1 + 1e-9) and len(actual) > len(expected)
