"""Numbers of the fresh set that doses and maps are measured against."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets._checks import is_number

HALF_FULL = 0.5
"""Lithium content at which one diffusivity stands for all."""


def fresh_number(parameter_values: Mapping[str, Any], name: str) -> float:
    """A parameter as a number; ``ValueError`` if it is missing or not a plain number."""
    value = parameter_values.get(name)
    if not is_number(value):
        raise ValueError(f"parameter {name!r}={value!r}: expected a number")
    return float(value)


def collector_area(parameter_values: Mapping[str, Any]) -> float:
    """Area of the current collector [m2]."""
    sides = (names.ELECTRODE_HEIGHT, names.ELECTRODE_WIDTH, names.PARALLEL_ELECTRODES)
    return math.prod(fresh_number(parameter_values, name) for name in sides)


def fresh_active_mass(parameter_values: Mapping[str, Any]) -> float:
    """Mass of positive active material before any was lost [kg]."""
    per_area = (names.POSITIVE_THICKNESS, names.ACTIVE_FRACTION, names.ACTIVE_MATERIAL_DENSITY)
    return collector_area(parameter_values) * math.prod(
        fresh_number(parameter_values, name) for name in per_area
    )


def layer_diffusivity(parameter_values: Mapping[str, Any]) -> float:
    """D_ab at half lithium content and at its reference temperature [m2.s-1].

    Raises
    ------
    ValueError
        If the diffusivity is missing or does not come to a positive number.
    """
    given = parameter_values.get(names.DIFFUSIVITY)
    if is_number(given):
        return float(given)
    reference = next(
        name
        for name in (names.DIFFUSIVITY_REFERENCE_TEMPERATURE, names.AMBIENT_TEMPERATURE)
        if name in parameter_values or name == names.AMBIENT_TEMPERATURE
    )
    found = _at_half(given, fresh_number(parameter_values, reference), parameter_values)
    if found is None or not (math.isfinite(found) and found > 0):
        raise ValueError(
            f"parameter {names.DIFFUSIVITY!r}={given!r}: expected a positive number, or a function "
            "of lithium content and temperature that gives one"
        )
    return found


def _at_half(given: Any, temperature: float, values: Mapping[str, Any]) -> float | None:
    if not callable(given) or isinstance(given, pybamm.Symbol):
        return None
    symbol = given(pybamm.Scalar(HALF_FULL), pybamm.Scalar(temperature))
    if not isinstance(symbol, pybamm.Symbol):
        return float(symbol)
    plain = pybamm.ParameterValues(dict(values)).process_symbol(symbol)
    return float(plain.evaluate()) if plain.is_constant() else None
