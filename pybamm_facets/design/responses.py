"""What a design gives at its targets, with derivatives by every variable."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets.design.space import Space, from_unit, slope
from pybamm_facets.design.targets import Target
from pybamm_facets.design.zoned_order import ZonedOrder, facets_differ_only_in_size
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.gradient.capacity import CAPACITY, ENERGY, Gradient
from pybamm_facets.runs.mesh_choice import MeshRule
from pybamm_facets.runs.numerics import Numerics, Route
from pybamm_facets.runs.outcome import Status
from pybamm_facets.runs.run import Run
from pybamm_facets.studies.set_model import model_choice

FINER_NODES = {"x_s": 14, "x_p": 10, "r_p": 19}
FINER_POINTS = {"x_s": 32, "x_p": 20, "r_p": 19}
"""On which a design is checked at the end: nodes of elements, or points of volumes."""

TEMPERATURE_NAMES = (
    names.AMBIENT_TEMPERATURE,
    names.INITIAL_TEMPERATURE,
)


class NoResultError(RuntimeError):
    """A run that a design needs gives no capacity; says which and why."""


@dataclass(frozen=True)
class Answer:
    """What each target gets, and its derivatives by the free variables (targets × free)."""

    reached: FloatArray
    slopes: FloatArray


class Responses:
    """Capacities or energies at targets over a space, a build for each direction and temperature.

    Parameters
    ----------
    parameter_values
        The set that designs change.
    targets
        What is run.
    space
        What varies.
    numerics
        Mesh and tolerances.

    Raises
    ------
    ValueError
        For facets that differ in more than the size of their exchange current, where their choice
        is free: then the fractions themselves would be variables.
    """

    def __init__(
        self,
        parameter_values: pybamm.ParameterValues,
        targets: Sequence[Target],
        space: Space,
        numerics: Numerics | None = None,
    ) -> None:
        self.parameter_values, self.targets, self.space = parameter_values, tuple(targets), space
        self.free, self.fixed = space.free, space.fixed(parameter_values)
        self.choice = model_choice(parameter_values)
        self.numerics = numerics or self.choice.numerics
        self.model = self.choice.model()
        families = tuple(self.model.families)
        self.order = ZonedOrder.of(parameter_values, space, families)
        self.one_law = facets_differ_only_in_size(parameter_values, families)
        if not self.one_law and space.facets != "texture":
            raise ValueError(
                f"facets={space.facets!r}: expected 'texture' for a set whose facets follow "
                "different laws, not one law with exchange currents of different size"
            )
        self.evaluations = 0
        self.built: dict[tuple[str, float | None, tuple[float, ...]], Gradient] = {}
        self.known: dict[tuple[float, ...], Answer] = {}

    def variables(self, positions: FloatArray) -> dict[str, float]:
        """All variables at positions of the free ones."""
        free = {
            name: from_unit(name, float(u), bounds)
            for (name, bounds), u in zip(self.free.items(), positions, strict=True)
        }
        return {name: {**self.fixed, **free}[name] for name in self.space.variables}

    def at(self, variables: Mapping[str, float]) -> Answer:
        """Capacities and slopes at a design; each design is computed once."""
        key = tuple(variables[name] for name in self.space.variables)
        if key not in self.known:
            self.known[key] = self._compute(dict(variables))
            self.evaluations += 1
        return self.known[key]

    def at_positions(self, positions: FloatArray) -> Answer:
        """The same at positions, with slopes by position."""
        variables = self.variables(positions)
        answer = self.at(variables)
        scale = np.array([slope(n, variables[n], bounds) for n, bounds in self.free.items()])
        return Answer(answer.reached, answer.slopes * scale)

    def _compute(self, variables: dict[str, float]) -> Answer:
        reached = np.empty(len(self.targets))
        slopes = np.empty((len(self.targets), len(self.free)))
        moved: dict[tuple[str, float | None], Gradient] = {}
        chain = self._chain(variables)
        for k, target in enumerate(self.targets):
            part = (str(target.direction), target.temperature)
            if part not in moved:
                moved[part] = self._gradient(target, variables)
            run = moved[part].at(target.c_rate, target.end_voltage)
            if run.status not in (Status.OK, Status.DOUBTFUL):
                raise NoResultError(f"{target.label} with {variables}: {run.reason or run.status}")
            reached[k], by = run.of(target.quantity)
            slopes[k] = [
                sum(by[name] * factor for name, factor in chain[variable].items())
                for variable in self.free
            ]
        return Answer(reached, slopes)

    def _chain(self, variables: Mapping[str, float]) -> dict[str, dict[str, float]]:
        """Variable to what it moves of the gradient's inputs, and by how much."""
        if self.one_law:
            return self.order.slopes(variables)
        return {name: {name: 1.0} for name in self.free}

    def _gradient(self, target: Target, variables: dict[str, float]) -> Gradient:
        rates = tuple(sorted({one.c_rate for one in self.targets if one.way is target.way}))
        part = (str(target.direction), target.temperature, rates)
        if self.one_law:
            at = self.order.cell_numbers(variables)
            inputs, more = list(at), self.order.one_facet()
        else:
            inputs, more = list(variables), {}
            at = variables | {"diffusivity_anisotropy": self.space.diffusivity_anisotropy}
        if part not in self.built:
            values = self.values_for(target)
            values.update(more)
            # Whatever varies, all that a design may change is an input: one build for all spaces.
            # An optimiser follows the noise of slopes and of the values that go with them.
            exact = replace(self.numerics, tolerances=self.numerics.tolerances.tighter(0.1))
            self.built[part] = Gradient(
                values, inputs, at, target.direction, self.model, c_rates=rates, numerics=exact
            )
        return self.built[part].moved(at)

    def other(
        self, space: Space | None = None, targets: Sequence[Target] | None = None
    ) -> Responses:
        """The same over another space of the same textures, or for other targets; no new build."""
        found = copy.copy(self)
        found.known = {}
        found.evaluations = 0
        if space is not None:
            found.space = space
            found.free, found.fixed = space.free, space.fixed(self.parameter_values)
            found.order = replace(self.order, space=space)
        if targets is not None:
            found.targets = tuple(targets)
        return found

    def changes(self, variables: Mapping[str, float]) -> dict[str, float]:
        """PyBaMM parameters of a design, for a plain run."""
        if self.one_law:
            return self.order.cell_numbers(variables) | self.order.one_facet()
        return self.order.particle(variables).parameters()

    def finer(self) -> Responses:
        """The same on a mesh on which designs are checked at the end."""
        route = MeshRule(self.model, self.numerics).route
        on_volumes = FINER_POINTS | ({"x_n": 20} if self.choice.full_cell else {})
        points = FINER_NODES if route is Route.ELEMENTS else on_volumes
        found = self.other()
        found.built = {}
        found.numerics = replace(
            self.numerics, var_pts=points, tolerances=Numerics.precise.tolerances, route=route
        )
        return found

    def values_for(self, target: Target) -> pybamm.ParameterValues:
        """The set at a target's temperature."""
        values = self.parameter_values.copy()
        if target.temperature is not None:
            values.update(dict.fromkeys(TEMPERATURE_NAMES, target.temperature))
        return values

    def runs(
        self,
        designs: Sequence[Mapping[str, float]],
        changes: Sequence[Mapping[str, float]] | None = None,
    ) -> pd.DataFrame:
        """Plain runs of designs at every target, a row each.

        `changes` are further PyBaMM parameters of each design.

        Columns ``design`` (its position), ``target``, ``reached`` (capacity [mAh/g] or energy
        [mWh/g], as the target asks) and those of the engine.
        """
        more = changes or [{}] * len(designs)
        own = [self.changes(one) | dict(two) for one, two in zip(designs, more, strict=True)]
        runs = []
        bases: dict[tuple[Any, ...], dict[str, Any]] = {}  # one for targets that share it
        for target in self.targets:
            ends = None if target.end_voltage is None else (target.way, target.end_voltage)
            base = bases.setdefault((target.temperature, ends), dict(self.values_for(target)))
            if target.end_voltage is not None:
                # A run ends there and still starts where the set is full or empty.
                base[target.way.cut_off] = target.end_voltage
            for number in range(len(designs)):
                label = {"design": number, "target": target.label}
                runs.append(Run(base, target.way, target.c_rate, label, own[number]))
        table = run_all(runs, model=self.model, numerics=self.numerics).table
        asked = table["target"].map({target.label: target.quantity for target in self.targets})
        return table.assign(reached=table[CAPACITY].where(asked == CAPACITY, table[ENERGY]))


__all__ = ["Answer", "NoResultError", "Responses"]
