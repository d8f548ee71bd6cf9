"""``pybamm-facets sweep DESIGNS``: a table of designs over rates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pybamm_facets.cli.console import (
    clear_errors,
    end_with_failures,
    out,
    progress_bar,
)
from pybamm_facets.cli.rates import parse_rates
from pybamm_facets.cli.sets import Variants

if TYPE_CHECKING:
    import pandas as pd


def sweep(
    designs: Annotated[
        Path,
        typer.Argument(help="CSV, one row per design; with --sample a TOML file of bounds."),
    ],
    rates: Annotated[str, typer.Option(help="C-rates, separated by commas; C/10 too.")] = (
        "0.1,1,10"
    ),
    parameters: Annotated[
        str,
        typer.Option("--set", help="Set that the designs change: a .toml file, or a PyBaMM set."),
    ] = "Li2025_core_shell",
    variant: Variants = None,
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
    shard: Annotated[
        str | None,
        typer.Option(help="Compute only part i of n, as i/n; see also pybamm-facets merge."),
    ] = None,
    parquet: Annotated[bool, typer.Option("--parquet", help="Also write sweep.parquet.")] = False,
) -> None:
    """Capacity of every design of a table at every rate.

    Columns are PyBaMM parameter names or short names: kappa_core, kappa_shell, core_fraction,
    radius_m, diffusivity_m2_s, diffusivity_anisotropy, loading_mg_cm2, lower_voltage_V,
    upper_voltage_V, f_(104), j0_(104)_mA_cm2; a column design gives labels.

    Finished runs are kept in the store: after Ctrl-C, a crash or with more designs, the same
    command computes only what is missing. Writes sweep.csv and sweep.json; with --shard the
    part's own files and store, such as sweep-3-of-8.csv.
    """
    with clear_errors():
        c_rates = parse_rates(rates)
        if scheduler and workers:
            raise ValueError(f"--workers={workers}: expected none with --scheduler")
        from pybamm_facets.cli.sets import read_values
        from pybamm_facets.report.sweep import SweepFiles, check_sweep_extras, describe_reasons
        from pybamm_facets.runs.shard import read_shard
        from pybamm_facets.studies.set_model import model_choice
        from pybamm_facets.studies.sweeps import sweep_blocks

        check_sweep_extras(scheduler, parquet)
        values = read_values(parameters, variant)
        choice = model_choice(values)
        table = _designs(designs, sample, seed)
        part = None if shard is None else read_shard(shard)
        stem = "sweep" if part is None else f"sweep-{part.name}"
        out_dir.mkdir(parents=True, exist_ok=True)
        kept = store or out_dir / f"{stem}.db"
        with (
            _executor(scheduler, workers) as executor,
            progress_bar("sweeping", kept) as tell,
            SweepFiles(out_dir, stem, table, parquet) as files,
        ):
            for block in sweep_blocks(
                values,
                table,
                c_rates,
                shard=part,
                model=choice.model(),
                numerics=choice.numerics,
                directions=tuple(word.strip() for word in directions.split(",")),
                store=kept,
                executor=executor,
                threads=threads,
                progress=tell,
            ):
                files.add(block)
            paths = files.finish(parameters, values)
    out.print(
        f"{files.rows} runs, {files.reasons.total()} not ok; wrote " + ", ".join(map(str, paths)),
        soft_wrap=True,
    )
    end_with_failures(describe_reasons(files.reasons))


def _designs(path: Path, sample: int | None, seed: int) -> pd.DataFrame:
    from pybamm_facets.runs.designs import read_designs
    from pybamm_facets.runs.sampling import read_bounds, sample_designs

    if sample is None:
        return read_designs(path)
    return sample_designs(read_bounds(path), sample, seed)


@contextmanager
def _executor(scheduler: str | None, workers: int | None) -> Iterator[Any]:
    if workers is None:
        yield scheduler
        return
    from pybamm_facets.runs.workers.local import local_workers

    with local_workers(workers) as pool:
        yield pool
