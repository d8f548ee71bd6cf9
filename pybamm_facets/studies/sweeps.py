"""Sweep designs over rates: thousands of runs, none lost, none done twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd
import pybamm

from pybamm_facets.models import FacetDFN
from pybamm_facets.progress import Tell
from pybamm_facets.runs.c_rates import CRate, read_c_rates
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.designs import DESIGN, check_labels, resolve_designs
from pybamm_facets.runs.element_route import structural
from pybamm_facets.runs.engine import check_sets, run_all, run_blocks
from pybamm_facets.runs.groups import backend_for
from pybamm_facets.runs.mesh_choice import MeshRule
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.results import Results
from pybamm_facets.runs.run import Run, read_directions
from pybamm_facets.runs.shard import Shard, read_shard
from pybamm_facets.sets.given import GivenSet, one_set
from pybamm_facets.studies.measured_values import with_measured
from pybamm_facets.studies.rates import read_protocol

MOST_RUNS = 20_000
"""Runs in memory at a time: some 60 MB, and 20 s or more of work."""

Designs: TypeAlias = "pd.DataFrame | Mapping[str, Any]"


def sweep(
    parameter_values: GivenSet,
    designs: Designs,
    c_rates: CRate | Iterable[CRate],
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
    given = _SweepRuns(parameter_values, designs, c_rates, directions, start, model)
    if measured is not None:
        return run_all(
            with_measured(given.of(given.table), measured),
            model=given.model,
            numerics=numerics,
            curves=curves,
            store=store,
            executor=executor,
            threads=threads,
            progress=progress,
        )
    blocks = run_blocks(
        given.blocks(),
        given.total,
        model=given.model,
        numerics=given.numerics(numerics, given.total),
        curves=curves,
        store=store,
        executor=executor,
        threads=threads,
        progress=progress,
    )
    return Results(tuple(finished for block in blocks for finished in block), numerics)


def sweep_blocks(
    parameter_values: GivenSet,
    designs: Designs,
    c_rates: CRate | Iterable[CRate],
    *,
    shard: Shard | str | None = None,
    directions: Sequence[str] | str = "discharge",
    start: Protocol | Sequence[Any] = (),
    model: pybamm.BaseModel | None = None,
    numerics: Numerics = Numerics.default,
    curves: bool = False,
    store: str | Path | None = None,
    executor: Any = None,
    threads: int | None = None,
    progress: Tell | None = None,
) -> Iterator[Results]:
    """The same as `sweep`, some thousand runs at a time: memory stays flat for any table.

    Parameters
    ----------
    parameter_values, designs, c_rates, directions, start
        As `sweep`.
    shard
        Which part to compute, such as ``"3/8"``: every eighth design from the third. Each part
        needs a store of its own; `merge_ledgers` puts them together.
    model, numerics, curves, store, executor, threads, progress
        As `run_all`.

    Returns
    -------
    Iterator of Results
        The results of each block of designs, in their order; nothing runs before the first is
        asked for.

    Raises
    ------
    ValueError
        At once, for what `sweep` refuses, and for a shard that is none.

    Examples
    --------
    >>> import pybamm_facets as pf
    >>> blocks = pf.sweep_blocks("Li2025_core_shell", {"radius_m": [3e-6, 6e-6]}, 10, shard="2/2")
    >>> [block.table["radius_m"].tolist() for block in blocks]
    [[6e-06]]
    """
    given = _SweepRuns(parameter_values, designs, c_rates, directions, start, model)
    whole = given.total
    if shard is not None:
        given.keep(read_shard(shard))
    return run_blocks(
        given.blocks(),
        given.total,
        model=given.model,
        numerics=given.numerics(numerics, whole),
        curves=curves,
        store=store,
        executor=executor,
        threads=threads,
        progress=progress,
    )


class _SweepRuns:
    """A table of designs over rates, checked but for its rows, that gives runs block by block."""

    def __init__(
        self,
        parameter_values: GivenSet,
        designs: Designs,
        c_rates: CRate | Iterable[CRate],
        directions: Sequence[str] | str,
        start: Protocol | Sequence[Any],
        model: pybamm.BaseModel | None,
    ) -> None:
        self.model = model or FacetDFN()
        self._values = one_set(parameter_values)
        self._rates = read_c_rates(c_rates)
        self._directions, self._protocol = read_directions(directions), read_protocol(start)
        self.table = designs_table(designs)
        # ParameterValues looks names up through several layers; a plain dict does not.
        self._base = dict(self._values)
        self._families = tuple(getattr(self.model, "families", ()))
        check_sets([Run(self._base, self._directions[0], self._rates[0])], self.model)
        check_labels(self.table)
        resolve_designs(self._values, self.table.head(0), self._families)

    @property
    def total(self) -> int:
        """Runs in all."""
        return len(self.table) * self._a_design

    @property
    def _a_design(self) -> int:
        return len(self._directions) * len(self._rates)

    def keep(self, shard: Shard) -> None:
        """Leave the other shards' designs out."""
        self.table = self.table.iloc[shard.rows(len(self.table))]

    def numerics(self, numerics: Numerics, whole: int) -> Numerics:
        """With a backend that neither blocks nor shards of a sweep of `whole` runs change."""
        if self.total <= MOST_RUNS and self.total == whole:
            return numerics
        route = MeshRule(self.model, numerics).route
        shapes = [name for name in structural(route) if name in self.table]
        structures = len(self.table[shapes].drop_duplicates()) if shapes else 1
        backend = backend_for(numerics.backend, whole // structures, self._protocol)
        return replace(numerics, backend=backend)

    def blocks(self) -> Iterator[list[Run]]:
        """Runs of some designs at a time."""
        size = max(1, MOST_RUNS // self._a_design)
        for first in range(0, len(self.table), size):
            yield self.of(self.table.iloc[first : first + size])

    def of(self, table: pd.DataFrame) -> list[Run]:
        """Runs of every design in every direction at every rate, in that order."""
        return [
            Run(
                self._base,
                direction,
                rate,
                {DESIGN: design.name, **design.columns},
                design.changes,
                self._protocol,
                problem=design.problem,
            )
            for design in resolve_designs(self._values, table, self._families)
            for direction in self._directions
            for rate in self._rates
        ]


def design_runs(
    parameter_values: pybamm.ParameterValues,
    designs: Designs,
    c_rates: Sequence[float],
    directions: Sequence[str] | str,
    *,
    model: pybamm.BaseModel,
    start: Protocol | Sequence[Any] = (),
) -> list[Run]:
    """Runs of every design in every direction at every rate, in that order."""
    given = _SweepRuns(parameter_values, designs, c_rates, directions, start, model)
    return given.of(given.table)


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
