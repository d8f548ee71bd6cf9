"""The least ordered particle that meets its targets, or the best that can be had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd
import pybamm
from scipy.optimize import OptimizeResult, minimize, nnls

from pybamm_facets._arrays import BoolArray, FloatArray
from pybamm_facets.crystal import attainable
from pybamm_facets.crystal.tilted_grains import GrainTilt
from pybamm_facets.design.responses import NoResultError, Responses
from pybamm_facets.design.space import IN_ASINH, Space, slope, start_of, to_unit
from pybamm_facets.design.targets import Target, check_targets
from pybamm_facets.particle import Agglomerate
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.given import GivenSet, one_set

MARGIN = 0.05
"""By which targets are aimed past [mAh/g]: gradients and plain runs differ by a hundredth."""
SCALE = 10.0
"""Capacity [mAh/g], or a target's energy of as much, that counts as one in the optimiser."""
TENSION = 0.05
"""Mean tension of the core [EΔ] that counts as one in the optimiser."""
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
        ``radius_m``, ``core_fraction``, ``kappa_core``, ``kappa_shell``, and ``selection`` where
        facets are chosen.
    ordering
        Ω [nat per grain].
    table
        A row a target: ``target``, ``unit`` (of the next four), ``at_least``, ``reached`` (by plain
        runs), ``slack``, ``refined`` (on a finer mesh), ``binding``, ``price`` (dΩ/d target [nat
        per unit]) and ``d_<variable>`` (derivatives by the free variables), ``status``, ``reason``.
    met
        Whether all targets are, and the limit of the core's tension if there is one.
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
        return self.responses.order.particle(self.variables)

    @property
    def shell(self) -> GrainTilt:
        """Radial diffusivity over D_ab, mean exchange current [mA/cm²] and price of the shell."""
        return self.responses.order.shell(self.variables)

    def facet_ranges(self) -> pd.DataFrame:
        """What the cell leaves open of the facets: shares of any grains that it sees as these.

        Returns
        -------
        pandas.DataFrame
            ``facet``, ``share`` of the design's shell, and ``least`` and ``most`` of all
            orientations with the same radial diffusivity and mean exchange current.
        """
        order, shell = self.responses.order, self.shell
        labels = [family.label for family in order.families]
        currents = dict(zip(labels, order.currents.tolist(), strict=True))
        open_ = attainable(
            shell.d,
            anisotropy=self.space.diffusivity_anisotropy,
            exchange_currents=currents,
            exchange_current=shell.exchange_current,
            families=order.families,
            lattice=order.lattice,
        ).fractions
        own = self.particle.facet_fractions
        rows = [(facet, own[facet], *open_[facet]) for facet in own]
        return pd.DataFrame(rows, columns=["facet", "share", "least", "most"])

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


class Solution(NamedTuple):
    """What the optimiser found: the design, whether it meets its targets, and what it says."""

    variables: dict[str, float]
    met: bool
    message: str


def solved(
    responses: Responses,
    start: Mapping[str, float] | None = None,
    progress: Tell | None = None,
) -> Solution:
    """As `easiest`, on responses that are built already and without the runs at the end."""
    problem = _Problem(responses, progress or silent)
    plain = random_grains(responses)
    if plain is not None and problem.meets(plain):
        return Solution(plain, True, "random grains meet the targets")
    first = start_of(responses.free)
    if start is not None:
        first = np.array(
            [to_unit(name, start[name], bounds) for name, bounds in responses.free.items()]
        )
    result = problem.minimise(np.clip(first, 0, 1))
    met = problem.feasible(result.x)
    if not met:
        best = problem.least_miss(np.clip(result.x, 0, 1))
        if problem.feasible(best.x):
            result = problem.minimise(best.x)
            met = problem.feasible(result.x)
        if not met:
            result = best
    return Solution(responses.variables(result.x), met, str(result.message))


def solve(
    responses: Responses,
    start: Mapping[str, float] | None = None,
    progress: Tell | None = None,
) -> FoundDesign:
    """As `easiest`, on responses that are built already."""
    solution = solved(responses, start, progress)
    return _found(responses, solution.variables, solution.message)


