"""``pybamm-facets eis report FOLDER AREAS``: from a folder of spectra to a facet table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from pybamm_facets.cli.console import clear_errors, end_with_failures, err, out, say_written
from pybamm_facets.cli.eis_commands.inverting import show_inversion
from pybamm_facets.cli.eis_commands.options import (
    Area,
    Circuit,
    Electrons,
    Figures,
    Highest,
    Instrument,
    Lowest,
    Seed,
    Starts,
    SweepNumber,
    Temperature,
)
from pybamm_facets.cli.eis_commands.shown import show_fits, show_read, show_warnings
from pybamm_facets.cli.eis_commands.work import drawn, fitted, named_circuit, read

if TYPE_CHECKING:
    from pybamm_facets.impedance.inversion.facet_inversion import FacetInversion


def report(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="Spectra, each file named after its particle."),
    ],
    areas: Annotated[
        Path,
        typer.Argument(
            metavar="AREAS.csv",
            help="Columns particle, one a facet such as (104)_um2 or (104)_m2, and if known its "
            "standard deviation (104)_error_um2.",
        ),
    ],
    circuit: Circuit = "randles",
    areas_error: Annotated[
        float | None, typer.Option(help="Relative error of every area, if AREAS.csv has none.")
    ] = None,
    stoichiometry: Annotated[
        float, typer.Option(help="Lithium content at which the spectra were measured.")
    ] = 0.5,
    floor: Annotated[
        float | None,
        typer.Option(help="j0 [mA/cm²] that facets.csv has for a facet found to be zero."),
    ] = None,
    figures: Figures = True,
    instrument: Instrument = None,
    sweep: SweepNumber = None,
    area: Area = None,
    lowest: Lowest = None,
    highest: Highest = None,
    temperature: Temperature = 293.15,
    electrons: Electrons = 1,
    starts: Starts = 8,
    seed: Seed = 0,
    out_dir: Annotated[Path, typer.Option("--out", help="Folder for tables and figures.")] = Path(
        "results"
    ),
) -> None:
    """From a folder of spectra and a table of areas to j0 of each facet.

    Fits every spectrum as eis fit does, inverts the resistances as eis invert does
    with each particle predicted from the others and held against 20 %, and writes
    what both write, and facets.csv, which --facets of other commands and
    facet_csv of a set file take. A particle whose spectrum cannot be read, or does
    not determine R_CT, is left out, predicted, and named.
    """
    with clear_errors():
        from pybamm_facets.impedance.inversion.invert_files import AreaFiles
        from pybamm_facets.impedance.inversion.spectra_to_facets import facets_of_spectra
        from pybamm_facets.impedance.spectra.reading_options import Reading, files_in
        from pybamm_facets.report.facet_inversion import write_inversion
        from pybamm_facets.report.impedance import write_fits

        if not folder.is_dir():
            raise ValueError(f"{folder}: expected a folder of spectra")
        chosen, table = named_circuit(circuit), AreaFiles(areas, None, areas_error)
        table.read()
        files = [path for path in files_in([folder]) if path.resolve() != areas.resolve()]
        found = read(files, Reading(instrument, sweep, area, lowest, highest))
        show_read(found)
        done = fitted(found, chosen, starts, seed)
        show_fits(done, temperature, electrons)
        show_warnings(done)
        inputs = {"circuit": circuit, "temperature_K": temperature, "electrons": electrons,
                  "starts": starts, "seed": seed, "areas": str(areas)}  # fmt: skip
        written = write_fits(out_dir, done, temperature, electrons, inputs)
        written += drawn(out_dir, done, figures, drt=False)
        result = facets_of_spectra(
            done, table, folder, temperature=temperature, electrons=electrons
        )
        show_inversion(result)
        written += write_inversion(out_dir, result)
        written += _facet_table(out_dir / "facets.csv", result.inversion, stoichiometry, floor)
    say_written(written)
    end_with_failures([f"{file.path}: {file.reason}".removeprefix(f"{file.path}: ")
                       for file in done if file.fit is None])  # fmt: skip


def _facet_table(
    path: Path, inversion: FacetInversion, stoichiometry: float, floor: float | None
) -> list[Path]:
    """Write the facet table, or say what it needs."""
    stuck = [str(facet) for facet in inversion.j0.index[inversion.at_bound]]
    if stuck and floor is None:
        err.print(
            f"[yellow]facets.csv is not written:[/] j0 of {escape(', '.join(stuck))} is zero "
            "within its error, and a facet table needs a number; --floor says which [mA/cm²]",
            soft_wrap=True,
        )
        return []
    from pybamm_facets._units import MA_CM2

    table = inversion.facet_table(stoichiometry, floor=None if floor is None else floor * MA_CM2)
    table.to_frame().to_csv(path, index=False)
    out.print(f"to use it: pybamm-facets rate-capability --facets {path}", soft_wrap=True)
    return [path]
