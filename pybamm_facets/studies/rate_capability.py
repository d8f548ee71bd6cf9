"""Rate capability: capacity of particles against C-rate, discharge and charge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pybamm

from pybamm_facets.models import FacetDFN
from pybamm_facets.sweep.case import Case, Outcome, check_directions, check_rates
from pybamm_facets.sweep.check import check_parameter_values
from pybamm_facets.sweep.protocol import solve_after_protocol
from pybamm_facets.sweep.run import Progress, run_cases
from pybamm_facets.sweep.table import curves_frame, to_frame

DEFAULT_RATES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class RateCapability:
    """Result of a rate-capability study.

    Parameters
    ----------
    table
        One row a particle, direction and rate; see `rate_capability`.
    curves
        Voltage curves in long form (``particle``, ``direction``, ``c_rate``, ``time_s``,
        ``capacity_mAh_g``, ``voltage_V``); empty unless they were asked for.
    """

    table: pd.DataFrame
    curves: pd.DataFrame


def rate_capability(
    particles: Mapping[str, pybamm.ParameterValues],
    c_rates: Sequence[float] = DEFAULT_RATES,
    *,
    directions: Sequence[str] | str = ("discharge", "charge"),
    start: Sequence[Any] | None = None,
    model: pybamm.BaseModel | None = None,
    measured: pd.DataFrame | None = None,
    threads: int | None = None,
    var_pts: Mapping[str, int] | None = None,
    submesh_types: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Capacity of each particle at each rate.

    Parameters
    ----------
    particles
        Name to PyBaMM parameter values (half-cell or full cell, with facets if the model has them).
    c_rates
        Multiples of the 1C current (``Nominal cell capacity [A.h]`` in one hour), positive.
    directions
        ``"discharge"`` (from full to the lower cut-off), ``"charge"`` (from empty to the upper), or
        both.
    start
        PyBaMM experiment steps that reach the start state, from equilibrium at the other end of the
        voltage window; by default the run starts from equilibrium.
    model
        An unprocessed PyBaMM lithium-ion model; `FacetDFN` by default.
    measured
        Columns ``particle``, ``direction``, ``c_rate``, ``capacity_mAh_g``: matched to rows and
        given as ``measured_mAh_g``.
    threads
        Solves at a time; all cores by default.
    var_pts, submesh_types
        Mesh, where it differs from the model's default.
    progress
        Called with (cases done, cases in all).

    Returns
    -------
    pandas.DataFrame
        Columns ``particle``, ``direction``, ``c_rate``, ``capacity_mAh_g``, ``energy_mWh_g``,
        ``mean_voltage_V``, ``end_voltage_V``, ``duration_s``, ``termination``, ``status`` (ok,
        infeasible, failed), ``reason``, ``particle_lithium_error``, ``electrolyte_lithium_error``
        (relative) and, if given, ``measured_mAh_g``. Per gram of positive active material. A run
        that fails is a row with its reason.

    Raises
    ------
    ValueError
        Before any solve, for an argument or parameter that cannot be meant.
    """
    return run_rate_capability(
        cases_for(particles, c_rates, directions),
        start=start,
        model=model,
        measured=measured,
        threads=threads,
        var_pts=var_pts,
        submesh_types=submesh_types,
        progress=progress,
    ).table


def cases_for(
    particles: Mapping[str, pybamm.ParameterValues],
    c_rates: Sequence[float],
    directions: Sequence[str] | str,
    labels: Mapping[str, Any] | None = None,
) -> list[Case]:
    """Cases of every particle, direction and rate, with further columns `labels`."""
    if not particles:
        raise ValueError("particles: expected at least one, got none")
    for name, values in particles.items():
        if not isinstance(values, pybamm.ParameterValues):
            raise ValueError(f"particles[{name!r}]={values!r}: expected pybamm.ParameterValues")
    rates, chosen = check_rates(c_rates), check_directions(directions)
    return [
        Case(name, values, direction, rate, dict(labels or {}))
        for name, values in particles.items()
        for direction in chosen
        for rate in rates
    ]


def run_rate_capability(
    cases: Sequence[Case],
    *,
    start: Sequence[Any] | None = None,
    model: pybamm.BaseModel | None = None,
    measured: pd.DataFrame | None = None,
    curves: bool = False,
    threads: int | None = None,
    var_pts: Mapping[str, int] | None = None,
    submesh_types: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> RateCapability:
    """Run cases and tabulate; arguments as `rate_capability`, `curves` keeps the voltage curves."""
    model = model or FacetDFN()
    mesh: dict[str, Any] = {"var_pts": var_pts, "submesh_types": submesh_types}
    if start is None:
        outcomes = run_cases(
            cases, model=model, curves=curves, threads=threads, progress=progress, **mesh
        )
    else:
        outcomes = _run_after_protocol(cases, start, model, progress, mesh)
    table = to_frame(cases, outcomes)
    if measured is not None:
        table = _with_measured(table, measured)
    return RateCapability(table, curves_frame(cases, outcomes) if curves else pd.DataFrame())


def _run_after_protocol(
    cases: Sequence[Case],
    start: Sequence[Any],
    model: pybamm.BaseModel,
    progress: Progress | None,
    mesh: dict[str, Any],
) -> list[Outcome]:
    facets = tuple(facet.label for facet in getattr(model, "facets", ()))
    for case in cases:
        check_parameter_values(case.parameter_values, facets, case.particle)
    outcomes = []
    for case in cases:
        outcomes.append(solve_after_protocol(case, start, model, **mesh))
        if progress is not None:
            progress(len(outcomes), len(cases))
    return outcomes


def _with_measured(table: pd.DataFrame, measured: pd.DataFrame) -> pd.DataFrame:
    keys = ["particle", "direction", "c_rate"]
    missing = [c for c in [*keys, "capacity_mAh_g"] if c not in measured.columns]
    if missing:
        raise ValueError(f"measured: missing column {', '.join(missing)}")
    values = measured[[*keys, "capacity_mAh_g"]].rename(
        columns={"capacity_mAh_g": "measured_mAh_g"}
    )
    values = values.assign(c_rate=values["c_rate"].astype(float))
    return table.merge(values, on=keys, how="left")
