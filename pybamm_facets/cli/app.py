"""The ``pybamm-facets`` command."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from pybamm_facets.cli.check import check
from pybamm_facets.cli.cycling import cycling
from pybamm_facets.cli.derived import derived
from pybamm_facets.cli.design import design
from pybamm_facets.cli.designer import designer
from pybamm_facets.cli.eis_commands.group import eis
from pybamm_facets.cli.exhibition.compare import compare
from pybamm_facets.cli.exhibition.reproduce import reproduce
from pybamm_facets.cli.explain import explain
from pybamm_facets.cli.export import export
from pybamm_facets.cli.fit import fit
from pybamm_facets.cli.measured import measured
from pybamm_facets.cli.mechanics import mechanics
from pybamm_facets.cli.merge import merge
from pybamm_facets.cli.new import new
from pybamm_facets.cli.provenance import provenance
from pybamm_facets.cli.rate_capability import rate_capability
from pybamm_facets.cli.sweep import sweep
from pybamm_facets.cli.theory import theory

app = typer.Typer(
    help="Battery cathodes from the crystal to the cell.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_show_locals=False,
)
app.command("rate-capability")(rate_capability)
app.command("new")(new)
app.command("check")(check)
app.command("fit")(fit)
app.command("provenance")(provenance)
app.command("derived")(derived)
app.command("export")(export)
app.command("sweep")(sweep)
app.command("merge")(merge)
app.command("explain")(explain)
app.command("compare")(compare)
app.add_typer(design, name="design")
app.command("designer")(designer)
app.add_typer(eis, name="eis")
app.command("cycling")(cycling)
app.command("reproduce")(reproduce)
app.command("theory")(theory)
app.command("mechanics")(mechanics)
app.command("measured")(measured)


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"pybamm-facets {version('pybamm-facets')}, PyBaMM {version('pybamm')}")
        raise typer.Exit()


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print versions.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Battery cathodes from the crystal to the cell.

    Grain texture decides which crystal facets meet the electrolyte and how fast lithium moves
    inward; these commands compute what that means for a coin half-cell.

    Exit codes: 0 all well, 1 some points failed, 2 bad input, 130 stopped by Ctrl-C.
    """


def main() -> None:
    """Entry point."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show κ shows a question mark, and nothing is lost.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()
