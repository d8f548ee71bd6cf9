"""What-if changes of the cell, under which two particles are compared again."""

from __future__ import annotations

import pybamm

from pybamm_facets import names
from pybamm_facets.sets.cell import electrode_area, number
from pybamm_facets.studies.attributions.coalitions import Changes


def lower_cut_off(voltage: float) -> dict[str, float]:
    """Changes that end a discharge, and call the cell empty, at another voltage [V]."""
    return {names.LOWER_CUT_OFF: voltage, names.EMPTY_VOLTAGE: voltage}


def contact_resistance(values: pybamm.ParameterValues, ohm_cm2: float) -> dict[str, float]:
    """Changes that give the cell another contact resistance [Ω·cm2] over its electrode area."""
    return {names.CONTACT_RESISTANCE: ohm_cm2 * 1e-4 / electrode_area(values)}


def scaled_exchange_current(values: pybamm.ParameterValues, factor: float) -> dict[str, float]:
    """Changes that multiply the exchange current density of every facet."""
    ending = names.REFERENCE_J0_ENDING
    return {name: factor * number(values, name) for name in values if str(name).endswith(ending)}


SCENARIOS: dict[str, Changes] = {
    "as it is": {},
    "cut-off 3.0 V": lower_cut_off(3.0),
    "cut-off 3.4 V": lower_cut_off(3.4),
    "contact 100 Ω·cm²": lambda values: contact_resistance(values, 100.0),
    "j0 ÷ 10": lambda values: scaled_exchange_current(values, 0.1),
}
"""Name to changes: the set's own cell, and ways in which kinetics could come to matter."""
