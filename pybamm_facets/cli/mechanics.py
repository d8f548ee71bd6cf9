"""``pybamm-facets mechanics``: do the particles break?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pybamm_facets._checks import positive
from pybamm_facets.cli.console import clear_errors, out, progress_bar, say_written, view
from pybamm_facets.cli.sets import Variants

if TYPE_CHECKING:
    import pandas as pd

SETS_NOTES = """\
* share of grain boundaries pulled by more than their strength
lattice: strains of a(x) and c(x)"""
NOTES = f"""\
{SETS_NOTES}
mol/L: Eqs. 7 and 8 with concentrations in mol/L and a third of α, a reading
       that gives the paper's strain"""


def mechanics(
    sets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SETS]...",
            help=".toml files or installed sets; without any, the paper's two particles.",
        ),
    ] = None,
    rate: Annotated[
        float | None, typer.Option(help="C-rate of the discharge of SETS; 10 by default.")
    ] = None,
    out_dir: Annotated[
        Path, typer.Option("--out", help="Folder for the table, record and figure.")
    ] = Path("results"),
    seeds: Annotated[
        int, typer.Option(min=1, help="Sections to draw of each particle; the means are shown.")
    ] = 3,
    depth: Annotated[
        str, typer.Option(help="Particle at the separator, at the collector, or the average.")
    ] = "separator",
    h: Annotated[float, typer.Option(help="Mesh size over the particle radius.")] = 0.04,
    variant: Variants = None,
) -> None:
    """Stress in particles during a fast discharge and a charge at C/2: yours, or the paper's two.

    Prints the worst elastic stress and strain of core and shell against the strength of grain
    boundaries, and the paper's particles against the strain that it reports. A set needs elastic
    constants (material.youngs_modulus_GPa and poissons_ratio, or mechanics_of); its strain is that
    of its own lattice table, NMC811's where it has none.

    Writes mechanics.csv (every time and section), .json (inputs, versions, statements) and .png.
    Needs scikit-fem: pip install "pybamm-facets\\[mechanics]".
    """
    with clear_errors():
        from pybamm_facets.cli.sets import read_sets
        from pybamm_facets.paper.mechanics import li2025_mechanics
        from pybamm_facets.report.mechanics_check import write_mechanics
        from pybamm_facets.studies.grain_resolved.check_particle import worst
        from pybamm_facets.studies.grain_resolved.set_mechanics import mechanics_of_files

        inputs: dict[str, object] = {"seeds": seeds, "depth": depth, "h": h}
        if sets:
            chosen = read_sets(sets, variant)
            c_rate = positive("--rate", 10.0 if rate is None else rate)
            inputs |= {"sets": list(sets), "variants": list(variant or ()), "c_rate": c_rate}
        elif rate is not None or variant:
            raise ValueError("--rate and --variant: expected SETS that they belong to")
        with progress_bar("solving cells and sections") as tell:
            if sets:
                result = mechanics_of_files(
                    chosen, range(seeds), c_rate=c_rate, depth=depth, h=h, progress=tell
                )
            else:
                result = li2025_mechanics(range(seeds), depth=depth, h=h, progress=tell)
        out_dir.mkdir(parents=True, exist_ok=True)
        paths = write_mechanics(out_dir, result, inputs)
    out.print(_view(worst(result.table)))
    out.print(SETS_NOTES if sets else NOTES, style="dim")
    for statement in result.statements:
        out.print(escape(statement), soft_wrap=True)
    say_written(paths)


def _view(worst: pd.DataFrame) -> Table:
    title = "Largest von Mises stress of each run (99th percentile, elastic upper bound)"
    shown = view(title, dense=True)
    for heading in ("\nparticle", "\nrun", "\nlaw", "\nzone"):
        shown.add_column(heading, no_wrap=True)
    for heading in ("time\n[s]", "stress\n[MPa]", "strain\n[%]", "open*\n[%]"):
        shown.add_column(escape(heading), justify="right", no_wrap=True)
    for row in worst.itertuples():
        shown.add_row(
            row.particle,
            row.run,
            row.law,
            row.zone,
            f"{row.time_s:.0f}",
            f"{row.von_mises_p99_MPa:.0f}",
            f"{row.strain_p99_percent:.3g}",
            f"{100 * row.boundaries_above_strength:.0f}",
        )
    return shown
