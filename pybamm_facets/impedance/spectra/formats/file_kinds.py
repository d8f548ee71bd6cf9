"""Kinds of files that hold spectra: how each is recognised, and who reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pybamm_facets.impedance.spectra.formats.instrument_sections import (
    biologic_tables,
    gamry_tables,
    table_after_end_comments,
    versastat_tables,
)
from pybamm_facets.impedance.spectra.formats.raw_table import RawTable
from pybamm_facets.impedance.spectra.formats.text_layout import Lines, tables_in_text

LOOKED_AT = 200
"""Lines at the beginning of a file by which its kind is recognised."""


@dataclass(frozen=True)
class Kind:
    """A kind of text file.

    Parameters
    ----------
    name
        What the user calls it.
    described
        In words, with its ending.
    sign
        What is found in its first lines, and in no other kind.
    tables
        From the lines that are not blank to the tables.
    """

    name: str
    described: str
    sign: re.Pattern[str]
    tables: Callable[[Lines], list[RawTable]] = tables_in_text


KINDS = (
    Kind("gamry", "Gamry (.DTA)", re.compile(r"^(EXPLAIN|ZCURVE\d*\t)", re.M), gamry_tables),
    Kind("biologic", "BioLogic (.mpt)", re.compile(r"\A\s*(EC|BT)-Lab ASCII FILE"),
         biologic_tables),
    Kind("versastat", "VersaSTAT (.par)", re.compile(r"^<Segment\d+>|^<Application>", re.M),
         versastat_tables),
    # Scribner Associates, "ZPlot for Windows" manual, appendix on the format of data files.
    Kind("zplot", "ZPlot (.z)", re.compile(r"^\"?Z(PLOT|View)|^\s*End Comments", re.M | re.I),
         table_after_end_comments),
    # Metrohm Autolab, NOVA "Export ASCII"; the older FRA wrote a count and one quoted header.
    Kind("autolab", "Autolab NOVA, FRA (.txt, .csv)",
         re.compile(r"\A\s*\d+\s*\n\s*\"\s*Freq|Z60W Data File"
                    r"|Index[;,\t]\s*Frequency \(Hz\)[;,\t]|-Phase \(°\)")),
    Kind("chi", "CH Instruments (.txt)",
         re.compile(r"^A\.C\. Impedance|^Instrument Model:\s*CHI", re.M)),
    # Princeton Applied Research, PowerSuite "Export": columns with tabs between.
    Kind("powersuite", "PowerSuite, Parstat (.txt)",
         re.compile(r"Zre( \(ohms\))?\t\s*Zim(g| \(ohms\))")),
)  # fmt: skip
"""Instruments whose files are text, each with what marks it."""
PLAIN = Kind("csv", "CSV and text with a header (.csv, .txt)", re.compile(r"\Z\A"))
WORKBOOK = "xlsx"
NAMES = (PLAIN.name, "versastat", "gamry", "biologic", "zplot", "autolab", "chi", "powersuite",
         WORKBOOK)  # fmt: skip
KNOWN = "; ".join([PLAIN.described, *(kind.described for kind in KINDS), "Excel (.xlsx)"])
"""What can be read, in one line."""


def kind_named(name: str) -> Kind:
    """The kind of that name; ``ValueError`` if there is none."""
    for kind in (PLAIN, *KINDS):
        if kind.name == name:
            return kind
    raise ValueError(f"instrument={name!r}: expected {', '.join(NAMES)}")


def recognised(lines: Lines) -> Kind:
    """The kind of a text, by what its first lines say."""
    text = "\n".join(text for _, text in lines[:LOOKED_AT])
    return next((kind for kind in KINDS if kind.sign.search(text)), PLAIN)
