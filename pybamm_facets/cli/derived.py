"""``pybamm-facets derived SET``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.table import Table

from pybamm_facets.cli.console import clear_errors, out


def derived(
    name: Annotated[str, typer.Argument(metavar="SET", help="A PyBaMM parameter set with facets.")],
    csv: Annotated[Path | None, typer.Option(help="Also write the table to this file.")] = None,
) -> None:
    """What a parameter set implies: areas, exchange current, porosity, 1C current, capacities."""
    with clear_errors():
        import pybamm

        from pybamm_facets.studies.derived import derived as table_of

        table = table_of(pybamm.ParameterValues(name))
        if csv:
            table.to_csv(csv, index=False)
    view = Table(title=name, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    view.add_column("quantity")
    view.add_column("value", justify="right")
    view.add_column("unit")
    view.add_column("how")
    for row in table.itertuples():
        view.add_row(row.quantity, f"{row.value:.4g}", row.unit, row.how)
    out.print(view)
    if csv:
        out.print(f"wrote {csv}")
