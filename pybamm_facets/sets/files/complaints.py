"""What is wrong with a set's file, in our words and one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from pybamm_facets.sets.files.schema import DIMENSIONS, PARTS, Like, SetFile
from pybamm_facets.sets.files.units import SUFFIXES, cut, shown, unit_of

_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
_DECIMAL_COMMA = re.compile(r"=\s*[-+]?\d+,\d+\s*(?:[,}#]|$)")
_BARE_LABEL = re.compile(r"^\s*\(\w+\)\s*=")
_TWICE = re.compile(r"Cannot (?:overwrite|declare|mutate)|Duplicate")

OTHER_UNITS = (
    *("m", "cm", "nm", "pm", "m2", "mm2", "um2", "cm3", "in", "K", "F", "g", "kg", "mg", "A", "uA"),
    *("J", "Pa", "MPa", "mV", "kV", "meV", "ohm", "S", "M", "mM", "g_cm2", "g_m2", "kg_m2"),
    *("mg_mm2", "kg_m3", "g_L", "mg_cm3", "kg_mol", "mol_cm3", "mol_dm3", "mmol_L", "A_g", "A_kg"),
    *("mAh", "mAh_g", "mAh_cm2", "Ah", "A_m2", "A_cm2", "uA_cm2", "cm2_s", "um2_s", "J_mol"),
    *("eV_mol", "V_K", "uV_K", "ohm_m2", "ohm_mm2", "S_cm", "mS_cm", "uF_cm2", "F_cm2", "mF_cm2"),
    *("fraction", "ppm"),
)
"""Units that people write where the file has another."""

EXPECTED = {
    "string_type": "expected text in quotes",
    "list_type": "expected a list, in brackets",
    "dict_type": "expected a table of keys",
    "model_type": "expected a table of keys",
    "model_attributes_type": "expected a table of keys",
    "literal_error": f"expected a dimension of {', '.join(DIMENSIONS)}",
}
LIKE = "expected the name of a set or file in quotes, or a table with file and a variant"


def one_of(known: Iterable[str]) -> str:
    """What a choice may be."""
    return f"one of {', '.join(map(cut, known))}"


def syntax_problem(text: str, message: str) -> str:
    """Line and reason for which a text is no TOML, to follow the file's name."""
    found = _LINE.search(message)
    lines = text.split("\n")
    number = int(found.group(1)) if found and found.group(1) else len(lines)
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    what = _LINE.sub("", message).strip()
    hint = ""
    if _DECIMAL_COMMA.search(line):
        hint = "; a decimal comma? expected a point, as in 30.5"
    elif _BARE_LABEL.match(line):
        hint = '; expected the label in quotes, as in "(104)" = 0.5'
    elif _TWICE.search(what):
        hint = "; expected each key and each section once"
    elif "expected" not in what.lower():
        hint = "; expected TOML, such as key = 30.5"
    return f", line {number}: {shown(line)}: {what}{hint}"


def first_problem(error: ValidationError, raw: Mapping[str, Any]) -> str:
    """The first thing that is wrong with the content of a file."""
    problems = error.errors(include_url=False)
    if isinstance(raw.get("like"), Mapping):
        # Of the two forms that it may have, it has this one.
        problems = [one for one in problems if one["loc"][:2] != ("like", "str")]
    # An unknown key explains other problems; it comes first.
    problem = next((p for p in problems if p["type"] == "extra_forbidden"), problems[0])
    place = _place(problem)
    key = _key(place)
    if problem["type"] == "extra_forbidden":
        return f"{key}={shown(problem['input'])}: {_unknown(place)}"
    if problem["type"] == "missing":
        return f"{key}: expected a value, got none"
    return f"{key}={shown(problem['input'])}: {_expected(problem, place)}"


def _place(problem: Any) -> list[str]:
    """Keys that lead to a problem, without what only pydantic calls so."""
    place = [str(part) for part in problem["loc"]]
    if place[0] == "like":
        del place[1:2]
    return place[:-1] if problem["type"] == "literal_error" else place


def _key(place: list[str]) -> str:
    """Where a value stands: ``section.key``, an overlay with its number."""
    if place[0] == "overlay" and len(place) > 1:
        return f"overlay {int(place[1]) + 1}" + (f", {_key(place[2:])}" if place[2:] else "")
    return ".".join(cut(part) or '""' for part in place)


def _expected(problem: Any, place: list[str]) -> str:
    if place == ["like"]:
        return LIKE
    if place == ["overlay"]:
        return "expected [[overlay]], in double brackets"
    if len(place) == 1 and place[0] in PARTS:
        return f"expected a table, [{place[0]}]"
    if "error" in problem.get("ctx", {}):
        return str(problem["ctx"]["error"]).removeprefix(f"value={shown(problem['input'])}: ")
    return EXPECTED.get(problem["type"], str(problem["msg"]).replace("Input should be", "expected"))


def _unknown(place: list[str]) -> str:
    """What was probably meant by an unknown key."""
    name, sections = place[-1], [part for part in place[:-1] if part in PARTS]
    known = _known(place, sections)
    stem, unit = _stem(name)
    meant = [key for key in known if _stem(key)[0] == stem and unit_of(key)]
    if meant and sections:
        other = f", not in {unit}" if unit else ""
        return f"unknown key; expected {meant[0]}: in {unit_of(meant[0])}{other}"
    elsewhere = [f"[{part}]" for part, keys in PARTS.items() if name in keys.model_fields]
    if elsewhere:
        return f"unknown key here; expected it in {' or '.join(elsewhere)}"
    near = get_close_matches(name, known, n=1, cutoff=0.4)
    if near:
        return f"unknown key; did you mean {near[0]}?"
    return f"unknown key; expected some of {', '.join(known)}"


def _known(place: list[str], sections: list[str]) -> list[str]:
    if sections:
        return list(PARTS[sections[-1]].model_fields)
    if place[0] == "like":
        return list(Like.model_fields)
    return ["when", *PARTS] if place[0] == "overlay" else list(SetFile.model_fields)


def _stem(key: str) -> tuple[str, str]:
    """A key without its unit, and the unit, known or not."""
    endings = [one for one in (*SUFFIXES, *OTHER_UNITS) if key.endswith(f"_{one}")]
    if not endings:
        return key, ""
    ending = max(endings, key=len)
    return key.removesuffix(f"_{ending}"), SUFFIXES.get(ending, ending.replace("_", "/"))
