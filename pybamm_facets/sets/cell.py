"""What a parameter set says about the cell as a whole: areas, masses, currents, times."""

from __future__ import annotations

from pybamm_facets import names
from pybamm_facets._units import FARADAY
from pybamm_facets.cell_numbers import Values, active_mass, active_volume, electrode_area, number

__all__ = [
    "Values",
    "active_mass",
    "active_volume",
    "current_1c",
    "electrode_area",
    "longest_time",
    "number",
]


def current_1c(parameter_values: Values) -> float:
    """Current of 1C [A]: the nominal capacity in one hour."""
    return number(parameter_values, names.NOMINAL_CAPACITY)


def longest_time(parameter_values: Values, current: float) -> float:
    """Time in which a current passes all the lithium that the positive electrode could hold [s]."""
    c_max = number(parameter_values, names.C_MAX)
    return FARADAY * c_max * active_volume(parameter_values) / abs(current)
