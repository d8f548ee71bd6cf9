"""Derivatives of the capacity with respect to inputs, the end time's own derivative included."""

from __future__ import annotations

import copy
import logging
from collections import ChainMap
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pybamm

from pybamm_facets.models import FacetDFN
from pybamm_facets.sweep.backend import Tolerances
from pybamm_facets.sweep.build import OUTSIDE, BuiltModel, build
from pybamm_facets.sweep.case import Case, check_directions, check_rates
from pybamm_facets.sweep.cell import active_mass, current_1c
from pybamm_facets.sweep.check import check_parameter_values
from pybamm_facets.sweep.functions import cell_functions
from pybamm_facets.sweep.solve import CaseSolver
from pybamm_facets.sweep.start import CONCENTRATIONS
from pybamm_facets.sweep.table import MAH
from pybamm_facets.sweep.variation import STEP, Variation, design_changes, variations
from pybamm_facets.sweep.variational import VariationalEquations

__all__ = ["STEP", "Gradient", "capacity_gradient", "relative"]

logger = logging.getLogger(__name__)


def capacity_gradient(
    parameters: pybamm.ParameterValues,
    inputs: Sequence[str],
    c_rates: Sequence[float],
    *,
    at: Mapping[str, float] | None = None,
    direction: str = "discharge",
    model: pybamm.BaseModel | None = None,
    var_pts: Mapping[str, int] | None = None,
    submesh_types: Mapping[str, Any] | None = None,
    tolerances: Tolerances | None = None,
) -> pd.DataFrame:
    """Capacity at each rate, and its derivative with respect to each input.

    Parameters
    ----------
    parameters
        The set at which to differentiate.
    inputs
        PyBaMM parameter names, or short names of `pybamm_facets.sweep.designs.column_help`. A
        facet fraction varies alone: the difference of two derivatives is what moving area gives.
    c_rates
        Multiples of the 1C current, positive.
    at
        Design columns to change the set by first, as `sweep` does. The κ of a texture must be
        given so: a set holds only what followed from it.
    direction
        ``"discharge"`` or ``"charge"``.
    model
        An unprocessed PyBaMM model; `FacetDFN` by default.
    var_pts, submesh_types, tolerances
        Accuracy, where it differs from the default.

    Returns
    -------
    pandas.DataFrame
        One row a rate: ``c_rate``, ``capacity_mAh_g``, one column for each input [mAh/g per unit
        of the input], ``status`` and ``reason``. Values of the inputs in ``attrs["at"]``.

    Raises
    ------
    ValueError
        Before any solve, for an input that is unknown, no number, or shapes the mesh.

    Examples
    --------
    >>> frame = capacity_gradient(pybamm.ParameterValues("Li2025_core_shell"), ["radius_m"], [10.0])
    >>> print(f"{relative(frame)['radius_m'].item():.1f}")
    -1.0
    """
    rates = check_rates(c_rates)
    prepared = Gradient(
        parameters, inputs, at, direction, model,
        var_pts=var_pts, submesh_types=submesh_types, tolerances=tolerances,
    )  # fmt: skip
    return prepared.table(rates)


def relative(frame: pd.DataFrame) -> pd.DataFrame:
    """Relative sensitivities d ln Q / d ln p of a `capacity_gradient` table."""
    scaled = frame.copy()
    for name, value in frame.attrs["at"].items():
        scaled[name] = frame[name] * value / frame["capacity_mAh_g"]
    return scaled


