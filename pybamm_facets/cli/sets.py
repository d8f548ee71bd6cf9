"""Sets as a user names them on the command line: files, or names of registered sets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pybamm

    from pybamm_facets.sets.files.loading import LoadedSet

VARIANT_HELP = "Variant of the sets, DIMENSION=CHOICE such as cell=cycling; may be repeated."

Variants = Annotated[list[str] | None, typer.Option("--variant", help=VARIANT_HELP)]


def read_variants(variants: Sequence[str] | None) -> dict[str, str]:
    """``["cell=cycling"]`` as a mapping; ``ValueError`` for anything else."""
    from pybamm_facets.sets.files.schema import DIMENSIONS

    found: dict[str, str] = {}
    for text in variants or ():
        dimension, equals, choice = text.partition("=")
        if dimension not in DIMENSIONS or not equals or not choice:
            raise ValueError(
                f"--variant={text!r}: expected DIMENSION=CHOICE, the dimension one of "
                f"{', '.join(DIMENSIONS)}"
            )
        found[dimension] = choice
    return found


def read_sets(names: Sequence[str], variants: Sequence[str] | None) -> dict[str, LoadedSet]:
    """Sets by what they are called in tables; ``ValueError`` for two of one name."""
    from pybamm_facets.sets.files.loading import loaded
    from pybamm_facets.sets.given import name_of

    choices = read_variants(variants)
    found: dict[str, LoadedSet] = {}
    for text in names:
        name = name_of(text)
        if name in found:
            raise ValueError(f"SETS={text!r}: {name!r} is given twice; expected different names")
        found[name] = loaded(text, choices)
    return found


def read_values(name: str, variants: Sequence[str] | None) -> pybamm.ParameterValues:
    """Parameter values of a set, which may be any that PyBaMM knows."""
    from pybamm_facets.sets import one_set
    from pybamm_facets.sets.files.installed import installed_files, registered_names
    from pybamm_facets.sets.files.loading import SET_FILES

    ours = name.endswith(SET_FILES) or name in registered_names() or name in installed_files()
    if ours:
        (found,) = read_sets([name], variants).values()
        return found.parameter_values
    if variants:
        raise ValueError(f"--variant={variants[0]!r}: {name!r} has no variants")
    return one_set(name, "SET")


def name_of(name: str) -> str:
    """What a set is called in tables."""
    from pybamm_facets.sets.given import name_of as of

    return of(name)


def must_exist(path: Path | None, option: str) -> None:
    """``ValueError`` if a file that an option names is not there."""
    if path is not None and not path.is_file():
        raise ValueError(f"{option}={str(path)!r}: no such file")
