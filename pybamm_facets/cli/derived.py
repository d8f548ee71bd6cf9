"""``pybamm-facets derived SET``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from pybamm_facets.cli.console import clear_errors, out, say_written, view
from pybamm_facets.cli.sets import Variants

if TYPE_CHECKING:
    import pandas as pd


def derived(
    name: Annotated[
        str, typer.Argument(metavar="SET", help="A .toml file, or a PyBaMM set with facets.")
    ],
    csv: Annotated[Path | None, typer.Option(help="Also write the table to this file.")] = None,
    variant: Variants = None,
) -> None:
    """What a parameter set implies: areas, exchange current, porosity, 1C current, capacities."""
    with clear_errors():
        from pybamm_facets.cli.sets import read_values
        from pybamm_facets.sets import derived as table_of

        table = table_of(read_values(name, variant))
        if csv:
            table.to_csv(csv, index=False)
    out.print(derived_view(name, table))
    if csv:
        say_written([csv])


def derived_view(title: str, table: pd.DataFrame) -> Table:
    """The table as the terminal shows it."""
    shown = view(title)
    shown.add_column("quantity")
    shown.add_column("value", justify="right")
    shown.add_column("unit")
    shown.add_column("how")
    for row in table.itertuples():
        shown.add_row(row.quantity, f"{row.value:.4g}", row.unit, row.how)
    return shown