class Gradient:
    """A built model, ready for gradients at any rate; parameters as `capacity_gradient`.

    The capacity Q = i t_end has dQ/dp = t_end di/dp + i dt_end/dp, with i the current per active
    mass.
    """

    def __init__(
        self,
        parameters: pybamm.ParameterValues,
        inputs: Sequence[str],
        at: Mapping[str, float] | None = None,
        direction: str = "discharge",
        model: pybamm.BaseModel | None = None,
        *,
        var_pts: Mapping[str, int] | None = None,
        submesh_types: Mapping[str, Any] | None = None,
        tolerances: Tolerances | None = None,
    ) -> None:
        (self._direction,) = check_directions(direction)
        model, tolerances = model or FacetDFN(), tolerances or Tolerances()
        self._families = tuple(getattr(model, "facets", ()))
        check_parameter_values(parameters, [family.label for family in self._families])
        self._parameters, self._inputs = parameters, inputs
        values = self.move(dict(at or {}))
        moved = _solver_inputs(self.variations, values)
        built = build(model, values, moved, var_pts=var_pts, submesh_types=submesh_types)
        self.solver = CaseSolver(built, fast=False, tolerances=tolerances.tighter(1e-4))
        self.equations = _variational_equations(built, tolerances.tighter(0.1))

    def moved(self, at: Mapping[str, float]) -> Gradient:
        """The same at other values of design columns, without another build."""
        other = copy.copy(self)
        other.move(dict(at))
        return other

    def move(self, at: dict[str, float]) -> pybamm.ParameterValues:
        """Go to other values of design columns; the set there."""
        self.variations = variations(self._parameters, self._inputs, at, self._families)
        values = self._parameters.copy()
        values.update(design_changes(self._parameters, at, self._families))
        self._values = dict(values)
        return values

    def table(self, c_rates: Sequence[float]) -> pd.DataFrame:
        """The table at some rates."""
        frame = pd.DataFrame([self.row(rate) for rate in check_rates(c_rates)])
        frame.attrs["at"] = {v.name: v.value for v in self.variations}
        return frame

    def row(self, c_rate: float, end_voltage: float | None = None) -> dict[str, Any]:
        """A row of the table, or of a run that ends at another voltage [V] than the cut-off."""
        end = {} if end_voltage is None else {self._cut_off: end_voltage}
        case = self._case(c_rate, end)
        below = [self._case(c_rate, v.below | end) for v in self.variations]
        above = [self._case(c_rate, v.above | end) for v in self.variations]
        span = np.array([2 * v.step for v in self.variations])
        currents = np.array([_specific_current(c) for c in (case, *below, *above)])
        current, (i_below, i_above) = currents[0], currents[1:].reshape(2, -1)
        ended = self._end(case, below, above, span)
        status, reason = "ok", ""
        if ended is None:
            ended, status, reason = self._end_by_differences(case, below, above, span)
        slopes = ended[0] * (i_above - i_below) / span + current * ended[1]
        derivatives = dict(zip((v.name for v in self.variations), slopes.tolist(), strict=True))
        key = {"c_rate": c_rate, "capacity_mAh_g": current * ended[0]}
        return key | derivatives | {"status": status, "reason": reason}

    def _end(self, case: Case, below: list[Case], above: list[Case], span: Any) -> Any:
        """End time and its derivatives by the variational equations; None where they fail."""
        if self.equations is None:
            return None
        p, *others = (list(self.solver.inputs(c).values()) for c in (case, *below, *above))
        p_below, p_above = np.array(others).reshape(2, len(span), -1)
        return self.equations.end_time(np.array(p), ((p_above - p_below) / span[:, None]).T)

    def _end_by_differences(self, case: Case, below: list, above: list, span: Any) -> Any:
        """The same with PyBaMM's own solver and central differences; status and reason."""
        (run,) = self.solver.solve([case])
        if run.status != "ok":
            return (run.duration, np.full(len(span), np.nan)), run.status, run.reason
        durations = [o.duration for o in self.solver.solve([*below, *above])]
        shorter, longer = np.array(durations).reshape(2, -1)
        return (run.duration, (longer - shorter) / span), run.status, run.reason

    @property
    def _cut_off(self) -> str:
        end = "Lower" if self._direction == "discharge" else "Upper"
        return f"{end} voltage cut-off [V]"

    def _case(self, c_rate: float, changes: dict[str, float]) -> Case:
        return Case("", ChainMap(changes, self._values), self._direction, c_rate)


def _solver_inputs(
    variations: Sequence[Variation], values: pybamm.ParameterValues
) -> dict[str, None]:
    """Parameters that the built model must take as inputs, in order."""
    moved = dict.fromkeys(n for v in variations for n in v.above if n not in OUTSIDE)
    return moved | dict.fromkeys(name for name in CONCENTRATIONS.values() if name in values)


def _variational_equations(
    built: BuiltModel, tolerances: Tolerances
) -> VariationalEquations | None:
    """The variational equations; None where the fast backend does not fit."""
    try:
        return VariationalEquations(cell_functions(built), tolerances)
    except (TypeError, RuntimeError, AttributeError) as error:
        logger.warning("the fast backend does not fit, taking differences: %s", error)
        return None


def _specific_current(case: Case) -> float:
    """Current per active mass [mA/g] over 3600 s/h: capacity [mAh/g] per second."""
    grams = 1e3 * active_mass(case.parameter_values)
    return case.c_rate * current_1c(case.parameter_values) / grams * MAH
