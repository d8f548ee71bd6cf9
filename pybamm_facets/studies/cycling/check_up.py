"""Check-ups: what an aged cell delivers from equilibrium, and its resistance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets.runs.integrate.build import CUT_OFF, SIGN
from pybamm_facets.runs.integrate.integration import End
from pybamm_facets.runs.integrate.solver import FAR_OFF, Inputs
from pybamm_facets.sets.cell import electrode_area, number
from pybamm_facets.sets.direction import Direction
from pybamm_facets.sets.start import StartStates
from pybamm_facets.studies.cycling.ageing_cell import AgeingCell

RATES = (0.1, 1.0, 10.0)
"""Of the capacities of a check-up, as multiples of 1C."""

PULSE_SECONDS, PULSE_RATE, PULSE_CONTENT = 10.0, 10.0, 0.5
"""The resistance is that after 10 s of 10C from equilibrium at x = 0.5."""

CM2 = 1e4


def check_up(cell: AgeingCell, doses: FloatArray, rates: Sequence[float] = RATES) -> dict[str, Any]:
    """Capacities of discharges from equilibrium, and the resistance after a pulse.

    The pulse is 10 s of 10C from equilibrium at half the lithium; the resistance is the fall of the
    voltage below the open-circuit potential over the current density.

    Parameters
    ----------
    cell
        The cell.
    doses
        What it has been through.
    rates
        Multiples of 1C.

    Returns
    -------
    dict
        Rate to capacity [mAh/g] (0 where the current passes the cut-off at once, NaN where nothing
        was found) under ``capacities``; ``resistance_10s_Ohm_cm2``.
    """
    states = StartStates(cell.parameter_values, cell.options)
    full = states.concentrations(cell.parameter_values, Direction.DISCHARGE)
    capacities = {}
    for rate in rates:
        inputs = cell.cycling.inputs(doses, Direction.DISCHARGE, rate) | full
        capacities[float(rate)] = _capacity(cell, inputs)
    return {"capacities": capacities, "resistance_10s_Ohm_cm2": _resistance(cell, doses, states)}


def _capacity(cell: AgeingCell, inputs: Inputs) -> float:
    half_cycles = cell.cycling.half_cycles
    found = half_cycles.run(half_cycles.equilibrium(inputs), inputs, cell.cycling.salt)
    if found.end is End.AT_ONCE:
        return 0.0
    if found.end is not End.CUT_OFF:
        return math.nan
    return inputs[names.CURRENT_FUNCTION] * found.duration / 3.6 / cell.grams


def _resistance(cell: AgeingCell, doses: FloatArray, states: StartStates) -> float:
    """After the pulse [Ω·cm²]; NaN where it finds no end."""
    half_cycles = cell.cycling.half_cycles
    c_max = number(cell.parameter_values, names.C_MAX)
    inputs = cell.cycling.inputs(doses, Direction.DISCHARGE, PULSE_RATE)
    inputs |= {
        names.INITIAL_POSITIVE: PULSE_CONTENT * c_max,
        CUT_OFF: inputs[CUT_OFF] - inputs[SIGN] * FAR_OFF,
    }
    start = half_cycles.equilibrium(inputs)
    found = half_cycles.run(start, inputs, cell.cycling.salt, PULSE_SECONDS)
    if found.end is not End.TIME:
        return math.nan
    rest = states.potential(cell.parameter_values, PULSE_CONTENT)
    fall = rest - found.outputs[names.VOLTAGE]
    density = inputs[names.CURRENT_FUNCTION] / electrode_area(cell.parameter_values)
    return float(np.divide(fall, density) * CM2)
