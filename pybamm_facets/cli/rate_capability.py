"""``pybamm-facets rate-capability``: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from pybamm_facets.cli.console import clear_errors, err, out, progress_bar
from pybamm_facets.cli.rates import parse_rates

FITS = {
    "texture": "D_ab fitted to the core-shell's 144 and κ to the isotropic 67 mAh/g at 10C",
    "blind": "D_ab fitted to the isotropic 67 mAh/g at 10C with random grains, nothing else",
}
ORDER = ("isotropic", "core-shell")


def rate_capability(
    out_dir: Annotated[
        Path, typer.Option("--out", help="Folder for the table, record and figure.")
    ] = Path("results"),
    rates: Annotated[str, typer.Option(help="C-rates, separated by commas.")] = (
        "0.1,0.2,0.5,1,2,5,10"
    ),
    cell: Annotated[
        str, typer.Option(help="rate (6.3 mg/cm², 30 µm) or cycling (2.1 mg/cm², 10 µm).")
    ] = "rate",
    reading: Annotated[
        str, typer.Option(help="What the loading counts: active material or whole coating.")
    ] = "active",
    diffusivity: Annotated[
        str, typer.Option(help="constant, or oregan for a D that depends on lithium content.")
    ] = "constant",
    facets: Annotated[
        Path | None,
        typer.Option(help="CSV facet table that replaces or extends NMC811's."),
    ] = None,
    threads: Annotated[
        int | None, typer.Option(help="Solves at a time; all cores by default.")
    ] = None,
) -> None:
    """Discharge and charge capacity of isotropic and core-shell NMC811 at every rate.

    Prints the discharge capacities in mAh/g beside the measured ones and writes
    rate_capability.csv (every run), .json (inputs, versions, status of every point) and .png
    (capacity against rate, voltage curves).
    """
    with clear_errors():
        c_rates = parse_rates(rates)
        from pybamm_facets.kinetics import FacetTable
        from pybamm_facets.studies.li2025 import li2025_rate_capability

        table = FacetTable.from_csv(facets) if facets else None
        out_dir.mkdir(parents=True, exist_ok=True)
        arguments: dict[str, Any] = {
            "cell": cell,
            "reading": reading,
            "diffusivity": diffusivity,
        }
        with progress_bar("discharging and charging") as progress:
            job = li2025_rate_capability(
                c_rates, **arguments, table=table, threads=threads, progress=progress
            )
        out.print(_main_table(job.table, f"{cell} cell, {reading} mass"))
        out.print("* fitted to the measurement, so not a prediction", style="dim")
        for fit, explanation in FITS.items():
            out.print(f"[bold]{fit}[/]: {explanation}", soft_wrap=True)
        for statement in job.statements:
            out.print(f"  {statement}", soft_wrap=True)
        out.print(_variants_table(job.variants))
        paths = _write(out_dir, job, {"c_rates": list(c_rates), **arguments, "facets": str(facets)})
    out.print("wrote " + ", ".join(str(path) for path in paths), soft_wrap=True)
    _finish(pd.concat([job.table, job.variants], ignore_index=True))


def _table(title: str) -> Table:
    return Table(
        title=escape(title),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )


def _main_table(table: pd.DataFrame, title: str) -> Table:
    view = _table(f"Discharge capacity [mAh/g], {title}")
    view.add_column("\nC-rate", justify="right")
    for heading in (*FITS, "measured"):
        for particle in ORDER:
            view.add_column(f"{heading}\n{particle}", justify="right")
    discharge = table[table["direction"] == "discharge"]
    for rate, rows in discharge.groupby("c_rate", sort=True):
        cells = [_capacity(rows, fit, particle) for fit in FITS for particle in ORDER]
        view.add_row(f"{rate:g}", *cells, *(_measured(rows, particle) for particle in ORDER))
    return view


def _capacity(rows: pd.DataFrame, fit: str, particle: str) -> str:
    row = rows[(rows["fit"] == fit) & (rows["particle"] == particle)].iloc[0]
    if row["status"] != "ok":
        return str(row["status"])
    return f"{row['capacity_mAh_g']:.1f}" + ("*" if row["role"] == "fitted" else " ")


def _measured(rows: pd.DataFrame, particle: str) -> str:
    value = rows[rows["particle"] == particle]["measured_mAh_g"].iloc[0]
    return "" if pd.isna(value) else f"{value:.0f}"


def _variants_table(variants: pd.DataFrame) -> Table:
    view = _table("The same particles in both cells, both readings of the loading, 10C [mAh/g]")
    view.add_column("\ncell")
    view.add_column("loading\ncounts")
    for fit in FITS:
        for particle in ORDER:
            view.add_column(f"{fit}\n{particle}", justify="right")
    for (cell, reading), rows in variants.groupby(["cell", "reading"], sort=False):
        cells = [_capacity(rows, fit, particle) for fit in FITS for particle in ORDER]
        view.add_row(str(cell), str(reading), *cells)
    return view


def _write(out_dir: Path, job: Any, inputs: dict[str, Any]) -> list[Path]:
    from pybamm_facets.report.rate_capability import save_rate_capability_figure
    from pybamm_facets.report.record import records, write_record

    csv, record, figure = (out_dir / f"rate_capability.{end}" for end in ("csv", "json", "png"))
    job.table.to_csv(csv, index=False)
    write_record(
        record,
        job.table,
        inputs,
        {" ".join(key): values for key, values in job.parameter_values.items()},
        statements=job.statements,
        variants=records(job.variants),
    )
    save_rate_capability_figure(figure, job.table, job.curves, max(job.table["c_rate"]))
    return [csv, record, figure]


def _finish(table: pd.DataFrame) -> None:
    from pybamm_facets.report.record import describe_failures

    failures = list(describe_failures(table))
    for line in failures:
        err.print(f"[yellow]{escape(line)}[/]")
    if failures:
        raise typer.Exit(1)
