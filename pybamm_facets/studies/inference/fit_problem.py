"""Residuals of a fit and their derivatives, from the engine's gradients."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from pybamm_facets.progress import Progress, Tell
from pybamm_facets.runs.gradient.capacity import Gradient
from pybamm_facets.runs.outcome import Status
from pybamm_facets.studies.inference.unknowns import Unknown


class FitProblem:
    """Residuals [standard errors] and their Jacobian at positions of the unknowns."""

    def __init__(
        self,
        gradients: Mapping[tuple[str, str], Callable[..., Gradient]],
        unknowns: Sequence[Unknown],
        data: pd.DataFrame,
        fixed: Mapping[str, Mapping[str, float]],
        progress: Tell | None,
    ) -> None:
        self.unknowns, self.data, self.fixed = unknowns, data, fixed
        self._progress, self._cache, self.evaluations = progress, ((), (np.empty(0),) * 2), 0
        self._costs = np.zeros(len(data))
        start = np.array([unknown.position() for unknown in unknowns])
        columns = self.columns(start)
        self._gradients = {
            (name, way): make(self._inputs(name), columns[name])
            for (name, way), make in gradients.items()
        }

    def _inputs(self, particle: str) -> list[str]:
        own = [unknown for unknown in self.unknowns if unknown.of(particle)]
        return list(dict.fromkeys(target for unknown in own for target in unknown.targets))

    def columns(self, positions: np.ndarray) -> dict[str, dict[str, float]]:
        """Design columns of each particle."""
        return {
            name: dict(self.fixed.get(name, {}))
            | {
                target: unknown.value(float(u))
                for unknown, u in zip(self.unknowns, positions, strict=True)
                if unknown.of(name)
                for target in unknown.targets
            }
            for name in self.data["particle"].unique()
        }

    def raise_by(self, costs: np.ndarray) -> None:
        """Fit to the data plus what a protocol costs [mAh/g]."""
        self._costs, self._cache = costs, ((), (np.empty(0),) * 2)

    def residuals(self, positions: np.ndarray) -> np.ndarray:
        """Model minus data over standard error."""
        return self._evaluated(positions)[0]

    def jacobian(self, positions: np.ndarray) -> np.ndarray:
        """Derivatives of the residuals with respect to the positions."""
        return self._evaluated(positions)[1]

    def _evaluated(self, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        key = tuple(positions)
        if key != self._cache[0]:
            self._cache = (key, self._evaluate(positions))
            self.evaluations += 1
            if self._progress is not None:
                residuals = self._cache[1][0]
                misfit = float(np.sqrt(np.mean(residuals**2)))
                self._progress(Progress(f"fit, misfit {misfit:.3g} σ", self.evaluations))
        return self._cache[1]

    def _evaluate(self, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        columns = self.columns(positions)
        gradients = {part: g.moved(columns[part[0]]) for part, g in self._gradients.items()}
        residuals = np.empty(len(self.data))
        jacobian = np.zeros((len(self.data), len(self.unknowns)))
        for index, point in enumerate(self.data.itertuples()):
            voltage = None if math.isnan(point.voltage_V) else point.voltage_V
            run = gradients[point.particle, point.direction].at(point.c_rate, voltage)
            if voltage is not None and run.status is Status.INFEASIBLE:
                # Past that voltage as soon as the current flows: no capacity, whatever the step.
                residuals[index] = -point.capacity_mAh_g / point.error_mAh_g
                continue
            if run.status is not Status.OK:
                raise RuntimeError(
                    f"{point.particle} at {point.c_rate:g}C with {columns[point.particle]}: "
                    f"{run.reason or run.status.value}"
                )
            target = point.capacity_mAh_g + self._costs[index]
            residuals[index] = (run.capacity - target) / point.error_mAh_g
            for k, (unknown, u) in enumerate(zip(self.unknowns, positions, strict=True)):
                if unknown.of(point.particle):
                    slope = sum(run.by_capacity[target] for target in unknown.targets)
                    slope *= unknown.slope(unknown.value(float(u)))
                    jacobian[index, k] = slope / point.error_mAh_g
        return residuals, jacobian
