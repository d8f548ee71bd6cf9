"""The equilibrium that a run starts from: full for discharge, empty for charge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pybamm
from scipy.optimize import brentq

from pybamm_facets import names
from pybamm_facets.sets.cell import Values, number
from pybamm_facets.sets.direction import Direction, read_direction

CONCENTRATIONS = (names.INITIAL_POSITIVE, names.INITIAL_NEGATIVE)
"""What a start state sets, where a set has it."""

STOICHIOMETRY = "Positive electrode stoichiometry"


def start_state(
    parameter_values: pybamm.ParameterValues, options: Any, direction: Direction | str
) -> dict[str, float]:
    """Initial concentrations of an equilibrated cell: full for discharge, empty for charge.

    Full and empty are the open-circuit voltages at 100 % and 0 % SOC of the set.

    Returns
    -------
    dict
        Parameter name to concentration [mol.m-3].
    """
    states = StartStates(parameter_values, options)
    return states.concentrations(parameter_values, read_direction(direction))


class StartStates:
    """Start states of sets that share a structure; each is looked for once.

    Parameters
    ----------
    template
        The set, in which numbers that differ between the sets are inputs.
    options
        PyBaMM's options of the model.
    """

    def __init__(self, template: pybamm.ParameterValues, options: Any) -> None:
        self._options = options
        self._half_cell = options["working electrode"] == "positive"
        self._known: dict[tuple[float, ...], float] = {}
        if self._half_cell:
            param = pybamm.LithiumIonParameters(options)
            x = pybamm.InputParameter(STOICHIOMETRY)
            self._potential = template.process_symbol(param.p.prim.U(x, param.T_init))
            self._inputs = tuple(
                node.name
                for node in self._potential.pre_order()
                if isinstance(node, pybamm.InputParameter) and node.name != STOICHIOMETRY
            )

    def concentrations(self, parameter_values: Values, direction: Direction) -> dict[str, float]:
        """Initial concentrations [mol.m-3] by parameter name, for one of the sets."""
        if not self._half_cell:
            return self._full_cell(parameter_values, direction)
        voltage = number(parameter_values, direction.start_voltage)
        inputs = {name: number(parameter_values, name) for name in self._inputs}
        key = (voltage, *inputs.values())
        if key not in self._known:
            self._known[key] = _stoichiometry_at(self._potential, voltage, inputs)
        c_max = number(parameter_values, names.C_MAX)
        return {names.INITIAL_POSITIVE: self._known[key] * c_max}

    def _full_cell(self, parameter_values: Values, direction: Direction) -> dict[str, float]:
        started = pybamm.ParameterValues(dict(parameter_values))
        soc = 1.0 if direction is Direction.DISCHARGE else 0.0
        started.set_initial_state(soc, options=self._options)
        return {name: number(started, name) for name in CONCENTRATIONS}


def _stoichiometry_at(
    potential: pybamm.Symbol, voltage: float, inputs: Mapping[str, float]
) -> float:
    """Stoichiometry at an open-circuit potential [V]; ``ValueError`` if it is out of reach."""

    def excess(x: float) -> float:
        value = potential.evaluate(inputs={STOICHIOMETRY: x, **inputs})
        return float(np.squeeze(value)) - voltage

    low, high = 1e-9, 1 - 1e-9
    if not excess(low) > 0 > excess(high):
        raise ValueError(
            f"open-circuit voltage {voltage!r} V: the positive electrode's potential runs from "
            f"{excess(high) + voltage:.3f} to {excess(low) + voltage:.3f} V only"
        )
    return float(brentq(excess, low, high, xtol=1e-12))
