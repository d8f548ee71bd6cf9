"""One reader for all tables in text files: CSV with any of the usual separators.

The dialect (encoding, separator, decimal comma) is recognised once per file. Cells stay text until
a column is asked for as numbers, so that a label such as ``001`` or ``NA`` stays what it is. Errors
name file, row and column.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

SEPARATORS = (",", ";", "\t")
ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
NUMBER = re.compile(r"[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[-+]?(?:inf|nan)", re.IGNORECASE)
DECIMAL_COMMA = re.compile(r"[-+−]?\d*,\d+(?:[eE][-+]?\d+)?")
COMMENT = "#"


@dataclass(frozen=True)
class Dialect:
    """How a file is written: the separator of its cells, and its decimal mark."""

    separator: str
    decimal: str = "."

    def number(self, text: str) -> float:
        """A cell as a number; ``ValueError`` if it is none, or could be read in two ways."""
        cleaned = text.strip().replace("−", "-")
        if self.decimal == ",":
            if "." in cleaned and "," in cleaned:
                raise ValueError(text)
            cleaned = cleaned.replace(",", ".")
        if not NUMBER.fullmatch(cleaned):
            raise ValueError(text)
        return float(cleaned)


@dataclass(frozen=True)
class TextTable:
    """A table of text cells, with where each came from.

    Parameters
    ----------
    path
        The file.
    frame
        Text cells, a row's number in the file as index.
    dialect
        How the file is written.
    """

    path: Path
    frame: pd.DataFrame
    dialect: Dialect

    def numbers(self, text: Iterable[str] = (), optional: Iterable[str] = ()) -> pd.DataFrame:
        """The table with all columns but `text` as numbers.

        Parameters
        ----------
        text
            Columns that stay text; those that the file does not have are ignored.
        optional
            Columns in which a cell may be empty: NaN.

        Raises
        ------
        ValueError
            For a cell that is no number, with file, row and column.
        """
        keep, may_miss = set(text), set(optional)
        columns = {
            name: self.frame[name]
            if name in keep
            else [self._number(row, name, cell, name in may_miss)
                  for row, cell in self.frame[name].items()]
            for name in self.frame
        }  # fmt: skip
        return pd.DataFrame(columns, index=self.frame.index).reset_index(drop=True)

    def _number(self, row: object, column: str, cell: str, optional: bool) -> float:
        if optional and not cell:
            return float("nan")
        try:
            return self.dialect.number(cell)
        except ValueError:
            hint = ""
            if self.dialect.decimal == "." and DECIMAL_COMMA.fullmatch(cell):
                hint = "; a comma is neither a decimal nor a thousands mark in this file"
            raise ValueError(
                f"{self.path}, row {row}, column {column!r}: {cell[:80]!r}: expected a number{hint}"
            ) from None


def check_measurements(
    table: TextTable, needed: Sequence[str], allowed: Sequence[str], notes: Sequence[str] = ()
) -> None:
    """``ValueError`` unless a table of measurements has the columns that it needs, and rows.

    Parameters
    ----------
    table
        The table.
    needed, allowed
        Columns that it must have, and may have.
    notes
        Further columns, which are not read; with any, those too that begin with ``note``.
    """
    columns = [str(name) for name in table.frame.columns]
    missing = [name for name in needed if name not in columns]
    unread = [n for n in columns if n in notes or (notes and n.startswith("note"))]
    unknown = [n for n in columns if n not in (*allowed, *unread)]
    if missing or unknown:
        what = f"no column {missing[0]!r}" if missing else f"column {unknown[0]!r} is unknown"
        raise ValueError(f"{table.path}: {what}; expected {', '.join(allowed)}")
    if table.frame.empty:
        raise ValueError(f"{table.path}: holds no rows; expected a measurement a row")


def read_text_table(path: str | Path) -> TextTable:
    """Read a table with a header; blank lines and lines that begin with # are left out.

    Raises
    ------
    ValueError
        For an unknown encoding, no header, a column named twice, and a row that has more or fewer
        cells than the header, with file and row.
    """
    path = Path(path)
    lines = [
        (number, line)
        for number, line in enumerate(read_text(path).splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith(COMMENT)
    ]
    if not lines:
        raise ValueError(f"{path}: holds no rows; expected a header and rows of a table")
    separator = _separator(lines[0][1])
    rows = [(number, _cells(path, number, line, separator)) for number, line in lines]
    header = rows.pop(0)[1]
    _check_header(path, header)
    for number, cells in rows:
        if len(cells) != len(header):
            raise ValueError(
                f"{path}, row {number}: {len(cells)} cells, expected {len(header)} as in the "
                f"header {', '.join(header)}"
            )
    frame = pd.DataFrame(
        [cells for _, cells in rows], [number for number, _ in rows], header, dtype=object
    )
    cells = [cell for column in frame for cell in frame[column]]
    return TextTable(path, frame, Dialect(separator, decimal_mark(cells, separator)))


def decimal_mark(cells: Iterable[str], separator: str | None) -> str:
    """The decimal mark of a file: a comma only where it separates nothing and no point is used."""
    if separator == ",":
        return "."
    cells = list(cells)
    pointed = any(NUMBER.fullmatch(cell) and "." in cell for cell in cells)
    commas = any(DECIMAL_COMMA.fullmatch(cell) for cell in cells)
    return "," if commas and not pointed else "."


def read_text(path: Path) -> str:
    """A file's text, in UTF-8 or UTF-16; ``ValueError`` that names the file otherwise."""
    content = path.read_bytes()
    encoding = ENCODINGS.get(content[:2], "utf-8-sig")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path}: byte {error.start} is no {encoding.removesuffix('-sig')}; expected a text "
            "file in UTF-8 or UTF-16"
        ) from None


def _separator(header: str) -> str:
    return max(SEPARATORS, key=header.count)


def _cells(path: Path, number: int, line: str, separator: str) -> list[str]:
    try:
        (cells,) = csv.reader(io.StringIO(line), delimiter=separator, skipinitialspace=True)
    except csv.Error as error:
        raise ValueError(f"{path}, row {number}: expected cells of a table, {error}") from None
    return [cell.strip() for cell in cells]


def _check_header(path: Path, header: list[str]) -> None:
    if any(not name for name in header):
        raise ValueError(f"{path}: an unnamed column in the header {', '.join(header)}")
    twice = next((name for k, name in enumerate(header) if name in header[:k]), None)
    if twice is not None:
        raise ValueError(f"{path}: column {twice!r} stands twice in the header, expected each once")
