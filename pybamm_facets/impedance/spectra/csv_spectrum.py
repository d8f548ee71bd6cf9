"""Reading a spectrum from text with separated columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pybamm_facets.impedance.spectra.spectrum import Spectrum, check_points
from pybamm_facets.tables import decimal_mark, read_text

SEPARATORS = ("\t", ";", ",", None)
"""Tried in this order; None is white space."""
FREQUENCY = re.compile(r"(f|freq|frequency)")
REAL = re.compile(r"(re|real|re\(?z\)?|rez|z_?re|z_?real|real_?z|z')(part)?")
IMAGINARY = re.compile(r"(im|imag|im\(?z\)?|imz|z_?im|z_?imag|imag_?z|z''|z\")(part)?")
MINUS = re.compile(r"^(-|−|neg(ative)?[_ ]?|minus[_ ]?)")
UNIT = re.compile(r"[\s_/,(\[]+(?P<prefix>[mkMGµu]?)(?P<base>Hz|hz|HZ|ohms?|Ohms?|OHM|Ω)[)\]]*$")
PREFIXES = {"": 1.0, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "µ": 1e-6, "u": 1e-6}
NAMES = "frequency_Hz, z_real_ohm, z_imag_ohm (or -z_imag_ohm for -Im Z)"


@dataclass(frozen=True)
class Column:
    """Where a quantity stands, and by what its numbers are multiplied."""

    place: int
    factor: float


def read_csv(path: Path) -> Spectrum:
    """Read a spectrum; columns as `read_spectrum` says."""
    lines = [
        (number, line.strip())
        for number, line in enumerate(read_text(path).splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not lines:
        raise ValueError(f"{path}: holds no rows")
    separator = next(s for s in SEPARATORS if s is None or s in lines[0][1])
    rows = [(number, [cell.strip() for cell in line.split(separator)]) for number, line in lines]
    decimal = decimal_mark((cell for _, row in rows for cell in row), separator)
    header = rows.pop(0)[1] if not _is_numbers(rows[0][1], decimal) else None
    columns = _columns(path, header) if header else tuple(Column(i, 1.0) for i in range(3))
    if not rows:
        raise ValueError(f"{path}: holds no rows below its header")
    numbers = [number for number, _ in rows]
    table = np.array([_numbers(path, number, row, columns, decimal) for number, row in rows])
    frequency, impedance = table[:, 0], table[:, 1] + 1j * table[:, 2]
    try:
        check_points(frequency, impedance, numbers)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
    _check_sign(path, table[:, 2])
    return Spectrum(frequency, impedance)


def _columns(path: Path, header: list[str]) -> tuple[Column, ...]:
    found: dict[str, list[Column]] = {"frequency": [], "real part": [], "imaginary part": []}
    patterns = zip(found, (FREQUENCY, REAL, IMAGINARY), ("hz", "ohm", "ohm"), strict=True)
    matchers = list(patterns)
    for place, title in enumerate(header):
        text = title.strip("\"'\ufeff ") if "''" not in title else title.strip(' "')
        sign = -1.0 if MINUS.match(text.lower()) else 1.0
        unit = UNIT.search(text)
        name = MINUS.sub("", (text[: unit.start()] if unit else text).lower()).strip("_ ()/")
        for quantity, pattern, base in matchers:
            if pattern.fullmatch(_balanced(name)) and _fits(unit, base):
                factor = sign * _factor(path, title, unit)
                found[quantity].append(Column(place, factor))
    for quantity, columns in found.items():
        if len(columns) != 1:
            raise ValueError(
                f"{path}: {len(columns)} columns of the {quantity} in {', '.join(header)}; "
                f"expected one each, such as {NAMES}"
            )
    return tuple(columns[0] for columns in found.values())


def _balanced(name: str) -> str:
    return name + ")" * (name.count("(") - name.count(")"))


def _fits(unit: re.Match[str] | None, base: str) -> bool:
    if unit is None:
        return True
    return unit["base"].lower().replace("ω", "ohm").rstrip("s") == base


def _factor(path: Path, title: str, unit: re.Match[str] | None) -> float:
    if unit is None:
        return 1.0
    if unit["prefix"] == "m" and unit["base"].islower():
        raise ValueError(
            f"{path}: the unit of column {title!r} may be milli or mega; write mOhm or MOhm, "
            "mHz or MHz"
        )
    return PREFIXES[unit["prefix"]]


def _is_numbers(cells: list[str], decimal: str) -> bool:
    try:
        [_number(cell, decimal) for cell in cells if cell]
    except ValueError:
        return False
    return True


def _number(cell: str, decimal: str) -> float:
    # Where other numbers have a point, a comma may be a thousands mark: it is not read as either.
    return float(cell.replace(",", ".") if decimal == "," else cell)


def _numbers(
    path: Path, number: int, cells: list[str], columns: tuple[Column, ...], decimal: str
) -> list[float]:
    try:
        return [c.factor * _number(cells[c.place], decimal) for c in columns]
    except (ValueError, IndexError):
        raise ValueError(
            f"{path}, row {number}: {' '.join(cells)!r}, expected numbers in columns "
            + ", ".join(str(column.place + 1) for column in columns)
            + (", with one decimal mark in the whole file" if "," in "".join(cells) else "")
        ) from None


def _check_sign(path: Path, imaginary: np.ndarray) -> None:
    if (imaginary > 0).mean() > 0.5:
        raise ValueError(
            f"{path}: Im Z is positive at {(imaginary > 0).sum()} of {len(imaginary)} points, as "
            "of an inductor; if -Im Z is written, name the column -z_imag_ohm"
        )
