"""Calibration: any parameters against measured capacities or voltage curves, with what it is worth.

A voltage curve is a capacity at each of its voltages, so both are runs that end at a voltage, and
`pybamm_facets.runs.gradient` gives their exact derivatives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pybamm
from scipy.optimize import least_squares

from pybamm_facets.progress import Tell
from pybamm_facets.runs.gradient.capacity import Gradient
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.sets.direction import Direction
from pybamm_facets.sets.given import GivenSets, sets_by_name
from pybamm_facets.studies.inference.fit_data import checked_data, parts_of, rates_of
from pybamm_facets.studies.inference.fit_problem import FitProblem
from pybamm_facets.studies.inference.identifiability import Identifiability, identifiability
from pybamm_facets.studies.inference.started_fit import (
    MOST_ROUNDS,
    STEADY,
    Start,
    protocol_costs,
)
from pybamm_facets.studies.inference.unknowns import Unknown, check_unknowns


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
    data = checked_data(data, particles, direction)
    if start and data["voltage_V"].notna().any():
        raise ValueError(
            "start: expected capacities at the cut-off; points of a voltage curve are fitted from "
            "equilibrium only"
        )
    check_unknowns(unknowns, particles, data)
    gradients = {
        (name, way): partial(
            Gradient,
            particles[name],
            direction=way,
            model=model,
            c_rates=rates_of(data, name, way),
            numerics=numerics,
        )
        for name, way in parts_of(data)
    }
    problem = FitProblem(gradients, unknowns, data, fixed or {}, progress)
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


def _calibration(problem: FitProblem, result: Any) -> Calibration:
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
