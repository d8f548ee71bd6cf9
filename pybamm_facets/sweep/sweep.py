"""Sweep designs over rates: thousands of runs, none lost, none done twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pybamm

from pybamm_facets.models import FacetDFN
from pybamm_facets.sweep.backend import Tolerances
from pybamm_facets.sweep.engine import (
    Arguments,
    SweepProgress,
    run_tasks,
    task_case,
    tasks_table,
)
from pybamm_facets.sweep.table import curves_dataset

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class SweepResult:
    """Table and voltage curves of a sweep.

    Parameters
    ----------
    table
        As `sweep` returns it.
    curves
        Voltage over capacity for every design, direction and rate.
    """

    table: pd.DataFrame
    curves: xr.Dataset


def sweep(
    parameters: pybamm.ParameterValues,
    designs: pd.DataFrame,
    c_rates: Sequence[float],
    *,
    directions: Sequence[str] | str = "discharge",
    model: pybamm.BaseModel | None = None,
    store: str | Path | None = None,
    executor: Any = None,
    threads: int | None = None,
    compiled: bool | None = None,
    fast: bool = True,
    tolerances: Tolerances | None = None,
    var_pts: Mapping[str, int] | None = None,
    submesh_types: Mapping[str, Any] | None = None,
    progress: Callable[[SweepProgress], None] | None = None,
) -> pd.DataFrame:
    """Capacity, energy and state of every design at every rate.

    Parameters
    ----------
    parameters
        The set that the designs change.
    designs
        One row a design; columns are PyBaMM parameter names or the short names of
        `pybamm_facets.sweep.designs.column_help`. A column ``design`` gives labels.
    c_rates
        Multiples of the 1C current, positive.
    directions
        ``"discharge"``, ``"charge"`` or both.
    model
        An unprocessed PyBaMM model; `FacetDFN` by default.
    store
        File in which finished runs are kept: the same call computes only what is missing.
    executor
        Where to run: nothing for threads of this process, any ``concurrent.futures.Executor``, a
        ``dask.distributed`` client, or a scheduler's address.
    threads
        Solves at a time in each process; all cores by default, one in an executor.
    compiled
        Compile the model to machine code; by default where the number of runs pays for it.
    fast
        Use the fast backend where it fits; False keeps to PyBaMM's own solver.
    tolerances, var_pts, submesh_types
        Accuracy, where it differs from the default.
    progress
        Called with a `SweepProgress` after each chunk.

    Returns
    -------
    pandas.DataFrame
        One row for each design, direction and rate, in that order whatever the executor:
        ``design``, the columns of `designs`, and those of `rate_capability`. A design that cannot
        be built, and a run that fails, are rows with a ``status`` and a ``reason``.

    Raises
    ------
    ValueError
        Before any solve, for an unknown column or a base set that cannot be meant.

    Examples
    --------
    >>> import pandas as pd, pybamm_facets as pf
    >>> designs = pd.DataFrame({"kappa_shell": [-10.0, 0.0]})
    >>> table = pf.sweep(pf.li2025(), designs, [10.0])
    >>> table["status"].tolist()
    ['ok', 'ok']
    """
    arguments = Arguments(
        parameters,
        model=model or FacetDFN(),
        store=store,
        executor=executor,
        threads=threads,
        compiled=compiled,
        fast=fast,
        tolerances=tolerances or Tolerances(),
        var_pts=var_pts,
        submesh_types=submesh_types,
        progress=progress,
    )
    tasks, outcomes = run_tasks(arguments, designs, c_rates, directions, curves=False)
    return tasks_table(arguments, tasks, outcomes)


def sweep_curves(
    parameters: pybamm.ParameterValues,
    designs: pd.DataFrame,
    c_rates: Sequence[float],
    *,
    directions: Sequence[str] | str = "discharge",
    **options: Any,
) -> SweepResult:
    """As `sweep`, with the voltage curve of every run; takes the same options."""
    arguments = Arguments(parameters, **{"model": FacetDFN(), **options})
    tasks, outcomes = run_tasks(arguments, designs, c_rates, directions, curves=True)
    keys = [(task.design.name, task.direction, task.c_rate) for task in tasks]
    cases = [None if task.design.problem else task_case(arguments, task) for task in tasks]
    curves = curves_dataset(keys, cases, outcomes)
    return SweepResult(tasks_table(arguments, tasks, outcomes), curves)
