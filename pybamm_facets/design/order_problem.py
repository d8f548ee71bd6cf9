"""The least order that meets targets, as an optimiser asks for it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.optimize import OptimizeResult, minimize

from pybamm_facets._arrays import FloatArray
from pybamm_facets.design.responses import Responses
from pybamm_facets.design.space import IN_ASINH, slope
from pybamm_facets.progress import Progress, Tell

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


class OrderProblem:
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
