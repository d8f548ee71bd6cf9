"""Checks of a parameter set before anything is solved."""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pybamm

from pybamm_facets import names
from pybamm_facets._checks import is_number
from pybamm_facets.crystal.facet_numbers import SUM_TOLERANCE
from pybamm_facets.particle import CORE_FRACTION_RANGE

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
TEMPERATURES = (200.0, 450.0)
"""[K]"""

RANGES = {
    names.CORE_RADIUS_FRACTION: CORE_FRACTION_RANGE,
    names.FACET_REFERENCE_STOICHIOMETRY: (1e-6, 1 - 1e-6),
    names.AMBIENT_TEMPERATURE: TEMPERATURES,
    names.INITIAL_TEMPERATURE: TEMPERATURES,
    names.REFERENCE_TEMPERATURE: TEMPERATURES,
    names.FACET_REFERENCE_TEMPERATURE: TEMPERATURES,
    names.DIFFUSIVITY_REFERENCE_TEMPERATURE: TEMPERATURES,
    names.DIFFUSIVITY_ACTIVATION_ENERGY: (0.0, 2e5),
    names.FACET_ACTIVATION_ENERGY: (0.0, 2e5),
    names.SEPARATOR_POROSITY: (0.01, 0.99),
    names.POSITIVE_POROSITY: (0.01, 0.99),
    names.ACTIVE_FRACTION: (1e-3, 0.99),
    names.TRANSFERENCE_NUMBER: (-0.5, 1.0),
    names.SEPARATOR_THICKNESS: (1e-7, 1e-2),
    names.POSITIVE_THICKNESS: (1e-7, 1e-2),
    names.PARTICLE_RADIUS: (1e-9, 1e-3),
    names.DIFFUSIVITY: (1e-22, 1e-6),
    names.DIFFUSIVITY_SCALE: (1e-22, 1e-6),
    names.ELECTRODE_HEIGHT: (1e-6, 1e2),
    names.ELECTRODE_WIDTH: (1e-6, 1e2),
    names.PARALLEL_ELECTRODES: (1e-6, 1e6),
    names.C_MAX: (1e2, 2e5),
    names.INITIAL_ELECTROLYTE: (1.0, 1e4),
    names.CONTACT_RESISTANCE: (0.0, 1e9),
    names.SURFACE_RESISTANCE: (0.0, 1e15),
    names.ACTIVE_MATERIAL_DENSITY: (1e2, 3e4),
}
"""Where a number can be meant, in the unit of its name; beyond it, another unit was."""

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
CONTENTS = (0.2, 0.5, 0.8)
"""Lithium contents at which functions are tried."""

PHASES = ("Primary: ", "Secondary: ")
SHARED = (
    names.FACET_REFERENCE_STOICHIOMETRY,
    names.FACET_REFERENCE_TEMPERATURE,
    names.FACET_ACTIVATION_ENERGY,
)
"""Parameters that the functions of all phases read without the name of a phase."""

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
        _check_phases(parameter_values)
        _check_required(parameter_values)
        _check_solids(parameter_values)
        _check_signatures(parameter_values, facets)
        _check_functions(parameter_values, facets)
    except ValueError as error:
        raise ValueError(f"{label}: {error}" if label else str(error)) from None


def _check_phases(values: Mapping[str, Any]) -> None:
    for name in values:
        for phase in PHASES:
            bare = name.removeprefix(phase)
            if bare != name and (bare in SHARED or bare.endswith(names.REFERENCE_J0_ENDING)):
                raise ValueError(
                    f"parameter {name!r} would be ignored: all phases read {bare!r}; a phase of "
                    "its own kinetics takes a function, "
                    f"{phase + names.exchange_current_density('(104)')!r}"
                )


def set_problem(parameter_values: Mapping[str, Any], facets: Iterable[str] = ()) -> str:
    """Why a set cannot be meant, in words; empty if it can."""
    try:
        check_parameter_values(parameter_values, facets)
    except ValueError as error:
        return str(error)
    return ""


def check_numbers(values: Mapping[str, Any], facets: tuple[str, ...]) -> None:
    """``ValueError`` for the first number that cannot be meant; functions are not looked at.

    Parameters
    ----------
    values
        The set.
    facets
        Labels of the facets that the model has.
    """
    _check_ranges(values, facets)
    _check_fractions(values, facets)
    _check_required(values)
    _check_solids(values)


