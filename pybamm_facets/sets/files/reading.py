"""From a TOML file to its checked content: one line for the first thing that is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pybamm_facets.sets.files.alternatives import given_twice
from pybamm_facets.sets.files.cited import check_citations
from pybamm_facets.sets.files.complaints import first_problem, one_of, syntax_problem
from pybamm_facets.sets.files.entry import Entry, Given
from pybamm_facets.sets.files.folder import is_file
from pybamm_facets.sets.files.schema import PARTS, Sections, SetFile, choices, limits
from pybamm_facets.sets.files.units import shown, unit_of
from pybamm_facets.tables import read_text

LARGEST = 1_000_000
"""Bytes of a file: far more than any set has."""
TOO_DEEP = "nested too deeply, expected tables of keys"

Tree = dict[tuple[str, str], Given]
"""(section, key) to what is given for it; a facet's number has the key ``key.facet``."""

_DEEP = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){20}""")
"""Keys within keys, more than any set has, which take a TOML reader long."""


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
    if not is_file(path):
        raise ValueError(f"{path}: no such file; expected a .toml file of a set")
    raw = parse_toml(path)
    try:
        parsed = SetFile.model_validate(raw)
    except ValidationError as error:
        raise ValueError(f"{path}: {first_problem(error, raw)}") from None
    check_citations(parsed.citations, str(path))
    _check_variants(path, parsed)
    base = _tree(path, parsed, "")
    overlays = tuple(
        ({str(k): v for k, v in one.when.items()}, _tree(path, one, f"overlay {number}, "))
        for number, one in enumerate(parsed.overlay, start=1)
    )
    return Content(path, parsed, base, overlays)


def parse_toml(path: Path) -> dict[str, Any]:
    """A TOML file with exact numbers; ``ValueError`` in one line that names file and line."""
    size = path.stat().st_size
    if size > LARGEST:
        raise ValueError(f"{path}: {size} bytes, expected at most {LARGEST}")
    text = read_text(path)
    if _DEEP.search(text):
        raise ValueError(f"{path}: {TOO_DEEP}")
    try:
        return tomllib.loads(text, parse_float=_exact)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}{syntax_problem(text, str(error))}") from None
    except RecursionError:
        raise ValueError(f"{path}: {TOO_DEEP}") from None
    except ValueError:  # an integer of thousands of digits
        raise ValueError(
            f"{path}: an integer of too many digits; expected one that can be meant"
        ) from None


def _exact(text: str) -> Decimal:
    """A number as written; one whose exponent has too many digits even for that is infinite."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("inf")


def _check_variants(path: Path, parsed: SetFile) -> None:
    for dimension, names in parsed.variants.items():
        if not names or len(set(names)) < len(names):
            raise ValueError(
                f"{path}: variants.{dimension}={shown(names)}: expected different names, at least "
                "one"
            )
    for number, one in enumerate(parsed.overlay, start=1):
        for dimension, choice in one.when.items():
            known = parsed.variants.get(dimension, [])
            if choice not in known:
                raise ValueError(
                    f"{path}: overlay {number}, when.{dimension}={shown(choice)}: expected "
                    f"{one_of(known) if known else f'none: [variants] has no {dimension}'}"
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
