"""``pybamm-facets explain FIRST SECOND``: where the difference between two sets comes from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from pybamm_facets.cli.console import clear_errors, out, progress_bar, say_written, view
from pybamm_facets.cli.rates import parse_rates

if TYPE_CHECKING:
    import pandas as pd


def explain_sets(
    names: Sequence[str],
    measured: Path | None,
    out_dir: Path,
    rates: str,
    draws: int | None,
    seed: int,
    store: Path | None,
    quick: bool,
    variant: Sequence[str] | None,
) -> None:
    """Run, print and write; arguments as the command's options."""
    with clear_errors():
        c_rates = parse_rates(rates)
        if len(names) != 2:
            raise ValueError(f"SETS={' '.join(names)!r}: expected two, the first and the second")
        if store is not None:
            raise ValueError(f"--store={str(store)!r}: expected none with SETS")
        from pybamm_facets._checks import whole
        from pybamm_facets.cli.sets import must_exist, read_sets
        from pybamm_facets.report.pair import write_pair
        from pybamm_facets.runs.numerics import Numerics
        from pybamm_facets.studies.inference.pair_explanation import DEFAULT_DRAWS, explain_pair
        from pybamm_facets.studies.own_measurements import measurements_of

        must_exist(measured, "--measured")
        number = whole("--samples", draws or (4 if quick else DEFAULT_DRAWS), least=2, most=100_000)
        sets = read_sets(names, variant)
        data = measurements_of(sets, measured)
        if data is None:
            raise ValueError("--measured: expected a CSV; neither set's file names one")
        with progress_bar() as tell:
            result = explain_pair(
                sets,
                data,
                c_rates,
                draws=number,
                seed=seed,
                numerics=Numerics.coarse if quick else None,
                progress=tell,
            )
        out_dir.mkdir(parents=True, exist_ok=True)
        inputs = {
            "sets": list(names),
            "variants": list(variant or ()),
            "measured": measured and str(measured),
            "c_rates": list(c_rates),
            "draws": number,
            "seed": seed,
            "quick": quick,
        }
        paths = write_pair(out_dir, result, sets, inputs)
    for heading, lines in result.statements.items():
        out.print(f"[bold]{heading}[/]")
        for line in lines:
            out.print(f"  {line}", soft_wrap=True, markup=False)
    first, second = sets
    out.print(_view(result.attribution, f"{second} minus {first}, capacity [mAh/g], and its parts"))
    say_written(paths)


def _view(table: pd.DataFrame, title: str) -> Table:
    rows = table[table["quantity"] == "capacity_mAh_g"]
    groups = list(dict.fromkeys(rows.loc[rows["contribution"] != 0, "group"]))
    shown = view(title, columns=("C-rate", "gap", *groups), text=0)
    for rate, some in rows.groupby("c_rate", sort=False):
        part = some.set_index("group")["contribution"]
        cells = [f"{part[group]:+.2f}" for group in groups]
        shown.add_row(f"{rate:g}", f"{some['gap'].iloc[0]:+.2f}", *cells)
    return shown