def check_changes(
    values: Mapping[str, Any], changes: Mapping[str, float], facets: tuple[str, ...]
) -> None:
    """Check numbers that change in a set; what stays is `check_numbers`' business.

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
    positive = _positive(facets)
    for name in changes:
        if name in positive:
            _check_positive(name, changes[name])
    for name in changes:
        if name in RANGES:
            _check_range(name, changes[name])
    if not _add_to_one(changes, _fractions(facets)):
        _check_fractions(values, facets)  # again, for its words
    if names.POSITIVE_POROSITY in changes or names.ACTIVE_FRACTION in changes:
        _check_solids(values)


@lru_cache(maxsize=64)
def _positive(facets: tuple[str, ...]) -> dict[str, None]:
    """Names of numbers that must be positive, in the order in which they are looked at."""
    return dict.fromkeys(
        POSITIVE + tuple(names.reference_exchange_current_density(facet) for facet in facets)
    )


@lru_cache(maxsize=64)
def _fractions(facets: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(names.area_fraction, facets))


def _add_to_one(changes: Mapping[str, float], fractions: tuple[str, ...]) -> bool:
    """Whether fractions that change are sound among themselves; so are those that none changes."""
    changed = [changes[name] for name in fractions if name in changes]
    whole = len(changed) == len(fractions) and abs(math.fsum(changed) - 1) <= SUM_TOLERANCE
    return not changed or (whole and min(changed) >= 0)


def _check_finite(parameter_values: Mapping[str, Any]) -> None:
    for name, value in parameter_values.items():
        if isinstance(value, (bool, np.bool_)):
            raise ValueError(f"parameter {name!r}={value!r}: expected a number or a function")
        if is_number(value) and not math.isfinite(value):
            raise ValueError(f"parameter {name!r}={value!r}: expected a finite number")


def _unit(name: str) -> str:
    """The unit in a parameter's name, as a message has it."""
    return f" {name[name.index('[') :]}" if name.endswith("]") else ""


def _celsius(name: str, value: float) -> str:
    meant = name.endswith("[K]") and TEMPERATURES[0] <= value + 273.15 <= TEMPERATURES[1]
    return f"; {value:g} °C are {value + 273.15:g} K" if meant else ""


def _check_ranges(parameter_values: Mapping[str, Any], facets: tuple[str, ...]) -> None:
    for name in _positive(facets):
        _check_positive(name, parameter_values.get(name))
    for name in RANGES:
        _check_range(name, parameter_values.get(name))


def _check_positive(name: str, value: Any) -> None:
    if is_number(value) and not value > 0:
        hint = ": the loading leaves no pores" if name == names.POSITIVE_POROSITY else ""
        raise ValueError(f"parameter {name!r}={value!r}: expected a positive number{hint}")


def _check_range(name: str, value: Any) -> None:
    low, high = RANGES[name]
    if is_number(value) and not low <= value <= high:
        raise ValueError(
            f"parameter {name!r}={value!r}: expected from {low:g} to {high:g}{_unit(name)}"
            f"{_celsius(name, value)}"
        )


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


def _check_functions(parameter_values: Mapping[str, Any], facets: tuple[str, ...]) -> None:
    """Diffusivity and exchange currents must be positive numbers inside the particle's range."""
    temperature = _number_or(parameter_values.get(names.AMBIENT_TEMPERATURE), 293.15)
    c_max = _number_or(parameter_values.get(names.C_MAX), 5e4)
    c_e = _number_or(parameter_values.get(names.INITIAL_ELECTROLYTE), 1000.0)
    expected = {names.DIFFUSIVITY: lambda x: (x, temperature)} | {
        names.exchange_current_density(facet): lambda x: (c_e, x * c_max, c_max, temperature)
        for facet in facets
    }
    for name, arguments in expected.items():
        function = parameter_values.get(name)
        if not callable(function) or isinstance(function, pybamm.Symbol):
            continue
        for x in CONTENTS:
            value = _value(function, arguments(x), parameter_values)
            if value is not None and not (math.isfinite(value) and value > 0):
                raise ValueError(
                    f"parameter {name!r}={getattr(function, '__name__', function)!r}: gives "
                    f"{value:.4g}{_unit(name)} at x = {x:g}, expected a positive number"
                )


def _value(function: Any, arguments: tuple[float, ...], values: Mapping[str, Any]) -> float | None:
    """What a function gives for numbers; None where that depends on what is not known yet."""
    symbol = function(*(pybamm.Scalar(argument) for argument in arguments))
    if not isinstance(symbol, pybamm.Symbol):
        return float(symbol)
    for node in symbol.pre_order():
        if isinstance(node, pybamm.Parameter | pybamm.FunctionParameter):
            try:
                symbol = pybamm.ParameterValues(dict(values)).process_symbol(symbol)
            except KeyError:
                return None
            break
    if any(isinstance(node, pybamm.InputParameter) for node in symbol.pre_order()):
        return None
    return float(np.squeeze(symbol.evaluate()))


def _number_or(value: Any, default: float) -> float:
    return float(value) if is_number(value) else default
