"""What a set says of how its cell is measured: mass, 1C and cut-offs."""

from __future__ import annotations

from dataclasses import dataclass

from pybamm_facets import names
from pybamm_facets.sets.cell import Values, active_mass, current_1c, number

MILLIGRAM, MILLIAMPERE, GRAM = 1e-6, 1e-3, 1e-3


@dataclass(frozen=True)
class MeasuredAs:
    """How a cell is measured.

    Parameters
    ----------
    mass_mg
        Of active material [mg].
    one_c_mA_g
        Specific current of 1C [mA/g].
    lower_V, upper_V
        Cut-offs [V].
    """

    mass_mg: float
    one_c_mA_g: float
    lower_V: float
    upper_V: float


def measured_as(parameter_values: Values) -> MeasuredAs:
    """Of a set; ``ValueError`` if it has no number there."""
    mass = active_mass(parameter_values)
    return MeasuredAs(
        mass / MILLIGRAM,
        current_1c(parameter_values) / MILLIAMPERE / (mass / GRAM),
        number(parameter_values, names.LOWER_CUT_OFF),
        number(parameter_values, names.UPPER_CUT_OFF),
    )
