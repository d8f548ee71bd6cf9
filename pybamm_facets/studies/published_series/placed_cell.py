"""A set in the cell of a published series: its window, 1C, temperature, loading and radius."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets.kinetics.exchange_current import arrhenius
from pybamm_facets.sets.cell import active_mass, electrode_area, number
from pybamm_facets.sets.window import window_changes

ZERO_CELSIUS = 273.15
NO_WINDOW, NO_ONE_C = "the voltage window is not stated", "the current of 1C is not stated"
NOT_LITHIUM = "not against lithium"
UNIFORM = {names.CORE_RATIO: 1.0, names.SHELL_RATIO: 1.0}
"""One radial diffusivity throughout the particle, which is then the set's D."""

Series = Mapping[str, Any]
"""What a table of series says of one: a row of `read_rate_series`."""


def missing(series: Series) -> str:
    """What a series does not state that no run can do without; empty if it states all."""
    if "full cell" in series["cell"] or "graphite" in series["cell"]:
        return NOT_LITHIUM
    if _is_open(series["lower_voltage_V"]) or _is_open(series["upper_voltage_V"]):
        return NO_WINDOW if not _is_open(series["one_c_mA_g"]) else f"{NO_WINDOW}, nor the 1C"
    return NO_ONE_C if _is_open(series["one_c_mA_g"]) else ""


def placed(parameter_values: pybamm.ParameterValues, series: Series) -> pybamm.ParameterValues:
    """A copy of a set as the cell of a series, in what the series states of it.

    Parameters
    ----------
    parameter_values
        A half-cell set.
    series
        ``lower_voltage_V``, ``upper_voltage_V``, ``one_c_mA_g``, and where they are stated
        ``temperature_C``, ``loading_mg_cm2`` (of active material, at unchanged density of the
        coating) and ``radius_um``. What is not stated stays the set's.

    Raises
    ------
    ValueError
        If window or 1C are missing, or cannot be meant.
    """
    why = missing(series)
    if why:
        raise ValueError(f"series={series['series']!r}: expected window and 1C, {why}")
    values = parameter_values.copy()
    lower, upper = float(series["lower_voltage_V"]), float(series["upper_voltage_V"])
    values.update(window_changes(values, lower, upper))
    if not _is_open(series["temperature_C"]):
        kelvin = float(series["temperature_C"]) + ZERO_CELSIUS
        values.update({names.AMBIENT_TEMPERATURE: kelvin, names.INITIAL_TEMPERATURE: kelvin})
    if not _is_open(series["radius_um"]):
        values.update({names.PARTICLE_RADIUS: 1e-6 * float(series["radius_um"])})
    if not _is_open(series["loading_mg_cm2"]):
        own = active_mass(values) / electrode_area(values)
        factor = 1e-2 * float(series["loading_mg_cm2"]) / own
        thickness = factor * number(values, names.POSITIVE_THICKNESS)
        values.update({names.POSITIVE_THICKNESS: thickness})
    values.update({names.NOMINAL_CAPACITY: float(series["one_c_mA_g"]) * active_mass(values)})
    return values


def one_diffusivity(parameter_values: pybamm.ParameterValues) -> pybamm.ParameterValues:
    """A copy of a set with one radial diffusivity throughout the particle."""
    values = parameter_values.copy()
    values.update(UNIFORM)
    return values


def diffusivity_name(parameter_values: Mapping[str, Any]) -> str:
    """The parameter that scales a set's diffusivity."""
    scale = names.DIFFUSIVITY_SCALE
    return scale if scale in parameter_values else names.DIFFUSIVITY


def warming(parameter_values: Mapping[str, Any]) -> float:
    """D at a set's temperature over that at the temperature for which it is stated."""
    values = parameter_values
    return float(
        arrhenius(
            number(values, names.AMBIENT_TEMPERATURE),
            number(values, names.DIFFUSIVITY_REFERENCE_TEMPERATURE),
            number(values, names.DIFFUSIVITY_ACTIVATION_ENERGY),
        )
    )


def _is_open(value: Any) -> bool:
    return bool(value != value)
