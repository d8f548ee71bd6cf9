"""Where a set's published functions leave what they were measured for, or what can be meant."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets._checks import is_number
from pybamm_facets.sets.published import measured_temperatures

ELECTROLYTE = (
    names.TRANSFERENCE_NUMBER,
    "Electrolyte conductivity [S.m-1]",
    "Electrolyte diffusivity [m2.s-1]",
    "Thermodynamic factor",
)


def caution(values: Mapping[str, Any]) -> str:
    """Why a number that comes from a set should be doubted, in words; empty if nothing is known.

    Looked at: the transference number at the initial concentration and the ambient temperature,
    which has no meaning outside 0 to 1, and the temperatures of the electrolyte's measurements.
    """
    temperature = values.get("Ambient temperature [K]")
    concentration = values.get("Initial concentration in electrolyte [mol.m-3]")
    if not is_number(temperature) or not is_number(concentration):
        return ""
    function = values.get(names.TRANSFERENCE_NUMBER)
    if callable(function):
        number = _transference_number(function, float(concentration), float(temperature))
        if number is not None and not 0 <= number <= 1:
            return (
                f"the set's transference number is {number:.2f} at {temperature:g} K, outside 0 to "
                "1: its function does not hold at this temperature"
            )
    for name in ELECTROLYTE:
        known = measured_temperatures(values.get(name))
        if known is not None:
            source, (low, high) = known
            if not low <= temperature <= high:
                return (
                    f"{name!r} ({source}) was measured from {low:g} to {high:g} K, this run is at "
                    f"{temperature:g} K"
                )
    return ""


@lru_cache(maxsize=256)
def _transference_number(function: Any, concentration: float, temperature: float) -> float | None:
    found = function(pybamm.Scalar(concentration), pybamm.Scalar(temperature))
    if isinstance(found, pybamm.Symbol):
        if not found.is_constant():
            return None
        found = found.evaluate()
    return float(found)
