"""Capacities of a design at its targets, with their derivatives by every variable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pybamm

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets.design.space import Space, from_unit, slope
from pybamm_facets.design.targets import Target
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.gradient.capacity import Gradient
from pybamm_facets.runs.gradient.variation import design_changes
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.outcome import Status
from pybamm_facets.runs.run import Run
from pybamm_facets.studies.set_model import model_choice

TEMPERATURE_NAMES = (
    names.AMBIENT_TEMPERATURE,
    names.INITIAL_TEMPERATURE,
)


class NoResultError(RuntimeError):
    """A run that a design needs gives no capacity; says which and why."""


@dataclass(frozen=True)
class Answer:
    """Capacities at the targets, and their derivatives by the free variables (targets × free)."""

    capacities: FloatArray
    slopes: FloatArray


class Responses:
    """Capacities at targets over a space, one build for each direction and temperature.

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
        self.evaluations = 0
        self._gradients: dict[tuple[str, float | None], Gradient] = {}
        self._known: dict[tuple[float, ...], Answer] = {}

    def variables(self, positions: FloatArray) -> dict[str, float]:
        """All variables at positions of the free ones."""
        free = {
            name: from_unit(name, float(u), bounds)
            for (name, bounds), u in zip(self.free.items(), positions, strict=True)
        }
        return {name: {**self.fixed, **free}[name] for name in ORDER}

    def at(self, variables: Mapping[str, float]) -> Answer:
        """Capacities and slopes at a design; each design is computed once."""
        key = tuple(variables[name] for name in ORDER)
        if key not in self._known:
            self._known[key] = self._compute(dict(variables))
            self.evaluations += 1
        return self._known[key]

    def at_positions(self, positions: FloatArray) -> Answer:
        """The same at positions, with slopes by position."""
        variables = self.variables(positions)
        answer = self.at(variables)
        scale = np.array([slope(n, variables[n], bounds) for n, bounds in self.free.items()])
        return Answer(answer.capacities, answer.slopes * scale)

    def _compute(self, variables: dict[str, float]) -> Answer:
        capacities = np.empty(len(self.targets))
        slopes = np.empty((len(self.targets), len(self.free)))
        moved: dict[tuple[str, float | None], Gradient] = {}
        for k, target in enumerate(self.targets):
            part = (str(target.direction), target.temperature)
            if part not in moved:
                moved[part] = self._gradient(target, variables)
            row = moved[part].row(target.c_rate, target.end_voltage)
            if row["status"] not in (Status.OK, Status.DOUBTFUL):
                raise NoResultError(
                    f"{target.label} with {variables}: {row['reason'] or row['status']}"
                )
            capacities[k] = row["capacity_mAh_g"]
            slopes[k] = [row[name] for name in self.free]
        return Answer(capacities, slopes)

    def _gradient(self, target: Target, variables: dict[str, float]) -> Gradient:
        part = (str(target.direction), target.temperature)
        if part not in self._gradients:
            self._gradients[part] = Gradient(
                self.values_for(target),
                list(self.free),
                variables,
                target.direction,
                self.choice.model(),
                numerics=self.numerics,
            )
        return self._gradients[part].moved(variables)

    def values_for(self, target: Target) -> pybamm.ParameterValues:
        """The set at a target's temperature."""
        values = self.parameter_values.copy()
        if target.temperature is not None:
            values.update(dict.fromkeys(TEMPERATURE_NAMES, target.temperature))
        return values

    def runs(self, designs: Sequence[Mapping[str, float]], **changes: float) -> pd.DataFrame:
        """Plain runs of designs at every target, a row each; `changes` are PyBaMM parameters.

        Columns ``design`` (its position), ``target`` and those of the engine.
        """
        model = self.choice.model()
        runs = []
        for target in self.targets:
            base = dict(self.values_for(target))
            base.update(changes)
            if target.end_voltage is not None:
                # A run ends there and still starts where the set is full or empty.
                base[target.way.cut_off] = target.end_voltage
            for number, variables in enumerate(designs):
                own = design_changes(self.parameter_values, dict(variables), tuple(model.families))
                runs.append(
                    Run(
                        base,
                        target.way,
                        target.c_rate,
                        {"design": number, "target": target.label},
                        own,
                    )
                )
        return run_all(runs, model=model, numerics=self.numerics).table


ORDER = ("radius_m", "core_fraction", "kappa_core", "kappa_shell")
"""Variables of a design, in their order."""


def finer(numerics: Numerics, full_cell: bool) -> Numerics:
    """A mesh on which designs are checked at the end."""
    points = {"x_p": 20, "x_s": 20, "r_p": 19} | ({"x_n": 20} if full_cell else {})
    return replace(numerics, var_pts=points, tolerances=Numerics.precise.tolerances)


__all__ = ["ORDER", "Answer", "NoResultError", "Responses", "finer"]
