"""The diffusivity of the fresh set, one number for all lithium contents."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets._checks import is_number
from pybamm_facets.cell_numbers import number

HALF_FULL = 0.5
"""Lithium content at which one diffusivity stands for all."""


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
    found = _at_half(given, number(parameter_values, reference), parameter_values)
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
