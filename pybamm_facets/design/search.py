"""The least ordered particle that meets its targets, or the best that can be had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pybamm
from scipy.optimize import OptimizeResult, minimize, nnls

from pybamm_facets._arrays import FloatArray
from pybamm_facets.crystal import Texture
from pybamm_facets.design.ordering import ordering, ordering_gradient
from pybamm_facets.design.responses import ORDER, NoResultError, Responses, finer
from pybamm_facets.design.space import KAPPAS, Space, slope, start_of, to_unit
from pybamm_facets.design.targets import Target, check_targets
from pybamm_facets.particle import Agglomerate
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.given import GivenSet, one_set

MARGIN = 0.05
"""By which targets are aimed past [mAh/g]: gradients and plain runs differ by a hundredth."""
SCALE = 10.0
"""Capacity [mAh/g] that counts as one in the optimiser."""
PRECISION = 1e-4
"""Of Ω at which the optimiser stops: below it, it follows the gradients' noise."""
MOST_STEPS = 25
"""Of the optimiser; a design takes 6 to 16."""
BINDING = 0.2
"""Slack [mAh/g] below which a target binds."""
AT_BOUND = 1e-3
"""Distance from a bound, of its width, at which a variable counts as there."""


@dataclass(frozen=True, eq=False)
class FoundDesign:
    """A particle that meets its targets, or the best that can be had.

    Parameters
    ----------
    variables
        ``radius_m``, ``core_fraction``, ``kappa_core``, ``kappa_shell``.
    ordering
        Ω [nat per grain].
    table
        A row a target: ``target``, ``at_least_mAh_g``, ``capacity_mAh_g`` (of plain runs),
        ``slack_mAh_g``, ``refined_mAh_g`` (on a finer mesh), ``binding``, ``price_nat_mAh_g``
        (dΩ/d target) and ``d_<variable>`` (derivatives by the free variables), ``status``,
        ``reason``.
    met
        Whether all targets are.
    at_bounds
        Free variables that ended at a bound.
    parameter_values, targets, space
        What was asked.
    evaluations
        Designs with gradients that were computed.
    message
        What the optimiser says.
    """

    variables: dict[str, float]
    ordering: float
    table: pd.DataFrame
    met: bool
    at_bounds: tuple[str, ...]
    parameter_values: pybamm.ParameterValues
    targets: tuple[Target, ...]
    space: Space
    evaluations: int
    message: str
    responses: Responses = field(repr=False)

    @property
    def particle(self) -> Agglomerate:
        """The particle."""
        return Agglomerate(
            Texture(self.variables["kappa_core"]),
            Texture(self.variables["kappa_shell"]),
            radius=self.variables["radius_m"],
            core_fraction=self.variables["core_fraction"],
        )

    def parameters(self) -> dict[str, float]:
        """PyBaMM parameters of the particle, for ``ParameterValues.update``."""
        return self.particle.parameters()

    @property
    def binding(self) -> tuple[str, ...]:
        """Targets that bind."""
        return tuple(self.table.loc[self.table["binding"], "target"])


def easiest(
    parameter_values: GivenSet,
    targets: Iterable[Target],
    space: Space,
    *,
    start: Mapping[str, float] | None = None,
    numerics: Numerics | None = None,
    progress: Tell | None = None,
) -> FoundDesign:
    """Find the least ordered particle that meets all targets.

    Random grains are tried first: if they meet the targets they are the answer. Else Ω is minimised
    subject to the targets by sequential quadratic programming on the engine's exact gradients; the
    result is run again, plainly and on a finer mesh. If no particle of the space meets the targets,
    the one with the largest smallest relative slack is returned, with ``met`` false.

    Parameters
    ----------
    parameter_values
        The set that the particle is put into; or a file or name of one.
    targets
        What must be delivered.
    space
        What may vary.
    start
        Variables to begin with.
    numerics
        Mesh and tolerances; what the set asks for by default.
    progress
        Called with a `Progress` after each evaluation.

    Raises
    ------
    ValueError
        Before any solve, for targets or a space that cannot be meant.
    NoResultError
        If a run that is needed gives no capacity; names it.
    """
    values = one_set(parameter_values)
    chosen = check_targets(targets, values)
    return solve(Responses(values, chosen, space, numerics), start, progress)


def solve(
    responses: Responses,
    start: Mapping[str, float] | None = None,
    progress: Tell | None = None,
) -> FoundDesign:
    """As `easiest`, on responses that are built already."""
    tell = progress or silent
    problem = _Problem(responses, tell)
    plain = _random_grains(responses)
    if plain is not None and problem.meets(plain):
        return _found(responses, plain, "random grains meet the targets")
    first = start_of(responses.free)
    if start is not None:
        first = np.array(
            [to_unit(name, start[name], bounds) for name, bounds in responses.free.items()]
        )
    result = problem.minimise(np.clip(first, 0, 1))
    if not problem.feasible(result.x):
        best = problem.least_miss(np.clip(result.x, 0, 1))
        if problem.feasible(best.x):
            result = problem.minimise(best.x)
        if not problem.feasible(result.x):
            return _found(responses, responses.variables(best.x), str(best.message))
    return _found(responses, responses.variables(result.x), str(result.message))


