"""``pybamm-facets check SET``: what a set implies, and what looks wrong in it."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from pybamm_facets.cli.console import (
    POINTS_FAILED,
    clear_errors,
    out,
    progress_bar,
    view,
)
from pybamm_facets.cli.derived import derived_view
from pybamm_facets.cli.rates import parse_rates
from pybamm_facets.cli.sets import Variants

COLOURS = {"wrong": "bold red", "doubtful": "yellow", "note": ""}


def check(
    name: Annotated[str, typer.Argument(metavar="SET", help="A .toml file, or an installed set.")],
    rates: Annotated[str, typer.Option(help="C-rates at which it will be used.")] = "0.1,1,10",
    variant: Variants = None,
) -> None:
    """What a parameter set implies, and findings in words, worst first.

    Looks at porosity, window against theoretical capacity, measured low-rate capacity against the
    window, diffusion length against radius, the mesh at the highest rate, and which estimates
    matter most at each rate (from the gradients). Exit code 1 if something is wrong.
    """
    with clear_errors():
        c_rates = parse_rates(rates)
        from pybamm_facets.cli.sets import read_sets
        from pybamm_facets.studies.set_checks.set_check import check_set

        ((label, loaded),) = read_sets([name], variant).items()
        with progress_bar("looking") as tell:
            found = check_set(loaded, label, c_rates, progress=tell)
    out.print(derived_view(label, found.implied))
    shown = view("Findings, worst first", columns=("severity", "finding"), text=2)
    for row in found.findings.itertuples():
        colour = COLOURS[row.severity]
        word = f"[{colour}]{row.severity}[/]" if colour else row.severity
        shown.add_row(word, escape(row.finding))
    out.print(shown)
    if (found.findings["severity"] == "wrong").any():
        raise typer.Exit(POINTS_FAILED)
