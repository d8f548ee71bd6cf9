"""Checks of a parameter set before anything is solved."""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

import numpy as np
import pybamm

from pybamm_facets.kinetics import names
from pybamm_facets.particle import (
    ACTIVE_MATERIAL_DENSITY,
    CORE_FRACTION_RANGE,
    CORE_RADIUS_FRACTION,
    CORE_RATIO,
    PARTICLE_RADIUS,
    SHELL_RATIO,
)
from pybamm_facets.particle.fractions import SUM_TOLERANCE

POROSITY = "Positive electrode porosity"
ACTIVE_FRACTION = "Positive electrode active material volume fraction"

POSITIVE = (
    PARTICLE_RADIUS,
    CORE_RATIO,
    SHELL_RATIO,
    ACTIVE_MATERIAL_DENSITY,
    ACTIVE_FRACTION,
    POROSITY,
    "Positive electrode thickness [m]",
    "Separator thickness [m]",
    "Positive particle diffusivity [m2.s-1]",
    "Positive particle diffusivity scale [m2.s-1]",
    "Maximum concentration in positive electrode [mol.m-3]",
    "Initial concentration in electrolyte [mol.m-3]",
    "Nominal cell capacity [A.h]",
    "Ambient temperature [K]",
    names.REFERENCE_TEMPERATURE,
)
RANGES = {
    CORE_RADIUS_FRACTION: CORE_FRACTION_RANGE,
    names.REFERENCE_STOICHIOMETRY: (1e-6, 1 - 1e-6),
}

REQUIRED = (
    "Electrode height [m]",
    "Electrode width [m]",
    "Number of electrodes connected in parallel to make a cell",
    "Positive electrode thickness [m]",
    ACTIVE_FRACTION,
    ACTIVE_MATERIAL_DENSITY,
    "Nominal cell capacity [A.h]",
    "Maximum concentration in positive electrode [mol.m-3]",
    "Lower voltage cut-off [V]",
    "Upper voltage cut-off [V]",
    "Open-circuit voltage at 0% SOC [V]",
    "Open-circuit voltage at 100% SOC [V]",
)
"""What a run's current, cut-off, start state and mAh/g are computed from."""

ARGUMENTS = {
    "Positive particle diffusivity [m2.s-1]": ("sto", "T"),
    "Positive electrode OCP [V]": ("sto",),
}
J0_ARGUMENTS = ("c_e", "c_s_surf", "c_s_max", "T")


def check_parameter_values(
    parameter_values: pybamm.ParameterValues, facets: Iterable[str] = (), label: str = ""
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
        if _is_number(value) and not math.isfinite(value):
            raise ValueError(f"parameter {name!r}={value!r}: expected a finite number")


def _check_ranges(parameter_values: Mapping[str, Any], facets: tuple[str, ...]) -> None:
    j0 = tuple(names.reference_exchange_current_density(facet) for facet in facets)
    for name in POSITIVE + j0:
        value = parameter_values.get(name)
        if _is_number(value) and not value > 0:
            hint = ": the loading leaves no pores" if name == POROSITY else ""
            raise ValueError(f"parameter {name!r}={value!r}: expected a positive number{hint}")
    for name, (low, high) in RANGES.items():
        value = parameter_values.get(name)
        if _is_number(value) and not low <= value <= high:
            raise ValueError(f"parameter {name!r}={value!r}: expected from {low:g} to {high:g}")


def _check_fractions(parameter_values: Mapping[str, Any], facets: tuple[str, ...]) -> None:
    fractions = {}
    for facet in facets:
        name = names.area_fraction(facet)
        value = parameter_values.get(name)
        if not _is_number(value):
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
        if not _is_number(value):
            raise ValueError(f"parameter {name!r}={value!r}: expected a number")


def _check_solids(parameter_values: Mapping[str, Any]) -> None:
    porosity, active = parameter_values.get(POROSITY), parameter_values.get(ACTIVE_FRACTION)
    if _is_number(porosity) and _is_number(active) and porosity + active > 1:
        raise ValueError(
            f"{POROSITY!r}={porosity!r} and {ACTIVE_FRACTION!r}={active!r}: expected a sum up to 1"
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


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)
