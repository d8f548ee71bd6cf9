"""``pybamm-facets compare``: other people's measurements beside the model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pybamm_facets.cli.console import clear_errors, out, progress_bar, say_written
from pybamm_facets.cli.exhibition.compare_views import (
    blind_view,
    conclusions_view,
    pairs_view,
    point_views,
    window_view,
)

NOTE = (
    "isotropic, core-shell, NMC111: the sets as they are, in that cell. D/R²: what the model needs "
    "of one radial diffusivity: by the capacity, by its ratio to that at the series' lowest rate, "
    "and by the capacity on the overlay hindered. R: of random grains; cracks: over the stated R. "
    "* the set was fitted to it"
)


def compare(
    rates: Annotated[
        Path | None,
        typer.Option(help="CSV of your own series over rate, beside the published ones."),
    ] = None,
    retention: Annotated[
        Path | None,
        typer.Option(help="CSV of your own series over cycles, beside the published ones."),
    ] = None,
    out_dir: Annotated[
        Path, typer.Option("--out", help="Folder for the table, record and figure.")
    ] = Path("results"),
    threads: Annotated[
        int | None, typer.Option(help="Solves at a time; all cores by default.")
    ] = None,
) -> None:
    """Published rate and retention series, the paper's two particles and the model side by side.

    Per voltage window and current of 1C, which are never mixed: what was measured, what the sets
    deliver there as they are, the radial D/R² that the model needs for each point, and what
    texture, radius or electrolyte in cracks that could be. Then blind tests whose predicted points
    entered no fit; why the sets deliver more than published half-cells in the usual window, and the
    overlay that mends it; each conclusion under other orders of the estimated exchange currents and
    on that overlay; fade per cycle against fade per hour.

    Writes compare.csv (every point), .json (all tables, versions) and .png. It takes some
    four minutes. --rates and --retention take series in the form of the published ones.
    """
    with clear_errors():
        from pybamm_facets.measured import read_rate_series, read_retention_series
        from pybamm_facets.paper.literature_comparison import compare_with_literature
        from pybamm_facets.report.compare import write_comparison

        own_rates = read_rate_series(rates) if rates else None
        own_retention = read_retention_series(retention) if retention else None
        out_dir.mkdir(parents=True, exist_ok=True)
        with progress_bar() as tell:
            result = compare_with_literature(
                own_rates, own_retention, threads=threads, progress=tell
            )
        inputs = {
            "rates": rates and str(rates),
            "retention": retention and str(retention),
        }
        paths = write_comparison(out_dir, result, inputs)
    for table in point_views(result.points):
        out.print(table)
    out.print(NOTE, style="dim", soft_wrap=True)
    for shown in (
        blind_view(result.blind),
        window_view(result.window),
        conclusions_view(result.conclusions),
        pairs_view(result.pairs),
    ):
        out.print(shown)
    for heading, lines in result.statements.items():
        out.print(f"[bold]{heading}[/]")
        for line in lines:
            out.print(f"  {line}", soft_wrap=True, markup=False)
    say_written(paths)
