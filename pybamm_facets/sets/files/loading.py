"""``load_set``: a file, or the name of an installed set, as ordinary PyBaMM parameter values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pybamm

from pybamm_facets._checks import is_number
from pybamm_facets.kinetics import FacetTable
from pybamm_facets.sets.bpx_files.user_section import facets_in
from pybamm_facets.sets.files.csv_tables import beside
from pybamm_facets.sets.files.entry import Given, as_entry
from pybamm_facets.sets.files.installed import (
    all_choices,
    content_of,
    installed_files,
    is_installed,
    registered_names,
)
from pybamm_facets.sets.files.reading import Content
from pybamm_facets.sets.files.resolving import Resolved, changed, own_choices, resolve
from pybamm_facets.sets.files.schema import DIMENSIONS, PARTS, SetFile, limits
from pybamm_facets.sets.files.units import shown, unit_of
from pybamm_facets.sourced import Sourced

SET_FILES = (".toml", ".json")
"""Endings of files that are sets by themselves."""

REMEMBERED = 32
"""Sets of users' files whose origins `provenance` knows without the file, the latest ones."""


@dataclass(frozen=True, eq=False)
class LoadedSet:
    """A variant of a set, with all that its file says.

    Parameters
    ----------
    label
        Name and choices, as `provenance` shows them.
    records
        PyBaMM parameter name to value with origin.
    resolved
        What the file gives, and what was taken from elsewhere.
    content
        The file.
    """

    label: str
    records: Mapping[str, Sourced]
    resolved: Resolved
    content: Content

    @property
    def parameter_values(self) -> pybamm.ParameterValues:
        """As PyBaMM takes it; a new object each time."""
        values = {name: record.value for name, record in self.records.items()}
        header = {"chemistry": "lithium_ion", "citations": list(self.resolved.citations)}
        return pybamm.ParameterValues(header | values)


_remembered: dict[str, LoadedSet] = {}


def load_set(
    path: str | Path,
    *,
    particle: str | None = None,
    cell: str | None = None,
    reading: str | None = None,
    diffusivity: str | None = None,
    fit: str | None = None,
    changes: Mapping[str, Any] | None = None,
) -> pybamm.ParameterValues:
    """Parameter values of a set's file: a cell as it was made and measured.

    Parameters
    ----------
    path
        A TOML file, a BPX file that `write_bpx` wrote, or the name of an installed or registered
        set.
    particle, cell, reading, diffusivity, fit
        Variant in each dimension; the file's first by default.
    changes
        Keys of the file to change, ``{"electrode.loading_mg_cm2": 5.0}``.

    Returns
    -------
    pybamm.ParameterValues
        With which everything in PyBaMM and this package works.

    Raises
    ------
    ValueError
        One line with file, key, value and what was expected.

    Examples
    --------
    >>> values = load_set("Li2025_core_shell", cell="cycling")
    >>> print(f"{values['Positive electrode thickness [m]']:g}")
    1e-05
    """
    asked = {
        "particle": particle,
        "cell": cell,
        "reading": reading,
        "diffusivity": diffusivity,
        "fit": fit,
    }
    choices = {name: choice for name, choice in asked.items() if choice is not None}
    return loaded(path, choices, changes=changes).parameter_values


def loaded(
    path: str | Path,
    choices: Mapping[str, str] | None = None,
    *,
    changes: Mapping[str, Any] | None = None,
    facet_table: FacetTable | None = None,
) -> LoadedSet:
    """A variant of a set with its origins; arguments as `load_set`.

    Parameters
    ----------
    path
        A TOML file, or the name of an installed or registered set.
    choices
        Dimension to choice.
    changes
        As `load_set`.
    facet_table
        Facet kinetics that replace or extend the set's.
    """
    file, fixed = find_set(path)
    wanted = tuple(sorted({**fixed, **(choices or {})}.items()))
    if not changes and facet_table is None and is_installed(file):
        return _installed(file, wanted)
    if is_installed(file):
        return _load(file, dict(wanted), changes, facet_table)
    try:
        found = _load(file, dict(wanted), changes, facet_table)
    except ValueError as error:
        raise ValueError(_named(file, str(error))) from None
    _remember(found)
    return found


def _named(file: Path, message: str) -> str:
    """A message in one line that names the set's own file, or a table beside it."""
    line = "".join(one if one.isprintable() else " " for one in message)
    known = file.name in line or line.startswith(str(file.parent / "_").removesuffix("_"))
    return line if known else f"{file}: {line}"


