"""Options that the commands for spectra share."""

from __future__ import annotations

from typing import Annotated

import typer

CIRCUITS = (
    "randles, randles-finite, randles-blocked, randles-spherical, randles-inductor, "
    "randles-stray, two-arcs, two-arcs-series, arc"
)

Circuit = Annotated[str, typer.Option(help=f"Equivalent circuit: {CIRCUITS}.")]
Temperature = Annotated[float, typer.Option(help="Temperature [K], for i0.")]
Electrons = Annotated[int, typer.Option(help="Electrons transferred, for i0.")]
Instrument = Annotated[
    str | None,
    typer.Option(
        help="csv, versastat, gamry, biologic, zplot, autolab, chi, powersuite or xlsx; by "
        "default the file tells."
    ),
]
SweepNumber = Annotated[
    int | None,
    typer.Option("--sweep", help="Which sweep of files that hold several, from 1; else all."),
]
Area = Annotated[
    float | None, typer.Option(help="Of the sample [cm²], for impedances in Ohm times area.")
]
Lowest = Annotated[float | None, typer.Option("--from", help="Lowest frequency to use [Hz].")]
Highest = Annotated[float | None, typer.Option("--to", help="Highest frequency to use [Hz].")]
Figures = Annotated[
    bool, typer.Option("--figures/--no-figures", help="With --out: a picture of each spectrum.")
]
Starts = Annotated[int, typer.Option(help="Starts of each fit, at most.")]
Seed = Annotated[int, typer.Option(help="Seed of the random starts.")]