class _Problem:
    """Ω and slacks at positions, as the optimiser asks for them."""

    def __init__(self, responses: Responses, tell: Tell) -> None:
        self.responses, self._tell = responses, tell
        self.wanted = np.array([target.at_least for target in responses.targets])

    def slack(self, positions: FloatArray) -> FloatArray:
        """Capacity over target and margin [SCALE]."""
        answer = self.responses.at_positions(positions)
        self._tell(Progress("design", self.responses.evaluations))
        missing: FloatArray = (answer.capacities - self.wanted - MARGIN) / SCALE
        return missing

    def slack_slopes(self, positions: FloatArray) -> FloatArray:
        """Derivatives of `slack` by position."""
        scaled: FloatArray = self.responses.at_positions(positions).slopes / SCALE
        return scaled

    def order(self, positions: FloatArray) -> tuple[float, FloatArray]:
        """Ω and its derivatives by position."""
        variables = self.responses.variables(positions)
        slopes = ordering_gradient(variables)
        scale = {n: slope(n, variables[n], bounds) for n, bounds in self.responses.free.items()}
        return ordering(variables), np.array([slopes[n] * scale[n] for n in scale])

    def feasible(self, positions: FloatArray) -> bool:
        """Whether all targets are met at positions, but for a rounding."""
        return bool((self.slack(positions) > -2 * MARGIN / SCALE).all())

    def meets(self, variables: Mapping[str, float]) -> bool:
        """Whether all targets are met by a design."""
        capacities = self.responses.at(variables).capacities
        return bool((capacities >= self.wanted + MARGIN).all())

    def minimise(self, first: FloatArray) -> OptimizeResult:
        """The least Ω subject to the targets."""
        return minimize(
            self.order, first, jac=True, method="SLSQP", bounds=[(0.0, 1.0)] * len(first),
            constraints={"type": "ineq", "fun": self.slack, "jac": self.slack_slopes},
            options={"ftol": PRECISION, "maxiter": MOST_STEPS},
        )  # fmt: skip

    def least_miss(self, first: FloatArray) -> OptimizeResult:
        """The largest smallest relative slack: positions, with it as a further variable."""
        scale = SCALE / self.wanted

        def margins(x: FloatArray) -> FloatArray:
            return np.asarray(self.slack(x[:-1]) * scale - x[-1])

        def slopes(x: FloatArray) -> FloatArray:
            rows = self.slack_slopes(x[:-1]) * scale[:, None]
            return np.hstack([rows, -np.ones((len(rows), 1))])

        lowest = float((self.slack(first) * scale).min())
        result = minimize(
            lambda x: (-x[-1], np.r_[np.zeros(len(x) - 1), -1.0]),
            np.r_[first, lowest], jac=True, method="SLSQP",
            bounds=[*[(0.0, 1.0)] * len(first), (-2.0, 2.0)],
            constraints={"type": "ineq", "fun": margins, "jac": slopes},
            options={"ftol": PRECISION, "maxiter": MOST_STEPS},
        )  # fmt: skip
        result.x = np.clip(result.x[:-1], 0, 1)
        return result


def _random_grains(responses: Responses) -> dict[str, float] | None:
    """The design without order, if the space has it: at the smallest radius that it allows."""
    free = responses.free
    variables = dict(responses.fixed)
    for name, (low, high) in free.items():
        if name in KAPPAS:
            if not low <= 0 <= high:
                return None
            variables[name] = 0.0
        else:
            variables[name] = low if name == "radius_m" else 0.5 * (low + high)
    if any(variables[name] != 0 for name in KAPPAS):
        return None
    return {name: variables[name] for name in ORDER}


def _found(responses: Responses, variables: dict[str, float], message: str) -> FoundDesign:
    """Run the design again, plainly and on a finer mesh, and put everything together."""
    fine = Responses(
        responses.parameter_values,
        responses.targets,
        responses.space,
        finer(responses.numerics, responses.choice.full_cell),
    )
    plain, refined = (one.runs([variables]) for one in (responses, fine))
    wanted = np.array([target.at_least for target in responses.targets])
    capacity = plain["capacity_mAh_g"].to_numpy()
    slack = capacity - wanted
    table = pd.DataFrame(
        {
            "target": [target.label for target in responses.targets],
            "at_least_mAh_g": wanted,
            "capacity_mAh_g": capacity,
            "slack_mAh_g": slack,
            "refined_mAh_g": refined["capacity_mAh_g"].to_numpy(),
            "binding": np.abs(slack) < BINDING,
            "price_nat_mAh_g": _prices(responses, variables, slack),
            "status": plain["status"].to_numpy(),
            "reason": plain["reason"].to_numpy(),
        }
    )
    slopes = responses.at(variables).slopes
    for k, name in enumerate(responses.free):
        table[f"d_{name}"] = slopes[:, k]
    ends = [
        name
        for name, bounds in responses.free.items()
        if not AT_BOUND < to_unit(name, variables[name], bounds) < 1 - AT_BOUND
    ]
    return FoundDesign(
        variables,
        ordering(variables),
        table,
        bool((slack >= -MARGIN).all()),
        tuple(ends),
        responses.parameter_values,
        responses.targets,
        responses.space,
        responses.evaluations,
        message,
        responses,
    )


def _prices(responses: Responses, variables: dict[str, float], slack: FloatArray) -> FloatArray:
    """dΩ/d target of each target that binds: the multipliers of the first-order conditions."""
    prices = np.zeros(len(slack))
    binding = np.flatnonzero(np.abs(slack) < BINDING)
    if not len(binding):
        return prices
    inside = [
        (k, name)
        for k, (name, bounds) in enumerate(responses.free.items())
        if AT_BOUND < to_unit(name, variables[name], bounds) < 1 - AT_BOUND
    ]
    if not inside:
        return np.full(len(slack), np.nan)
    order = ordering_gradient(variables)
    scale = {n: slope(n, variables[n], responses.free[n]) for _, n in inside}
    rows = responses.at(variables).slopes[binding][:, [k for k, _ in inside]]
    matrix = (rows * np.array([scale[n] for _, n in inside])).T
    target = np.array([order[n] * scale[n] for _, n in inside])
    prices[binding] = nnls(matrix, target)[0]
    return prices


__all__ = ["FoundDesign", "NoResultError", "easiest", "solve"]
