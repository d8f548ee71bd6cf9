"""Build a model the way its numerics say."""

from __future__ import annotations

from collections.abc import Iterable

import pybamm

from pybamm_facets.runs.element_route import cell_elements
from pybamm_facets.runs.integrate.build import BuiltModel, build
from pybamm_facets.runs.integrate.element_build import build_elements
from pybamm_facets.runs.numerics import Numerics, Route


def build_for(
    model: pybamm.BaseModel,
    parameter_values: pybamm.ParameterValues,
    inputs: Iterable[str],
    numerics: Numerics,
) -> BuiltModel:
    """A model ready for constant-current runs, on elements or on a mesh of volumes.

    Parameters
    ----------
    model, parameter_values, inputs
        As `pybamm_facets.runs.integrate.build.build`.
    numerics
        With the route that was chosen; an open one is the PyBaMM model's.
    """
    if numerics.route is Route.ELEMENTS:
        elements = cell_elements(numerics, model.default_var_pts)
        return build_elements(model, parameter_values, inputs, elements)
    return build(model, parameter_values, inputs, **numerics.mesh())
