"""Build a model once, so that many designs and rates are only solver inputs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets.sets.cell import current_1c

CUT_OFF = "Cut-off voltage [V]"
SIGN = "Current sign"
OTHER_CUT_OFF = "Cut-off voltage of the other direction [V]"
AT_1C = "Current of 1C [A]"
"""What a run that a `Protocol` precedes must tell beside the inputs of its built model."""

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

SALT = "Porosity times concentration [mol.m-3]"
COUNTED = ("Discharge capacity [A.h]", "Throughput capacity [A.h]", ENERGY)
"""States that sum up what has passed."""

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
class Integral:
    """What a solve sums up over time, from zero.

    Parameters
    ----------
    name
        Of the variable that holds it.
    integrand
        Its rate [1/s times its unit]; a scalar of the model's variables and parameters.
    scale
        What it is likely to reach, on which the integrator's tolerances are.
    """

    name: str
    integrand: pybamm.Symbol = field(compare=False)
    scale: float = 1.0


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
    outputs
        Names of the variables that a solve gives.
    salt
        States that hold the electrolyte's salt.
    counted
        States that sum up what has passed since the start, and act on nothing.
    """

    model: pybamm.BaseModel
    inputs: tuple[str, ...]
    parameter_values: pybamm.ParameterValues
    outputs: tuple[str, ...] = OUTPUTS
    salt: slice = field(default_factory=lambda: slice(0, 0))
    counted: tuple[slice, ...] = ()


def build(
    model: pybamm.BaseModel,
    parameter_values: pybamm.ParameterValues,
    inputs: Iterable[str],
    *,
    integrals: Sequence[Integral] = (),
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
    integrals
        What to sum up beside the energy.
    var_pts, submesh_types
        Mesh, where it differs from the model's default.
    """
    inputs = (names.CURRENT_FUNCTION, *inputs)
    values = parameter_values.copy()
    values.update(dict.fromkeys(inputs, "[input]"))
    prepared = with_integrals(model, current_1c(parameter_values), integrals)
    margin = prepared.variables[names.VOLTAGE] - pybamm.InputParameter(CUT_OFF)
    prepared.events = [pybamm.Event(EVENT, pybamm.InputParameter(SIGN) * margin)]
    mesh = {"var_pts": var_pts, "submesh_types": submesh_types}
    return discretised(prepared, model, values, (*inputs, CUT_OFF, SIGN), integrals, mesh)


def with_integrals(
    model: pybamm.BaseModel, at_1c: float, integrals: Sequence[Integral]
) -> pybamm.BaseModel:
    """A copy of a model that sums up its energy and more, and tells its least salt.

    Parameters
    ----------
    model
        A PyBaMM lithium-ion model, not yet processed.
    at_1c
        Current of 1C [A], for the scale of the energy.
    integrals
        What to sum up beside the energy.
    """
    prepared = model.new_copy()
    power = prepared.variables[names.CURRENT] * prepared.variables[names.VOLTAGE]
    for one in (Integral(ENERGY, power, 3600 * 4 * at_1c), *integrals):
        integral = pybamm.Variable(one.name, scale=one.scale)
        prepared.rhs[integral] = one.integrand
        prepared.initial_conditions[integral] = pybamm.Scalar(0)
        prepared.variables[one.name] = integral
    least = pybamm.min(prepared.variables[names.ELECTROLYTE_CONCENTRATION])
    prepared.variables[LEAST_SALT] = least / pybamm.Parameter(names.INITIAL_ELECTROLYTE)
    return prepared


def discretised(
    prepared: pybamm.BaseModel,
    model: pybamm.BaseModel,
    values: pybamm.ParameterValues,
    inputs: tuple[str, ...],
    integrals: Sequence[Integral],
    mesh: Mapping[str, Any],
) -> BuiltModel:
    """A prepared copy of a model, on its mesh.

    Parameters
    ----------
    prepared
        The copy; it is changed.
    model
        Gives geometry, mesh and methods.
    values
        The set, with inputs as such.
    inputs
        Names of the inputs, in their order.
    integrals
        What the copy sums up beside the energy.
    mesh
        ``var_pts`` and ``submesh_types``, where they differ from the model's.
    """
    geometry = model.default_geometry
    # Of the model's hundreds of variables a sweep reads a few: each is processed when asked for.
    _fill_in(prepared, values)
    values.process_geometry(geometry)
    points = pybamm.Mesh(
        geometry,
        model.default_submesh_types | dict(mesh["submesh_types"] or {}),
        model.default_var_pts | dict(mesh["var_pts"] or {}),
    )
    # PyBaMM's check of the finished model takes a sixth of the time, and solving checks it too.
    discretisation = pybamm.Discretisation(points, model.default_spatial_methods, check_model=False)
    discretisation.process_model(prepared, delayed_variable_processing=True)
    places = {variable.name: parts[0] for variable, parts in prepared.y_slices.items()}
    counted = [name for name in (*COUNTED, *(one.name for one in integrals)) if name in places]
    return BuiltModel(
        prepared,
        inputs,
        values,
        (*OUTPUTS, *(one.name for one in integrals)),
        places.get(SALT, slice(0, 0)),
        tuple(places[name] for name in counted),
    )


def _fill_in(prepared: pybamm.BaseModel, values: pybamm.ParameterValues) -> None:
    """Put a set's numbers into a model; ``ValueError`` for one that the set does not have."""
    try:
        values.process_model(prepared, delayed_variable_processing=True)
    except KeyError as error:
        missing = re.search(r"'([^']+)' not found", str(error))
        if missing is None:
            raise
        stock = missing[1] == names.STOCK_EXCHANGE_CURRENT
        raise ValueError(
            f"model={prepared.name!r}: expected a set with all that it needs, but there is no "
            f"{missing[1]!r}" + ("; facets need a model with facets" if stock else "")
        ) from None


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
