"""``pybamm-facets design``: from wanted facets back to what makes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from pybamm_facets.cli.console import clear_errors, out, view
from pybamm_facets.cli.default_group import TargetGroup
from pybamm_facets.cli.design_target import target

if TYPE_CHECKING:
    from pybamm_facets.crystal import NeededEnergies

design = typer.Typer(
    help="From what is wanted back to a particle.", no_args_is_help=True, cls=TargetGroup
)
design.command(TargetGroup.default)(target)


@design.callback()
def _group() -> None:
    """From what is wanted back to a particle: ``design TARGET.toml``, or ``design surface``."""


@design.command()
def surface(
    fractions: Annotated[
        Path,
        typer.Argument(
            metavar="FRACTIONS.csv",
            help="Columns facet, fraction; a facet with 0, or left out, shall not show.",
        ),
    ],
    present: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="ENERGIES.csv",
            help="Columns facet, energy: the present surface energies, in any common unit.",
        ),
    ] = None,
) -> None:
    """Surface energies that give single crystals the wanted facets: Wulff's construction backwards.

    Only ratios are fixed: the smallest energy of a wanted facet is 1. With --from, what each
    energy must change by, scaled so that the largest change is smallest, and how much more
    surface energy the wanted shape has at present than the present equilibrium shape.
    """
    with clear_errors():
        from pybamm_facets.crystal import surface_energies
        from pybamm_facets.crystal.facet_csv import read_facet_column

        wanted = read_facet_column(fractions, "fraction")
        now = read_facet_column(present, "energy") if present else None
        needed = surface_energies(wanted, now)
    _print(needed)


def _print(needed: NeededEnergies) -> None:
    columns = ["facet", "", "energy"] + (["needed / present"] if needed.ratios is not None else [])
    shown = view(columns=columns, text=2)
    for label, energy in needed.energies.items():
        ratio = "" if needed.ratios is None or label not in needed.ratios else (
            f"{needed.ratios[label]:.4f}"
        )  # fmt: skip
        cells = [escape(label), "at least" if label in needed.at_least else "", f"{energy:.4f}"]
        shown.add_row(*cells, *([ratio] if needed.ratios is not None else []))
    out.print(shown)
    if needed.excess is not None:
        out.print(
            f"The wanted shape has {needed.excess:.2%} more surface energy at present than the "
            "present equilibrium shape.",
            soft_wrap=True,
        )
