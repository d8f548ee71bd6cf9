"""Reading and fitting with a progress bar; what is done is kept on Ctrl-C."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pybamm_facets.cli.console import err, progress_bar
from pybamm_facets.progress import Progress

if TYPE_CHECKING:
    from pybamm_facets.impedance import Circuit
    from pybamm_facets.impedance.circuits.circuit_ranking import CircuitRanking
    from pybamm_facets.impedance.circuits.fit_files import FileFit
    from pybamm_facets.impedance.spectra.reading_options import NamedSweep, Reading


def named_circuit(name: str) -> Circuit:
    """The circuit of that name, or ``ValueError`` with those there are."""
    from pybamm_facets.impedance import NAMED_CIRCUITS

    if name not in NAMED_CIRCUITS:
        raise ValueError(f"--circuit={name!r}: expected one of {', '.join(NAMED_CIRCUITS)}")
    return NAMED_CIRCUITS[name]


def read(paths: Sequence[Path], reading: Reading) -> list[NamedSweep]:
    """What the files hold; ``ValueError`` if there is no file."""
    from pybamm_facets.impedance.spectra.reading_options import read_files

    if not paths:
        raise ValueError("FILE: expected a file of a spectrum, or a folder with one")
    found: list[NamedSweep] = []
    with progress_bar("reading") as tell:
        for sweep in read_files(paths, reading):
            found.append(sweep)
            tell(Progress("sweeps", len(found), max(len(paths), len(found))))
    return found


def fitted(found: Sequence[NamedSweep], circuit: Circuit, starts: int, seed: int) -> list[FileFit]:
    """Results so far; fewer than there are sweeps after Ctrl-C."""
    from pybamm_facets.impedance.circuits.fit_files import fit_sweeps

    done: list[FileFit] = []
    with progress_bar("fitting") as tell:
        try:
            for file in fit_sweeps(found, circuit, starts=starts, seed=seed):
                done.append(file)
                failed = sum(f.fit is None for f in done)
                tell(Progress("sweeps", len(done), len(found), failed))
        except KeyboardInterrupt:
            err.print(f"stopped after {len(done)} of {len(found)} sweeps")
    return done


def ranked(done: Sequence[FileFit], starts: int, seed: int) -> dict[str, CircuitRanking]:
    """A ranking of each sweep that was fitted and tested; fewer after Ctrl-C."""
    from pybamm_facets.impedance.circuits.circuit_ranking import rank_circuits

    tested = [(f.name, f.fit.spectrum, f.test) for f in done if f.fit and f.test]
    rankings: dict[str, CircuitRanking] = {}
    with progress_bar("comparing circuits") as tell:
        try:
            for name, spectrum, test in tested:
                rankings[name] = rank_circuits(spectrum, starts=starts, seed=seed, test=test)
                tell(Progress("sweeps", len(rankings), len(tested)))
        except KeyboardInterrupt:
            err.print(f"stopped after comparing {len(rankings)} of {len(tested)} sweeps")
    return rankings


def drawn(out_dir: Path, done: Sequence[FileFit], figures: bool, drt: bool) -> list[Path]:
    """Pictures of spectra, and of relaxation times; the files."""
    from pybamm_facets.report.impedance import write_fit_figures, write_relaxation_figures

    written: list[Path] = []
    with progress_bar("drawing") as tell:
        if figures:
            written += write_fit_figures(out_dir, done, tell)
        if drt:
            written += write_relaxation_figures(out_dir, done, tell)
    return written
