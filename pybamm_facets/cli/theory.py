"""``pybamm-facets theory FACETS.csv``: why facets differ."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pybamm_facets._extras import require
from pybamm_facets._units import MA_CM2
from pybamm_facets.cli.console import (
    POINTS_FAILED,
    clear_errors,
    err,
    out,
    progress_bar,
    say_written,
    view,
)
from pybamm_facets.progress import Progress

if TYPE_CHECKING:
    from pybamm_facets.kinetics.table import FacetTable
    from pybamm_facets.theory import ActivationEnergies

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
        from pybamm_facets.report.theory import write_facet_report
        from pybamm_facets.theory import ILLUSTRATIVE_NMC811_FACETS, read_facet_surfaces
        from pybamm_facets.theory.activation.facet_report import facet_report
        from pybamm_facets.theory.solvent.reorganization_models import ComputedReorganization

        require("theory", "the reorganisation energy")
        surfaces = read_facet_surfaces(facets) if facets else ILLUSTRATIVE_NMC811_FACETS
        table = FacetTable.nmc811()
        table = table.replaced(FacetTable.from_csv(measured)) if measured else table
        with progress_bar() as tell:
            report = facet_report(
                surfaces,
                table,
                reference,
                electrode_potential=electrode_potential,
                reorganization=ComputedReorganization(refinement),
                explained_ratio=explain,
                told=lambda done: tell(Progress("reorganisation energies", done)),
            )
        inputs = {
            "facets": facets and str(facets),
            "reference": report.reference,
            "measured": measured and str(measured),
            "electrode_potential": electrode_potential,
            "refinement": refinement,
        }
        paths = write_facet_report(out_dir, report, surfaces, table, inputs)
        for work, result in report.study.both.items():
            out.print(_view(work, result, report.facet_tables[work]))
        for statement in report.statements:
            out.print(escape(statement), soft_wrap=True)
    say_written(paths)


@contextmanager
def _notes() -> Iterator[None]:
    """Warnings as notes; what did not converge as one line, exit code 1."""
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield
    except RuntimeError as error:
        err.print(f"[bold red]error:[/] {escape(str(error))}", soft_wrap=True)
        raise typer.Exit(POINTS_FAILED) from None
    for message in dict.fromkeys(str(each.message) for each in caught):
        err.print(f"[yellow]note:[/] {escape(message)}", soft_wrap=True)


def _view(work: str, result: ActivationEnergies, table: FacetTable) -> Table:
    title = f"Work: {work}"
    if result.illustrative:
        title += f" (ILLUSTRATIVE: {', '.join(result.illustrative_inputs)})"
    shown = view(title, columns=("facet", *COLUMNS, "j0 [mA/cm²]"))
    for row in result.to_frame().to_dict("records"):
        j0 = table.j0[row["facet"]] / MA_CM2
        numbers = [f"{row[column]:.4f}" for column in COLUMNS.values()]
        shown.add_row(row["facet"], *numbers, f"{j0:.3g}")
    return shown
