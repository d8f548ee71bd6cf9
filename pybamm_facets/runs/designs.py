"""Designs: from the columns of a table to numbers of PyBaMM parameters."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets.crystal import FacetFamily, facet_family
from pybamm_facets.runs.zone_textures import DEFAULT_ANISOTROPY, Textures
from pybamm_facets.sets.cell import active_mass, electrode_area, number
from pybamm_facets.sets.changed import Changed
from pybamm_facets.sets.check import check_changes, check_numbers
from pybamm_facets.sets.implied import stated_lattice
from pybamm_facets.sets.window import window_changes
from pybamm_facets.tables import read_text_table

DESIGN = "design"

RENAMED = {"core_fraction": names.CORE_RADIUS_FRACTION, "radius_m": names.PARTICLE_RADIUS}
COMPUTED = (
    "kappa_core",
    "kappa_shell",
    "diffusivity_anisotropy",
    "diffusivity_m2_s",
    "loading_mg_cm2",
    "lower_voltage_V",
    "upper_voltage_V",
)
SHORT_NAMES = (*RENAMED, *COMPUTED)

TARGETS = {
    "kappa_core": (names.CORE_RATIO,),
    "kappa_shell": (names.SHELL_RATIO,),
    "diffusivity_anisotropy": (),
    "diffusivity_m2_s": (names.DIFFUSIVITY, names.DIFFUSIVITY_SCALE),
    "loading_mg_cm2": (
        names.ACTIVE_FRACTION,
        names.POSITIVE_POROSITY,
        names.NOMINAL_CAPACITY,
        names.POSITIVE_THICKNESS,
        names.ACTIVE_MATERIAL_DENSITY,
    ),
    "lower_voltage_V": (names.LOWER_CUT_OFF, names.EMPTY_VOLTAGE),
    "upper_voltage_V": (names.UPPER_CUT_OFF, names.FULL_VOLTAGE),
}
"""Parameters that a short column decides, or is computed with."""

WITHOUT_EFFECT = {
    names.CURRENT_FUNCTION: "the rate sets the current; change the nominal capacity instead",
    names.INITIAL_POSITIVE: "a run starts at the voltage at which the set is full or empty",
    names.INITIAL_NEGATIVE: "a run starts at the voltage at which the set is full or empty",
}
"""Parameters that a constant-current run does not take from the set, and why."""

_LABELS = (str, int, float, np.integer, np.floating)

Columns = Mapping[str, float]
Base = Mapping[str, Any]
Resolver = Callable[[Columns, Base], dict[str, float]]
"""Turns one column of a design, with the others and the base set at hand, into changes."""


@dataclass(frozen=True)
class Design:
    """One design of a sweep.

    Parameters
    ----------
    name
        Its label.
    columns
        What the table gives for it.
    changes
        PyBaMM parameters that it changes, as numbers.
    problem
        Why it cannot be built, in words; empty for a sound design.
    """

    name: Any
    columns: dict[str, float]
    changes: dict[str, float] = field(default_factory=dict)
    problem: str = ""


def resolve_designs(
    parameter_values: pybamm.ParameterValues,
    designs: pd.DataFrame,
    families: Sequence[FacetFamily],
) -> list[Design]:
    """Designs of a table, one a row.

    Parameters
    ----------
    parameter_values
        The set that the designs change.
    designs
        Columns are PyBaMM parameter names of the set or short names (see `column_help`); a column
        ``design`` gives labels, else the index does.
    families
        The facet families that the model has.

    Raises
    ------
    ValueError
        For an unknown column (with the nearest known name) or one without numbers. A row
        that makes no sense is a `Design` with a `problem`.
    """
    table = designs.drop(columns=DESIGN, errors="ignore")
    base = dict(parameter_values)
    textures = Textures(tuple(families), stated_lattice(base))
    resolvers = {
        column: _resolver(str(column), parameter_values, families, textures) for column in table
    }
    check_given_once(list(map(str, table.columns)), families)
    for column in table:
        if not pd.api.types.is_numeric_dtype(table[column]):
            raise ValueError(f"designs column {column!r}: expected numbers")
    labels = check_labels(designs)
    facets = tuple(family.label for family in families)
    textures.solve(table)
    rows = table.itertuples(index=False, name=None)
    found = [
        _resolve(label, dict(zip(table.columns, row, strict=True)), resolvers, base, facets)
        for label, row in zip(labels, rows, strict=True)
    ]
    return _checked(found, base, facets)


def check_labels(designs: pd.DataFrame) -> list[Any]:
    """Labels of a table of designs; ``ValueError`` unless they are words or numbers that differ."""
    labels = designs[DESIGN].tolist() if DESIGN in designs else designs.index.tolist()
    for label in labels:
        if not isinstance(label, _LABELS) or label != label:
            raise ValueError(f"designs label {label!r}: expected text or a number")
    if len(set(labels)) < len(labels):
        raise ValueError("designs: labels must differ from each other")
    return list(labels)


def read_designs(path: str | Path) -> pd.DataFrame:
    """Designs of a CSV file, one row per design; labels in a column ``design`` stay as written.

    Raises
    ------
    ValueError
        For what is no table of numbers, with file, row and column.
    """
    return read_text_table(path).numbers(text=(DESIGN,))


def check_given_once(columns: Sequence[str], families: Sequence[FacetFamily]) -> None:
    """``ValueError`` if two columns of designs set one parameter, in whatever words."""
    owner: dict[str, str] = {}
    for column in columns:
        for target in _targets(column, families):
            if target in owner:
                raise ValueError(
                    f"designs columns {owner[target]!r} and {column!r} both set {target!r}: "
                    "expected one of them"
                )
            owner[target] = column


def _targets(column: str, families: Sequence[FacetFamily]) -> tuple[str, ...]:
    """Parameters that a column alone decides. Fractions override what a texture gives."""
    facet = _facet_column(column, families)
    if facet is not None:
        return (facet[0],)
    return TARGETS.get(column, (RENAMED.get(column, column),))


def column_help() -> dict[str, str]:
    """Short column names and what they mean."""
    return {
        "kappa_core": "texture κ of the core",
        "kappa_shell": "texture κ of the shell: its radial diffusivity and the facet fractions",
        "core_fraction": "core radius over particle radius",
        "radius_m": "particle radius [m]",
        "diffusivity_m2_s": "D_ab along the layer planes, or the scale of its shape [m2/s]",
        "diffusivity_anisotropy": "D_c/D_ab (needs both κ)",
        "loading_mg_cm2": "active mass per area at the set's thickness [mg/cm2]",
        "lower_voltage_V": "lower cut-off, and what counts as empty [V]",
        "upper_voltage_V": "upper cut-off, and what counts as full [V]",
        "f_(104)": "area fraction of a facet; those not given keep theirs",
        "j0_(104)_mA_cm2": "exchange current density of a facet [mA/cm2]",
    }


def _resolve(
    label: Any,
    columns: dict[str, float],
    resolvers: Mapping[str, Resolver],
    base: dict[str, Any],
    facets: tuple[str, ...],
) -> Design:
    changes: dict[str, float] = {}
    try:
        for column, value in columns.items():
            if not math.isfinite(value):
                raise ValueError(f"{column}={value!r}: expected a finite number")
            changes |= resolvers[column](columns, base)
        check_changes(Changed(base, changes), changes, facets)
    except ValueError as error:
        return Design(label, columns, {}, str(error))
    return Design(label, columns, changes)


def _checked(found: list[Design], base: dict[str, Any], facets: tuple[str, ...]) -> list[Design]:
    """The designs, with what is wrong in numbers that none of them changes: looked at once."""
    sound = next((design for design in found if not design.problem), None)
    if sound is None:
        return found
    try:
        check_numbers(Changed(base, sound.changes), facets)
    except ValueError as error:
        why = str(error)
        return [
            design if design.problem else Design(design.name, design.columns, {}, why)
            for design in found
        ]
    return found


def _resolver(
    column: str,
    parameter_values: pybamm.ParameterValues,
    families: Sequence[FacetFamily],
    textures: Textures,
) -> Resolver:
    """The function of (columns, base set) that turns one column into parameter changes."""
    if not families and (column.startswith(("kappa_", "f_(", "j0_(")) or column == "core_fraction"):
        raise ValueError(
            f"designs column {column!r}: the model has no crystal facets; expected FacetDFN, "
            "FacetSPMe or FacetSPM"
        )
    if column in RENAMED:
        return lambda columns, _: {RENAMED[column]: columns[column]}
    if column in ("kappa_core", "kappa_shell"):
        return partial(_zone_changes, column, textures)
    if column == "diffusivity_anisotropy":
        return _check_anisotropy
    if column == "diffusivity_m2_s":
        return lambda columns, base: {_diffusivity_name(base): columns[column]}
    if column == "loading_mg_cm2":
        return lambda columns, base: _loading_changes(columns[column], base)
    if column in ("lower_voltage_V", "upper_voltage_V"):
        end = column.removesuffix("_voltage_V")
        return lambda columns, base: window_changes(base, **{end: columns[column]})
    if column in WITHOUT_EFFECT:
        raise ValueError(f"designs column {column!r} has no effect: {WITHOUT_EFFECT[column]}")
    facet_change = _facet_column(column, families)
    if facet_change is not None:
        parameter, factor = facet_change
        return lambda columns, _: {parameter: columns[column] * factor}
    if column not in parameter_values:
        raise ValueError(_unknown(column, parameter_values, families))
    value = parameter_values[column]
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise ValueError(f"designs column {column!r}: the set has no number there, but {value!r}")
    return lambda columns, _: {column: columns[column]}


def _zone_changes(
    column: str, textures: Textures, columns: Columns, base: Base
) -> dict[str, float]:
    anisotropy = columns.get("diffusivity_anisotropy", DEFAULT_ANISOTROPY)
    kappa = float(columns[column])
    if column == "kappa_core":
        return {names.CORE_RATIO: textures.ratio(kappa, anisotropy)}
    fractions = {
        parameter: share
        for label, parameter, share in textures.fractions(kappa)
        if label not in columns
    }
    return {names.SHELL_RATIO: textures.ratio(kappa, anisotropy), **fractions}


def _check_anisotropy(columns: Columns, _: Base) -> dict[str, float]:
    if not {"kappa_core", "kappa_shell"} <= set(columns):
        raise ValueError("diffusivity_anisotropy: needs the columns kappa_core and kappa_shell too")
    return {}


def _diffusivity_name(base: Mapping[str, Any]) -> str:
    return names.DIFFUSIVITY_SCALE if names.DIFFUSIVITY_SCALE in base else names.DIFFUSIVITY


def _loading_changes(loading: float, base: Any) -> dict[str, float]:
    """Solids, pores and 1C current of another active mass in the same thickness."""
    factor = loading * 1e-2 / (active_mass(base) / electrode_area(base))
    solids = (1 - number(base, names.POSITIVE_POROSITY)) * factor
    if not 0 < solids < 1:
        raise ValueError(f"loading_mg_cm2={loading!r}: leaves a porosity of {1 - solids:.3f}")
    return {
        names.ACTIVE_FRACTION: number(base, names.ACTIVE_FRACTION) * factor,
        names.POSITIVE_POROSITY: 1 - solids,
        names.NOMINAL_CAPACITY: number(base, names.NOMINAL_CAPACITY) * factor,
    }


def _facet_column(column: str, families: Sequence[FacetFamily]) -> tuple[str, float] | None:
    """Parameter and factor of ``f_(104)`` and ``j0_(104)_mA_cm2``; None for another column."""
    if column.startswith("f_("):
        return names.area_fraction(facet_family(column.removeprefix("f_"), families).label), 1.0
    if column.startswith("j0_(") and column.endswith("_mA_cm2"):
        label = column.removeprefix("j0_").removesuffix("_mA_cm2")
        facet = facet_family(label, families).label
        return names.reference_exchange_current_density(facet), 10.0
    return None


def _unknown(
    column: str, parameter_values: pybamm.ParameterValues, families: Sequence[FacetFamily]
) -> str:
    facets = [f"f_{family.label}" for family in families]
    exchange = [f"j0_{family.label}_mA_cm2" for family in families]
    known = [*SHORT_NAMES, *facets, *exchange, *parameter_values]
    near = get_close_matches(column, known, n=1, cutoff=0.3)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"designs column {column!r} is unknown{hint}"
