"""Spreadsheets as text, sheet by sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from pybamm_facets._extras import require
from pybamm_facets.impedance.spectra.formats.text_layout import Lines


def workbook_lines(path: Path) -> dict[str, Lines]:
    """Rows of each sheet as lines with tabs between the cells; formulas by their last values.

    Raises
    ------
    MissingExtraError
        If the extra ``eis``, which reads workbooks, is not installed.
    ValueError
        For a file that is no workbook.
    """
    require("eis", f"{path.name}, an Excel workbook,")
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError) as error:
        raise ValueError(f"{path}: no workbook ({error})") from None
    try:
        return {
            sheet.title: [
                (number, "\t".join(map(_text, row)))
                for number, row in enumerate(sheet.iter_rows(values_only=True), 1)
                if any(cell is not None for cell in row)
            ]
            for sheet in book.worksheets
        }
    finally:
        book.close()


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    text = repr(cell) if isinstance(cell, float) else str(cell)
    return " ".join(text.split())
