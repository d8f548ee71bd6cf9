"""The half-cell itself within a BPX file: every parameter with its origin, in `User-defined`.

Layout, version `FORMAT`, under the key ``pybamm-facets``: ``format``, ``sum`` (of the rest of the
file, so that a change there does not go unnoticed), ``title``, ``citations`` and ``parameters``: by
PyBaMM's name each a ``value`` or ``function``, ``low`` and ``high`` where it has bounds, and a
``description``, its origin, a colon and its source.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets.sets.bpx_files.function_words import (
    function_from,
    function_words,
    is_finite,
)
from pybamm_facets.sets.bpx_files.losses import Loss
from pybamm_facets.sets.files.units import shown
from pybamm_facets.sourced import PROVENANCES, Sourced

KEY = "pybamm-facets"
FORMAT = 1
IGNORED = ("citations", "chemistry")
USER_DEFINED = "User-defined"
LARGEST = 20_000_000
"""Bytes of a file."""


@dataclass(frozen=True, eq=False)
class FacetsInFile:
    """A half-cell as a BPX file of ours keeps it.

    Parameters
    ----------
    title
        What the set was called.
    records
        PyBaMM parameter name to value with origin.
    citations
        Keys or BibTeX entries.
    """

    title: str
    records: Mapping[str, Sourced]
    citations: tuple[str, ...]

    @property
    def parameter_values(self) -> pybamm.ParameterValues:
        """As PyBaMM takes it."""
        values = {name: one.value for name, one in self.records.items()}
        header = {"chemistry": "lithium_ion", "citations": list(self.citations)}
        return pybamm.ParameterValues(header | values)


def user_section(
    values: pybamm.ParameterValues, title: str, origins: pd.DataFrame, losses: list[Loss]
) -> dict[str, Any]:
    """The section of a set.

    Parameters
    ----------
    values
        The set.
    title
        What to call it, or nothing.
    origins
        `provenance` of it.
    losses
        Where functions are appended that only a table is left of.
    """
    parameters: dict[str, Any] = {}
    for name, value in values.items():
        if name in IGNORED:
            continue
        row = origins.loc[name]
        entry: dict[str, Any]
        if is_finite(value):
            entry = {"value": value}
        else:
            words, error = function_words(values, name)
            entry = {"function": words}
            if "scale" in words and names.DIFFUSIVITY_SCALE not in values:
                parameters[names.DIFFUSIVITY_SCALE] = {
                    "value": words["scale"],
                    "description": "derived: mean of ln D over x",
                }
            if error:
                losses.append(Loss(f"{name}, read back", "points", error, "V or ln"))
        for bound, key in (("lower", "low"), ("upper", "high")):
            if row[bound] is not None and pd.notna(row[bound]):
                entry[key] = float(row[bound])
        parameters[name] = entry | {"description": f"{row['provenance']}: {row['source']}"}
    citations = [str(one) for one in values.get("citations", ())]
    return {
        "format": FORMAT,
        "title": {"description": title},
        "citations": {
            "number": len(citations),
            **{str(k): {"description": one} for k, one in enumerate(citations, start=1)},
        },
        "parameters": parameters,
    }


def check_sum(content: Mapping[str, Any]) -> int:
    """A number of all that other tools read in a file: its sections but ours."""
    sections = {name: content.get(name) for name in ("Parameterisation", "State")}
    parts = {
        name: {key: one for key, one in part.items() if key != USER_DEFINED}
        for name, part in sections.items()
        if isinstance(part, dict)
    }
    # On the way through another tool 1 may become 1.0, and what is not given null.
    same = json.loads(json.dumps(parts), parse_int=float, object_hook=_without_null)
    text = json.dumps(same, sort_keys=True)
    return int(sha256(text.encode()).hexdigest()[:12], 16)


def _without_null(part: dict[str, Any]) -> dict[str, Any]:
    return {key: one for key, one in part.items() if one is not None}


def facets_in(path: Path, where: str) -> FacetsInFile | None:
    """The half-cell in a BPX file; None if it is a file of another tool.

    Parameters
    ----------
    path
        The file.
    where
        How messages begin.

    Raises
    ------
    ValueError
        One line with file and key for a section of a newer format, and for what is not whole.
    """
    content = _json(path)
    found: Any = content
    for key in ("Parameterisation", USER_DEFINED, KEY):
        found = found.get(key) if isinstance(found, dict) else None
    if found is None:
        return None
    where = f"{where}: Parameterisation.{USER_DEFINED}.{KEY}"
    if not isinstance(found, dict):
        raise ValueError(f"{where}: expected an object")
    if found.get("format") != FORMAT:
        raise ValueError(
            f"{where}.format={shown(found.get('format'))}: expected {FORMAT}; a file of another "
            "version of pybamm-facets"
        )
    if found.get("sum") != check_sum(content):
        raise ValueError(
            f"{where}.sum={shown(found.get('sum'))}: expected {check_sum(content)}: the file was "
            "changed after it was written; give the change to load_set, or take the section "
            f"{KEY!r} out to read the file as any other BPX file"
        )
    parameters = found.get("parameters")
    if not isinstance(parameters, dict) or not parameters:
        raise ValueError(f"{where}.parameters: expected an object of PyBaMM parameters")
    records = {
        name: _record(entry, name, f"{where}.parameters[{name!r}]")
        for name, entry in parameters.items()
    }
    for name in (names.C_MAX, names.ACTIVE_MATERIAL_DENSITY, names.CORE_RATIO, names.SHELL_RATIO):
        if name not in records:
            raise ValueError(f"{where}.parameters: no {name!r}; expected a whole half-cell")
    return FacetsInFile(
        _text(found.get("title")), records, _citations(found.get("citations"), where)
    )


def _json(path: Path) -> dict[str, Any]:
    """A file's content, or nothing where PyBaMM's reader will say what is wrong."""
    try:
        if path.stat().st_size > LARGEST:
            return {}
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _text(entry: Any) -> str:
    return str(entry.get("description", "")) if isinstance(entry, dict) else ""


def _citations(entry: Any, where: str) -> tuple[str, ...]:
    count = entry.get("number") if isinstance(entry, dict) else None
    if not isinstance(count, int) or any(not _text(entry.get(str(k + 1))) for k in range(count)):
        raise ValueError(f"{where}.citations: expected their number and each as a description")
    return tuple(_text(entry[str(k + 1)]) for k in range(count))


def _record(entry: Any, name: str, where: str) -> Sourced:
    """One parameter with its origin."""
    if not isinstance(entry, dict) or ("value" in entry) == ("function" in entry):
        raise ValueError(f"{where}: expected an object with either value or function")
    numbers = {key: entry[key] for key in ("value", "low", "high") if key in entry}
    for key, number in numbers.items():
        if not is_finite(number):
            raise ValueError(f"{where}.{key}={shown(number)}: expected a finite number")
    value = numbers.get("value")
    if value is None:
        words = entry["function"]
        if not isinstance(words, dict):
            raise ValueError(f"{where}.function: expected an object")
        value = function_from(words, name, f"{where}.function")
    origin, _, source = _text(entry).partition(": ")
    if origin not in PROVENANCES:
        raise ValueError(
            f"{where}.description={shown(_text(entry))}: expected an origin (one of "
            f"{', '.join(PROVENANCES)}), a colon and its source"
        )
    try:
        return Sourced(value, origin, source, numbers.get("low"), numbers.get("high"))
    except ValueError:
        raise ValueError(f"{where}: expected low and high, as of any estimate") from None
