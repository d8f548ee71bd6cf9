"""Parameter sets as people give them: an object, a registered name, or several by name."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

import pybamm

from pybamm_facets.sets.files.installed import registered_names
from pybamm_facets.sets.files.loading import SET_FILES, load_set

GivenSet: TypeAlias = "pybamm.ParameterValues | str | Path"
GivenSets: TypeAlias = "GivenSet | Mapping[str, GivenSet]"

DEFAULT_SET = "Li2025_core_shell"
"""The set of studies whose question is not about a cell."""

ONE_SET = "particle"
"""What a set is called in tables that was given without a name."""


def one_set(given: GivenSet, argument: str = "parameter_values") -> pybamm.ParameterValues:
    """A set, the set of a file, or the registered set of that name.

    Raises
    ------
    ValueError
        For anything else, for a name that no installed package registers, and for a file that
        cannot be meant.
    """
    if isinstance(given, pybamm.ParameterValues):
        return given
    if not isinstance(given, str | Path):
        raise ValueError(
            f"{argument}={_short(given)}: expected pybamm.ParameterValues, a .toml file, or the "
            "name of a registered set"
        )
    if is_file(given) or given in registered_names():
        return load_set(given)
    if given not in pybamm.parameter_sets:
        known = [*pybamm.parameter_sets, *registered_names()]
        near = get_close_matches(str(given), known, n=1, cutoff=0.3)
        hint = f"did you mean {near[0]!r}?" if near else f"one of {', '.join(known)}"
        raise ValueError(
            f"{argument}={str(given)!r}: expected a .toml file or a registered set; {hint}"
        )
    return pybamm.ParameterValues(given)


def sets_by_name(
    given: GivenSets, argument: str = "parameter_values"
) -> dict[str, pybamm.ParameterValues]:
    """Sets by the name that they have in tables.

    A registered set given by its name keeps that name, a file has its own without the ending, one
    without a name is `ONE_SET`.
    """
    if isinstance(given, str | Path):
        return {name_of(given): one_set(given, argument)}
    if isinstance(given, pybamm.ParameterValues):
        return {ONE_SET: given}
    if not isinstance(given, Mapping) or not given:
        raise ValueError(
            f"{argument}={_short(given)}: expected a parameter set, a registered set's name, or "
            "a mapping from names to them"
        )
    return {str(name): one_set(one, f"{argument}[{name!r}]") for name, one in given.items()}


def is_file(given: str | Path) -> bool:
    """Whether a set is given as a file."""
    return isinstance(given, Path) or given.endswith(SET_FILES)


def name_of(given: str | Path) -> str:
    """What a set that is given by name or file is called in tables."""
    return Path(given).stem.removesuffix(".bpx") if is_file(given) else str(given)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 80 else f"{text[:76]} ..."
