"""Chapters in a SQLite file: what ended is not computed again."""

from __future__ import annotations

import hashlib
import json
import math
import sqlite3
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from pybamm_facets.paper.reproduction.chapter import ChapterResult, Picture
from pybamm_facets.paper.reproduction.effort import Effort
from pybamm_facets.runs.keys import code_and_versions
from pybamm_facets.runs.sqlite_file import (
    FileKind,
    LedgerError,
    clear_errors,
    opened,
    transaction,
)

_TABLES = (
    "CREATE TABLE IF NOT EXISTS chapters (key NOT NULL PRIMARY KEY, name NOT NULL, content NOT "
    "NULL, checksum NOT NULL)",
)
KIND = FileKind("a file of reproduced chapters", 0x70667270,
                zlib.crc32(repr(_TABLES).encode()) >> 1, _TABLES)  # fmt: skip


class KeptChapters:
    """Chapters in a file, found by name, effort, and what they were computed with.

    Parameters
    ----------
    path
        The file, which is created.

    Raises
    ------
    LedgerError
        Where it cannot be opened or is something else.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection = opened(path, KIND)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def find(self, name: str, effort: Effort) -> ChapterResult | None:
        """A chapter that ended before with the same effort, code and versions."""
        with clear_errors(self.path):
            row = self._connection.execute(
                "SELECT content, checksum FROM chapters WHERE key = ?", (_key(name, effort),)
            ).fetchone()
        if row is None:
            return None
        if zlib.crc32(row[0].encode()) != row[1]:
            raise LedgerError(f"{self.path}: chapter {name!r} is damaged; use another file")
        return _read(name, json.loads(row[0]))

    def keep(self, result: ChapterResult, effort: Effort) -> None:
        """Write a chapter that ended."""
        content = json.dumps(_plain(result), allow_nan=False)
        row = (_key(result.name, effort), result.name, content, zlib.crc32(content.encode()))
        with transaction(self.path, self._connection):
            self._connection.execute("INSERT OR REPLACE INTO chapters VALUES (?, ?, ?, ?)", row)


def _key(name: str, effort: Effort) -> str:
    computed_with = json.dumps([name, asdict(effort), code_and_versions()], sort_keys=True)
    return hashlib.sha256(computed_with.encode()).hexdigest()


def _plain(result: ChapterResult) -> dict[str, Any]:
    return {
        "numbers": {
            name: value if math.isfinite(value) else None for name, value in result.numbers.items()
        },
        "tables": {
            heading: table.to_json(orient="split", index=False, double_precision=15)
            for heading, table in result.tables.items()
        },
        "sizes": dict(result.sizes),
        "statements": list(result.statements),
        "pictures": [asdict(picture) for picture in result.pictures],
        "seconds": result.seconds,
    }


def _read(name: str, content: dict[str, Any]) -> ChapterResult:
    return ChapterResult(
        name,
        {key: math.nan if value is None else value for key, value in content["numbers"].items()},
        {heading: _table(text) for heading, text in content["tables"].items()},
        content["sizes"],
        tuple(content["statements"]),
        tuple(Picture(**picture) for picture in content["pictures"]),
        content["seconds"],
        kept=True,
    )


def _table(text: str) -> pd.DataFrame:
    raw = json.loads(text)
    return pd.DataFrame(raw["data"], columns=raw["columns"])
