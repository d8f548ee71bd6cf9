"""``pybamm-facets provenance SET``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from pybamm_facets.cli.console import clear_errors, out


def provenance(
    name: Annotated[str, typer.Argument(metavar="SET", help="A PyBaMM parameter set.")],
    csv: Annotated[Path | None, typer.Option(help="Also write the table to this file.")] = None,
) -> None:
    """Where every number of a parameter set comes from.

    paper, literature, derived, estimate (with bounds), fitted, theory or user.
    """
    with clear_errors():
        import pybamm

        from pybamm_facets.studies.provenance import provenance as table_of

        table = table_of(pybamm.ParameterValues(name))
        if csv:
            table.to_csv(csv)
    view = Table(
        title=f"{name}, compared with {table.attrs['set']}",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for column in ("parameter", "value", "origin", "source", "bounds"):
        view.add_column(column, overflow="fold")
    for parameter, row in table.iterrows():
        view.add_row(
            escape(str(parameter)),
            _shown(row["value"]),
            row["provenance"],
            row["source"],
            _bounds(row),
        )
    out.print(view)
    if csv:
        out.print(f"wrote {csv}")


def _shown(value: object) -> str:
    return f"{value:.5g}" if isinstance(value, int | float) else f"{value}()"


def _bounds(row: pd.Series) -> str:
    if pd.isna(row["lower"]):
        return ""
    return f"{row['lower']:.4g} to {row['upper']:.4g}"