def find_set(path: str | Path) -> tuple[Path, dict[str, str]]:
    """File and choices behind a name or path; ``ValueError`` if there is none."""
    text = str(path)
    if text in registered_names():
        file, fixed = registered_names()[text]
        return file, dict(fixed)
    if text in installed_files():
        return installed_files()[text], {}
    if not text.endswith(SET_FILES):
        known = ", ".join(registered_names())
        raise ValueError(
            f"path={text!r}: expected a .toml file, or one of {known}, or a .json file of write_bpx"
        )
    return Path(path), {}


@lru_cache(maxsize=256)
def _installed(file: Path, choices: tuple[tuple[str, str], ...]) -> LoadedSet:
    return _load(file, dict(choices), None, None)


def _load(
    file: Path,
    choices: Mapping[str, str],
    changes: Mapping[str, Any] | None,
    facet_table: FacetTable | None,
) -> LoadedSet:
    from pybamm_facets.sets.records import records_of

    if file.suffix == ".json":
        content, resolved = _written(file, choices)
    else:
        content = content_of(file)
        resolved = resolve(content, choices)
    if changes:
        resolved = changed(resolved, read_changes(changes))
    measured = resolved.tree.get(("measured", "capacities_csv"))
    if measured is not None:
        beside(measured)
    name = content.parsed.name or file.stem
    own = own_choices(content, choices)
    chosen = [own.get(str(d), known[0]) for d, known in content.parsed.variants.items()]
    label = f"{name} ({', '.join(chosen)})" if chosen else name
    return LoadedSet(label, records_of(resolved, facet_table), resolved, content)


def _written(file: Path, choices: Mapping[str, str]) -> tuple[Content, Resolved]:
    """A BPX file that `write_bpx` wrote, as a set's file."""
    if not file.is_file():
        raise ValueError(f"{file}: no such file; expected a BPX file with facets")
    for name, choice in choices.items():
        raise ValueError(
            f"{file}: {name}={shown(choice)}: expected none, a BPX file has no variants"
        )
    own = facets_in(file, str(file))
    if own is None:
        raise ValueError(
            f"{file}: Parameterisation.User-defined.pybamm-facets: not there; expected a file of "
            f"write_bpx. A TOML file with like = {shown(file.name)} gives any BPX file facets"
        )
    title = own.title.partition(" (")[0]
    content = Content(file, SetFile(name=title, citations=list(own.citations)), {}, ())
    return content, Resolved(file, {}, own.parameter_values, "", own.citations, own.records)


def read_changes(changes: Mapping[str, Any]) -> dict[tuple[str, str], Given]:
    """Changes of keys as a file's entries; ``ValueError`` for a key or value that cannot be."""
    found = {}
    for place, value in changes.items():
        section, _, key = place.partition(".")
        head = key.split(".")[0]
        if section not in PARTS or head not in PARTS[section].model_fields:
            raise ValueError(f"changes[{place!r}]={value!r}: expected a section and key of a set")
        try:
            given = Given(as_entry(value), head, unit_of(head), "")
        except ValueError as error:
            raise ValueError(f"{head}={value!r}: {error}") from None
        _check_limits(section, head, given)
        found[section, key] = given
    return found


def _check_limits(section: str, key: str, given: Given) -> None:
    allowed, value = limits(section, key), given.entry.value
    if allowed is None:
        return
    least, most = allowed
    if not isinstance(value, Decimal) or not least <= value <= most:
        unit = f" [{given.unit}]" if given.unit else ""
        shown = float(value) if is_number(value) or isinstance(value, Decimal) else value
        raise ValueError(f"{key}={shown!r}: expected a number from {least:g} to {most:g}{unit}")


def _remember(found: LoadedSet) -> None:
    key = f"{found.content.path.resolve()} {found.label}"
    _remembered.pop(key, None)
    _remembered[key] = found
    while len(_remembered) > REMEMBERED:
        del _remembered[next(iter(_remembered))]


def known_sets() -> Iterator[tuple[str, Mapping[str, Sourced]]]:
    """Label and records of every variant of the installed sets."""
    for file in installed_files().values():
        for choices in all_choices(content_of(file)):
            found = _installed(file, tuple(sorted(choices.items())))
            yield found.label, found.records


def remembered_sets() -> Iterator[tuple[str, Mapping[str, Sourced]]]:
    """Label and records of the user's sets that were loaded in this process, the latest first."""
    for found in reversed(list(_remembered.values())):
        yield found.label, found.records


__all__ = [
    "DIMENSIONS",
    "LoadedSet",
    "find_set",
    "known_sets",
    "load_set",
    "loaded",
    "remembered_sets",
]
