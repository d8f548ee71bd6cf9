"""``pybamm-facets rate-capability``: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from pybamm_facets.cli.console import (
    clear_errors,
    end_with_failures,
    out,
    progress_bar,
    say_written,
    view,
)
from pybamm_facets.cli.rates import ChargedAt, parse_rates
from pybamm_facets.cli.set_rates import rates_of_files
from pybamm_facets.cli.sets import Variants

if TYPE_CHECKING:
    import pandas as pd

ORDER = ("isotropic", "core-shell")


def rate_capability(
    sets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SETS]...",
            help=".toml files or installed sets; without any, the paper's two particles.",
        ),
    ] = None,
    measured: Annotated[
        Path | None,
        typer.Option(help="CSV of measured capacities of the sets, to compare with."),
    ] = None,
    out_dir: Annotated[
        Path, typer.Option("--out", help="Folder for the table, record and figure.")
    ] = Path("results"),
    rates: Annotated[str, typer.Option(help="C-rates, separated by commas; C/10 too.")] = (
        "0.1,0.2,0.5,1,2,5,10"
    ),
    cell: Annotated[
        str | None,
        typer.Option(help="The paper's cell: rate (the default), or cycling, thinner."),
    ] = None,
    reading: Annotated[
        str | None,
        typer.Option(
            help="What the loading counts: active material (the default) or whole coating."
        ),
    ] = None,
    diffusivity: Annotated[
        str | None,
        typer.Option(
            help="constant (the default), oregan for a D that depends on lithium content, or "
            "hindered for one that falls near the full lattice."
        ),
    ] = None,
    facets: Annotated[
        Path | None,
        typer.Option(help="CSV facet table that replaces or extends NMC811's."),
    ] = None,
    facet_order: Annotated[
        str | None,
        typer.Option(
            help="Of the four estimated exchange currents: angle (the default), equal or 104-first."
        ),
    ] = None,
    band: Annotated[
        Path | None,
        typer.Option(
            help="explain_band.csv of explain, to draw; without, the shipped one where the sets "
            "are as it was drawn for."
        ),
    ] = None,
    threads: Annotated[
        int | None, typer.Option(help="Solves at a time; all cores by default.")
    ] = None,
    charged_at: ChargedAt = None,
    variant: Variants = None,
) -> None:
    """Discharge and charge capacity at every rate: of your sets, or of the paper's two particles.

    Prints the discharge capacities in mAh/g beside the measured ones (of --measured, or of what a
    set's file names) and writes rate_capability.csv (every run), .json (inputs, versions, status of
    every point) and .png (capacity against rate, voltage curves). --cell, --reading, --diffusivity,
    --facets and --facet-order are variants of the paper's sets; yours take --variant.
    """
    if sets:
        with clear_errors():
            own: dict[str, object] = {
                "--cell": cell,
                "--reading": reading,
                "--diffusivity": diffusivity,
                "--facets": facets and str(facets),
                "--facet-order": facet_order,
                "--band": band and str(band),
            }
            for option, value in own.items():
                if value is not None:
                    raise ValueError(
                        f"{option}={value!r}: expected none with SETS; choose with --variant, or "
                        "in the file"
                    )
        rates_of_files(sets, measured, out_dir, rates, threads, variant, charged_at)
        return
    with clear_errors():
        for option, given in (
            ("--measured", measured),
            ("--variant", variant),
            ("--charged-at", charged_at),
        ):
            if given:
                raise ValueError(f"{option}={given!s}: expected SETS that it belongs to")
    cell, reading = cell or "rate", reading or "active"
    diffusivity = diffusivity or "constant"
    with clear_errors():
        c_rates = parse_rates(rates)
        from pybamm_facets.kinetics import FacetTable, reordered
        from pybamm_facets.paper.blind_band import blind_band
        from pybamm_facets.paper.main_job import FIT_WORDS, li2025_rate_capability
        from pybamm_facets.report.rate_capability import write_main_job
        from pybamm_facets.report.record import describe_failures

        table = FacetTable.from_csv(facets) if facets else None
        if facet_order is not None:
            shipped = FacetTable.nmc811()
            table = reordered(shipped if table is None else shipped.replaced(table), facet_order)
        as_drawn = (cell, reading, diffusivity, table) == ("rate", "active", "constant", None)
        drawn = blind_band(band) if band else blind_band() if as_drawn else None
        out_dir.mkdir(parents=True, exist_ok=True)
        with progress_bar("discharging and charging") as tell:
            job = li2025_rate_capability(
                c_rates,
                cell=cell,
                reading=reading,
                diffusivity=diffusivity,
                facet_table=table,
                threads=threads,
                progress=tell,
            )
        inputs = {
            "c_rates": list(c_rates),
            "cell": cell,
            "reading": reading,
            "diffusivity": diffusivity,
            "facets": facets and str(facets),
            "facet_order": facet_order,
            "band": band and str(band),
        }
        paths = write_main_job(out_dir, job, inputs, drawn)
    fits = tuple(FIT_WORDS)
    out.print(_main_table(job.table, fits, f"{cell} cell, {reading} mass"))
    out.print("* fitted to the measurement, so not a prediction", style="dim")
    for fit, explanation in FIT_WORDS.items():
        out.print(f"[bold]{fit}[/]: {explanation}", soft_wrap=True)
    for statement in job.statements:
        out.print(f"  {statement}", soft_wrap=True)
    out.print(_variants_table(job.variants, fits))
    out.print(_starts_table(job.starts, fits))
    out.print(
        "The text does not say how the cells of the rate test were charged; the sets are fitted to "
        "discharges from equilibrium.",
        style="dim",
        soft_wrap=True,
    )
    say_written(paths)
    tables = (job.table, job.variants, job.starts)
    end_with_failures([line for table in tables for line in describe_failures(table)])


def _main_table(table: pd.DataFrame, fits: tuple[str, ...], title: str) -> Table:
    shown = view(f"Discharge capacity [mAh/g], {title}", dense=True)
    shown.add_column("\nC-rate", justify="right")
    for heading in (*fits, "measured"):
        for particle in ORDER:
            shown.add_column(f"{heading}\n{particle}", justify="right")
    discharge = table[table["direction"] == "discharge"]
    for rate, rows in discharge.groupby("c_rate", sort=True):
        cells = [_capacity(rows, fit, particle) for fit in fits for particle in ORDER]
        shown.add_row(f"{rate:g}", *cells, *(_measured(rows, particle) for particle in ORDER))
    return shown


def _capacity(rows: pd.DataFrame, fit: str, particle: str) -> str:
    row = rows[(rows["fit"] == fit) & (rows["particle"] == particle)].iloc[0]
    mark = "*" if row["role"] == "fitted" else " "
    if row["status"] == "doubtful":
        return f"{row['capacity_mAh_g']:.1f}?"
    return f"{row['capacity_mAh_g']:.1f}{mark}" if row["status"] == "ok" else str(row["status"])


def _measured(rows: pd.DataFrame, particle: str) -> str:
    value = rows[rows["particle"] == particle]["measured_mAh_g"].iloc[0]
    return f"{value:.0f}" if value == value else ""


def _starts_table(starts: pd.DataFrame, fits: tuple[str, ...]) -> Table:
    shown = view("The same particles by how they were charged before, 10C [mAh/g]", dense=True)
    shown.add_column("\nstart")
    for fit in fits:
        for particle in ORDER:
            shown.add_column(f"{fit}\n{particle}", justify="right")
    for start, rows in starts.groupby("start", sort=False):
        cells = [_capacity(rows, fit, particle) for fit in fits for particle in ORDER]
        shown.add_row(str(start), *cells)
    return shown


def _variants_table(variants: pd.DataFrame, fits: tuple[str, ...]) -> Table:
    title = "The same particles in both cells, both readings of the loading, 10C [mAh/g]"
    shown = view(title, dense=True)
    shown.add_column("\ncell")
    shown.add_column("loading\ncounts")
    for fit in fits:
        for particle in ORDER:
            shown.add_column(f"{fit}\n{particle}", justify="right")
    for (cell, reading), rows in variants.groupby(["cell", "reading"], sort=False):
        cells = [_capacity(rows, fit, particle) for fit in fits for particle in ORDER]
        shown.add_row(str(cell), str(reading), *cells)
    return shown
