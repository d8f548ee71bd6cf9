"""From a TOML file to its checked content: one line for the first thing that is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pybamm_facets.sets.files.alternatives import given_twice
from pybamm_facets.sets.files.entry import Entry, Given
from pybamm_facets.sets.files.schema import (
    DIMENSIONS,
    PARTS,
    Sections,
    SetFile,
    choices,
    limits,
)
from pybamm_facets.sets.files.units import SUFFIXES, shown, unit_of
from pybamm_facets.tables import read_text

LARGEST = 1_000_000
"""Characters of a file: far more than any set has."""

Tree = dict[tuple[str, str], Given]
"""(section, key) to what is given for it; a facet's number has the key ``key.facet``."""

_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
_DECIMAL_COMMA = re.compile(r"=\s*[-+]?\d+,\d+\s*(#.*)?$")
_BARE_LABEL = re.compile(r"^\s*\(\w+\)\s*=")


@dataclass(frozen=True)
class Content:
    """A file's content, checked by itself.

    Parameters
    ----------
    path
        The file.
    parsed
        What it says.
    base
        Its own sections.
    overlays
        (when, sections) of each overlay.
    """

    path: Path
    parsed: SetFile
    base: Tree
    overlays: tuple[tuple[Mapping[str, str], Tree], ...]


def read_content(path: str | Path) -> Content:
    """Read and check a set's file.

    Raises
    ------
    ValueError
        One line with file, key, value and what was expected.
    """
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"{path}: no such file")
    raw = parse_toml(path)
    try:
        parsed = SetFile.model_validate(raw)
    except ValidationError as error:
        raise ValueError(f"{path}: {_first_line(error, raw)}") from None
    _check_variants(path, parsed)
    base = _tree(path, parsed, "")
    overlays = tuple(
        ({str(k): v for k, v in one.when.items()}, _tree(path, one, f"overlay {number}, "))
        for number, one in enumerate(parsed.overlay, start=1)
    )
    return Content(path, parsed, base, overlays)


def parse_toml(path: Path) -> dict[str, Any]:
    """A TOML file with exact numbers; ``ValueError`` in one line that names file and line."""
    text = read_text(path)
    if len(text) > LARGEST:
        raise ValueError(f"{path}: {len(text)} characters, expected at most {LARGEST}")
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(_syntax(path, text, str(error))) from None
    except RecursionError:
        raise ValueError(f"{path}: nested too deeply, expected tables of keys") from None


def _syntax(path: Path, text: str, message: str) -> str:
    found = _LINE.search(message)
    lines = text.splitlines()
    number = int(found.group(1)) if found and found.group(1) else len(lines)
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    what = _LINE.sub("", message).strip()
    hint = ""
    if _DECIMAL_COMMA.search(line):
        hint = "; a decimal comma? expected a point, as in 30.5"
    elif _BARE_LABEL.match(line):
        hint = '; expected the label in quotes, as in "(104)" = 0.5'
    return f"{path}, line {number}: {line!r}: {what}{hint}"


def _first_line(error: ValidationError, raw: Mapping[str, Any]) -> str:
    """The first problem in our words."""
    problems = error.errors()
    # An unknown key explains other problems; it comes first.
    problem = next((p for p in problems if p["type"] == "extra_forbidden"), problems[0])
    place = [str(part) for part in problem["loc"] if part != "Like"]
    key = ".".join(place)
    if problem["type"] == "extra_forbidden":
        return f"{key}={_value(problem['input'])}: {_unknown(place)}"
    if problem["type"] == "missing":
        return f"{key}: expected a value, got none"
    text = str(problem["ctx"]["error"]) if "error" in problem.get("ctx", {}) else problem["msg"]
    if place[-1] in DIMENSIONS or "[key]" in place:
        text = f"expected a dimension of {', '.join(DIMENSIONS)}"
    if text.startswith("Input should be"):
        text = text.replace("Input should be", "expected")
    return f"{key}={_value(problem['input'])}: {text}"


