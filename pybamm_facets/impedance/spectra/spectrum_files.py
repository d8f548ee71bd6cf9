"""Reading spectra from files of instruments and from CSV."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from pybamm_facets._extras import require
from pybamm_facets.impedance.spectra.csv_spectrum import read_csv
from pybamm_facets.impedance.spectra.spectrum import Spectrum

ENDINGS = {".par": "versastat", ".dta": "gamry", ".mpt": "biologic"}
"""Instrument by the ending of the file; any other ending is read as CSV."""


def read_spectrum(path: str | os.PathLike[str], instrument: str | None = None) -> Spectrum:
    """Read a spectrum.

    A CSV file has columns of frequency, real and imaginary part, which are found by name and unit,
    such as ``frequency_Hz``, ``Re(Z)/kOhm``, ``-Im(Z)/kOhm``; without a unit they are in Hz and
    Ohm. A minus (or ``neg``, ``minus``) before the imaginary part says that -Im Z is written.
    Without a header the first three columns are f, Re Z and Im Z.

    Parameters
    ----------
    path
        The file.
    instrument
        ``"csv"``, ``"versastat"`` (.par), ``"gamry"`` (.DTA) or ``"biologic"`` (.mpt); by default
        the ending of the file says it. All but CSV need the extra ``eis``.

    Raises
    ------
    ValueError
        For a file that is not of the kind, and for the values that `Spectrum` refuses, with the
        file and, of a CSV file, its lines.
    ImportError
        If a reader is needed and the package ``impedance`` is missing.

    Examples
    --------
    >>> read_spectrum("particle_1.csv").frequency[0]  # doctest: +SKIP
    100000.0
    """
    path = Path(path)
    kind = check_reader(path, instrument)
    if kind == "csv":
        return read_csv(path)
    reader = _reader(READERS[kind])
    path.open("rb").close()  # a file that cannot be read is no matter of its format
    try:
        frequency, impedance = reader(os.fspath(path))
    except (LookupError, ValueError, AssertionError, UnboundLocalError, TypeError) as error:
        raise ValueError(f"{path}: cannot be read as a file of {kind} ({error})") from error
    return _spectrum(path, frequency, impedance)


def check_reader(path: Path, instrument: str | None = None) -> str:
    """The kind of a file, by its ending or as said; raises if there is no reader for it.

    Raises
    ------
    ValueError
        For an instrument that is not known.
    MissingExtraError
        If the kind needs the extra ``eis`` and it is not installed.
    """
    kind = instrument or ENDINGS.get(path.suffix.lower(), "csv")
    if kind == "csv":
        return kind
    if kind not in READERS:
        raise ValueError(f"instrument={instrument!r}: expected {', '.join(['csv', *READERS])}")
    require("eis", f"{path.name}, a file of {kind},")
    return kind


READERS = {
    "versastat": "readVersaStudio",
    "gamry": "readGamry",
    "biologic": "readBioLogic",
}
"""Functions of ``impedance.preprocessing``."""


def _reader(name: str) -> Callable[[str], tuple[Any, Any]]:
    preprocessing = import_module("impedance.preprocessing")
    reader: Callable[[str], tuple[Any, Any]] = getattr(preprocessing, name)
    return reader


def _spectrum(path: Path, frequency: Any, impedance: Any) -> Spectrum:
    try:
        return Spectrum(np.asarray(frequency), np.asarray(impedance))
    except ValueError as error:
        raise ValueError(f"{path}, point by point: {error}") from None
