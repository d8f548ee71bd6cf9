"""Derivatives of capacity and energy by inputs, the end time's own derivative included."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets._units import MAH
from pybamm_facets.models import FacetDFN
from pybamm_facets.runs.build_route import build_for
from pybamm_facets.runs.c_rates import CRate, read_c_rates
from pybamm_facets.runs.element_route import structural
from pybamm_facets.runs.gradient.variation import STEP, Variation, design_changes, variations
from pybamm_facets.runs.gradient.variational import RunEnd, VariationalEquations
from pybamm_facets.runs.groups import run_inputs
from pybamm_facets.runs.integrate.build import CUT_OFF, OUTSIDE, SIGN, BuiltModel
from pybamm_facets.runs.integrate.functions import cell_functions
from pybamm_facets.runs.integrate.solver import Inputs, RunSolver
from pybamm_facets.runs.mesh_choice import MeshRule, chosen_numerics
from pybamm_facets.runs.numerics import Backend, Numerics, Tolerances
from pybamm_facets.runs.outcome import Status
from pybamm_facets.runs.run import Run
from pybamm_facets.sets.cell import active_mass, current_1c
from pybamm_facets.sets.check import check_parameter_values
from pybamm_facets.sets.direction import Direction, read_direction
from pybamm_facets.sets.given import GivenSet, one_set
from pybamm_facets.sets.start import CONCENTRATIONS, StartStates

__all__ = [
    "CAPACITY",
    "ENERGY",
    "STEP",
    "Gradient",
    "RunGradient",
    "capacity_gradient",
    "energy_gradient",
    "relative",
]

CAPACITY, ENERGY = "capacity_mAh_g", "energy_mWh_g"

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
    given, exact = one_set(parameter_values), _exact(numerics, inputs)
    prepared = Gradient(given, inputs, at, direction, model, c_rates=rates, numerics=exact)
    return prepared.table(rates)


def energy_gradient(
    parameter_values: GivenSet,
    inputs: Sequence[str],
    c_rates: CRate | Iterable[CRate],
    *,
    at: Mapping[str, float] | None = None,
    direction: Direction | str = Direction.DISCHARGE,
    model: pybamm.BaseModel | None = None,
    numerics: Numerics = Numerics.default,
) -> pd.DataFrame:
    """Energy at each rate, and its derivative with respect to each input.

    Parameters
    ----------
    parameter_values, inputs, c_rates, at, direction, model, numerics
        As `capacity_gradient`.

    Returns
    -------
    pandas.DataFrame
        As `capacity_gradient`, with ``energy_mWh_g`` and its derivatives.
    """
    rates = read_c_rates(c_rates)
    given, exact = one_set(parameter_values), _exact(numerics, inputs)
    prepared = Gradient(given, inputs, at, direction, model, c_rates=rates, numerics=exact)
    return prepared.table(rates, ENERGY)


def _exact(numerics: Numerics, inputs: Sequence[str]) -> Numerics:
    """Tighter tolerances where the core fraction is an input.

    The nodes of the elements move with it, so that its derivative is a small difference of large
    ones: 0.02 % of the core's would be 1 % of it.
    """
    moving = {names.CORE_RADIUS_FRACTION, "core_fraction"} & set(inputs)
    return replace(numerics, tolerances=numerics.tolerances.tighter(1e-3)) if moving else numerics


def relative(frame: pd.DataFrame) -> pd.DataFrame:
    """Relative sensitivities d ln Q / d ln p of a table of gradients, Q capacity or energy."""
    scaled = frame.copy()
    quantity = CAPACITY if CAPACITY in frame else ENERGY
    for name, value in frame.attrs["at"].items():
        scaled[name] = frame[name] * value / frame[quantity]
    return scaled


@dataclass(frozen=True)
class RunGradient:
    """Capacity and energy of a run, with their derivatives by input.

    Parameters
    ----------
    capacity, energy
        [mAh/g] and [mWh/g] of positive active material.
    by_capacity, by_energy
        Input to derivative, per unit of the input.
    status, reason
        As of a run.
    """

    capacity: float
    energy: float
    by_capacity: dict[str, float]
    by_energy: dict[str, float]
    status: Status
    reason: str

    def of(self, quantity: str) -> tuple[float, dict[str, float]]:
        """`CAPACITY` or `ENERGY`, and its derivatives."""
        if quantity == ENERGY:
            return self.energy, self.by_energy
        return self.capacity, self.by_capacity


class Gradient:
    """A built model, ready for gradients at any rate; parameters as `capacity_gradient`.

    Its mesh is what runs at `c_rates` need, as a sweep chooses it; at 10C by default.

    The capacity Q = i t_end has dQ/dp = t_end di/dp + i dt_end/dp, with i the current per active
    mass; the energy follows from the same equations, as one of their states.
    """

    def __init__(
        self,
        parameter_values: pybamm.ParameterValues,
        inputs: Sequence[str],
        at: Mapping[str, float] | None = None,
        direction: Direction | str = Direction.DISCHARGE,
        model: pybamm.BaseModel | None = None,
        *,
        c_rates: Iterable[float] = (10.0,),
        numerics: Numerics = Numerics.default,
    ) -> None:
        self._direction = read_direction(direction)
        model = model or FacetDFN()
        self._families = tuple(getattr(model, "families", ()))
        check_parameter_values(parameter_values, [family.label for family in self._families])
        self._parameter_values, self._inputs = parameter_values, inputs
        self._structural = structural(MeshRule(model, numerics).route)
        values = self.move(dict(at or {}))
        moved = _solver_inputs(self.variations, values)
        numerics = chosen_numerics([self._run(rate, {}) for rate in c_rates], model, numerics)
        built = build_for(model, values, moved, numerics)
        tolerances = numerics.tolerances
        self._built, self._starts = built, StartStates(built.parameter_values, model.options)
        tight = tolerances.tighter(1e-4)
        # Below this the rounding of the equations stops an integrator.
        floor = Tolerances(max(tight.rtol, 1e-8), max(tight.atol, 1e-10))
        exact = Numerics(tolerances=floor, backend=Backend.STOCK)
        self._solver = RunSolver(built, numerics=exact)
        self.equations = _variational_equations(built, numerics, len(self.variations))

    def moved(self, at: Mapping[str, float]) -> Gradient:
        """The same at other values of design columns, without another build."""
        other = copy.copy(self)
        other.move(dict(at))
        return other

    def move(self, at: dict[str, float]) -> pybamm.ParameterValues:
        """Go to other values of design columns; the set there."""
        self.variations = variations(
            self._parameter_values, self._inputs, at, self._families, self._structural
        )
        values = self._parameter_values.copy()
        values.update(design_changes(self._parameter_values, at, self._families))
        self._values = dict(values)
        self._known: dict[float | None, tuple[list[Inputs], FloatArray]] = {}
        return values

    def table(self, c_rates: Sequence[float], quantity: str = CAPACITY) -> pd.DataFrame:
        """The table at some rates, of `CAPACITY` or `ENERGY`."""
        rows = []
        for rate in read_c_rates(c_rates):
            at = self.at(rate)
            value, by = at.of(quantity)
            end = {"status": at.status.value, "reason": at.reason}
            rows.append({"c_rate": rate, quantity: value} | by | end)
        frame = pd.DataFrame(rows)
        frame.attrs["at"] = {v.name: v.value for v in self.variations}
        return frame

    def at(self, c_rate: float, end_voltage: float | None = None) -> RunGradient:
        """Capacity and energy of a run with their derivatives.

        Parameters
        ----------
        c_rate
            Multiple of the 1C current.
        end_voltage
            At which it ends [V]; the set's cut-off by default.
        """
        at_1c, per_mass = self._at_1c(end_voltage)
        span = np.array([2 * v.step for v in self.variations])
        scaled = per_mass * [c_rate, 1.0]
        (current, specific), (low, high) = scaled[0], scaled[1:].reshape(2, -1, 2)
        by_current, by_specific = ((high - low) / span[:, None]).T
        name = names.CURRENT_FUNCTION
        inputs = [one | {name: c_rate * one[name]} for one in at_1c]
        end, status, reason = self._end(inputs, span), Status.OK, ""
        if end is None:
            end, status, reason = self._end_by_differences(inputs, span)
        energy = abs(end.energy)
        by_energy = np.copysign(1.0, end.energy) * end.by_energy
        names_ = [v.name for v in self.variations]
        slopes = (end.time * by_current + current * end.by_time).tolist()
        more = (energy * by_specific + specific * by_energy).tolist()
        return RunGradient(
            current * end.time, specific * energy, dict(zip(names_, slopes, strict=True)),
            dict(zip(names_, more, strict=True)), status, reason,
        )  # fmt: skip

    def _at_1c(self, end_voltage: float | None) -> tuple[list[Inputs], FloatArray]:
        """Inputs at 1C, and `_per_mass`: of the run, of each step below, then above."""
        if end_voltage not in self._known:
            end = {} if end_voltage is None else {self._direction.cut_off: end_voltage}
            changes = [{}, *(v.below for v in self.variations), *(v.above for v in self.variations)]
            runs = [self._run(1.0, one | end) for one in changes]
            per_mass = np.array([_per_mass(run) for run in runs])
            self._known[end_voltage] = [self._numbers(run) for run in runs], per_mass
        return self._known[end_voltage]

    def _end(self, inputs: Sequence[Inputs], span: FloatArray) -> RunEnd | None:
        """End and its derivatives by the variational equations; None where they fail."""
        if self.equations is None:
            return None
        p, *others = ([one[name] for name in self._built.inputs] for one in inputs)
        p_below, p_above = np.array(others).reshape(2, len(span), -1)
        return self.equations.end(np.array(p), ((p_above - p_below) / span[:, None]).T)

    def _end_by_differences(
        self, inputs: Sequence[Inputs], span: FloatArray
    ) -> tuple[RunEnd, Status, str]:
        """The same with PyBaMM's own solver and central differences; status and reason."""
        (outcome,) = self._solver.solve(inputs[:1])
        if not outcome.status.has_result:
            none = np.full(len(span), np.nan)
            end = RunEnd(outcome.duration, outcome.energy, none, none)
            return end, outcome.status, outcome.reason
        outcomes = self._solver.solve(inputs[1:])
        ends = np.array([(one.duration, one.energy) for one in outcomes]).reshape(2, -1, 2)
        by_time, by_energy = ((ends[1] - ends[0]) / span[:, None]).T
        end = RunEnd(outcome.duration, outcome.energy, by_time, by_energy)
        return end, outcome.status, outcome.reason

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
    built: BuiltModel, numerics: Numerics, directions: int
) -> VariationalEquations | None:
    """The variational equations; None where the fast backend does not fit."""
    tolerances, compiled = numerics.tolerances, numerics.backend is Backend.COMPILED
    try:
        return VariationalEquations(cell_functions(built), tolerances, directions, compiled)
    except (TypeError, RuntimeError, AttributeError) as error:
        logger.warning("the fast backend does not fit, taking differences: %s", error)
        return None


def _per_mass(run: Run) -> tuple[float, float]:
    """Capacity [mAh/g] per second of a run, and energy [mWh/g] per joule."""
    values = run.values
    per_mass = MAH / (1e3 * active_mass(values))
    return run.c_rate * current_1c(values) * per_mass, per_mass
