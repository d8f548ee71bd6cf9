"""Finding the tables of spectra in text: header, separator, decimal mark, rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pybamm_facets.impedance.spectra.formats.column_words import (
    EXPECTED,
    UNNAMED,
    Columns,
    is_unit,
    read_titles,
    spectrum_columns,
    why_no_spectrum,
    with_unit,
)
from pybamm_facets.impedance.spectra.formats.raw_table import RawTable, number_in
from pybamm_facets.tables import Dialect

Lines: TypeAlias = "Sequence[tuple[int, str]]"
"""Lines that are not blank, with their numbers in the file."""
SEPARATORS = ("\t", ";", ",", "|", " ", ", ")
"""Tried in this order; a blank stands for any white space, a comma with a blank for cells whose
numbers have decimal commas."""
HEADER_SEPARATORS = ("\t", ";", ",", "|", "  ", " ")
COMMENT = re.compile(r" *(?:#+|%+|!+|//+|\*+)\s*")
EXCEL = re.compile(r"\s*\"?sep=(?P<mark>.)\"?\s*", re.IGNORECASE)
WORD = re.compile(r"[A-DF-Za-df-zΩω|θφ]|['′″]")
BETWEEN = 3
"""How many lines of units, counts or descriptions may stand between a header and its rows."""


class NoSpectrumError(ValueError):
    """Text in which no table of a spectrum was found."""


class MissingColumnError(NoSpectrumError):
    """A table that lacks a column of a spectrum, or has it twice."""


@dataclass(frozen=True)
class Header:
    """A line that names the columns of a spectrum."""

    position: int
    titles: tuple[str, ...]
    columns: Columns
    separator: str


def tables_in_text(lines: Lines) -> list[RawTable]:
    """All tables of spectra in the text of a file.

    A header is a line whose cells name a frequency and an impedance; whatever stands before the
    first is a preamble. Without a header the first three columns are f, Re Z and Im Z.

    Raises
    ------
    ValueError
        For a header that lacks a column or has it twice, a row that is none, and text that holds
        no table.
    """
    lines, forced = _without_excel_mark(lines)
    headers = _headers(lines, forced)
    if not headers:
        return [_without_header(lines)]
    ends = [header.position for header in headers[1:]] + [len(lines)]
    tables = []
    for k, (header, end) in enumerate(zip(headers, ends, strict=True), 1):
        label = f"table {k}" if len(headers) > 1 else ""
        tables.append(table_below(header, lines[header.position + 1 : end], label))
    return tables


def first_table(lines: Lines, label: str = "") -> RawTable:
    """The table of a section of a file, the first line of which is its header."""
    header = _header(0, lines[0][1], "") if lines else None
    if header is None:
        shown = [] if not lines else _best_split(lines[0][1])
        raise MissingColumnError(why_no_spectrum(shown) or f"no header; expected {EXPECTED}")
    return table_below(header, lines[1:], label)


def table_below(header: Header, lines: Lines, label: str) -> RawTable:
    """The rows that stand below a header."""
    lines = [line for line in lines if not COMMENT.match(line[1])]
    if not lines:
        raise ValueError("holds no rows below its header")
    dialect = _dialect(lines, header.columns, len(header.titles), header.separator)
    rows = [(number, split(text, dialect.separator)) for number, text in lines]
    begin = _begin(rows, header.columns, dialect)
    titles, columns = _with_units(header, rows[:begin])
    body, left = _without_footer(rows[begin:], columns, dialect)
    _check_lengths(body, len(titles), dialect.separator)
    notes = (f"{left} lines below the table left out",) if left else ()
    return RawTable(columns, tuple(body), dialect, titles, label, notes)


def split(text: str, separator: str) -> list[str]:
    """Cells of a line, without the blanks around them and their quotes."""
    if separator == " ":
        return [cell.strip('"') for cell in text.split()]
    if separator in ("  ", ", "):
        bare = text.strip().strip('"').strip()
        parts = re.split(r"\s{2,}" if separator == "  " else r",\s+|,$", bare)
        return [part.strip() for part in parts]
    try:
        (cells,) = csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True)
    except (csv.Error, ValueError):
        cells = text.split(separator)
    return [cell.strip() for cell in cells]


def _without_excel_mark(lines: Lines) -> tuple[Lines, str]:
    match = EXCEL.fullmatch(lines[0][1]) if lines else None
    return (lines[1:], match["mark"]) if match else (lines, "")


def _headers(lines: Lines, forced: str) -> list[Header]:
    found: list[Header] = []
    for k, (_, text) in enumerate(lines):
        header = _header(k, text, forced) if WORD.search(text) else None
        if header is None or (header.separator == " " and not _stands_over(header, lines)):
            continue
        if found and found[-1].position == k - 1:  # of two headers the lower one has the units
            found.pop()
        found.append(header)
    return found


def _stands_over(header: Header, lines: Lines) -> bool:
    """Whether rows of as many cells follow: words of a sentence are no header."""
    below = lines[header.position + 1 : header.position + 2 + BETWEEN]
    return any(len(re.split(r"[\s,;]+", text.strip())) == len(header.titles) for _, text in below)


def _header(position: int, text: str, forced: str) -> Header | None:
    """The header that a line is, under the first separator that makes it one."""
    bare = COMMENT.sub("", text, count=1) if COMMENT.match(text) else text
    for separator in (forced,) if forced else HEADER_SEPARATORS:
        titles = split(bare, separator)
        if len(titles) == 1 and titles[0] != bare:  # one quoted cell that holds them all
            titles = split(titles[0], separator)
        columns = spectrum_columns(titles) if len(titles) >= 3 else None
        if columns is not None:
            return Header(position, tuple(titles), columns, separator)
    return None


def _without_header(lines: Lines) -> RawTable:
    """A table of numbers alone; ``ValueError`` if a header above it names too little."""
    plain = [(number, text.strip()) for number, text in lines if not COMMENT.match(text)]
    if not plain:
        raise ValueError("holds no rows")
    dialect = _dialect(plain, UNNAMED, 3, "")
    rows = [(number, split(text, dialect.separator)) for number, text in plain]
    numeric = [_is_row(cells, UNNAMED, dialect) for _, cells in rows]
    first = numeric.index(True) if any(numeric) else len(rows)
    _refuse_header(plain[:first], len(rows[first][1]) if any(numeric) else 0)
    if not any(numeric):
        raise NoSpectrumError(f"no table of a spectrum; expected columns such as {EXPECTED}")
    body, left = _without_footer(rows[first:], UNNAMED, dialect)
    _check_lengths(body, None, dialect.separator)
    if dialect.separator == "," and all(len(split(t, ", ")) == 3 for _, t in plain[first:]):
        if any("," in cell for _, t in plain[first:] for cell in split(t, ", ")):
            raise ValueError(
                "commas may separate numbers or be their decimal marks; use semicolons"
            )
    notes = tuple(f"{count} lines {where} the table left out"
                  for count, where in ((first, "above"), (left, "below")) if count)  # fmt: skip
    return RawTable(UNNAMED, tuple(body), dialect, notes=notes)


def _refuse_header(above: Lines, width: int) -> None:
    """``ValueError`` for a line above the numbers that is a header, but not of a spectrum."""
    for _, text in reversed(above):
        titles = _best_split(text)
        named = sum(len(columns) for columns in read_titles(titles).values())
        if named >= 2 or (len(titles) >= 3 and (len(titles) == width or named)):
            raise MissingColumnError(why_no_spectrum(titles) or "holds no rows below its header")


def _best_split(text: str) -> list[str]:
    """The cells that name most quantities, or else are most."""

    def worth(titles: list[str]) -> tuple[int, int]:
        return sum(len(columns) for columns in read_titles(titles).values()), len(titles)

    return max((split(text, separator) for separator in HEADER_SEPARATORS[:4]), key=worth)


def _dialect(lines: Lines, columns: Columns, width: int, first: str) -> Dialect:
    """Separator and decimal mark under which most lines are rows; the earlier of equals."""
    order = [first] if first in SEPARATORS else []
    order += [separator for separator in SEPARATORS if separator not in order]
    best, most = Dialect(order[0]), 0
    for separator in order:
        cells = [split(text, separator) for _, text in lines]
        for decimal in ".,":
            dialect = Dialect(separator, decimal)
            # Of more cells than the header has, some commas or blanks are no separators.
            free = separator not in (",", " ") or not first
            fits = [free or len(_trimmed(row)) <= width for row in cells]
            count = sum(
                f and _is_row(row, columns, dialect) for f, row in zip(fits, cells, strict=True)
            )
            if count > most:
                best, most = dialect, count
        if most == len(lines):
            break
    return best


def _is_row(cells: list[str], columns: Columns, dialect: Dialect) -> bool:
    return all(_is_number(cells, place, dialect) for place in columns.places)


def _is_number(cells: list[str], place: int, dialect: Dialect) -> bool:
    if place >= len(cells) or not cells[place] or cells[place][-1].isalpha():
        return place < len(cells) and cells[place].lower() in ("nan", "inf", "-inf")
    try:
        number_in(cells[place], dialect)
    except ValueError:
        return False
    return True


def _begin(rows: list[tuple[int, list[str]]], columns: Columns, dialect: Dialect) -> int:
    """Place of the first row of numbers, below lines of units, counts or descriptions."""
    for k, (_, cells) in enumerate(rows[: BETWEEN + 1]):
        numbers = [_is_number(cells, place, dialect) for place in columns.places]
        count = len(_trimmed(cells)) == 1 < len(columns.places)
        if any(numbers) and not count:
            return k
    if any(_is_row(cells, columns, dialect) for _, cells in rows[BETWEEN:]):
        return 0
    if any(is_unit(cell) for cell in rows[0][1]) and len(rows) == 1:
        raise ValueError("holds no rows below its header")
    return 0


def _with_units(
    header: Header, above: list[tuple[int, list[str]]]
) -> tuple[tuple[str, ...], Columns]:
    """Titles and columns with the units of a row of units, if there is one below the header."""
    for _, cells in above:
        if any(is_unit(cell) for cell in cells):
            padded = [*cells, *[""] * (len(header.titles) - len(cells))]
            titles = [with_unit(t, u) for t, u in zip(header.titles, padded, strict=False)]
            return tuple(titles), spectrum_columns(titles) or header.columns
    return header.titles, header.columns


def _without_footer(
    rows: list[tuple[int, list[str]]], columns: Columns, dialect: Dialect
) -> tuple[list[tuple[int, list[str]]], int]:
    """Rows without the text below them, and how many lines that was.

    A line that is no row ends the table only if it has no number where the spectrum has, and no
    row follows.
    """
    last = len(rows)
    while last > 1:
        cells = rows[last - 1][1]
        if any(_is_number(cells, place, dialect) for place in columns.places):
            break
        last -= 1
    return rows[:last], len(rows) - last


def _check_lengths(rows: list[tuple[int, list[str]]], width: int | None, separator: str) -> None:
    """``ValueError`` for rows whose cells do not stand below the titles."""
    lengths = [len(_trimmed(cells)) for _, cells in rows]
    usual = max(set(lengths), key=lengths.count)
    if separator in (",", " ", ", ") and width is not None:
        wrong, expected = [n > width for n in lengths], f"at most {width}, as in the header"
    elif separator in (",", " "):
        wrong, expected = [n != usual for n in lengths], f"{usual}, as in other rows"
    else:
        return
    for (number, cells), length, bad in zip(rows, lengths, wrong, strict=True):
        if bad and length > 2:
            raise ValueError(
                f"row {number}: {' '.join(cells)[:80]!r}, {length} cells, expected {expected}; "
                "a comma or a blank within a number cannot be told from a separator"
            )


def _trimmed(cells: list[str]) -> list[str]:
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    return cells[:last]
