"""The equilibrium that a run starts from: full for discharge, empty for charge."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pybamm
from scipy.optimize import brentq

from pybamm_facets import names
from pybamm_facets.sets.cell import Values, number
from pybamm_facets.sets.curves import known_range
from pybamm_facets.sets.direction import Direction, read_direction
from pybamm_facets.sets.window import ROUNDING, table_range

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
            self._table = table_range(self._potential) or known_range(
                template.get(names.POSITIVE_OCP)
            )
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
            self._known[key] = self._stoichiometry_at(voltage, inputs)
        c_max = number(parameter_values, names.C_MAX)
        return {names.INITIAL_POSITIVE: self._known[key] * c_max}

    def potential(self, parameter_values: Values, x: float) -> float:
        """Open-circuit potential of one of the sets at a lithium content [V]; half-cells only."""
        return self._at(x, {name: number(parameter_values, name) for name in self._inputs})

    def check_end(self, parameter_values: Values, direction: Direction) -> None:
        """``ValueError`` if a run ends beyond the set's table of the open-circuit potential."""
        if not self._half_cell or self._table is None:
            return
        inputs = {name: number(parameter_values, name) for name in self._inputs}
        end = self._table[1] if direction is Direction.DISCHARGE else self._table[0]
        reached, cut_off = self._at(end, inputs), number(parameter_values, direction.cut_off)
        if direction.sign * (reached - cut_off) > ROUNDING:
            raise ValueError(
                f"{direction.cut_off!r}={cut_off:g} lies beyond the table of the open-circuit "
                f"potential, which ends at x = {end:g} with {reached:.3f} V: extend the table, or "
                "narrow the window with with_window"
            )

    def _full_cell(self, parameter_values: Values, direction: Direction) -> dict[str, float]:
        started = pybamm.ParameterValues(dict(parameter_values))
        soc = 1.0 if direction is Direction.DISCHARGE else 0.0
        try:
            started.set_initial_state(soc, options=self._options)
        except (pybamm.SolverError, ArithmeticError) as error:
            raise ValueError(
                f"no state of the electrodes has {direction.start_voltage!r}="
                f"{number(parameter_values, direction.start_voltage):g}: {error}"
            ) from None
        return {name: number(started, name) for name in CONCENTRATIONS}

    def _at(self, x: float, inputs: Mapping[str, float]) -> float:
        """Open-circuit potential at a lithium content [V]."""
        return _potential_at(self._potential, x, tuple(inputs.items()))

    def _stoichiometry_at(self, voltage: float, inputs: Mapping[str, float]) -> float:
        """Lithium content at an open-circuit potential; ``ValueError`` if it is out of reach."""
        low, high = self._table or (1e-9, 1 - 1e-9)
        lowest, highest = self._at(high, inputs), self._at(low, inputs)
        if not lowest - ROUNDING <= voltage <= highest + ROUNDING:
            where = "the positive electrode's potential"
            if self._table is not None:
                where = f"the table of the open-circuit potential, x = {low:g} to {high:g},"
            raise ValueError(
                f"open-circuit voltage {voltage!r} V: {where} runs from {lowest:.3f} to "
                f"{highest:.3f} V only"
            )
        if voltage >= highest or voltage <= lowest:
            return low if voltage >= highest else high
        return _content_at(self._potential, voltage, tuple(inputs.items()), low, high)


@lru_cache(maxsize=256)
def _potential_at(
    potential: pybamm.Symbol, x: float, inputs: tuple[tuple[str, float], ...]
) -> float:
    """Open-circuit potential at a lithium content [V]; remembered, as a page asks at each move."""
    return float(np.squeeze(potential.evaluate(inputs={STOICHIOMETRY: x, **dict(inputs)})))


@lru_cache(maxsize=256)
def _content_at(
    potential: pybamm.Symbol,
    voltage: float,
    inputs: tuple[tuple[str, float], ...],
    low: float,
    high: float,
) -> float:
    """Lithium content between two at which the potential is a voltage [V]."""

    def excess(x: float) -> float:
        at = {STOICHIOMETRY: x, **dict(inputs)}
        return float(np.squeeze(potential.evaluate(inputs=at))) - voltage

    return float(brentq(excess, low, high, xtol=1e-12))
