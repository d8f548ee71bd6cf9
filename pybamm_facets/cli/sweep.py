"""``pybamm-facets sweep DESIGNS``: a table of designs over rates."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from pybamm_facets.cli.console import INTERRUPTED, clear_errors, err, out
from pybamm_facets.cli.rates import parse_rates

if TYPE_CHECKING:
    import pandas as pd

    from pybamm_facets.sweep.sweep import SweepProgress


def sweep(
    designs: Annotated[
        Path,
        typer.Argument(help="CSV, one row a design; with --sample a YAML file of bounds."),
    ],
    rates: Annotated[str, typer.Option(help="C-rates, separated by commas.")] = "0.1,1,10",
    parameters: Annotated[
        str, typer.Option("--set", help="PyBaMM parameter set that the designs change.")
    ] = "Li2025_core_shell",
    directions: Annotated[
        str, typer.Option(help="discharge, charge, or discharge,charge.")
    ] = "discharge",
    out_dir: Annotated[Path, typer.Option("--out", help="Folder for the results.")] = Path(
        "results"
    ),
    store: Annotated[
        Path | None,
        typer.Option(help="File that keeps finished runs; OUT/sweep.db by default."),
    ] = None,
    sample: Annotated[
        int | None, typer.Option(help="Draw this many designs (Sobol) within the bounds.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of --sample.")] = 0,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler, tcp://HOST:PORT.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes on this machine instead of threads.")
    ] = None,
    threads: Annotated[
        int | None, typer.Option(help="Solves at a time; all cores by default.")
    ] = None,
    parquet: Annotated[bool, typer.Option("--parquet", help="Also write sweep.parquet.")] = False,
) -> None:
    """Capacity of every design of a table at every rate.

    Columns are PyBaMM parameter names or short names: kappa_core, kappa_shell, core_fraction,
    radius_m, diffusivity_m2_s, diffusivity_anisotropy, loading_mg_cm2, f_(104),
    j0_(104)_mA_cm2; a column design gives labels.

    Finished runs are kept in the store: after Ctrl-C, a crash or with more designs, the same
    command computes only what is missing. Writes sweep.csv and sweep.json.
    """
    with clear_errors():
        c_rates = parse_rates(rates)
        table = _designs(designs, sample, seed)
        if scheduler and workers:
            raise ValueError("--scheduler and --workers: give one of them")
        out_dir.mkdir(parents=True, exist_ok=True)
        store = store or out_dir / "sweep.db"
        result = _run(parameters, table, c_rates, directions, store, scheduler, workers, threads)
        paths = _write(out_dir, result, table, parameters, parquet)
    failed = int((result["status"] != "ok").sum())
    out.print(f"{len(result)} runs, {failed} not ok; wrote " + ", ".join(map(str, paths)),
              soft_wrap=True)  # fmt: skip
    if failed:
        reasons = result[result["status"] != "ok"]["reason"].value_counts()
        for reason, count in reasons.head(5).items():
            err.print(f"[yellow]{count} ×[/] {escape(str(reason))}", soft_wrap=True)
        raise typer.Exit(1)


def _designs(path: Path, sample: int | None, seed: int) -> pd.DataFrame:
    import pandas as pd

    if sample is None:
        return pd.read_csv(path)
    from pybamm_facets.sweep.sampling import read_bounds, sample_designs

    return sample_designs(read_bounds(path), sample, seed)


def _run(
    parameters: str,
    table: pd.DataFrame,
    c_rates: tuple[float, ...],
    directions: str,
    store: Path,
    scheduler: str | None,
    workers: int | None,
    threads: int | None,
) -> pd.DataFrame:
    import pybamm

    from pybamm_facets.sweep.sweep import sweep as run_sweep

    with _executor(scheduler, workers) as executor, _bar(store) as progress:
        return run_sweep(
            pybamm.ParameterValues(parameters),
            table,
            c_rates,
            directions=tuple(part.strip() for part in directions.split(",")),
            store=store,
            executor=executor,
            threads=threads,
            progress=progress,
        )


@contextmanager
def _executor(scheduler: str | None, workers: int | None) -> Iterator[Any]:
    if workers is None:
        yield scheduler
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Not fork: the parent may hold threads of the integrator.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _bar(store: Path) -> Iterator[Callable[[SweepProgress], None]]:
    columns = (
        TextColumn("sweeping"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]} failed"),
        TextColumn("{task.fields[rate]:.0f}/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("", total=None, failed=0, rate=0.0)
        seen = {"done": 0}

        def update(state: SweepProgress) -> None:
            seen["done"] = state.done
            elapsed = bar.tasks[0].elapsed or 1e-9
            bar.update(
                task,
                completed=state.done,
                total=state.total,
                failed=state.failed,
                rate=(state.done - state.stored) / elapsed,
            )

        try:
            yield update
        except KeyboardInterrupt:
            bar.stop()
            command = shlex.join(["pybamm-facets", *sys.argv[1:]])
            err.print(
                f"stopped after {seen['done']} runs, which are kept in {store}; to go on:\n"
                f"  {command}",
                soft_wrap=True,
            )
            raise typer.Exit(INTERRUPTED) from None


def _write(
    out_dir: Path, result: pd.DataFrame, table: pd.DataFrame, parameters: str, parquet: bool
) -> list[Path]:
    import pybamm

    from pybamm_facets.report.record import write_record
    from pybamm_facets.sweep.table import write_table

    csv, record = out_dir / "sweep.csv", out_dir / "sweep.json"
    result.to_csv(csv, index=False)
    counts = result["status"].value_counts().to_dict()
    write_record(
        record,
        result[["design", "direction", "c_rate", "status", "reason"]],
        {"set": parameters, "designs": len(table), "columns": list(table.columns)},
        {parameters: pybamm.ParameterValues(parameters)},
        status=counts,
    )
    paths = [csv, record]
    if parquet:
        write_table(result, out_dir / "sweep.parquet")
        paths.append(out_dir / "sweep.parquet")
    return paths
