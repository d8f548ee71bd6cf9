"""Sweep designs over rates: thousands of runs, none lost, none done twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd
import pybamm

from pybamm_facets.models import FacetDFN
from pybamm_facets.progress import Tell
from pybamm_facets.runs.designs import DESIGN, resolve_designs
from pybamm_facets.runs.engine import check_sets, run_all
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.results import Results
from pybamm_facets.runs.run import CRate, Run, read_c_rates, read_directions
from pybamm_facets.sets.given import GivenSet, one_set
from pybamm_facets.studies.measured_values import with_measured
from pybamm_facets.studies.rates import read_protocol

Designs: TypeAlias = "pd.DataFrame | Mapping[str, Any]"


def sweep(
    parameter_values: GivenSet,
    designs: Designs,
    c_rates: CRate | Iterable[CRate],
    *,
    directions: Sequence[str] | str = "discharge",
    start: Sequence[Any] = (),
    measured: pd.DataFrame | None = None,
    model: pybamm.BaseModel | None = None,
    numerics: Numerics = Numerics.default,
    curves: bool = False,
    store: str | Path | None = None,
    executor: Any = None,
    threads: int | None = None,
    progress: Tell | None = None,
) -> Results:
    """Capacity, energy and state of every design at every rate.

    Parameters
    ----------
    parameter_values
        The set that the designs change, or a registered set's name.
    designs
        One row per design: a table, or a mapping from column to values. Columns are PyBaMM
        parameter names or the short names of `pybamm_facets.runs.designs.column_help`. A column
        ``design`` gives labels.
    c_rates, directions, start
        As `rate_capability`.
    measured
        Columns ``design``, ``direction``, ``c_rate``, ``capacity_mAh_g``: matched to rows and given
        as ``measured_mAh_g``.
    model, numerics, curves, store, executor, threads, progress
        As `run_all`.

    Returns
    -------
    Results
        One row for each design, direction and rate, in that order whatever the executor:
        ``design``, the columns of `designs`, and those of every run. A design that cannot be built,
        and a run that fails, are rows with a ``status`` and a ``reason``.

    Raises
    ------
    ValueError
        Before any solve, for an unknown column or a base set that cannot be meant.

    Examples
    --------
    >>> import pybamm_facets as pf
    >>> results = pf.sweep("Li2025_core_shell", {"kappa_shell": [-10.0, 0.0]}, 10)
    >>> results.table["status"].tolist()
    ['ok', 'ok']
    """
    model = model or FacetDFN()
    runs = design_runs(
        one_set(parameter_values),
        designs,
        read_c_rates(c_rates),
        directions,
        model=model,
        start=start,
    )
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


def design_runs(
    parameter_values: pybamm.ParameterValues,
    designs: Designs,
    c_rates: Sequence[float],
    directions: Sequence[str] | str,
    *,
    model: pybamm.BaseModel,
    start: Sequence[Any] = (),
) -> list[Run]:
    """Runs of every design in every direction at every rate, in that order."""
    chosen, protocol = read_directions(directions), read_protocol(start)
    table = designs_table(designs)
    # ParameterValues looks names up through several layers; a plain dict does not.
    base = dict(parameter_values)
    families = tuple(getattr(model, "families", ()))
    check_sets([Run(base, chosen[0], c_rates[0])], model)
    return [
        Run(
            base,
            direction,
            rate,
            {DESIGN: design.name, **design.columns},
            design.changes,
            protocol,
            problem=design.problem,
        )
        for design in resolve_designs(parameter_values, table, families)
        for direction in chosen
        for rate in c_rates
    ]


def designs_table(designs: Designs) -> pd.DataFrame:
    """Designs as a table; ``ValueError`` for what is none, and for one without rows."""
    if isinstance(designs, Mapping):
        lengths = {
            len(v) for v in designs.values() if not isinstance(v, str) and hasattr(v, "__len__")
        }
        try:
            designs = pd.DataFrame(designs, index=None if lengths else [0])
        except ValueError as error:
            raise ValueError(f"designs: expected columns of one length; {error}") from None
    if not isinstance(designs, pd.DataFrame):
        raise ValueError(
            f"designs={type(designs).__name__}: expected a pandas.DataFrame or a mapping from "
            "column to values"
        )
    if len(designs) == 0:
        raise ValueError("designs: expected at least one row, got none")
    return designs
