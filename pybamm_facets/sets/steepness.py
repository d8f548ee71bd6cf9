"""How a set's diffusivity depends on lithium content."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets._checks import is_number

CONTENTS = (0.2, 0.35, 0.5, 0.65, 0.8, 0.95)
"""Lithium contents at which a diffusivity is looked at."""

STEEP = 1.5
"""Largest over smallest of its values there from which it needs elements of its own."""


def is_steep(values: Mapping[str, Any]) -> bool:
    """Whether a set's diffusivity changes much with lithium content, or cannot be told not to."""
    if names.DIFFUSIVITY_SCALE in values:
        return True
    function = values.get(names.DIFFUSIVITY)
    if not callable(function) or isinstance(function, pybamm.Symbol):
        return False
    sizes = _sizes(function, float(values.get(names.AMBIENT_TEMPERATURE, 298.15)))
    return sizes is None or max(sizes) > STEEP * min(sizes)


def least_diffusivity(values: Mapping[str, Any]) -> float | None:
    """The least D_ab at the contents looked at [m2.s-1], at the ambient temperature."""
    given = values.get(names.DIFFUSIVITY)
    if is_number(given):
        return float(given)
    if not callable(given) or isinstance(given, pybamm.Symbol):
        return None
    sizes = _sizes(given, float(values.get(names.AMBIENT_TEMPERATURE, 298.15)))
    return None if sizes is None else min(sizes)


@lru_cache(maxsize=256)
def _sizes(function: Any, temperature: float) -> tuple[float, ...] | None:
    at = pybamm.Scalar(temperature)
    found = [function(pybamm.Scalar(x), at) for x in CONTENTS]
    symbols = [one if isinstance(one, pybamm.Symbol) else pybamm.Scalar(one) for one in found]
    if not all(one.is_constant() for one in symbols):
        return None
    return tuple(float(one.evaluate()) for one in symbols)
