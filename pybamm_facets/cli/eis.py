"""``pybamm-facets eis``: impedance spectra."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from pybamm_facets.cli.console import (
    INTERRUPTED,
    clear_errors,
    err,
    out,
    progress_bar,
    say_written,
    view,
)
from pybamm_facets.cli.eis_invert import invert
from pybamm_facets.progress import Progress

if TYPE_CHECKING:
    from pybamm_facets.impedance import Circuit
    from pybamm_facets.impedance.circuits.fit_files import FileFit

CIRCUITS = "randles, randles-finite, randles-blocked, randles-spherical, arc"

eis = typer.Typer(
    help="Impedance of single particles: from spectra to exchange currents.",
    no_args_is_help=True,
)


@eis.callback()
def _group() -> None:
    """Impedance of single particles: from spectra to exchange currents."""


@eis.command()
def fit(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files of spectra.")],
    circuit: Annotated[str, typer.Option(help=f"Equivalent circuit: {CIRCUITS}.")] = "randles",
    temperature: Annotated[float, typer.Option(help="Temperature [K], for i0.")] = 293.15,
    electrons: Annotated[int, typer.Option(help="Electrons transferred, for i0.")] = 1,
    instrument: Annotated[
        str | None,
        typer.Option(help="csv, versastat, gamry or biologic; by default the ending tells."),
    ] = None,
    starts: Annotated[int, typer.Option(help="Starts of each fit, at most.")] = 8,
    seed: Annotated[int, typer.Option(help="Seed of the random starts.")] = 0,
    out_dir: Annotated[
        Path | None, typer.Option("--out", help="Folder for table, record and figures.")
    ] = None,
) -> None:
    """Charge-transfer resistance and exchange current of each spectrum.

    Fits a circuit, R_s + CPE | (R_CT + W) by default, and puts the spectrum to the
    Kramers-Kronig test; i0 = RT/(n F R_CT). CSV files have columns such as
    frequency_Hz, z_real_ohm, z_imag_ohm (or -z_imag_ohm).

    With --out writes r_ct.csv, which eis invert reads, all parameters in
    eis_fit.csv and eis_fit.json, and a figure of each spectrum. A file that
    cannot be read or fitted is reported, and the others go on.
    """
    with clear_errors():
        chosen = named_circuit(circuit)
        _check(files, instrument, starts, temperature, electrons)
        done = _fit(files, chosen, instrument, starts, seed)
    _print(done, temperature, electrons)
    if out_dir:
        with clear_errors():
            from pybamm_facets.report.impedance import write_fits

            inputs = {"circuit": circuit, "temperature_K": temperature, "electrons": electrons,
                      "starts": starts, "seed": seed}  # fmt: skip
            paths = write_fits(out_dir, done, temperature, electrons, inputs)
        say_written(paths)
    failed = [file for file in done if file.fit is None]
    for file in failed:
        err.print(f"[bold red]error:[/] {escape(_reason(file))}", soft_wrap=True)
    if len(done) < len(files):
        raise typer.Exit(INTERRUPTED)
    if failed:
        raise typer.Exit(2 if len(failed) == len(files) else 1)


def _reason(file: FileFit) -> str:
    return file.reason if str(file.path) in file.reason else f"{file.path}: {file.reason}"


eis.command()(invert)


def named_circuit(name: str) -> Circuit:
    """The circuit of that name, or ``ValueError`` with those there are."""
    from pybamm_facets.impedance import NAMED_CIRCUITS

    if name not in NAMED_CIRCUITS:
        raise ValueError(f"--circuit={name!r}: expected one of {', '.join(NAMED_CIRCUITS)}")
    return NAMED_CIRCUITS[name]


def _check(
    files: Sequence[Path], instrument: str | None, starts: int, temperature: float, electrons: int
) -> None:
    from pybamm_facets._checks import whole
    from pybamm_facets.impedance import exchange_current
    from pybamm_facets.impedance.spectra.spectrum_files import check_reader

    whole("--starts", starts, least=1)
    exchange_current(1.0, temperature, electrons)
    for file in files:
        check_reader(file, instrument)


def _fit(
    files: Sequence[Path], circuit: Circuit, instrument: str | None, starts: int, seed: int
) -> list[FileFit]:
    """Results so far; fewer than there are files after Ctrl-C."""
    from pybamm_facets.impedance.circuits.fit_files import fit_files

    done: list[FileFit] = []
    with progress_bar("fitting") as tell:
        try:
            for file in fit_files(files, circuit, instrument=instrument, starts=starts, seed=seed):
                done.append(file)
                tell(Progress("files", len(done), len(files)))
        except KeyboardInterrupt:
            err.print(f"stopped after {len(done)} of {len(files)} files")
    return done


def _print(done: list[FileFit], temperature: float, electrons: int) -> None:
    shown = view()
    shown.add_column("particle", overflow="fold")
    for column in ("R_CT [MΩ]", "±", "i0 [nA]", "±", "noise"):
        shown.add_column(escape(column), justify="right", no_wrap=True)
    shown.add_column("K–K test")
    for file in done:
        if file.fit is None:
            shown.add_row(escape(file.name), *[""] * 5, "[red]failed[/]")
            continue
        values, errors = file.fit.values, file.fit.standard_errors
        current = file.fit.exchange_current(temperature, electrons)
        numbers = (values["R_CT"] / 1e6, errors["R_CT"] / 1e6, current.value * 1e9,
                   current.error * 1e9)  # fmt: skip
        texts = [f"{number:#.4g}" if i % 2 == 0 else f"{number:#.2g}"
                 for i, number in enumerate(numbers)]  # fmt: skip
        shown.add_row(escape(file.name), *texts, f"{file.fit.noise:.1%}", _verdict(file))
    out.print(shown)
    for file in done:
        for warning in _warnings(file):
            err.print(f"[yellow]{escape(file.name)}:[/] {warning}", soft_wrap=True)


def _warnings(file: FileFit) -> list[str]:
    """What speaks against the numbers of a file."""
    warnings = []
    if file.fit is not None and file.fit.at_bounds:
        warnings.append(f"{', '.join(file.fit.at_bounds)} ended at a bound: not determined")
    if file.test is not None and not file.test.passes:
        warnings.append("Kramers–Kronig test " + file.test.verdict())
    return warnings


def _verdict(file: FileFit) -> str:
    if file.test is None:
        return "untested"
    if file.test.passes:
        return "passes"
    return "[yellow]fails[/]"
