"""``pybamm-facets export SET``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pybamm_facets.cli.console import clear_errors, out, say_written, view
from pybamm_facets.cli.sets import Variants

if TYPE_CHECKING:
    import pandas as pd


def export(
    name: Annotated[
        str, typer.Argument(metavar="SET", help="A .toml file, or a PyBaMM half-cell with facets.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The BPX file to write, NAME.json; a new one.")
    ],
    variant: Variants = None,
) -> None:
    """Write a set as a BPX file, for PyBaMM and other tools that know no facets.

    They read a full cell: a thin electrode stands in for lithium metal, one homogeneous sphere for
    the particle. The half-cell with its facets is in the file too, and comes back when a command
    is given the file as SET. Prints what the file's standard fields cannot say.
    """
    with clear_errors():
        from pybamm_facets.cli.sets import read_values
        from pybamm_facets.sets import write_bpx

        losses = write_bpx(read_values(name, variant), output)
    out.print(_view(losses))
    say_written([output])


def _view(losses: pd.DataFrame) -> Table:
    shown = view("Not the same for readers of BPX", columns=("quantity", "written as"), text=2)
    shown.add_column("error", justify="right")
    shown.add_column("")
    for row in losses.itertuples():
        error = "" if row.error != row.error else f"{row.error:.2g}"
        shown.add_row(escape(row.quantity), escape(row.written_as), error, escape(row.unit))
    return shown
