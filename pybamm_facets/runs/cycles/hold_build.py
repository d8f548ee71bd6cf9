"""Build a cell that is held at a voltage until its current has fallen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pybamm

from pybamm_facets import names
from pybamm_facets.runs.integrate.build import (
    CUT_OFF,
    EVENT,
    SIGN,
    BuiltModel,
    Integral,
    discretised,
    with_integrals,
)
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.cell import current_1c

HELD_CURRENT = "Held current [A]"
"""The state that the voltage decides."""

LEAST_CURRENT = "Least held current [A]"
"""The input to which it falls, without its sign."""


def build_hold(
    model: pybamm.BaseModel,
    parameter_values: pybamm.ParameterValues,
    inputs: Iterable[str],
    integrals: Sequence[Integral],
    numerics: Numerics,
) -> BuiltModel:
    """A model at constant voltage; its states are the built model's, and the current as the last.

    Parameters
    ----------
    model, parameter_values, inputs, integrals
        As `pybamm_facets.runs.integrate.build.build`; the cut-off is the voltage that is held.
    numerics
        For the mesh.
    """
    inputs = (names.CURRENT_FUNCTION, *inputs)
    values = parameter_values.copy()
    values.update(dict.fromkeys(inputs[1:], "[input]"))
    scale = current_1c(parameter_values)
    current = pybamm.Variable(HELD_CURRENT, scale=scale)
    values.update({names.CURRENT_FUNCTION: current})
    prepared = with_integrals(model, scale, integrals)
    voltage, passed = prepared.variables[names.VOLTAGE], prepared.variables[names.CURRENT]
    prepared.algebraic[current] = voltage - pybamm.InputParameter(CUT_OFF)
    prepared.initial_conditions[current] = pybamm.InputParameter(names.CURRENT_FUNCTION)
    size = pybamm.InputParameter(SIGN) * passed
    prepared.events = [pybamm.Event(EVENT, size - pybamm.InputParameter(LEAST_CURRENT))]
    names_ = (*inputs, CUT_OFF, SIGN, LEAST_CURRENT)
    return discretised(prepared, model, values, names_, integrals, numerics.mesh())
