"""One number for each facet, from a CSV file."""

import csv
from pathlib import Path


def read_facet_column(path: Path | str, column: str) -> dict[str, float]:
    """Numbers by facet label.

    Parameters
    ----------
    path
        CSV with a column ``facet`` and the one asked for; lines that begin with # are left out.
    column
        Name of the column of numbers.

    Raises
    ------
    ValueError
        If the file is no such table, a facet is named twice, or an entry is not a number; the
        message names file and line.
    OSError
        If the file cannot be read.
    """
    text = Path(path).read_text(encoding="utf-8-sig")
    lines = [(k, line) for k, line in enumerate(text.splitlines(), 1)
             if line.strip() and not line.startswith("#")]  # fmt: skip
    rows = csv.reader((line for _, line in lines), skipinitialspace=True)
    header = [name.strip() for name in next(rows, [])]
    if "facet" not in header or column not in header:
        raise ValueError(f"{path}: expected the columns facet, {column}, got {', '.join(header)}")
    at_facet, at_number = header.index("facet"), header.index(column)
    numbers: dict[str, float] = {}
    for (line, _), row in zip(lines[1:], rows, strict=True):
        if len(row) != len(header):
            raise ValueError(f"{path}, line {line}: expected {len(header)} entries, got {len(row)}")
        facet = row[at_facet].strip()
        if facet in numbers:
            raise ValueError(f"{path}, line {line}: expected each facet once, got {facet} twice")
        try:
            numbers[facet] = float(row[at_number])
        except ValueError:
            raise ValueError(
                f"{path}, line {line}: {column}={row[at_number]!r}: expected a number"
            ) from None
    return numbers
