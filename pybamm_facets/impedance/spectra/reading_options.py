"""What a user says about how files of spectra are to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pybamm_facets._checks import positive, whole
from pybamm_facets.impedance.spectra.spectrum_files import check_reader, chosen_sweep, read_sweeps
from pybamm_facets.impedance.spectra.spectrum_sweeps import Sweep


@dataclass(frozen=True)
class Reading:
    """How to read, and which part.

    Parameters
    ----------
    instrument
        Kind of file, as `read_spectrum` says; by default what the file says.
    sweep
        Which of several sweeps in a file, from 1; by default all.
    area
        [cm²], for columns in Ohm times area.
    lowest, highest
        Frequencies [Hz] between which points are used; by default all.
    """

    instrument: str | None = None
    sweep: int | None = None
    area: float | None = None
    lowest: float | None = None
    highest: float | None = None

    def __post_init__(self) -> None:
        if self.sweep is not None:
            whole("sweep", self.sweep, least=1)
        for name in ("area", "lowest", "highest"):
            if getattr(self, name) is not None:
                positive(name, getattr(self, name), "cm²" if name == "area" else "Hz")
        if self.lowest and self.highest and self.lowest >= self.highest:
            raise ValueError(
                f"lowest={self.lowest:g}: expected a frequency below highest={self.highest:g} [Hz]"
            )

    def sweeps(self, path: Path) -> tuple[Sweep, ...]:
        """The sweeps of a file that are asked for; errors are those of `read_spectrum`."""
        sweeps = read_sweeps(path, self.instrument, area=self.area)
        if self.sweep is not None:
            sweeps = (chosen_sweep(path, sweeps, self.sweep),)
        try:
            return tuple(self._limited(sweep) for sweep in sweeps)
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from None

    def check(self, path: Path) -> None:
        """Raise if there is no reader for a file; nothing is read."""
        check_reader(path, self.instrument)

    def _limited(self, sweep: Sweep) -> Sweep:
        if self.lowest is None and self.highest is None:
            return sweep
        limits = self.lowest or 0.0, self.highest or float("inf")
        spectrum = sweep.spectrum.between(*limits)
        left = len(sweep.spectrum) - len(spectrum)
        notes = (*sweep.notes, *([f"{left} points beyond the limits left out"] if left else []))
        return replace(sweep, spectrum=spectrum, notes=notes)


@dataclass(frozen=True, eq=False)
class NamedSweep:
    """A sweep with a name that no other has, or the reason why a file has none."""

    name: str
    path: Path
    sweep: Sweep | None = None
    reason: str = ""


def read_files(paths: Sequence[Path], reading: Reading) -> Iterator[NamedSweep]:
    """Read files one by one; one that is bad is a `NamedSweep` with the reason.

    Parameters
    ----------
    paths
        Files; a sweep is named after its file, with its number where there are several.
    reading
        How.
    """
    for name, path in zip(names(paths), paths, strict=True):
        try:
            sweeps = reading.sweeps(path)
        except (ValueError, OSError, ImportError) as error:
            yield NamedSweep(name, path, reason=str(error))
            continue
        for sweep in sweeps:
            label = name if len(sweeps) == 1 else f"{name}_sweep{sweep.number}"
            yield NamedSweep(label, path, sweep)


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files themselves, and those in the folders, in order of their names."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]
        found += [p for p in inside if p == path or not p.name.startswith(".")]
    return found


def names(paths: Sequence[Path]) -> list[str]:
    """A name for each file, its own without ending, each once."""
    taken: list[str] = []
    for path in paths:
        name, number = path.stem, 2
        while name in taken:
            name, number = f"{path.stem}_{number}", number + 1
        taken.append(name)
    return taken
