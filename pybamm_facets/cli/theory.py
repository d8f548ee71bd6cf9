"""``pybamm-facets theory FACETS.csv``: why facets differ."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from pybamm_facets.cli.console import clear_errors, err, out, progress_bar

if TYPE_CHECKING:
    from pybamm_facets.kinetics.table import FacetKinetics, FacetTable
    from pybamm_facets.theory import (
        ActivationEnergies,
        FacetStudy,
        FacetSurface,
        FacetSurfaces,
        LatticeElectrolyte,
    )
    from pybamm_facets.theory.solvent import ReorganizationModel

COLUMNS = {
    "φ [V]": "surface_potential_V",
    "λ [eV]": "reorganization_energy_eV",
    "w [eV]": "work_eV",
    "E_e [eV]": "electronic_energy_eV",
    "E_a [eV]": "activation_energy_eV",
}


def theory(
    facets: Annotated[
        Path | None,
        typer.Argument(metavar="FACETS.csv", help="Facets; illustrative placeholders if left out."),
    ] = None,
    out_dir: Annotated[
        Path, typer.Option("--out", help="Folder for tables, record and figures.")
    ] = Path("results"),
    reference: Annotated[
        str, typer.Option(help="The facet whose exchange current fixes the scale.")
    ] = "(003)",
    measured: Annotated[
        Path | None,
        typer.Option(help="CSV facet table that replaces or extends NMC811's exchange currents."),
    ] = None,
    electrode_potential: Annotated[
        float, typer.Option(help="Of the positive electrode against vacuum [V].")
    ] = 5.3,
    explain: Annotated[
        float | None,
        typer.Option(help="Also tell which difference alone explains this j0 ratio to it."),
    ] = None,
    refinement: Annotated[
        float, typer.Option(help="Of the mesh: 0.5 gives λ to 1 meV, 1 to 0.1 meV.")
    ] = 0.5,
) -> None:
    """Activation energy of every facet, and the exchange currents that follow.

    FACETS.csv has the columns [bold]facet[/] (a label such as 104), [bold]work_function_eV[/] and,
    in each row, either [bold]delta0_eV[/] (electronic interaction with Li 2s) or
    [bold]dos_file[/]: a CSV beside it with energy_eV (0 at the Fermi level), li_2s and one column
    for each band of the facet \\[1/eV], zero at both ends.

    Prints both readings of the work term, fixed at 0.1 eV and from the double layer: they disagree
    on what the work function does. The electrolyte is an illustrative one; the Python interface
    takes others. Writes theory.csv, theory.json, theory.png, double_layers.png and for each reading
    a facet table, as --facets of rate-capability takes it.
    """
    with clear_errors(), _notes():
        from pybamm_facets.kinetics.table import FacetTable
        from pybamm_facets.theory import (
            ILLUSTRATIVE_ELECTROLYTE,
            ILLUSTRATIVE_NMC811_FACETS,
            computed_reorganization,
            facet_study,
            read_facet_surfaces,
        )

        surfaces = read_facet_surfaces(facets) if facets else ILLUSTRATIVE_NMC811_FACETS
        table = FacetTable.nmc811()
        table = table.replaced(FacetTable.from_csv(measured)) if measured else table
        scale = _row(table, surfaces, reference)
        with progress_bar("reorganisation energies") as progress:
            model = _counted(computed_reorganization(refinement=refinement), progress)
            # First, since it refuses a bad question before it computes anything.
            statements = _statements(explain, surfaces[scale.facet], model, electrode_potential)
            study = facet_study(
                surfaces,
                ILLUSTRATIVE_ELECTROLYTE,
                reorganization=model,
                electrode_potential=electrode_potential,
            )
        tables = _tables(study, scale)
        for work, result in study.both.items():
            out.print(_view(work, result, tables[work]))
        for statement in statements:
            out.print(escape(statement), soft_wrap=True)
        inputs = {
            "facets": facets and str(facets),
            "reference": scale.facet,
            "measured": measured and str(measured),
            "electrode_potential": electrode_potential,
            "refinement": refinement,
        }
        paths = _write(out_dir, study, tables, inputs, statements)
        paths += _draw(out_dir, study, surfaces, table, scale.facet, electrode_potential)
    out.print("wrote " + ", ".join(str(path) for path in paths), soft_wrap=True)


@contextmanager
def _notes() -> Iterator[None]:
    """Warnings as notes; what did not converge or is not installed as one line, exit code 1."""
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield
    except (RuntimeError, ImportError) as error:
        err.print(f"[bold red]error:[/] {escape(str(error))}", soft_wrap=True)
        raise typer.Exit(1) from None
    for message in dict.fromkeys(str(each.message) for each in caught):
        err.print(f"[yellow]note:[/] {escape(message)}", soft_wrap=True)


def _row(table: FacetTable, surfaces: FacetSurfaces, reference: str) -> FacetKinetics:
    """The reference facet's row, once it is sure that every facet has one."""
    from pybamm_facets.crystal import facet_family

    if len(surfaces.rows) < 2:
        raise ValueError(f"FACETS.csv has {surfaces.labels[0]} only, expected two facets or more")
    label = facet_family(reference, table.families).label
    rows = {row.facet: row for row in table.rows}
    missing = [facet for facet in surfaces.labels if facet not in rows]
    if label not in surfaces.labels or missing:
        raise ValueError(
            f"reference is {label}, facets {', '.join(surfaces.labels)}, exchange currents of "
            f"{', '.join(rows)}: expected the reference among the facets, and a current for each"
        )
    return rows[label]


