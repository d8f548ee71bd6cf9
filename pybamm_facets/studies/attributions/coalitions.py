"""Particles between two: each group of parameters taken from the one or the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets.sets.comparable import comparable
from pybamm_facets.sets.start import CONCENTRATIONS
from pybamm_facets.studies.attributions.shapley import subsets

KINETICS = (
    r"^Facet | facet |"
    r"^Positive electrode (exchange-current density|Butler-Volmer|reorganization energy)"
)
ELECTRODE = (
    r"^Positive electrode (thickness|porosity|active material volume fraction)|"
    r"^Electrode (height|width)|^Nominal cell capacity|connected in parallel|^Contact resistance"
)

MECHANISMS = {
    "kinetics": KINETICS,
    "solid transport": r"^Positive particle (diffusivity|core|shell)",
    "radius": r"^Positive particle radius",
    "electrode": ELECTRODE,
}
"""Group to regular expression: a parameter is in the first group whose expression is found in its
name; what no group takes is ``rest``. The electrode's group holds the loading and with it 1C,
the area and with it the contact resistance, whose ohms mean nothing on another area."""

ZONES = {
    "kinetics": KINETICS,
    "core transport": r"^Positive particle core diffusivity",
    "shell transport": r"^Positive particle shell diffusivity",
    "core size": r"^Positive particle core radius",
    "in-plane diffusivity": r"^Positive particle diffusivity",
    "radius": r"^Positive particle radius",
    "electrode": ELECTRODE,
}
"""As `MECHANISMS`, with the solid transport split into its parts."""

REST = "rest"
SET_BY_THE_RUN = ("citations", "chemistry", names.CURRENT_FUNCTION, *CONCENTRATIONS)
"""What cannot make a difference: the rate gives the current, the potential the start state."""

Changes = Mapping[str, Any] | Callable[[pybamm.ParameterValues], Mapping[str, Any]]
"""Parameters to change: by name, or a function of the set that says so."""


def changed(values: pybamm.ParameterValues, changes: Changes, label: str) -> dict[str, Any]:
    """Parameters of a set after changes; ``ValueError`` for a name that the set does not have."""
    new = changes(values) if callable(changes) else changes
    unknown = [name for name in new if name not in values]
    if unknown:
        raise ValueError(f"changes: {label} has no parameter {unknown[0]!r}")
    return dict(values) | dict(new)


def differences(
    first: Mapping[str, Any], second: Mapping[str, Any], groups: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Names in which two sets differ, by group: every group, ``rest`` last; empty where equal."""
    found: dict[str, list[str]] = {group: [] for group in (*groups, REST)}
    for name in dict.fromkeys((*first, *second)):
        if name not in SET_BY_THE_RUN and _differs(name, first, second):
            found[_group_of(name, groups)].append(name)
    return {group: tuple(names) for group, names in found.items()}


def coalitions(
    first: Mapping[str, Any], second: Mapping[str, Any], differing: Mapping[str, tuple[str, ...]]
) -> dict[frozenset[str], pybamm.ParameterValues]:
    """The set of each subset of groups: those groups from the second set, all else from the first.

    Only groups that differ take part, so equal sets have one member.
    """
    players = tuple(group for group, names in differing.items() if names)
    members = {}
    for chosen in subsets(players):
        values = dict(first)
        for name in (name for group in chosen for name in differing[group]):
            values.pop(name, None)
            if name in second:
                values[name] = second[name]
        members[chosen] = pybamm.ParameterValues(values)
    return members


def check_groups(groups: Mapping[str, str]) -> None:
    """``ValueError`` for a group whose expression is none."""
    for group, expression in groups.items():
        try:
            re.compile(expression)
        except (re.error, TypeError) as error:
            raise ValueError(
                f"groups[{group!r}]={expression!r}: expected a regular expression; {error}"
            ) from None


def _group_of(name: str, groups: Mapping[str, str]) -> str:
    bare = name.removeprefix("Primary: ").removeprefix("Secondary: ")
    return next(
        (group for group, expression in groups.items() if re.search(expression, bare)), REST
    )


def _differs(name: str, first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    if name not in first or name not in second:
        return True
    return bool(comparable(first[name]) != comparable(second[name]))
