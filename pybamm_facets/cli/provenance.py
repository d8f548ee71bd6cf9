"""``pybamm-facets provenance SET``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from pybamm_facets.cli.console import clear_errors, out, say_written, view
from pybamm_facets.cli.sets import Variants

if TYPE_CHECKING:
    import pandas as pd


def provenance(
    name: Annotated[str, typer.Argument(metavar="SET", help="A .toml file, or a PyBaMM set.")],
    csv: Annotated[Path | None, typer.Option(help="Also write the table to this file.")] = None,
    variant: Variants = None,
) -> None:
    """Where every number of a parameter set comes from.

    paper, literature, derived, estimate (with bounds), fitted, theory or user.
    """
    with clear_errors():
        from pybamm_facets.cli.sets import read_values
        from pybamm_facets.sets import provenance as table_of

        table = table_of(read_values(name, variant))
        if csv:
            table.to_csv(csv)
    shown = view(f"{name}, compared with {table.attrs['set']}")
    for column in ("parameter", "value", "origin", "source", "bounds"):
        shown.add_column(column, overflow="fold")
    for parameter, row in table.iterrows():
        shown.add_row(
            escape(str(parameter)),
            _shown(row["value"]),
            row["provenance"],
            escape(row["source"]),
            _bounds(row),
        )
    out.print(shown)
    if csv:
        say_written([csv])


def _shown(value: object) -> str:
    return f"{value:.5g}" if isinstance(value, int | float) else escape(f"{value}()")


def _bounds(row: pd.Series) -> str:
    import pandas as pd

    if pd.isna(row["lower"]):
        return ""
    return f"{row['lower']:.4g} to {row['upper']:.4g}"
