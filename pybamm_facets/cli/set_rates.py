"""``pybamm-facets rate-capability SETS``: a user's sets at every rate."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from pybamm_facets.cli.console import (
    clear_errors,
    end_with_failures,
    out,
    progress_bar,
    say_written,
    view,
)
from pybamm_facets.cli.rates import parse_rates, start_after

if TYPE_CHECKING:
    import pandas as pd


def rates_of_files(
    names: Sequence[str],
    measured: Path | None,
    out_dir: Path,
    rates: str,
    threads: int | None,
    variant: Sequence[str] | None,
    charged_at: str | None = None,
) -> None:
    """Run, print and write; arguments as the command's options."""
    with clear_errors():
        c_rates = parse_rates(rates)
        from pybamm_facets.cli.sets import must_exist, read_sets
        from pybamm_facets.report.record import describe_failures
        from pybamm_facets.report.set_rates import write_set_rates
        from pybamm_facets.studies.own_measurements import measurements_of
        from pybamm_facets.studies.set_rates import fitted_words, rates_of_sets

        must_exist(measured, "--measured")
        sets = read_sets(names, variant)
        data = measurements_of(sets, measured)
        with progress_bar("discharging and charging") as tell:
            result = rates_of_sets(
                {name: loaded.parameter_values for name, loaded in sets.items()},
                c_rates,
                measured=data,
                fitted=fitted_words(sets),
                start=start_after(charged_at),
                threads=threads,
                progress=tell,
            )
        out_dir.mkdir(parents=True, exist_ok=True)
        inputs = {
            "sets": list(names),
            "variants": list(variant or ()),
            "c_rates": list(c_rates),
            "charged_at": charged_at,
            "measured": measured and str(measured),
        }
        paths = write_set_rates(out_dir, result, sets, inputs)
    out.print(_view(result.table))
    for line in result.statements:
        out.print(f"  {line}", soft_wrap=True, markup=False)
    say_written(paths)
    end_with_failures([*describe_failures(result.table)])


def _view(table: pd.DataFrame) -> Table:
    shown = view("Discharge capacity [mAh/g]", dense=True)
    shown.add_column("\nC-rate", justify="right")
    discharge = table[table["direction"] == "discharge"]
    names = list(dict.fromkeys(discharge["particle"]))
    has = {
        name: bool(discharge.loc[discharge["particle"] == name, "measured_mAh_g"].notna().any())
        for name in names
    }
    for name in names:
        shown.add_column(f"model\n{name}", justify="right")
        if has[name]:
            shown.add_column(f"measured\n{name}", justify="right")
    for rate, rows in discharge.groupby("c_rate", sort=True):
        cells = []
        for name in names:
            mine = rows[rows["particle"] == name]
            cells.append(_capacity(mine))
            if has[name]:
                value = mine["measured_mAh_g"].iloc[0] if len(mine) else float("nan")
                cells.append(f"{value:.1f}" if value == value else "")
        shown.add_row(f"{rate:g}", *cells)
    return shown


def _capacity(rows: pd.DataFrame) -> str:
    if rows.empty:
        return ""
    row = rows.iloc[0]
    if row["status"] == "ok":
        return f"{row['capacity_mAh_g']:.1f}"
    return f"{row['capacity_mAh_g']:.1f}?" if row["status"] == "doubtful" else str(row["status"])
