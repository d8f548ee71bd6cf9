"""``pybamm-facets eis invert AREAS RCT``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from pybamm_facets.cli.console import clear_errors, out

if TYPE_CHECKING:
    import pandas as pd

    from pybamm_facets.impedance.facet_inversion import FacetInversion

MOHM = 1e6


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
            "r_ct_error_MOhm.",
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
    """
    with clear_errors():
        from pybamm_facets.impedance.inversion import invert_facets
        from pybamm_facets.impedance.tables import read_areas, read_resistances

        table, table_error = read_areas(areas)
        resistances, resistance_error = read_resistances(r_ct)
        unseen = None if predict is None else read_areas(predict)
        inverted, compared = _split(resistances, table, unseen, r_ct)
        inversion = invert_facets(
            table,
            inverted,
            areas_error=_one_of(table_error, areas_error, "--areas-error", areas),
            r_ct_error=_one_of(
                None if resistance_error is None else resistance_error[inverted.index],
                r_ct_error,
                "--r-ct-error",
                r_ct,
            ),
            other_areas=None if other_areas is None else read_areas(other_areas)[0],
            temperature=temperature,
        )
        particles = _particles(inversion, unseen, areas_error, predict_other_areas, compared)
        out_dir.mkdir(parents=True, exist_ok=True)
        paths = _write(out_dir, inversion, particles)
    _print(inversion, particles)
    out.print("wrote " + ", ".join(str(path) for path in paths), soft_wrap=True)


def _split(resistances: Any, table: Any, unseen: Any, path: Path) -> tuple[Any, Any]:
    """Resistances of the particles to invert, and of those to compare predictions with."""
    others = [] if unseen is None else unseen[0].index.difference(table.index)
    unknown = resistances.index.difference(table.index).difference(others)
    if len(unknown):
        raise ValueError(f"{path}: no areas of particle {', '.join(unknown)}")
    mine = resistances.index.isin(table.index)
    return resistances[mine], resistances[~mine]


def _one_of(table: Any, number: float | None, option: str, path: Path) -> Any:
    if table is not None and number is not None:
        raise ValueError(f"{option}: {path} has errors already; give one of them")
    return number if table is None else table


def _particles(
    inversion: FacetInversion,
    unseen: Any,
    areas_error: float | None,
    other_areas: Path | None,
    measured: pd.Series,
) -> pd.DataFrame:
    """Particles left out one by one, and those to predict, in one table."""
    import pandas as pd

    from pybamm_facets.impedance.leave_one_out import leave_one_out
    from pybamm_facets.impedance.prediction import PAPER_FRACTION
    from pybamm_facets.impedance.tables import read_areas

    left_out = leave_one_out(inversion).assign(kind="left out")
    tables = [left_out]
    if unseen is not None:
        areas, errors = unseen
        prediction = inversion.predict(
            areas,
            areas_error=areas_error if errors is None else errors,
            other_areas=None if other_areas is None else read_areas(other_areas)[0],
        ).table.rename(columns={"r_ct_Ohm": "predicted_Ohm"})
        predicted = prediction[["predicted_Ohm", "standard_error_Ohm"]].assign(
            measured_Ohm=measured.reindex(areas.index), kind="unseen", status="ok", reason=""
        )
        tables.append(predicted)
    particles = pd.concat(tables)
    difference = particles["predicted_Ohm"] / particles["measured_Ohm"] - 1
    particles["relative_difference"] = difference
    particles["within_20_percent"] = (difference.abs() <= PAPER_FRACTION).mask(difference.isna())
    return particles.rename_axis("particle")


def _write(out_dir: Path, inversion: FacetInversion, particles: pd.DataFrame) -> list[Path]:
    from pybamm_facets.report.facet_inversion import save_facet_inversion_figure

    names = ("facet_inversion.csv", "facet_particles.csv", "facet_inversion.png")
    facets, others, figure = (out_dir / name for name in names)
    inversion.table.to_csv(facets)
    particles.to_csv(others)
    save_facet_inversion_figure(figure, inversion.table, particles.dropna(subset="measured_Ohm"))
    return [facets, others, figure]


def _print(inversion: FacetInversion, particles: pd.DataFrame) -> None:
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


def _view(title: str, *columns: str) -> Table:
    view = Table(title=escape(title), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        view.add_column(column, justify="right" if number else "left")
    return view


def _facets_view(table: pd.DataFrame) -> Table:
    two_methods = bool(table["method_error_mA_cm2"].any())
    columns = ["facet", "j0", "±1σ", "95 % limit", "inflation"]
    view = _view("j0 [mA/cm²]", *columns, *(["area method"] if two_methods else []))
    for facet, row in table.iterrows():
        bound = bool(row["at_bound"])
        cells = [
            escape(str(facet)),
            "0 (bound)" if bound else f"{row['j0_mA_cm2']:.4g}",
            "" if bound else _number(row["total_error_mA_cm2"]),
            _number(row["upper_95_mA_cm2"]),
            f"{row['variance_inflation']:.1f}",
        ]
        view.add_row(*cells, *([_number(row["method_error_mA_cm2"])] if two_methods else []))
    return view


def _particles_view(particles: pd.DataFrame) -> Table:
    view = _view("R_CT [MΩ]", "particle", "", "predicted", "±1σ", "measured", "off", "within 20 %")
    for particle, row in particles.iterrows():
        within = row["within_20_percent"]
        known = within == within
        view.add_row(
            escape(str(particle)),
            row["kind"],
            _number(row["predicted_Ohm"] / MOHM),
            _number(row["standard_error_Ohm"] / MOHM),
            _number(row["measured_Ohm"] / MOHM),
            f"{row['relative_difference']:+.1%}" if known else "",
            ("yes" if within else "no") if known else "",
        )
    return view


def _number(value: float) -> str:
    return "" if value != value else f"{value:.4g}"
