"""``pybamm-facets eis``: impedance spectra."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from pybamm_facets.cli.console import INTERRUPTED, clear_errors, err, say_written
from pybamm_facets.cli.eis_commands.inverting import invert
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
from pybamm_facets.cli.eis_commands.reporting import report
from pybamm_facets.cli.eis_commands.shown import show_fits, show_rankings, show_read, show_warnings
from pybamm_facets.cli.eis_commands.work import drawn, fitted, named_circuit, ranked, read

if TYPE_CHECKING:
    from pybamm_facets.impedance.circuits.fit_files import FileFit

eis = typer.Typer(
    help="Impedance of single particles: from spectra to exchange currents.",
    no_args_is_help=True,
)


@eis.callback()
def _group() -> None:
    """Impedance of single particles: from spectra to exchange currents."""


@eis.command()
def fit(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Files of spectra, or folders of them.")
    ],
    circuit: Circuit = "randles",
    compare: Annotated[
        bool, typer.Option("--compare", help="Rank all named circuits, and say what a better buys.")
    ] = False,
    drt: Annotated[
        bool,
        typer.Option("--drt", help="With --out: distribution of relaxation times, a picture."),
    ] = False,
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
    out_dir: Annotated[
        Path | None, typer.Option("--out", help="Folder for table, record and figures.")
    ] = None,
) -> None:
    """Charge-transfer resistance and exchange current of each spectrum.

    Reads CSV and text of any dialect, BioLogic, Gamry, VersaSTAT, ZPlot, Autolab,
    CH Instruments, PowerSuite and Excel, and shows what was read. Fits a circuit,
    R_s + CPE | (R_CT + W) by default, puts the spectrum to the Kramers-Kronig test
    and says whether the circuit describes it; i0 = RT/(n F R_CT). An R_CT that the
    spectrum does not determine is a limit. Single points that the others
    contradict are left out and named.

    With --out writes r_ct.csv, which eis invert reads, all parameters in
    eis_fit.csv and eis_fit.json, and a figure of each spectrum. A file that
    cannot be read or fitted is reported, and the others go on.
    """
    with clear_errors():
        from pybamm_facets.impedance.spectra.reading_options import Reading, files_in

        chosen = named_circuit(circuit)
        reading = Reading(instrument, sweep, area, lowest, highest)
        paths = files_in(files)
        _check(paths, reading, starts, temperature, electrons)
        found = read(paths, reading)
    show_read(found)
    done = fitted(found, chosen, starts, seed)
    show_fits(done, temperature, electrons)
    rankings = ranked(done, starts, seed) if compare else {}
    show_rankings(rankings)
    show_warnings(done)
    if out_dir:
        with clear_errors():
            from pybamm_facets.report.impedance import write_fits, write_rankings

            inputs = {"circuit": circuit, "temperature_K": temperature, "electrons": electrons,
                      "starts": starts, "seed": seed, "instrument": instrument, "sweep": sweep,
                      "area_cm2": area, "from_Hz": lowest, "to_Hz": highest}  # fmt: skip
            written = write_fits(out_dir, done, temperature, electrons, inputs)
            written += write_rankings(out_dir, rankings)
            written += drawn(out_dir, done, figures, drt)
        say_written(written)
    _end(done, len(found))


eis.command()(invert)
eis.command()(report)


def _check(
    files: Sequence[Path], reading: object, starts: int, temperature: float, electrons: int
) -> None:
    from pybamm_facets._checks import whole
    from pybamm_facets.impedance import exchange_current
    from pybamm_facets.impedance.spectra.reading_options import Reading

    assert isinstance(reading, Reading)
    whole("--starts", starts, least=1)
    exchange_current(1.0, temperature, electrons)
    for file in files:
        reading.check(file)


def _end(done: list[FileFit], count: int) -> None:
    """Say what has no result, and end with the code for it."""
    failed = [file for file in done if file.fit is None]
    for file in failed:
        reason = file.reason if str(file.path) in file.reason else f"{file.path}: {file.reason}"
        err.print(f"[bold red]error:[/] {escape(reason)}", soft_wrap=True)
    if len(done) < count:
        raise typer.Exit(INTERRUPTED)
    if failed:
        raise typer.Exit(2 if len(failed) == len(done) else 1)