def _counted(
    model: ReorganizationModel, progress: Callable[[int, int | None], None]
) -> ReorganizationModel:
    """The same model, each call told to the progress bar."""
    calls = count(1)

    def counted(electrolyte: LatticeElectrolyte, surface_potential: float) -> float:
        value = model(electrolyte, surface_potential)
        progress(next(calls), None)
        return value

    return counted


def _tables(study: FacetStudy, scale: FacetKinetics) -> dict[str, FacetTable]:
    from pybamm_facets.theory import facet_table_from_theory

    return {work: facet_table_from_theory(result, scale) for work, result in study.both.items()}


def _statements(
    ratio: float | None,
    reference: FacetSurface,
    model: ReorganizationModel,
    electrode_potential: float,
) -> list[str]:
    if ratio is None:
        return []
    from pybamm_facets.theory import ILLUSTRATIVE_ELECTROLYTE, required_difference

    answers = required_difference(
        ratio,
        reference,
        ILLUSTRATIVE_ELECTROLYTE,
        reorganization=model,
        electrode_potential=electrode_potential,
    )
    return [answer.statement for answer in answers]


def _view(work: str, result: ActivationEnergies, table: FacetTable) -> Table:
    from pybamm_facets.kinetics.table import MA_CM2

    title = f"Work: {work}"
    if result.illustrative:
        title += f" (ILLUSTRATIVE: {', '.join(result.illustrative_inputs)})"
    view = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    view.add_column("facet")
    for heading in (*COLUMNS, "j0 [mA/cm²]"):
        view.add_column(escape(heading), justify="right")
    for row in result.to_frame().to_dict("records"):
        j0 = table.j0[row["facet"]] / MA_CM2
        numbers = [f"{row[column]:.4f}" for column in COLUMNS.values()]
        view.add_row(row["facet"], *numbers, f"{j0:.3g}")
    return view


def _write(
    out_dir: Path,
    study: FacetStudy,
    tables: Mapping[str, FacetTable],
    inputs: dict[str, Any],
    statements: list[str],
) -> list[Path]:
    import pandas as pd

    from pybamm_facets.report.record import write_record

    out_dir.mkdir(parents=True, exist_ok=True)
    csv, record = out_dir / "theory.csv", out_dir / "theory.json"
    frames = [result.to_frame().assign(work=work) for work, result in study.both.items()]
    table = pd.concat(frames, ignore_index=True)
    table.to_csv(csv, index=False)
    illustrative = list(study.interaction_only.illustrative_inputs)
    write_record(record, table, inputs, {}, illustrative_inputs=illustrative, statements=statements)
    paths = [csv, record]
    for work, facet_table in tables.items():
        mark = "_illustrative" if illustrative else ""
        paths.append(out_dir / f"facets_{work.replace(' ', '_')}_work{mark}.csv")
        facet_table.to_frame().to_csv(paths[-1], index=False)
    return paths


def _draw(
    out_dir: Path,
    study: FacetStudy,
    surfaces: FacetSurfaces,
    measured: FacetTable,
    reference: str,
    electrode_potential: float,
) -> list[Path]:
    from pybamm_facets.report.style import save_figure
    from pybamm_facets.report.theory import activation_figure, double_layer_figure
    from pybamm_facets.theory import ILLUSTRATIVE_ELECTROLYTE
    from pybamm_facets.theory.reorganization import ION_DISTANCE

    layers = double_layer_figure(
        surfaces, ILLUSTRATIVE_ELECTROLYTE, electrode_potential, ION_DISTANCE
    )
    figures = {"theory": activation_figure(measured, study, reference), "double_layers": layers}
    for name, figure in figures.items():
        save_figure(out_dir / f"{name}.png", figure)
    return [out_dir / f"{name}.png" for name in figures]
