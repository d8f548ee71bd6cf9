"""Numbers that any part of the package reads from a parameter set: areas, volumes, masses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from pybamm_facets import names
from pybamm_facets._checks import is_number

Values = Mapping[str, Any]
"""A parameter set, or any mapping by parameter name."""


def number(parameter_values: Values, name: str) -> float:
    """A parameter as a number; ``ValueError`` if it is missing or not a plain number."""
    value = parameter_values.get(name)
    if not is_number(value):
        raise ValueError(f"parameter {name!r}={value!r}: expected a number")
    return float(value)


def electrode_area(parameter_values: Values) -> float:
    """Projected electrode area of the cell [m2]."""
    return math.prod(
        number(parameter_values, name)
        for name in (
            names.ELECTRODE_HEIGHT,
            names.ELECTRODE_WIDTH,
            names.PARALLEL_ELECTRODES,
        )
    )


def active_volume(parameter_values: Values) -> float:
    """Volume of positive active material [m3]."""
    return (
        electrode_area(parameter_values)
        * number(parameter_values, names.POSITIVE_THICKNESS)
        * number(parameter_values, names.ACTIVE_FRACTION)
    )


def active_mass(parameter_values: Values) -> float:
    """Mass of positive active material [kg]: the basis of mAh/g."""
    return active_volume(parameter_values) * number(parameter_values, names.ACTIVE_MATERIAL_DENSITY)
