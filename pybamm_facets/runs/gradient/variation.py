"""Inputs of a gradient, and what a step of each changes in the set."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets.crystal import FacetFamily
from pybamm_facets.runs.designs import RENAMED, resolve_designs
from pybamm_facets.sets.cell import Values, active_mass, electrode_area, number
from pybamm_facets.sets.start import CONCENTRATIONS

STEP = 1e-3
"""Relative step of the central differences outside the model."""

LOADING = "loading_mg_cm2"
SHAPES = "it shapes the mesh, so that another value needs another build"
FIXED = dict.fromkeys(CONCENTRATIONS, "it follows from the open-circuit voltage at the start") | {
    names.CURRENT_FUNCTION: "it follows from the rate"
}
"""Parameters that are no inputs of any model, and why."""


@dataclass(frozen=True)
class Variation:
    """An input at its value, with what a step below and above it changes in the set."""

    name: str
    value: float
    step: float
    below: dict[str, float]
    above: dict[str, float]


def variations(
    parameter_values: pybamm.ParameterValues,
    inputs: Sequence[str],
    at: dict[str, float],
    families: Sequence[FacetFamily],
    structural: Sequence[str] = (),
) -> list[Variation]:
    """What a step of each input changes in the set; ``ValueError`` for one that has none.

    Parameters
    ----------
    parameter_values, inputs, at, families
        As `pybamm_facets.capacity_gradient` takes them.
    structural
        Parameters that would need another build.
    """
    if isinstance(inputs, str) or not inputs or len(set(inputs)) < len(inputs):
        raise ValueError(f"inputs={inputs!r}: expected a list of different names")
    fixed = FIXED | dict.fromkeys(structural, SHAPES)
    for name in inputs:
        if name in fixed:
            raise ValueError(f"inputs: {name!r} cannot be varied: {fixed[name]}")
        try:
            # Unknown columns and those that are no numbers are refused here, whatever the values;
            # each by itself, as one parameter may be asked for under two names.
            resolve_designs(parameter_values, pd.DataFrame(columns=[name], dtype=float), families)
        except ValueError as error:
            raise ValueError(f"inputs: {error}") from None
    values = ChainMap(design_changes(parameter_values, at, families), dict(parameter_values))
    return [_variation(name, parameter_values, values, at, families) for name in inputs]


def _variation(
    name: str,
    parameter_values: pybamm.ParameterValues,
    values: Values,
    at: dict[str, float],
    families: Sequence[FacetFamily],
) -> Variation:
    parameter = _parameter(name, values)
    if parameter is not None:
        target, factor = parameter
        value = number(values, target) / factor
    elif name in at:
        value = float(at[name])
    elif name == LOADING:
        value = 100 * active_mass(values) / electrode_area(values)
    else:
        raise ValueError(f"inputs: {name!r} cannot be told from the set: give its value in `at`")
    step = STEP * abs(value) or STEP

    def changes(moved: float) -> dict[str, float]:
        if parameter is not None:
            return {target: moved * factor}
        return design_changes(parameter_values, at | {name: moved}, families)

    return Variation(name, value, step, changes(value - step), changes(value + step))


def _parameter(name: str, values: Values) -> tuple[str, float] | None:
    """The one parameter that a column scales, and the factor; None where a map is in between."""
    if name.startswith("f_("):
        return names.area_fraction(name.removeprefix("f_")), 1.0
    if name.startswith("j0_("):
        facet = name.removeprefix("j0_").removesuffix("_mA_cm2")
        return names.reference_exchange_current_density(facet), 10.0
    if name == "diffusivity_m2_s":
        return (
            names.DIFFUSIVITY_SCALE if names.DIFFUSIVITY_SCALE in values else names.DIFFUSIVITY
        ), 1.0
    target = RENAMED.get(name, name)
    return (target, 1.0) if target in values else None


def design_changes(
    parameter_values: pybamm.ParameterValues,
    columns: dict[str, float],
    families: Sequence[FacetFamily],
) -> dict[str, float]:
    """Parameters that design columns change; ``ValueError`` if they make no sense."""
    if not columns:
        return {}
    (design,) = resolve_designs(parameter_values, pd.DataFrame([columns]), families)
    if design.problem:
        raise ValueError(f"at={columns!r}: {design.problem}")
    return design.changes
