"""A table as a file, by its suffix: whole, or a piece at a time in flat memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from pybamm_facets._extras import require

SUFFIXES = (".csv", ".parquet")

Kinds: TypeAlias = "dict[str, str]"
"""Columns of a table and what they hold: ``int``, ``float``, ``bool`` or ``text``."""

TEXT = "text"
_WIDER = {"int": 0, "float": 1}


def check_table_name(out: Path) -> None:
    """Raise unless a table can be written under that name.

    Raises
    ------
    ValueError
        For a suffix other than ``.csv`` and ``.parquet``.
    MissingExtraError
        For Parquet without pyarrow, with the line that installs it.
    """
    if out.suffix not in SUFFIXES:
        raise ValueError(f"out={str(out)!r}: expected a name that ends in .csv or .parquet")
    if out.suffix == ".parquet":
        require("parquet", "Parquet")


def write_table(table: pd.DataFrame, out: Path) -> None:
    """Write a table as CSV or Parquet, by the suffix of `out`; errors as `check_table_name`."""
    with TableFile(out, widened({}, table)) as file:
        file.add(table)


def widened(kinds: Kinds, table: pd.DataFrame) -> Kinds:
    """What the columns of the pieces so far and one more hold; columns as they first appeared.

    A column has one kind, but sweeps in one ledger may label designs differently: numbers and
    words are text together.
    """
    found = {str(name): _kind(table[name]) for name in table}
    # A column that is missing somewhere has gaps, which whole numbers cannot have.
    alone = kinds.keys() ^ found.keys() if kinds else set()
    wide = {}
    for name in {**kinds, **found}:
        both = {k for k in (kinds.get(name), found.get(name)) if k}
        kind = both.pop() if len(both) == 1 else ("float" if both <= _WIDER.keys() else TEXT)
        wide[name] = "float" if name in alone and kind == "int" else kind
    return wide


def kinds_of_rows(rows: Iterable[Mapping[str, Any]]) -> Kinds:
    """The same of rows, one at a time: what a table of them all would hold."""
    types: dict[str, set[type]] = {}
    counts: dict[str, int] = {}
    total = 0
    for row in rows:
        total += 1
        for name, value in row.items():
            if value is not None:
                counts[name] = counts.get(name, 0) + 1
            types.setdefault(name, set()).add(type(value))
    return {name: _of_types(found, counts.get(name, 0) < total) for name, found in types.items()}


def _of_types(types: set[type], gaps: bool) -> str:
    held = types - {type(None)}
    if held == {bool}:
        return "bool"
    if held <= {int, float}:
        return "float" if gaps or float in held or not held else "int"
    return TEXT


def _kind(column: pd.Series[Any]) -> str:
    for kind, holds in (
        ("bool", pd.api.types.is_bool_dtype),
        ("int", pd.api.types.is_integer_dtype),
        ("float", pd.api.types.is_float_dtype),
    ):
        if holds(column.dtype):
            return kind
    types = set(column.dropna().map(type))
    return "bool" if types == {bool} else TEXT


class TableFile:
    """A file that takes a table piece by piece, and is there under its name once it is whole.

    Parameters
    ----------
    out
        Its name; the suffix decides between CSV and Parquet.
    kinds
        Columns in their order, of all pieces (`widened`).
    """

    def __init__(self, out: Path, kinds: Kinds) -> None:
        check_table_name(out)
        self._out, self._kinds = out, kinds
        self._part = out.with_name(f"{out.name}.part")
        self._parquet: Any = None
        self._begun = False

    def __enter__(self) -> TableFile:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None and not self._begun:
            self.add(pd.DataFrame())
        if self._parquet is not None:
            self._parquet.close()
        if kind is None:
            self._part.replace(self._out)
        else:
            self._part.unlink(missing_ok=True)

    def add(self, table: pd.DataFrame) -> None:
        """Write one more piece."""
        table = table.reindex(columns=list(self._kinds))
        for name, kind in self._kinds.items():
            if kind == TEXT:
                table[name] = table[name].map(str, na_action="ignore")
            elif kind != "bool":
                table[name] = table[name].astype({"int": "int64", "float": "float64"}[kind])
        if self._out.suffix == ".csv":
            mode = "a" if self._begun else "w"
            table.to_csv(self._part, index=False, mode=mode, header=not self._begun)
        else:
            self._add_parquet(table)
        self._begun = True

    def _add_parquet(self, table: pd.DataFrame) -> None:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter

        types = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), TEXT: pa.string()}
        schema = pa.schema([(name, types[kind]) for name, kind in self._kinds.items()])
        piece = pa.Table.from_pandas(table, schema=schema, preserve_index=False)
        if self._parquet is None:
            self._parquet = ParquetWriter(self._part, piece.schema)
        self._parquet.write_table(piece)
