"""Build a model once, so that many designs and rates are only solver inputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets.sets.cell import current_1c

CUT_OFF = "Cut-off voltage [V]"
SIGN = "Current sign"
ENERGY = "Energy passed [J]"
LEAST_SALT = "Least electrolyte concentration over initial"
EVENT = "Cut-off voltage reached"
OUTPUTS = (
    names.VOLTAGE,
    ENERGY,
    names.PARTICLE_LITHIUM,
    names.ELECTROLYTE_LITHIUM,
    LEAST_SALT,
)

STRUCTURAL = (
    names.NEGATIVE_THICKNESS,
    names.SEPARATOR_THICKNESS,
    names.POSITIVE_THICKNESS,
    names.CELLS_IN_SERIES,
)
"""Numbers that shape the mesh or the equations, so that another value needs another build."""

OUTSIDE = (
    names.CURRENT_FUNCTION,
    names.ACTIVE_MATERIAL_DENSITY,
    names.NOMINAL_CAPACITY,
    names.LOWER_CUT_OFF,
    names.UPPER_CUT_OFF,
    names.EMPTY_VOLTAGE,
    names.FULL_VOLTAGE,
)
"""Parameters that a constant-current run takes from outside the model."""


@dataclass(frozen=True)
class BuiltModel:
    """A discretised model whose current, cut-off and listed parameters are inputs.

    Parameters
    ----------
    model
        The discretised PyBaMM model.
    inputs
        Names of the parameters that every solve must give.
    parameter_values
        The set, with the listed parameters as inputs.
    """

    model: pybamm.BaseModel
    inputs: tuple[str, ...]
    parameter_values: pybamm.ParameterValues


def build(
    model: pybamm.BaseModel,
    parameter_values: pybamm.ParameterValues,
    inputs: Iterable[str],
    *,
    var_pts: Mapping[str, int] | None = None,
    submesh_types: Mapping[str, Any] | None = None,
) -> BuiltModel:
    """Discretise a model for constant-current runs to a cut-off voltage.

    The model's own voltage events give way to one, at whichever cut-off the current runs to, and
    the energy passed becomes a state.

    Parameters
    ----------
    model
        A PyBaMM lithium-ion model, not yet processed; left as it is.
    parameter_values
        Gives every number that is not an input; left as it is.
    inputs
        Further parameters to keep as solver inputs.
    var_pts, submesh_types
        Mesh, where it differs from the model's default.
    """
    inputs = (names.CURRENT_FUNCTION, *inputs)
    values = parameter_values.copy()
    values.update(dict.fromkeys(inputs, "[input]"))
    prepared = _with_cut_off_and_energy(model, 3600 * 4 * current_1c(parameter_values))
    geometry = model.default_geometry
    # Of the model's hundreds of variables a sweep reads a few: each is processed when asked for.
    values.process_model(prepared, delayed_variable_processing=True)
    values.process_geometry(geometry)
    mesh = pybamm.Mesh(
        geometry,
        model.default_submesh_types | dict(submesh_types or {}),
        model.default_var_pts | dict(var_pts or {}),
    )
    # PyBaMM's check of the finished model takes a sixth of the time, and solving checks it too.
    discretisation = pybamm.Discretisation(mesh, model.default_spatial_methods, check_model=False)
    discretisation.process_model(prepared, delayed_variable_processing=True)
    return BuiltModel(prepared, (*inputs, CUT_OFF, SIGN), values)


def check_effect(built: BuiltModel, names_: Iterable[str]) -> None:
    """``ValueError`` for a parameter that changes nothing in a model."""
    model = built.model
    parts = [*model.rhs.values(), *model.algebraic.values(), *model.initial_conditions.values()]
    parts += [event.expression for event in model.events]
    acting = {
        node.name
        for part in parts
        for node in part.pre_order()
        if isinstance(node, pybamm.InputParameter)
    }
    idle = [name for name in names_ if name not in acting]
    if idle:
        raise ValueError(
            f"{', '.join(map(repr, idle))}: no effect in this model with these options; expected "
            "parameters that its equations hold"
        )


def _with_cut_off_and_energy(model: pybamm.BaseModel, energy_scale: float) -> pybamm.BaseModel:
    prepared = model.new_copy()
    voltage, current = prepared.variables[names.VOLTAGE], prepared.variables[names.CURRENT]
    energy = pybamm.Variable(ENERGY, scale=energy_scale)
    prepared.rhs[energy] = current * voltage
    prepared.initial_conditions[energy] = pybamm.Scalar(0)
    prepared.variables[ENERGY] = energy
    least = pybamm.min(prepared.variables[names.ELECTROLYTE_CONCENTRATION])
    prepared.variables[LEAST_SALT] = least / pybamm.Parameter(names.INITIAL_ELECTROLYTE)
    margin = pybamm.InputParameter(SIGN) * (voltage - pybamm.InputParameter(CUT_OFF))
    prepared.events = [pybamm.Event(EVENT, margin)]
    return prepared
