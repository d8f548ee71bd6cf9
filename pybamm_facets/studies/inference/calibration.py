"""Calibration: any parameters against measured capacities or voltage curves, with what it is worth.

A voltage curve is a capacity at each of its voltages, so both are runs that end at a voltage, and
`pybamm_facets.runs.gradient` gives their exact derivatives.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pybamm
from scipy.optimize import least_squares

from pybamm_facets.progress import Progress, Tell
from pybamm_facets.runs.gradient.capacity import Gradient
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.outcome import Status
from pybamm_facets.sets.direction import Direction, read_direction
from pybamm_facets.sets.given import GivenSets, sets_by_name
from pybamm_facets.studies.inference.identifiability import Identifiability, identifiability
from pybamm_facets.studies.inference.started_fit import (
    MOST_ROUNDS,
    STEADY,
    Start,
    protocol_costs,
)

DATA = ("particle", "c_rate", "capacity_mAh_g")
DEFAULT_ERROR = 1.0
"""Standard error [mAh/g] of a capacity that is given without one."""


@dataclass(frozen=True)
class Unknown:
    """A number to be found.

    Parameters
    ----------
    name
        What to call it in results.
    low, high
        Bounds.
    start
        First guess; the middle of the bounds (geometric where `log`) by default.
    columns
        Design columns (`pybamm_facets.runs.designs.column_help`) that take its value; its name by
        default.
    particles
        The particles that it belongs to; all by default.
    log
        Whether it is searched in its logarithm, as a diffusivity should be.
    """

    name: str
    low: float
    high: float
    start: float | None = None
    columns: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    log: bool = False

    def __post_init__(self) -> None:
        finite = math.isfinite(self.low) and math.isfinite(self.high)
        if not (finite and self.low < self.high and (self.low > 0 or not self.log)):
            raise ValueError(
                f"unknown {self.name!r}: bounds [{self.low!r}, {self.high!r}], expected two finite "
                "numbers, the lower first" + (", both positive" if self.log else "")
            )
        if self.start is not None and not self.low <= self.start <= self.high:
            raise ValueError(
                f"unknown {self.name!r}: start={self.start!r} is not between the bounds "
                f"{self.low!r} and {self.high!r}"
            )

    @property
    def targets(self) -> tuple[str, ...]:
        """Design columns that take its value."""
        return self.columns or (self.name,)

    def of(self, particle: str) -> bool:
        """Whether it belongs to a particle."""
        return not self.particles or particle in self.particles

    def value(self, u: float) -> float:
        """The number at a position between 0 (low) and 1 (high)."""
        if self.log:
            return math.exp(math.log(self.low) + u * math.log(self.high / self.low))
        return self.low + u * (self.high - self.low)

    def position(self) -> float:
        """Position of the first guess."""
        if self.start is None:
            return 0.5
        if self.log:
            return math.log(self.start / self.low) / math.log(self.high / self.low)
        return (self.start - self.low) / (self.high - self.low)

    def slope(self, value: float) -> float:
        """Derivative of the number with respect to its position."""
        return value * math.log(self.high / self.low) if self.log else self.high - self.low


@dataclass(frozen=True)
class Calibration:
    """What a calibration found.

    Parameters
    ----------
    values
        The unknowns.
    standard_errors
        Of each; NaN where the data leave it open.
    covariance
        Unknown × unknown, linearised at the values.
    residuals
        The data, with ``model_mAh_g`` and ``residual_mAh_g`` (model minus data).
    identifiability
        Which combinations the data fix, and which they leave open, in words too.
    columns
        Design columns of each particle at the values, as `sweep` takes them.
    at_bound
        Unknowns that ended at a bound.
    evaluations
        Models with gradient that were computed.
    converged, message
        What the optimiser says.
    """

    values: pd.Series
    standard_errors: pd.Series
    covariance: pd.DataFrame
    residuals: pd.DataFrame
    identifiability: Identifiability
    columns: dict[str, dict[str, float]]
    at_bound: tuple[str, ...]
    evaluations: int
    converged: bool
    message: str


def calibrate(
    parameter_values: GivenSets,
    unknowns: Sequence[Unknown],
    data: pd.DataFrame,
    *,
    fixed: Mapping[str, Mapping[str, float]] | None = None,
    direction: Direction | str = Direction.DISCHARGE,
    start: Start = (),
    tolerance: float = 1e-6,
    model: pybamm.BaseModel | None = None,
    numerics: Numerics = Numerics.default,
    progress: Tell | None = None,
) -> Calibration:
    """Find unknown parameters from measured capacities or voltage curves.

    Weighted least squares within bounds (`scipy.optimize.least_squares`) on the gradients of the
    sweep engine.

    Parameters
    ----------
    parameter_values
        Name to parameter set, or to the name of a registered one.
    unknowns
        What to find; shared between particles or of some only.
    data
        One row a measurement: ``particle``, ``c_rate``, ``capacity_mAh_g``; for points of a voltage
        curve ``voltage_V`` (NaN or absent: the cut-off); ``error_mAh_g``, 1 by default;
        ``direction``, if they differ.
    fixed
        Particle to design columns that stay, such as a κ that has no unknown.
    direction
        ``"discharge"`` or ``"charge"``, of rows that do not say.
    start
        How the cells were charged (or discharged) before, as in `rate_capability`; from equilibrium
        by default.
    tolerance
        Relative change of the unknowns' positions at which to stop.
    model, numerics
        As in `capacity_gradient`.
    progress
        Called with a `Progress` after each evaluation, which names the misfit.

    Raises
    ------
    ValueError
        Before any solve, for data or unknowns that cannot be meant, and when there are more
        unknowns than measurements.
    RuntimeError
        If a run that a measurement needs gives no result; names it.

    Examples
    --------
    >>> import pandas as pd, pybamm_facets as pf
    >>> data = pd.DataFrame({"particle": ["a"], "c_rate": [10.0], "capacity_mAh_g": [120.0]})
    >>> d_ab = Unknown("diffusivity_m2_s", 1e-15, 1e-13, log=True)
    >>> found = calibrate({"a": pf.li2025()}, [d_ab], data)
    >>> bool(abs(found.residuals["residual_mAh_g"].item()) < 1e-3)
    True
    """
    particles = sets_by_name(parameter_values)
    data = _checked_data(data, particles, direction)
    if start and data["voltage_V"].notna().any():
        raise ValueError(
            "start: expected capacities at the cut-off; points of a voltage curve are fitted from "
            "equilibrium only"
        )
    _check_unknowns(unknowns, particles, data)
    gradients = {
        (name, way): partial(
            Gradient,
            particles[name],
            direction=way,
            model=model,
            c_rates=_rates(data, name, way),
            numerics=numerics,
        )
        for name, way in _parts(data)
    }
    problem = _Problem(gradients, unknowns, data, fixed or {}, progress)
    begin = np.array([unknown.position() for unknown in unknowns])
    costs = np.zeros(len(data))
    for _ in range(MOST_ROUNDS if start else 1):
        problem.raise_by(costs)
        result = least_squares(
            problem.residuals, begin, problem.jacobian,
            bounds=(0.0, 1.0), xtol=tolerance, ftol=1e-12, gtol=1e-10, x_scale="jac",
        )  # fmt: skip
        if not start:
            return _calibration(problem, result)
        begin, before = np.clip(result.x, 1e-9, 1 - 1e-9), costs
        columns = problem.columns(result.x)
        costs = protocol_costs(particles, columns, data, start, model, numerics)
        if np.abs(costs - before).max() < STEADY:
            return _calibration(problem, result)
    raise RuntimeError(
        f"start: what the protocol costs did not settle within {MOST_ROUNDS} fits; it still moves "
        f"by {np.abs(costs - before).max():.2g} mAh/g"
    )


def _rates(data: pd.DataFrame, particle: str, direction: str) -> list[float]:
    """Rates at which a particle was measured in a direction."""
    own = (data["particle"] == particle) & (data["direction"] == direction)
    return sorted(set(data.loc[own, "c_rate"].astype(float)))


class _Problem:
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


def _calibration(problem: _Problem, result: Any) -> Calibration:
    unknowns, data = problem.unknowns, problem.data
    names = [unknown.name for unknown in unknowns]
    values = [unknown.value(float(u)) for unknown, u in zip(unknowns, result.x, strict=True)]
    slopes = [unknown.slope(value) for unknown, value in zip(unknowns, values, strict=True)]
    found = identifiability(
        problem.jacobian(result.x), names, values, slopes, [unknown.log for unknown in unknowns]
    )
    residual = problem.residuals(result.x) * data["error_mAh_g"].to_numpy()
    errors = np.sqrt(np.diag(found.covariance))
    return Calibration(
        pd.Series(values, names),
        pd.Series(errors, names),
        pd.DataFrame(found.covariance, names, names),
        data.assign(model_mAh_g=data["capacity_mAh_g"] + residual, residual_mAh_g=residual),
        found,
        problem.columns(result.x),
        tuple(name for name, active in zip(names, result.active_mask, strict=True) if active),
        problem.evaluations,
        bool(result.status > 0),
        str(result.message),
    )


def _parts(data: pd.DataFrame) -> list[tuple[str, str]]:
    """(particle, direction) of the data, each once."""
    return list(dict.fromkeys(zip(data["particle"], data["direction"], strict=True)))


def _checked_data(
    data: pd.DataFrame, particles: Mapping[str, Any], direction: Direction | str
) -> pd.DataFrame:
    missing = [column for column in DATA if column not in data]
    if missing:
        raise ValueError(f"data: no column {missing[0]!r}; expected {', '.join(DATA)}")
    data = data.reset_index(drop=True)
    ways = data["direction"] if "direction" in data else [direction] * len(data)
    data = data.assign(
        direction=[read_direction(way, "data direction").value for way in ways],
        voltage_V=data["voltage_V"].astype(float) if "voltage_V" in data else math.nan,
        error_mAh_g=data["error_mAh_g"].astype(float) if "error_mAh_g" in data else DEFAULT_ERROR,
    )
    for index, row in enumerate(data.itertuples()):
        if row.particle not in particles:
            raise ValueError(
                f"data row {index}: particle {row.particle!r}, expected one of {list(particles)}"
            )
        for column in ("c_rate", "capacity_mAh_g", "error_mAh_g"):
            value = getattr(row, column)
            if not (math.isfinite(value) and value > 0):
                raise ValueError(f"data row {index}: {column}={value!r}, expected positive")
    return data


def _check_unknowns(
    unknowns: Sequence[Unknown], particles: Mapping[str, Any], data: pd.DataFrame
) -> None:
    names = [unknown.name for unknown in unknowns]
    if not names or len(set(names)) < len(names):
        raise ValueError(f"unknowns: expected different names, at least one, got {names}")
    if len(names) > len(data):
        raise ValueError(
            f"{len(names)} unknowns ({', '.join(names)}) but {len(data)} measurements: "
            "fix some unknowns, or measure more"
        )
    for unknown in unknowns:
        strangers = [name for name in unknown.particles if name not in particles]
        if strangers:
            raise ValueError(f"unknown {unknown.name!r}: no particle {strangers[0]!r}")
        if not any(unknown.of(name) for name in data["particle"]):
            raise ValueError(f"unknown {unknown.name!r}: no measurement of its particles")
