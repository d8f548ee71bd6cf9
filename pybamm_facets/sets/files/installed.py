"""The sets that come with the package: TOML files of one folder, and the names they register."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import product
from pathlib import Path

from pybamm_facets.sets.files.reading import Content, read_content


@cache
def folder() -> Path:
    """Where the installed sets are."""
    return Path(str(files("pybamm_facets.parameter_sets")))


@cache
def installed_files() -> dict[str, Path]:
    """Name of each installed file, without its ending, to the file."""
    return {path.stem: path for path in sorted(folder().glob("*.toml"))}


@cache
def registered_names() -> dict[str, tuple[Path, dict[str, str]]]:
    """Name in PyBaMM to file and choices."""
    found: dict[str, tuple[Path, dict[str, str]]] = {}
    for path in installed_files().values():
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, choices in content.get("registered", {}).items():
            found[name] = (path, dict(choices))
    return found


@cache
def installed_content(path: Path) -> Content:
    """A file of the package, read once."""
    return read_content(path)


def content_of(path: Path) -> Content:
    """A file's content; one of the package is read once, a user's each time."""
    return installed_content(path) if is_installed(path) else read_content(path)


def is_installed(path: Path) -> bool:
    """Whether a file is one of the package's."""
    return path in installed_files().values()


def all_choices(content: Content) -> Iterator[Mapping[str, str]]:
    """Every combination of the choices of a file."""
    dimensions = [str(name) for name in content.parsed.variants]
    for chosen in product(*content.parsed.variants.values()):
        yield dict(zip(dimensions, chosen, strict=True))


def title_of(name: str) -> str:
    """What a registered set is, in a line."""
    path, choices = registered_names()[name]
    chosen = ", ".join(choices.values())
    title = tomllib.loads(path.read_text(encoding="utf-8")).get("title", path.stem)
    return f"{title} ({chosen})." if chosen else f"{title}."