def _value(value: Any) -> str:
    text = shown(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _unknown(place: list[str]) -> str:
    """What was probably meant by an unknown key."""
    name, sections = place[-1], [part for part in place[:-1] if part in PARTS]
    known = list(PARTS[sections[-1]].model_fields) if sections else list(SetFile.model_fields)
    if not sections and place[0] == "overlay":
        known = ["when", *PARTS]
    stem, unit = _stem(name)
    meant = [key for key in known if _stem(key)[0] == stem and unit_of(key)]
    if meant and sections:
        return f"unknown key; expected {meant[0]}: in {unit_of(meant[0])}, not in {unit or 'this'}"
    elsewhere = [part for part, keys in PARTS.items() if name in keys.model_fields]
    if elsewhere:
        return f"unknown key here; expected it in [{elsewhere[0]}]"
    near = get_close_matches(name, known, n=1, cutoff=0.4)
    if near:
        return f"unknown key; did you mean {near[0]}?"
    return f"unknown key; expected some of {', '.join(known)}"


def _stem(key: str) -> tuple[str, str]:
    """A key without its unit, and the unit, known or not."""
    unit = unit_of(key)
    endings = [suffix for suffix, meaning in SUFFIXES.items() if unit and meaning == unit]
    for ending in endings:
        if key.endswith(f"_{ending}"):
            return key.removesuffix(f"_{ending}"), unit
    stem, _, ending = key.rpartition("_")
    return (stem, ending) if ending in OTHER_UNITS else (key, "")


OTHER_UNITS = {"m", "cm", "nm", "K", "g", "kg", "mg", "A", "J", "Pa", "pm", "cm3", "F", "ohm", "S"}
"""Units that people write where the file has another."""


def _check_variants(path: Path, parsed: SetFile) -> None:
    for dimension, names in parsed.variants.items():
        if not names or len(set(names)) < len(names):
            raise ValueError(
                f"{path}: variants.{dimension}={names!r}: expected different names, at least one"
            )
    for number, one in enumerate(parsed.overlay, start=1):
        for dimension, choice in one.when.items():
            known = parsed.variants.get(dimension, [])
            if choice not in known:
                raise ValueError(
                    f"{path}: overlay {number}, when.{dimension}={choice!r}: expected one of "
                    f"{', '.join(known) or 'none: [variants] has no ' + dimension}"
                )


def _tree(path: Path, sections: Sections, prefix: str) -> Tree:
    """What is given, checked key by key."""
    tree: Tree = {}
    for section, model in PARTS.items():
        part = getattr(sections, section)
        present = [key for key in model.model_fields if getattr(part, key) is not None]
        twice = given_twice(section, present)
        if twice is not None:
            raise ValueError(
                f"{path}: {prefix}{section}.{twice[0]} and {section}.{twice[1]}: expected one of "
                "them"
            )
        for key in present:
            entry = getattr(part, key)
            many = entry if isinstance(entry, dict) else {"": entry}
            for facet, one in many.items():
                name = f"{key}.{facet}" if facet else key
                given = Given(one, f"{prefix}{section}.{name}", unit_of(key), str(path))
                _check(section, key, given)
                tree[section, name] = given
    return tree


COMPUTABLE = {"active_volume_fraction", "porosity", "initial_stoichiometry"}
"""Keys whose value may be left out of a table: it is computed, the table says its origin."""


def _check(section: str, key: str, given: Given) -> None:
    entry: Entry = given.entry
    if entry.value is None:
        if key in COMPUTABLE:
            return
        raise ValueError(f"{given.file}: {given.key}: expected a value")
    allowed = limits(section, key)
    if allowed is None:
        if not isinstance(entry.value, str):
            raise ValueError(f"{given.where}: expected text in quotes")
        words = choices(section, key)
        if words and entry.value not in words:
            raise ValueError(f"{given.where}: expected one of {', '.join(words)}")
        return
    if isinstance(entry.value, str):
        hint = "; without quotes and with a decimal point" if _looks_numeric(entry.value) else ""
        raise ValueError(f"{given.where}: expected a number{_in_unit(given)}{hint}")
    least, most = allowed
    if not Decimal(repr(least)) <= entry.value <= Decimal(repr(most)):
        raise ValueError(f"{given.where}: expected from {least:g} to {most:g}{_in_unit(given)}")


def _in_unit(given: Given) -> str:
    return f" [{given.unit}]" if given.unit else ""


def _looks_numeric(text: str) -> bool:
    return re.fullmatch(r"\s*[-+]?[\d.,]+([eE][-+]?\d+)?\s*", text) is not None
