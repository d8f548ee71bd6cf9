"""Derivatives of the capacity with respect to inputs, the end time's own derivative included."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets._units import MAH
from pybamm_facets.models import FacetDFN
from pybamm_facets.runs.gradient.variation import STEP, Variation, design_changes, variations
from pybamm_facets.runs.gradient.variational import VariationalEquations
from pybamm_facets.runs.groups import run_inputs
from pybamm_facets.runs.integrate.build import CUT_OFF, OUTSIDE, SIGN, BuiltModel, build
from pybamm_facets.runs.integrate.functions import cell_functions
from pybamm_facets.runs.integrate.solver import Inputs, RunSolver
from pybamm_facets.runs.numerics import Backend, Numerics, Tolerances
from pybamm_facets.runs.outcome import Status
from pybamm_facets.runs.run import CRate, Run, read_c_rates
from pybamm_facets.sets.cell import active_mass, current_1c
from pybamm_facets.sets.check import check_parameter_values
from pybamm_facets.sets.direction import Direction, read_direction
from pybamm_facets.sets.given import GivenSet, one_set
from pybamm_facets.sets.start import CONCENTRATIONS, StartStates

__all__ = ["STEP", "Gradient", "capacity_gradient", "relative"]

logger = logging.getLogger(__name__)


def capacity_gradient(
    parameter_values: GivenSet,
    inputs: Sequence[str],
    c_rates: CRate | Iterable[CRate],
    *,
    at: Mapping[str, float] | None = None,
    direction: Direction | str = Direction.DISCHARGE,
    model: pybamm.BaseModel | None = None,
    numerics: Numerics = Numerics.default,
) -> pd.DataFrame:
    """Capacity at each rate, and its derivative with respect to each input.

    Parameters
    ----------
    parameter_values
        The set at which to differentiate, or a registered set's name.
    inputs
        PyBaMM parameter names, or short names of `pybamm_facets.runs.designs.column_help`. A
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
    numerics
        Mesh and tolerances.

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
    rates = read_c_rates(c_rates)
    given = one_set(parameter_values)
    prepared = Gradient(given, inputs, at, direction, model, numerics=numerics)
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
        parameter_values: pybamm.ParameterValues,
        inputs: Sequence[str],
        at: Mapping[str, float] | None = None,
        direction: Direction | str = Direction.DISCHARGE,
        model: pybamm.BaseModel | None = None,
        *,
        numerics: Numerics = Numerics.default,
    ) -> None:
        self._direction = read_direction(direction)
        model = model or FacetDFN()
        self._families = tuple(getattr(model, "families", ()))
        check_parameter_values(parameter_values, [family.label for family in self._families])
        self._parameter_values, self._inputs = parameter_values, inputs
        values = self.move(dict(at or {}))
        moved = _solver_inputs(self.variations, values)
        built = build(model, values, moved, **numerics.mesh())
        tolerances = numerics.tolerances
        self._built, self._starts = built, StartStates(built.parameter_values, model.options)
        exact = Numerics(tolerances=tolerances.tighter(1e-4), backend=Backend.STOCK)
        self._solver = RunSolver(built, numerics=exact)
        self._equations = _variational_equations(built, tolerances.tighter(1e-3))

    def moved(self, at: Mapping[str, float]) -> Gradient:
        """The same at other values of design columns, without another build."""
        other = copy.copy(self)
        other.move(dict(at))
        return other

    def move(self, at: dict[str, float]) -> pybamm.ParameterValues:
        """Go to other values of design columns; the set there."""
        self.variations = variations(self._parameter_values, self._inputs, at, self._families)
        values = self._parameter_values.copy()
        values.update(design_changes(self._parameter_values, at, self._families))
        self._values = dict(values)
        return values

    def table(self, c_rates: Sequence[float]) -> pd.DataFrame:
        """The table at some rates."""
        frame = pd.DataFrame([self.row(rate) for rate in read_c_rates(c_rates)])
        frame.attrs["at"] = {v.name: v.value for v in self.variations}
        return frame

    def row(self, c_rate: float, end_voltage: float | None = None) -> dict[str, Any]:
        """A row of the table, or of a run that ends at another voltage [V] than the cut-off."""
        end = {} if end_voltage is None else {self._direction.cut_off: end_voltage}
        run = self._run(c_rate, end)
        below = [self._run(c_rate, v.below | end) for v in self.variations]
        above = [self._run(c_rate, v.above | end) for v in self.variations]
        span = np.array([2 * v.step for v in self.variations])
        currents = np.array([_specific_current(one) for one in (run, *below, *above)])
        current, (i_below, i_above) = currents[0], currents[1:].reshape(2, -1)
        # Inputs of the run itself, then of a step of each variation below, then above.
        inputs = [self._numbers(one) for one in (run, *below, *above)]
        ended = self._end(inputs, span)
        status, reason = Status.OK, ""
        if ended is None:
            ended, status, reason = self._end_by_differences(inputs, span)
        slopes = ended[0] * (i_above - i_below) / span + current * ended[1]
        derivatives = dict(zip((v.name for v in self.variations), slopes.tolist(), strict=True))
        key = {"c_rate": c_rate, "capacity_mAh_g": current * ended[0]}
        return key | derivatives | {"status": status.value, "reason": reason}

    def _end(self, inputs: Sequence[Inputs], span: FloatArray) -> tuple[float, FloatArray] | None:
        """End time and its derivatives by the variational equations; None where they fail."""
        if self._equations is None:
            return None
        p, *others = ([one[name] for name in self._built.inputs] for one in inputs)
        p_below, p_above = np.array(others).reshape(2, len(span), -1)
        return self._equations.end_time(np.array(p), ((p_above - p_below) / span[:, None]).T)

    def _end_by_differences(
        self, inputs: Sequence[Inputs], span: FloatArray
    ) -> tuple[tuple[float, FloatArray], Status, str]:
        """The same with PyBaMM's own solver and central differences; status and reason."""
        (outcome,) = self._solver.solve(inputs[:1])
        if outcome.status is not Status.OK:
            none = np.full(len(span), np.nan)
            return (outcome.duration, none), outcome.status, outcome.reason
        durations = [one.duration for one in self._solver.solve(inputs[1:])]
        shorter, longer = np.array(durations).reshape(2, -1)
        slopes = (longer - shorter) / span
        return (outcome.duration, slopes), outcome.status, outcome.reason

    def _run(self, c_rate: float, changes: dict[str, float]) -> Run:
        return Run(self._values, self._direction, c_rate, changes=changes)

    def _numbers(self, run: Run) -> Inputs:
        own = (names.CURRENT_FUNCTION, CUT_OFF, SIGN)
        moved = tuple(name for name in self._built.inputs if name not in own)
        return run_inputs(run, moved, self._starts)


def _solver_inputs(
    variations: Sequence[Variation], values: pybamm.ParameterValues
) -> dict[str, None]:
    """Parameters that the built model must take as inputs, in order."""
    moved = dict.fromkeys(n for v in variations for n in v.above if n not in OUTSIDE)
    return moved | dict.fromkeys(name for name in CONCENTRATIONS if name in values)


def _variational_equations(
    built: BuiltModel, tolerances: Tolerances
) -> VariationalEquations | None:
    """The variational equations; None where the fast backend does not fit."""
    try:
        return VariationalEquations(cell_functions(built), tolerances)
    except (TypeError, RuntimeError, AttributeError) as error:
        logger.warning("the fast backend does not fit, taking differences: %s", error)
        return None


def _specific_current(run: Run) -> float:
    """Current per active mass [mA/g] over 3600 s/h: capacity [mAh/g] per second."""
    values = run.values
    return run.c_rate * current_1c(values) / (1e3 * active_mass(values)) * MAH
