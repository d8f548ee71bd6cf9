"""``pybamm-facets explain``: where the difference between the two particles comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from pybamm_facets.cli.console import clear_errors, out, progress_bar, say_written, view
from pybamm_facets.cli.explain_sets import explain_sets
from pybamm_facets.cli.rates import ChargedAt, parse_rates, start_after
from pybamm_facets.cli.sets import Variants

if TYPE_CHECKING:
    import pandas as pd


def explain(
    sets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FIRST SECOND]",
            help="Two .toml files or installed sets; without any, the paper's two particles.",
        ),
    ] = None,
    measured: Annotated[
        Path | None,
        typer.Option(
            help="CSV of measured capacities of the sets; rows without a particle are the first's. "
            "By default what the sets' files name."
        ),
    ] = None,
    out_dir: Annotated[
        Path, typer.Option("--out", help="Folder for tables, record and figures.")
    ] = Path("results"),
    samples: Annotated[
        int | None,
        typer.Option(
            help="Size of the Saltelli scheme, a power of two; 256 by default, 4 with --quick. "
            "With SETS the number of draws, 64 by default.",
            show_default=False,
        ),
    ] = None,
    rates: Annotated[str, typer.Option(help="C-rates of attribution and band.")] = "0.1,1,5,10",
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 0,
    store: Annotated[
        Path | None, typer.Option(help="File that keeps finished draws; OUT/explain.db by default.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="One cell, few draws, coarse mesh: a look in a minute.")
    ] = False,
    charged_at: ChargedAt = None,
    variant: Variants = None,
) -> None:
    """Why one particle delivers more than another, and how sure that is.

    Of your sets, or of the paper's isotropic and core-shell particle at 10C.

    1 blind: D_ab from the first particle, the second predicted. 2 inferred texture: what both
    measurements say together. 3 attribution: the gap split over facet kinetics and solid transport
    (Shapley values). Then the blind prediction with every estimate drawn from its prior.

    Writes explain_*.csv, explain.json, and figures. Draws are kept in the store: after Ctrl-C the
    same command goes on where it stopped. All 256 × 12 draws of five scenarios take some 20
    minutes. Needs SALib: pip install "pybamm-facets\\[uq]"; with SETS, which take a minute and keep
    no store, it does not.
    """
    if sets:
        with clear_errors():
            if charged_at is not None:
                raise ValueError(
                    f"--charged-at={charged_at!r}: expected none with SETS, which start from "
                    "equilibrium"
                )
        explain_sets(sets, measured, out_dir, rates, samples, seed, store, quick, variant)
        return
    with clear_errors():
        for option, given in (("--measured", measured), ("--variant", variant)):
            if given:
                raise ValueError(f"{option}={given!s}: expected two SETS that it belongs to")
    with clear_errors():
        c_rates = parse_rates(rates)
        from dataclasses import replace

        from pybamm_facets.paper.explanation import Extent
        from pybamm_facets.paper.explanation import explain as run_explain
        from pybamm_facets.report.explain import write_explanation

        extent = Extent.quick if quick else Extent.full
        extent = extent if samples is None else replace(extent, n=samples)
        out_dir.mkdir(parents=True, exist_ok=True)
        kept = store or out_dir / "explain.db"
        with progress_bar(kept_in=kept) as tell:
            result = run_explain(
                c_rates,
                extent=extent,
                start=start_after(charged_at),
                seed=seed,
                store=kept,
                progress=tell,
            )
        inputs = {
            "samples": extent.n,
            "seed": seed,
            "c_rates": list(c_rates),
            "quick": quick,
            "charged_at": charged_at,
        }
        paths = write_explanation(out_dir, result, inputs)
    for heading, lines in result.statements.items():
        out.print(f"[bold]{heading}[/]")
        for line in lines:
            out.print(f"  {line}", soft_wrap=True, markup=False)
    title = "Core-shell minus isotropic capacity [mAh/g], and its parts"
    out.print(attribution_view(result.attribution, title))
    say_written(paths)


def attribution_view(table: pd.DataFrame, title: str) -> Table:
    """The capacity's gap and its parts, a row a scenario and rate."""
    rows = table[table["quantity"] == "capacity_mAh_g"]
    groups = list(dict.fromkeys(rows.loc[rows["contribution"] != 0, "group"]))
    shown = view(
        title,
        columns=("scenario", "C-rate", "gap", *groups),
    )
    for (scenario, rate), some in rows.groupby(["scenario", "c_rate"], sort=False):
        part = some.set_index("group")["contribution"]
        cells = [f"{part[group]:+.2f}" for group in groups]
        shown.add_row(str(scenario), f"{rate:g}", f"{some['gap'].iloc[0]:+.2f}", *cells)
    return shown
