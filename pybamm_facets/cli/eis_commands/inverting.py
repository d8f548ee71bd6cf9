"""``pybamm-facets eis invert AREAS RCT``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pybamm_facets._units import MOHM
from pybamm_facets.cli.console import clear_errors, out, say_written, view

if TYPE_CHECKING:
    import pandas as pd

    from pybamm_facets.impedance.inversion.invert_files import FileInversion


def invert(
    areas: Annotated[
        Path,
        typer.Argument(
            metavar="AREAS.csv",
            help="Columns particle, one a facet such as (104)_um2 or (104)_m2, and if known its "
            "standard deviation (104)_error_um2.",
        ),
    ],
    r_ct: Annotated[
        Path,
        typer.Argument(
            metavar="RCT.csv",
            help="Columns particle, r_ct_MOhm (or kOhm, Ohm), and if known its standard error "
            "r_ct_error_MOhm; limits in r_ct_above_MOhm and r_ct_below_MOhm.",
        ),
    ],
    other_areas: Annotated[
        Path | None,
        typer.Option(help="The same particles' areas by a second method, as AREAS.csv."),
    ] = None,
    predict: Annotated[
        Path | None,
        typer.Option(
            help="Areas of other particles, as AREAS.csv: their R_CT is predicted, and compared "
            "with RCT.csv where they are in it."
        ),
    ] = None,
    predict_other_areas: Annotated[
        Path | None, typer.Option(help="Areas by the second method of those to predict.")
    ] = None,
    areas_error: Annotated[
        float | None, typer.Option(help="Relative error of every area, if AREAS.csv has none.")
    ] = None,
    r_ct_error: Annotated[
        float | None, typer.Option(help="Relative error of every R_CT, if RCT.csv has none.")
    ] = None,
    temperature: Annotated[float, typer.Option(help="Temperature [K].")] = 293.15,
    out_dir: Annotated[Path, typer.Option("--out", help="Folder for tables and figure.")] = Path(
        "results"
    ),
) -> None:
    """Exchange current density of each facet from the R_CT of several particles (Eq. 6).

    Writes facet_inversion.csv (j0 in mA/cm², errors, 95 % limits), facet_particles.csv (each
    particle predicted from the others, and those of --predict) and facet_inversion.png.
    A particle whose R_CT is not determined is left out, predicted, and held against its limit.
    """
    with clear_errors():
        from pybamm_facets.impedance.inversion.invert_files import AreaFiles, invert_files
        from pybamm_facets.report.facet_inversion import write_inversion

        unseen = None if predict is None else AreaFiles(predict, predict_other_areas, areas_error)
        result = invert_files(
            AreaFiles(areas, other_areas, areas_error),
            r_ct,
            r_ct_error=r_ct_error,
            unseen=unseen,
            temperature=temperature,
        )
        out_dir.mkdir(parents=True, exist_ok=True)
        paths = write_inversion(out_dir, result)
    show_inversion(result)
    say_written(paths)


def show_inversion(result: FileInversion) -> None:
    """j0 of the facets, the particles predicted, and those that were left out."""
    inversion, particles = result.inversion, result.particles
    out.print(_facets_view(inversion.table))
    size = f"{len(inversion.measurement.r_ct)} particles, {len(inversion.j0)} facets"
    out.print(f"{size}; rank {inversion.rank}, condition {inversion.condition:.1f}")
    if inversion.measurement.states_errors:
        freedom = inversion.degrees_of_freedom
        out.print(f"χ² {inversion.chi_square:.1f} for {freedom} degrees of freedom")
    told = particles[particles["status"] == "ok"]
    if len(told):
        out.print(_particles_view(told))
    untold = particles[particles["status"] != "ok"]
    if len(untold):
        out.print(
            f"not predicted from the others: {', '.join(map(str, untold.index))} "
            f"({untold['reason'].iloc[0]})",
            soft_wrap=True,
            markup=False,
        )
    for particle, row in result.undetermined.iterrows():
        out.print(_left_out(str(particle), row), soft_wrap=True, markup=False)


def _left_out(particle: str, row: pd.Series) -> str:
    """A line on a particle without a value of R_CT."""
    above, below = row["above_Ohm"], row["below_Ohm"]
    limit = f"R_CT > {above / MOHM:.2g} MΩ" if above == above else "R_CT not determined"
    if below == below:
        limit = f"R_CT < {below / MOHM:.2g} MΩ"
    predicted = f"predicted {_number(row['predicted_Ohm'] / MOHM)} MΩ"
    if above == above or below == below:
        predicted += ", which agrees" if row["agrees"] else ", which does not agree"
    return f"left out: {particle}, {limit}; {predicted}"


def _facets_view(table: pd.DataFrame) -> Table:
    two_methods = bool(table["method_error_mA_cm2"].any())
    columns = ["facet", "j0", "±1σ", "95 % limit", "inflation"]
    shown = view("j0 [mA/cm²]", columns=[*columns, *(["area method"] if two_methods else [])])
    for facet, row in table.iterrows():
        bound = bool(row["at_bound"])
        cells = [
            escape(str(facet)),
            "0 (bound)" if bound else f"{row['j0_mA_cm2']:.4g}",
            "" if bound else _number(row["total_error_mA_cm2"]),
            _number(row["upper_95_mA_cm2"]),
            f"{row['variance_inflation']:.1f}",
        ]
        shown.add_row(*cells, *([_number(row["method_error_mA_cm2"])] if two_methods else []))
    return shown


def _particles_view(particles: pd.DataFrame) -> Table:
    shown = view(
        "R_CT [MΩ]",
        columns=("particle", "", "predicted", "±1σ", "measured", "off", "within 20 %"),
    )
    for particle, row in particles.iterrows():
        within = row["within_20_percent"]
        known = within == within
        shown.add_row(
            escape(str(particle)),
            row["kind"],
            _number(row["predicted_Ohm"] / MOHM),
            _number(row["standard_error_Ohm"] / MOHM),
            _number(row["measured_Ohm"] / MOHM),
            f"{row['relative_difference']:+.1%}" if known else "",
            ("yes" if within else "no") if known else "",
        )
    return shown


def _number(value: float) -> str:
    return "" if value != value else f"{value:.4g}"
