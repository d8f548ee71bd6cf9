"""Reading spectra from files of instruments, from CSV and text, and from workbooks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pybamm_facets._checks import positive, whole
from pybamm_facets._extras import require
from pybamm_facets.impedance.spectra.formats.file_kinds import (
    KNOWN,
    NAMES,
    PLAIN,
    WORKBOOK,
    kind_named,
    recognised,
)
from pybamm_facets.impedance.spectra.formats.file_text import NoTextError, file_lines
from pybamm_facets.impedance.spectra.formats.raw_table import RawTable
from pybamm_facets.impedance.spectra.formats.text_layout import (
    MissingColumnError,
    NoSpectrumError,
    tables_in_text,
)
from pybamm_facets.impedance.spectra.formats.workbook import workbook_lines
from pybamm_facets.impedance.spectra.spectrum import Spectrum
from pybamm_facets.impedance.spectra.spectrum_sweeps import Sweep, spectra_of


def read_spectrum(
    path: str | os.PathLike[str],
    instrument: str | None = None,
    *,
    sweep: int | None = None,
    area: float | None = None,
) -> Spectrum:
    """Read one spectrum.

    Columns of frequency and impedance are found by name and unit, such as ``frequency_Hz``,
    ``Re(Z)/kOhm``, ``-Im(Z)/kOhm``, or modulus and phase; without a unit they are in Hz, Ohm and
    degrees. A minus (or ``neg``, ``minus``) before the imaginary part says that -Im Z is written.
    Without a header the first three columns are f, Re Z and Im Z.

    Parameters
    ----------
    path
        The file.
    instrument
        Its kind: ``"csv"``, ``"versastat"`` (.par), ``"gamry"`` (.DTA), ``"biologic"`` (.mpt),
        ``"zplot"`` (.z), ``"autolab"``, ``"chi"``, ``"powersuite"`` or ``"xlsx"`` (which needs the
        extra ``eis``); by default what the file says.
    sweep
        Which, counted from 1, of a file that holds several.
    area
        Of the sample [cm²], for columns in Ohm times area.

    Raises
    ------
    ValueError
        For a file that is not of the kind, that holds several sweeps and none is chosen, and for
        the values that `Spectrum` refuses, with the file and its rows.
    ImportError
        For a workbook, if the extra is missing.

    Examples
    --------
    >>> read_spectrum("particle_1.csv").frequency[0]  # doctest: +SKIP
    100000.0
    """
    sweeps = read_sweeps(path, instrument, area=area)
    if len(sweeps) > 1 and sweep is None:
        held = "; ".join(
            f"{s.number}: {f'{s.label}, ' if s.label else ''}{len(s.spectrum)} points, {s.range}"
            for s in sweeps
        )
        raise ValueError(
            f"{path}: holds {len(sweeps)} sweeps ({held}); choose one: sweep=1, --sweep 1 on the "
            "command line"
        )
    return chosen_sweep(path, sweeps, sweep or 1).spectrum


def chosen_sweep(path: str | os.PathLike[str], sweeps: tuple[Sweep, ...], number: int) -> Sweep:
    """The sweep of that number; ``ValueError`` if there are fewer."""
    whole("sweep", number, least=1)
    if number > len(sweeps):
        raise ValueError(f"{path}: sweep={number}: expected 1 to {len(sweeps)}, as the file holds")
    return sweeps[number - 1]


def read_sweeps(
    path: str | os.PathLike[str], instrument: str | None = None, *, area: float | None = None
) -> tuple[Sweep, ...]:
    """Read every sweep of a file: each table, cycle, and time the frequencies are gone through.

    Parameters and errors are those of `read_spectrum`.
    """
    path = Path(path)
    if area is not None:
        positive("area", area, "cm²")
    kind = check_reader(path, instrument)
    try:
        name, tables = _tables(path, kind)
        found = [found for table in tables for found in spectra_of(table, area)]
        if not found:
            raise NoSpectrumError("no row with a frequency above 0")
    except NoTextError:
        raise ValueError(f"{path}: no kind of file that is known; known are {KNOWN}") from None
    except NoSpectrumError as error:
        asked = f"cannot be read as a file of {kind} ({error})" if kind else str(error)
        known = "" if isinstance(error, MissingColumnError) else f"; known are {KNOWN}"
        raise ValueError(f"{path}: {asked}{known}") from None
    except ValueError as error:
        if str(error).startswith(str(path)):
            raise
        raise ValueError(_named(path, str(error), kind)) from None
    return tuple(
        Sweep(spectrum, name, number, len(found), label, table.columns.unit, table.columns.sign,
              table.notes)
        for number, (label, spectrum, table) in enumerate(found, 1)
    )  # fmt: skip


def check_reader(path: Path, instrument: str | None = None) -> str:
    """The kind that is asked for, empty if the file is to say; raises if there is no reader.

    Raises
    ------
    ValueError
        For an instrument that is not known.
    MissingExtraError
        If the file is a workbook and the extra ``eis`` is not installed.
    """
    if instrument is not None and instrument not in NAMES:
        raise ValueError(f"instrument={instrument!r}: expected {', '.join(NAMES)}")
    if instrument == WORKBOOK or (instrument is None and path.suffix.lower() in (".xlsx", ".xlsm")):
        require("eis", f"{path.name}, an Excel workbook,")
        return WORKBOOK
    return instrument or ""


def _tables(path: Path, asked: str) -> tuple[str, list[RawTable]]:
    """The kind of a file and its tables."""
    if asked == WORKBOOK:
        return WORKBOOK, list(_sheets(path))
    lines = [(k, text) for k, text in enumerate(file_lines(path), 1) if text.strip()]
    if not lines:
        raise ValueError("holds no rows")
    kind = kind_named(asked) if asked else recognised(lines)
    return kind.name, kind.tables(lines)


def _sheets(path: Path) -> Iterator[RawTable]:
    sheets = workbook_lines(path)
    several, reason = len(sheets) > 1, "no sheet holds a table"
    found = False
    for title, lines in sheets.items():
        try:
            tables = tables_in_text(lines)
        except NoSpectrumError as error:
            reason = f"sheet {title}: {error}"
            continue
        except ValueError as error:
            if not lines:
                continue
            raise ValueError(f"{path}, sheet {title}: {error}") from None
        for table in tables:
            found = True
            names = (f"sheet {title}" if several else "", table.label)
            yield replace(table, label=", ".join(filter(None, names)))
    if not found:
        raise NoSpectrumError(reason)


def _named(path: Path, message: str, kind: str) -> str:
    """The message with the file before it, as ``file, row 4: ...`` where it names a row."""
    if kind and kind != PLAIN.name and not message.startswith(("frequency=", "impedance=", "Im Z")):
        return f"{path}: cannot be read as a file of {kind} ({message})"
    return f"{path}, {message}" if message.startswith("row ") else f"{path}: {message}"
