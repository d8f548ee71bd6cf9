"""Build a half-cell on spectral elements, as `build` does on a mesh of PyBaMM's."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pybamm
from scipy import sparse

from pybamm_facets import names
from pybamm_facets.runs.integrate.build import (
    CUT_OFF,
    ENERGY,
    EVENT,
    LEAST_SALT,
    OUTPUTS,
    SIGN,
    BuiltModel,
)
from pybamm_facets.sets.cell import current_1c
from pybamm_facets.through_cell import CellElements, element_equations

STATES = ("Salt", "Lithium", "Energy", "Electrolyte potential", "Electrode potential")
"""Parts of the state vector, as PyBaMM's solver lists them."""


def build_elements(
    model: pybamm.BaseModel,
    parameter_values: pybamm.ParameterValues,
    inputs: Iterable[str],
    elements: CellElements,
) -> BuiltModel:
    """A half-cell's equations on elements for constant-current runs to a cut-off voltage.

    Thicknesses may be inputs too: nothing but numbers depends on them.

    Parameters
    ----------
    model
        A model that `pybamm_facets.runs.element_route.model_fits` accepts.
    parameter_values
        Gives every number that is not an input; left as it is.
    inputs
        Further parameters to keep as solver inputs.
    elements
        Nodes in particles and across the cell.
    """
    inputs = (names.CURRENT_FUNCTION, *inputs)
    values = parameter_values.copy()
    values.update(dict.fromkeys(inputs, "[input]"))
    equations = element_equations(model, elements)
    layout, variables = equations.layout, dict(equations.variables)
    scale = 3600 * 4 * current_1c(parameter_values)
    voltage = variables[names.VOLTAGE]
    variables[ENERGY] = scale * layout.state(layout.energy)
    salt = variables[names.ELECTROLYTE_CONCENTRATION]
    variables[LEAST_SALT] = pybamm.min(salt) / pybamm.Parameter(names.INITIAL_ELECTROLYTE)
    power = variables[names.CURRENT] * voltage / scale
    margin = pybamm.InputParameter(SIGN) * (voltage - pybamm.InputParameter(CUT_OFF))

    def processed(parts: Iterable[pybamm.Symbol]) -> list[pybamm.Symbol]:
        return [values.process_symbol(part) for part in parts]

    found = pybamm.BaseModel(f"{model.name} on elements")
    rates, balances, start = (
        processed(parts)
        for parts in ((*equations.rhs, power), equations.algebraic, equations.initial)
    )
    unknowns = [pybamm.Variable(name) for name in STATES]
    found.rhs = dict(zip(unknowns, rates, strict=False))
    found.algebraic = dict(zip(unknowns[len(rates) :], balances, strict=True))
    found.initial_conditions = dict(zip(unknowns, start, strict=True))
    found.concatenated_rhs = pybamm.NumpyConcatenation(*rates)
    found.concatenated_algebraic = pybamm.NumpyConcatenation(*balances)
    found.concatenated_initial_conditions = pybamm.NumpyConcatenation(*start)
    found.events = [pybamm.Event(EVENT, values.process_symbol(margin))]
    found.update_processed_variables(
        {name: values.process_symbol(variables[name]) for name in OUTPUTS}
    )
    found.len_rhs, found.len_rhs_and_alg = layout.differential, layout.total
    found.len_alg = layout.total - layout.differential
    ones = np.r_[np.ones(layout.differential), np.zeros(found.len_alg)]
    found.mass_matrix = pybamm.Matrix(sparse.diags(ones, format="csr"))
    found.bounds = (np.full(layout.total, -np.inf), np.full(layout.total, np.inf))
    found.is_discretised = True
    return BuiltModel(
        found, (*inputs, CUT_OFF, SIGN), values, salt=layout.salt, counted=(layout.energy,)
    )
