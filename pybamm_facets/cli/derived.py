"""``pybamm-facets derived SET``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pybamm_facets.cli.console import clear_errors, out, say_written, view


def derived(
    name: Annotated[str, typer.Argument(metavar="SET", help="A PyBaMM parameter set with facets.")],
    csv: Annotated[Path | None, typer.Option(help="Also write the table to this file.")] = None,
) -> None:
    """What a parameter set implies: areas, exchange current, porosity, 1C current, capacities."""
    with clear_errors():
        from pybamm_facets.sets import derived as table_of
        from pybamm_facets.sets import one_set

        table = table_of(one_set(name, "SET"))
        if csv:
            table.to_csv(csv, index=False)
    shown = view(name)
    shown.add_column("quantity")
    shown.add_column("value", justify="right")
    shown.add_column("unit")
    shown.add_column("how")
    for row in table.itertuples():
        shown.add_row(row.quantity, f"{row.value:.4g}", row.unit, row.how)
    out.print(shown)
    if csv:
        say_written([csv])
