"""Rate capability: capacity of cells against C-rate, discharge and charge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pybamm

from pybamm_facets.progress import Tell
from pybamm_facets.runs.c_rates import CRate, read_c_rates
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.results import Results
from pybamm_facets.runs.run import Run, read_directions
from pybamm_facets.sets.given import GivenSets, sets_by_name
from pybamm_facets.studies.measured_values import with_measured

DEFAULT_RATES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)


def rate_capability(
    parameter_values: GivenSets,
    c_rates: CRate | Iterable[CRate] = DEFAULT_RATES,
    *,
    directions: Sequence[str] | str = "discharge",
    start: Protocol | Sequence[Any] = (),
    measured: pd.DataFrame | None = None,
    model: pybamm.BaseModel | None = None,
    numerics: Numerics = Numerics.default,
    curves: bool = False,
    store: str | Path | None = None,
    executor: Any = None,
    threads: int | None = None,
    progress: Tell | None = None,
) -> Results:
    """Capacity of each set at each rate.

    Parameters
    ----------
    parameter_values
        Name to PyBaMM parameter values or the name of a registered set (half-cell or full cell,
        with facets if the model has them); or one of them alone.
    c_rates
        Multiples of the 1C current (``Nominal cell capacity [A.h]`` in one hour), positive; text
        such as ``"C/10"`` too.
    directions
        ``"discharge"`` (from full to the lower cut-off), ``"charge"`` (from empty to the upper), or
        both.
    start
        What reaches the start state, from equilibrium at the other end of the voltage window: a
        `Protocol`, or PyBaMM experiment steps. By default the run starts from equilibrium.
    measured
        Columns ``particle``, ``direction``, ``c_rate``, ``capacity_mAh_g``: matched to rows and
        given as ``measured_mAh_g``.
    model, numerics, curves, store, executor, threads, progress
        As `run_all`.

    Returns
    -------
    Results
        One row for each ``particle`` (the name of its set), direction and rate. A run that fails is
        a row with its reason.

    Raises
    ------
    ValueError
        Before any solve, for an argument or parameter that cannot be meant.

    Examples
    --------
    >>> import pybamm_facets as pf
    >>> results = pf.rate_capability("Li2025_core_shell", 10)
    >>> results.table["status"].item()
    'ok'
    """
    sets = sets_by_name(parameter_values)
    runs = [
        run
        for name, values in sets.items()
        for run in rate_runs(values, c_rates, directions, {"particle": name}, start)
    ]
    return run_all(
        with_measured(runs, measured),
        model=model,
        numerics=numerics,
        curves=curves,
        store=store,
        executor=executor,
        threads=threads,
        progress=progress,
    )


def rate_runs(
    parameter_values: pybamm.ParameterValues,
    c_rates: CRate | Iterable[CRate],
    directions: Sequence[str] | str,
    labels: Mapping[str, Any],
    start: Protocol | Sequence[Any] = (),
) -> list[Run]:
    """Runs of one set in every direction at every rate, all with the same labels."""
    rates, chosen = read_c_rates(c_rates), read_directions(directions)
    # ParameterValues looks names up through several layers; a plain dict does not.
    values = dict(parameter_values)
    return [
        Run(values, direction, rate, dict(labels), protocol=read_protocol(start))
        for direction in chosen
        for rate in rates
    ]


def read_protocol(start: Protocol | Sequence[Any]) -> Protocol | tuple[Any, ...]:
    """A protocol as it is, steps as a tuple; a single one may stand alone."""
    if isinstance(start, Protocol):
        return start
    single = isinstance(start, str | pybamm.step.BaseStep)
    return (start,) if single else tuple(start)
