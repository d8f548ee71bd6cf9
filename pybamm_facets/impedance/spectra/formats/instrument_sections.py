"""Where the tables of spectra stand in the text files of instruments.

Each function takes the lines of a file that are not blank, and gives the tables in it. The formats
are described by files that their programs write; where a description is public it is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pybamm_facets.impedance.spectra.formats.raw_table import RawTable
from pybamm_facets.impedance.spectra.formats.text_layout import (
    Lines,
    NoSpectrumError,
    first_table,
    tables_in_text,
)

ZCURVE = re.compile(r"Z\s?CURVE\d*\t\s*TABLE", re.IGNORECASE)
HEADER_LINES = re.compile(r"Nb header lines\s*:\s*(\d+)", re.IGNORECASE)
SEGMENT = re.compile(r"<(?P<end>/?)(?P<name>Segment\d+)>")
SEGMENT_COLUMNS = (
    "Segment #, Point #, E(V), I(A), Elapsed Time(s), ADC Sync Input(V), Current Range, Status, "
    "E Applied(V), Frequency(Hz), E Real, E Imag, I Real, I Imag, Z Real, Z Imag"
)
"""Columns of VersaStudio where a segment does not define them."""


def gamry_tables(lines: Lines) -> list[RawTable]:
    """Gamry Framework (.DTA): every ``ZCURVE TABLE``.

    Tab-separated and marked by keywords at the beginning of lines; a header and a row of units,
    then rows that begin with a tab (Gamry, "Data file formats", framework help).
    """
    starts = [k for k, (_, text) in enumerate(lines) if ZCURVE.match(text)]
    if not starts:
        raise NoSpectrumError("no table ZCURVE, which holds a spectrum")
    tables = []
    for number, start in enumerate(starts, 1):
        section = _indented(lines[start + 1 :])
        label = f"ZCURVE {number}" if len(starts) > 1 else ""
        tables.append(first_table(section, label))
    return tables


def biologic_tables(lines: Lines) -> list[RawTable]:
    """BioLogic EC-Lab and BT-Lab text export (.mpt).

    The second line says how many lines the header has, of which the last names the columns; a tab
    ends each (EC-Lab software user's manual, "Export as text").
    """
    count = next((m for _, text in lines[:5] if (m := HEADER_LINES.search(text))), None)
    if count is None:
        raise NoSpectrumError("no line 'Nb header lines'")
    return [first_table([line for line in lines if line[0] >= int(count[1])])]


def versastat_tables(lines: Lines) -> list[RawTable]:
    """VersaStudio (.par): every segment with a frequency.

    Marked like XML; a segment's ``Definition`` names its comma-separated columns.
    """
    sections = list(_segments(lines))
    if not sections:
        raise NoSpectrumError("no <Segment1>, which holds a spectrum")
    tables = [table for name, section in sections for table in _segment(name, section)]
    if not tables:
        raise NoSpectrumError("no segment with a frequency above 0")
    return tables


def table_after_end_comments(lines: Lines) -> list[RawTable]:
    """Scribner ZPlot and ZView (.z): the header stands above ``End Comments``, if that is there."""
    return tables_in_text([line for line in lines if line[1].strip().strip('"') != "End Comments"])


def _indented(lines: Lines) -> Lines:
    last = next((k for k, (_, text) in enumerate(lines) if not text[:1].isspace()), len(lines))
    return lines[:last]


def _segments(lines: Lines) -> Iterator[tuple[str, Lines]]:
    start, name = 0, ""
    for k, (_, text) in enumerate(lines):
        match = SEGMENT.match(text.strip())
        if match and not match["end"]:
            start, name = k + 1, match["name"]
        elif match and name:
            yield name, lines[start:k]
            name = ""


def _segment(name: str, lines: Lines) -> Iterator[RawTable]:
    rows = [line for line in lines if "=" not in line[1]]
    definition = next((t for _, t in lines if t.startswith("Definition=")), "")
    if not rows:
        return
    number = rows[0][0]
    for titles in (definition.removeprefix("Definition="), SEGMENT_COLUMNS):
        width = len(rows[0][1].split(","))
        padded = titles + "," * max(width - len(titles.split(",")), 0)
        try:
            table = first_table([(number, padded), *rows], name)
        except NoSpectrumError:
            continue
        if (table.values()[0] > 0).any():
            yield table
        return