class _Problem:
    """Ω and slacks at positions, as the optimiser asks for them."""

    def __init__(self, responses: Responses, tell: Tell) -> None:
        self.responses, self._tell = responses, tell
        self.wanted = np.array([target.at_least for target in responses.targets])
        self.scale = np.array([target.scale for target in responses.targets])
        self.limit = responses.space.core_tension

    def slack(self, positions: FloatArray) -> FloatArray:
        """What is reached over target and margin [SCALE]; last what the core's tension leaves."""
        answer = self.responses.at_positions(positions)
        self._tell(Progress("design", self.responses.evaluations))
        missing: FloatArray = ((answer.reached - self.wanted) / self.scale - MARGIN) / SCALE
        if self.limit is None:
            return missing
        tension = self.responses.order.core_tension(self.responses.variables(positions))
        return np.append(missing, (self.limit - tension) / TENSION)

    def slack_slopes(self, positions: FloatArray) -> FloatArray:
        """Derivatives of `slack` by position."""
        slopes = self.responses.at_positions(positions).slopes
        scaled: FloatArray = slopes / (SCALE * self.scale[:, None])
        if self.limit is None:
            return scaled
        variables = self.responses.variables(positions)
        by = self.responses.order.core_tension_gradient(variables)
        free = self.responses.free.items()
        row = [-by[n] * slope(n, variables[n], bounds) / TENSION for n, bounds in free]
        return np.vstack([scaled, row])

    def order(self, positions: FloatArray) -> tuple[float, FloatArray]:
        """Ω and its derivatives by position."""
        variables = self.responses.variables(positions)
        order = self.responses.order
        slopes = order.ordering_gradient(variables)
        scale = {n: slope(n, variables[n], bounds) for n, bounds in self.responses.free.items()}
        return order.ordering(variables), np.array([slopes[n] * scale[n] for n in scale])

    def feasible(self, positions: FloatArray) -> bool:
        """Whether all targets are met at positions, but for a rounding."""
        return bool((self.slack(positions) > -2 * MARGIN / SCALE).all())

    def meets(self, variables: Mapping[str, float]) -> bool:
        """Whether all targets are met by a design."""
        reached = self.responses.at(variables).reached
        tension = self.responses.order.core_tension(variables)
        calm = self.limit is None or tension <= self.limit
        return calm and bool((reached >= self.wanted + MARGIN * self.scale).all())

    def minimise(self, first: FloatArray) -> OptimizeResult:
        """The least Ω subject to the targets."""
        return minimize(
            self.order, first, jac=True, method="SLSQP", bounds=[(0.0, 1.0)] * len(first),
            constraints={"type": "ineq", "fun": self.slack, "jac": self.slack_slopes},
            options={"ftol": PRECISION, "maxiter": MOST_STEPS},
        )  # fmt: skip

    def least_miss(self, first: FloatArray) -> OptimizeResult:
        """The largest smallest relative slack: positions, with it as a further variable."""
        scale = SCALE * self.scale / self.wanted
        if self.limit is not None:
            scale = np.append(scale, 1.0)

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


def random_grains(responses: Responses) -> dict[str, float] | None:
    """The design without order, if the space has it: at the smallest radius that it allows."""
    free = responses.free
    variables = dict(responses.fixed)
    for name, (low, high) in free.items():
        if name in IN_ASINH:
            if not low <= 0 <= high:
                return None
            variables[name] = 0.0
        else:
            variables[name] = low if name == "radius_m" else 0.5 * (low + high)
    if any(variables.get(name, 0) != 0 for name in IN_ASINH):
        return None
    return {name: variables[name] for name in responses.space.variables}


def _found(responses: Responses, variables: dict[str, float], message: str) -> FoundDesign:
    """Run the design again, plainly and on a finer mesh, and put everything together."""
    fine = responses.finer()
    plain, refined = (one.runs([variables]) for one in (responses, fine))
    wanted = np.array([target.at_least for target in responses.targets])
    scale = np.array([target.scale for target in responses.targets])
    slack = plain["reached"].to_numpy() - wanted
    binding = np.abs(slack) < BINDING * scale
    table = pd.DataFrame(
        {
            "target": [target.label for target in responses.targets],
            "unit": [target.unit for target in responses.targets],
            "at_least": wanted,
            "reached": plain["reached"].to_numpy(),
            "slack": slack,
            "refined": refined["reached"].to_numpy(),
            "binding": binding,
            "price": _prices(responses, variables, binding),
            "status": plain["status"].to_numpy(),
            "reason": plain["reason"].to_numpy(),
        }
    )
    limit = responses.space.core_tension
    tension = responses.order.core_tension(variables)
    calm = limit is None or tension <= limit + 2 * MARGIN / SCALE * TENSION
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
        responses.order.ordering(variables),
        table,
        bool((slack >= -MARGIN * scale).all()) and calm,
        tuple(ends),
        responses.parameter_values,
        responses.targets,
        responses.space,
        responses.evaluations,
        message,
        responses,
    )


def _prices(responses: Responses, variables: dict[str, float], binds: BoolArray) -> FloatArray:
    """dΩ/d target of each target that binds: the multipliers of the first-order conditions."""
    prices = np.zeros(len(binds))
    binding = np.flatnonzero(binds)
    if not len(binding):
        return prices
    inside = [
        (k, name)
        for k, (name, bounds) in enumerate(responses.free.items())
        if AT_BOUND < to_unit(name, variables[name], bounds) < 1 - AT_BOUND
    ]
    if not inside:
        return np.full(len(binds), np.nan)
    order = responses.order.ordering_gradient(variables)
    scale = {n: slope(n, variables[n], responses.free[n]) for _, n in inside}
    rows = responses.at(variables).slopes[binding][:, [k for k, _ in inside]]
    matrix = (rows * np.array([scale[n] for _, n in inside])).T
    target = np.array([order[n] * scale[n] for _, n in inside])
    prices[binding] = nnls(matrix, target)[0]
    return prices


__all__ = [
    "FoundDesign",
    "NoResultError",
    "Solution",
    "easiest",
    "random_grains",
    "solve",
    "solved",
]
