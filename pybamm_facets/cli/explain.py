"""``pybamm-facets explain``: where the 77 mAh/g come from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from pybamm_facets.cli.console import INTERRUPTED, clear_errors, err, out
from pybamm_facets.cli.rates import parse_rates


def explain(
    out_dir: Annotated[
        Path, typer.Option("--out", help="Folder for tables, record and figures.")
    ] = Path("results"),
    samples: Annotated[
        int, typer.Option(help="Size of the Saltelli scheme, a power of two.")
    ] = 256,
    rates: Annotated[str, typer.Option(help="C-rates of attribution and band.")] = "0.1,1,5,10",
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 0,
    store: Annotated[
        Path | None, typer.Option(help="File that keeps finished draws; OUT/explain.db by default.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="One cell, few draws, coarse mesh: a look in a minute.")
    ] = False,
) -> None:
    """Why the core-shell particle delivers 77 mAh/g more at 10C, and how sure that is.

    1 blind: D_ab from the isotropic particle, the core-shell predicted. 2 inferred texture: what
    both measurements say together. 3 attribution: the gap split over facet kinetics and solid
    transport (Shapley values). Then the blind prediction with every estimate drawn from its prior.

    Writes explain_*.csv, explain.json, and figures. Draws are kept in the store: after Ctrl-C the
    same command goes on where it stopped. All 256 × 12 draws of five scenarios take some 20
    minutes.
    """
    with clear_errors():
        c_rates = parse_rates(rates)
        out_dir.mkdir(parents=True, exist_ok=True)
        store = store or out_dir / "explain.db"
        result = _run(c_rates, samples, seed, store, quick)
        _print(result)
        inputs = {"samples": samples, "seed": seed, "c_rates": list(c_rates), "quick": quick}
        paths = write_explanation(out_dir, result, inputs)
    out.print("wrote " + ", ".join(map(str, paths)), soft_wrap=True)


def _run(c_rates: tuple[float, ...], samples: int, seed: int, store: Path, quick: bool) -> Any:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from pybamm_facets.studies.explain import explain as run_explain
    from pybamm_facets.studies.quick import QUICK

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    options: dict[str, Any] = QUICK if quick else {"n": samples}
    with Progress(*columns, TimeElapsedColumn(), console=err, transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total or None)

        try:
            return run_explain(c_rates=c_rates, seed=seed, store=store, progress=tell, **options)
        except KeyboardInterrupt:
            bar.stop()
            err.print(f"stopped; finished draws are kept in {store}: the same command goes on")
            raise typer.Exit(INTERRUPTED) from None


def _print(result: Any) -> None:
    for heading, lines in result.statements.items():
        out.print(f"[bold]{heading}[/]")
        for line in lines:
            out.print(f"  {line}", soft_wrap=True, markup=False)
    out.print(_attribution_table(result.attribution))


def _attribution_table(table: Any) -> Table:
    view = Table(title=escape("Core-shell minus isotropic capacity [mAh/g], and its parts"),
                 title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)  # fmt: skip
    rows = table[table["quantity"] == "capacity_mAh_g"]
    groups = list(dict.fromkeys(rows.loc[rows["contribution"] != 0, "group"]))
    for heading in ("scenario", "C-rate", "gap", *groups):
        view.add_column(heading, justify="left" if heading == "scenario" else "right")
    for (scenario, rate), some in rows.groupby(["scenario", "c_rate"], sort=False):
        part = some.set_index("group")["contribution"]
        cells = [f"{part[group]:+.2f}" for group in groups]
        view.add_row(str(scenario), f"{rate:g}", f"{some['gap'].iloc[0]:+.2f}", *cells)
    return view


def write_explanation(out_dir: Path, result: Any, inputs: dict[str, Any]) -> list[Path]:
    """Tables, record and figures of an explanation; the files."""
    import pandas as pd

    from pybamm_facets.factories import factory
    from pybamm_facets.report.attribution import attribution_figure
    from pybamm_facets.report.explain import band_figure, prediction_figure, sobol_figure
    from pybamm_facets.report.record import write_record
    from pybamm_facets.report.style import save_figure

    def named(ending: str) -> Path:
        return out_dir / f"explain_{ending}"

    samples, indices = (
        pd.concat(
            {" ".join(key): frame(one) for key, one in result.uncertainties.items()},
            names=["scenario", None],
        ).reset_index(level=0)
        for frame in (lambda one: one.samples, lambda one: one.indices.rename_axis(None))
    )
    tables = {
        "fits.csv": result.fits.rename_axis("fit").reset_index(),
        "attribution.csv": result.attribution,
        "samples.csv": samples,
        "sobol.csv": indices.rename_axis("prior").reset_index(),
        "band.csv": result.band,
        "nmc111.csv": result.nmc111.table,
    }
    for ending, table in tables.items():
        table.to_csv(named(ending), index=False)
    record = out_dir / "explain.json"
    make = factory("li2025")
    sets = {name: make(name) for name in ("isotropic", "core_shell")}
    points = samples[["scenario", "status", "reason"]]
    write_record(record, points, inputs, sets, statements=result.statements)
    as_it_is = result.attribution[result.attribution["scenario"] == "as it is"]
    first = next(iter(result.uncertainties.values()))
    scenarios = {", ".join(key): one for key, one in result.uncertainties.items()}
    figures = {
        "attribution.png": attribution_figure(as_it_is),
        "band.png": band_figure(result.band),
        "sobol.png": sobol_figure(first),
        "scenarios.png": prediction_figure(scenarios),
    }
    for ending, figure in figures.items():
        save_figure(named(ending), figure)
    return [*(named(ending) for ending in tables), record, *(named(end) for end in figures)]
