"""Checks of a parameter set before anything is solved."""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterable, Mapping
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets._checks import is_number
from pybamm_facets.particle import CORE_FRACTION_RANGE
from pybamm_facets.particle.fractions import SUM_TOLERANCE

POSITIVE = (
    names.PARTICLE_RADIUS,
    names.CORE_RATIO,
    names.SHELL_RATIO,
    names.ACTIVE_MATERIAL_DENSITY,
    names.ACTIVE_FRACTION,
    names.POSITIVE_POROSITY,
    names.POSITIVE_THICKNESS,
    names.SEPARATOR_THICKNESS,
    names.DIFFUSIVITY,
    names.DIFFUSIVITY_SCALE,
    names.C_MAX,
    names.INITIAL_ELECTROLYTE,
    names.NOMINAL_CAPACITY,
    names.AMBIENT_TEMPERATURE,
    names.FACET_REFERENCE_TEMPERATURE,
)
RANGES = {
    names.CORE_RADIUS_FRACTION: CORE_FRACTION_RANGE,
    names.FACET_REFERENCE_STOICHIOMETRY: (1e-6, 1 - 1e-6),
}

REQUIRED = (
    names.ELECTRODE_HEIGHT,
    names.ELECTRODE_WIDTH,
    names.PARALLEL_ELECTRODES,
    names.POSITIVE_THICKNESS,
    names.ACTIVE_FRACTION,
    names.ACTIVE_MATERIAL_DENSITY,
    names.NOMINAL_CAPACITY,
    names.C_MAX,
    names.LOWER_CUT_OFF,
    names.UPPER_CUT_OFF,
    names.EMPTY_VOLTAGE,
    names.FULL_VOLTAGE,
)
"""What a run's current, cut-off, start state and mAh/g are computed from."""

ARGUMENTS = {
    names.DIFFUSIVITY: ("sto", "T"),
    names.POSITIVE_OCP: ("sto",),
}
J0_ARGUMENTS = ("c_e", "c_s_surf", "c_s_max", "T")


def check_parameter_values(
    parameter_values: Mapping[str, Any], facets: Iterable[str] = (), label: str = ""
) -> None:
    """Raise one ``ValueError`` that names the first parameter that cannot be meant.

    Parameters
    ----------
    parameter_values
        The set to check.
    facets
        Labels of the facets that the model has: their fractions must sum to 1.
    label
        Name of the set, put in front of the error.
    """
    facets = tuple(facets)
    try:
        _check_finite(parameter_values)
        _check_ranges(parameter_values, facets)
        _check_fractions(parameter_values, facets)
        _check_required(parameter_values)
        _check_solids(parameter_values)
        _check_signatures(parameter_values, facets)
    except ValueError as error:
        raise ValueError(f"{label}: {error}" if label else str(error)) from None


def set_problem(parameter_values: Mapping[str, Any], facets: Iterable[str] = ()) -> str:
    """Why a set cannot be meant, in words; empty if it can."""
    try:
        check_parameter_values(parameter_values, facets)
    except ValueError as error:
        return str(error)
    return ""


def check_changes(
    values: Mapping[str, Any], changes: Mapping[str, float], facets: tuple[str, ...]
) -> None:
    """Check numbers that change in a set which was sound before.

    Parameters
    ----------
    values
        The set with the changes.
    changes
        What changed.
    facets
        Labels of the facets that the model has.
    """
    _check_finite(changes)
    _check_ranges(values, facets)
    _check_fractions(values, facets)
    _check_required(values)
    _check_solids(values)


def _check_finite(parameter_values: Mapping[str, Any]) -> None:
    for name, value in parameter_values.items():
        if is_number(value) and not math.isfinite(value):
            raise ValueError(f"parameter {name!r}={value!r}: expected a finite number")


def _check_ranges(parameter_values: Mapping[str, Any], facets: tuple[str, ...]) -> None:
    j0 = tuple(names.reference_exchange_current_density(facet) for facet in facets)
    for name in POSITIVE + j0:
        value = parameter_values.get(name)
        if is_number(value) and not value > 0:
            hint = ": the loading leaves no pores" if name == names.POSITIVE_POROSITY else ""
            raise ValueError(f"parameter {name!r}={value!r}: expected a positive number{hint}")
    for name, (low, high) in RANGES.items():
        value = parameter_values.get(name)
        if is_number(value) and not low <= value <= high:
            raise ValueError(f"parameter {name!r}={value!r}: expected from {low:g} to {high:g}")


def _check_fractions(parameter_values: Mapping[str, Any], facets: tuple[str, ...]) -> None:
    fractions = {}
    for facet in facets:
        name = names.area_fraction(facet)
        value = parameter_values.get(name)
        if not is_number(value):
            raise ValueError(
                f"parameter {name!r}={value!r}: expected a number; give the set facets with "
                "add_facets(parameter_values, particle)"
            )
        if value < 0:
            raise ValueError(f"parameter {name!r}={value!r}: expected a fraction from 0 to 1")
        fractions[facet] = float(value)
    total = math.fsum(fractions.values())
    if fractions and abs(total - 1) > SUM_TOLERANCE:
        raise ValueError(f"facet area fractions must sum to 1, got {total!r} from {fractions}")


def _check_required(parameter_values: Mapping[str, Any]) -> None:
    for name in REQUIRED:
        value = parameter_values.get(name)
        if not is_number(value):
            raise ValueError(f"parameter {name!r}={value!r}: expected a number")


def _check_solids(parameter_values: Mapping[str, Any]) -> None:
    porosity, active = (
        parameter_values.get(names.POSITIVE_POROSITY),
        parameter_values.get(names.ACTIVE_FRACTION),
    )
    if is_number(porosity) and is_number(active) and porosity + active > 1:
        raise ValueError(
            f"{names.POSITIVE_POROSITY!r}={porosity!r} and {names.ACTIVE_FRACTION!r}={active!r}: "
            "expected a sum up to 1"
        )


def _check_signatures(parameter_values: Mapping[str, Any], facets: tuple[str, ...]) -> None:
    expected = ARGUMENTS | {names.exchange_current_density(facet): J0_ARGUMENTS for facet in facets}
    for name, arguments in expected.items():
        function = parameter_values.get(name)
        if not callable(function) or isinstance(function, pybamm.Symbol):
            continue
        try:
            inspect.signature(function).bind(*arguments)
        except TypeError as error:
            raise ValueError(
                f"parameter {name!r}={getattr(function, '__name__', function)!r}: expected a "
                f"function of ({', '.join(arguments)}); {error}"
            ) from None
