"""The ledger: finished runs in a SQLite file, a chunk at a time, whole or not at all.

Runs are found again by a key (what the runs of a model share) and a hash (the numbers of one run),
of `pybamm_facets.runs.keys`. Processes may share a ledger and its work: each claims the runs that
it is about to solve. A checksum tells a damaged row from a whole one.
"""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import struct
import time
import uuid
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pybamm_facets._arrays import FloatArray
from pybamm_facets.runs.outcome import Outcome, Status
from pybamm_facets.runs.sqlite_file import (
    FileKind,
    LedgerError,
    checksum_of,
    clear_errors,
    connect,
    is_new,
    opened,
    transaction,
)
from pybamm_facets.runs.table_file import TableFile, check_table_name, kinds_of_rows

TEXTS = ("status", "reason", "termination", "mesh")
NUMBERS = (
    "duration",
    "energy",
    "end_voltage",
    "particle_lithium_error",
    "electrolyte_lithium_error",
    "least_electrolyte",
)
CURVES = ("time", "voltage")
"""Fields of an outcome, by how they are kept."""

# The numbers of an outcome are packed: REAL columns would lose -0.0 and NaN.
_PACKED = struct.Struct(f"<{len(NUMBERS)}d")
_COLUMNS = ("hash", "row", "texts", "numbers", *CURVES, "checksum")
_TABLES = (
    "CREATE TABLE IF NOT EXISTS keys (id INTEGER PRIMARY KEY, name NOT NULL UNIQUE, info)",
    "CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY, key INTEGER NOT NULL REFERENCES keys,"
    f" {', '.join(_COLUMNS)}, UNIQUE (key, hash))",
    "CREATE TABLE IF NOT EXISTS claims (key NOT NULL, hash NOT NULL, owner NOT NULL, beat NOT NULL,"
    " PRIMARY KEY (key, hash)) WITHOUT ROWID",
)
STALE_SECONDS = 120.0
"""Age at which the claim of a process that says nothing any more is free again."""

KIND = FileKind(
    "a ledger of runs",
    0x70666C67,
    zlib.crc32(repr((_TABLES, TEXTS, NUMBERS)).encode()) >> 1,
    _TABLES,
)
_HASHES_A_QUERY = 500
_ROWS_A_PIECE = 2048
_INSERT = (
    f"INSERT OR IGNORE INTO runs (key, {', '.join(_COLUMNS)}) VALUES"
    f" ((SELECT id FROM keys WHERE name = ?){', ?' * len(_COLUMNS)})"
)
SWEEP = "sweep "
"""How the keys under which records of sweeps are kept begin."""


class Ledger:
    """Finished runs in a file; `open_ledger` gives one, for the thread that opened it.

    Parameters
    ----------
    path
        Named in errors.
    connection
        Without implicit transactions.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._owner = f"{platform.node()}/{os.getpid()}/{uuid.uuid4().hex}"

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def describe(self, key: str, info: Mapping[str, Any]) -> None:
        """Keep what a key stands for, such as its mesh; the first description stays."""
        with transaction(self.path, self._connection):
            self._connection.execute(
                "INSERT INTO keys (name, info) VALUES (?, ?) ON CONFLICT (name)"
                " DO UPDATE SET info = excluded.info WHERE info IS NULL",
                (key, _to_json(info)),
            )

    def sweeps(self) -> list[dict[str, Any]]:
        """Records of the sweeps whose runs it keeps (`pybamm_facets.runs.sweep_record`)."""
        return [info for name, info in self.keys() if name.startswith(SWEEP)]

    def keys(self) -> list[tuple[str, dict[str, Any]]]:
        """Each key with what it stands for, as `describe` was told."""
        with clear_errors(self.path):
            found = self._connection.execute("SELECT name, info FROM keys ORDER BY id").fetchall()
        return [(name, json.loads(info)) for name, info in found if info is not None]

    def has_runs(self) -> bool:
        """Whether there are any."""
        with clear_errors(self.path):
            return bool(self._connection.execute("SELECT 1 FROM runs LIMIT 1").fetchone())

    def known(self, key: str, hashes: Sequence[str]) -> dict[str, Outcome]:
        """Outcomes stored under a key, by hash; a hash that is not stored is left out."""
        found: dict[str, Outcome] = {}
        for some, marks in _portions(hashes):
            rows = self._runs(f"name = ? AND hash IN ({marks})", key, *some)
            found |= {hash_: _decoded(*fields[1:]) for hash_, *fields in rows}
        return found

    def add(self, key: str, records: Sequence[tuple[str, Mapping[str, Any], Outcome]]) -> None:
        """Store hash, row of the table and outcome of runs; all or, when interrupted, none.

        A run that is stored already stays as it is. Claims of the runs end, the others of their
        owner are young again.
        """
        rows = []
        for hash_, row, outcome in records:
            fields = [hash_, _to_json(row), *_encoded(outcome)]
            rows.append((key, *fields, checksum_of(key, fields)))
        hashes = [(key, hash_) for hash_, *_ in records]
        with transaction(self.path, self._connection):
            self._connection.execute("INSERT OR IGNORE INTO keys (name) VALUES (?)", (key,))
            self._connection.executemany(_INSERT, rows)
            self._connection.executemany("DELETE FROM claims WHERE key = ? AND hash = ?", hashes)
            self._connection.execute(
                "UPDATE claims SET beat = ? WHERE owner = ?", (time.time(), self._owner)
            )

    def claim(self, key: str, hashes: Sequence[str]) -> set[str]:
        """Of some runs those that are to be solved here: not stored, and claimed by no other.

        A claim whose process has ended, or was silent for `STALE_SECONDS`, is free.
        """
        free: set[str] = set(hashes)
        with transaction(self.path, self._connection):
            execute = self._connection.execute
            for some, marks in _portions(hashes):
                stored = execute(
                    "SELECT hash FROM runs JOIN keys ON keys.id = key"
                    f" WHERE name = ? AND hash IN ({marks})",
                    (key, *some),
                )
                free -= {hash_ for (hash_,) in stored}
                claims = execute(
                    f"SELECT hash, owner, beat FROM claims WHERE key = ? AND hash IN ({marks})",
                    (key, *some),
                )
                free -= {h for h, owner, beat in claims if self._is_others(owner, beat)}
            self._connection.executemany(
                "INSERT OR REPLACE INTO claims VALUES (?, ?, ?, ?)",
                [(key, hash_, self._owner, time.time()) for hash_ in free],
            )
        return free

    def release(self) -> None:
        """Give back what was claimed here and not stored."""
        with transaction(self.path, self._connection):
            self._connection.execute("DELETE FROM claims WHERE owner = ?", (self._owner,))

    def table(self, key: str | None = None) -> pd.DataFrame:
        """Rows in the order in which they were stored, of one key or of all."""
        where, values = ("true", []) if key is None else ("name = ?", [key])
        rows = self._runs(f"{where} ORDER BY runs.id", *values)
        return pd.DataFrame([json.loads(row) for _, row, *_ in rows])

    def pieces(self) -> Iterator[list[tuple[str, list[Any]]]]:
        """Key and fields of all runs, some thousand at a time, in the order of storing."""
        yield from self._pieces("true ORDER BY runs.id")

    def rows(self) -> Iterator[dict[str, Any]]:
        """Rows of the table, one after the other, without a look at their checksums."""
        with clear_errors(self.path):
            for (row,) in self._connection.execute("SELECT row FROM runs ORDER BY id"):
                try:
                    yield json.loads(row)
                except (TypeError, ValueError):
                    yield {}  # `pieces` says which row is damaged

    def copy(self, piece: Sequence[tuple[str, list[Any]]]) -> int:
        """Take runs of another ledger as they are; how many were new."""
        before = self._connection.total_changes
        rows = [(key, *fields, checksum_of(key, fields)) for key, fields in piece]
        with transaction(self.path, self._connection):
            names = [(name,) for name in dict.fromkeys(key for key, _ in piece)]
            self._connection.executemany("INSERT OR IGNORE INTO keys (name) VALUES (?)", names)
            before = self._connection.total_changes
            self._connection.executemany(_INSERT, rows)
        return self._connection.total_changes - before

    @contextmanager
    def unchanging(self) -> Iterator[None]:
        """Meanwhile what is read is what there was at first, whoever writes."""
        with clear_errors(self.path):
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def _runs(self, where: str, *values: str) -> list[list[Any]]:
        """Fields of stored runs; `LedgerError` for a row that is not as it was written."""
        return [fields for piece in self._pieces(where, *values) for _, fields in piece]

    def _pieces(self, where: str, *values: str) -> Iterator[list[tuple[str, list[Any]]]]:
        query = (
            f"SELECT runs.id, name, {', '.join(_COLUMNS)} FROM runs JOIN keys ON keys.id = key"
            f" WHERE {where}"
        )
        with clear_errors(self.path):
            cursor = self._connection.execute(query, values)
        while True:
            with clear_errors(self.path):
                found = cursor.fetchmany(_ROWS_A_PIECE)
            if not found:
                return
            piece = []
            for number, key, *fields, checksum in found:
                if checksum_of(key, fields) != checksum:
                    raise LedgerError(
                        f"{self.path}: row {number} of the runs is damaged (its checksum does not "
                        "fit): use a copy of the file, or another file"
                    )
                piece.append((key, fields))
            yield piece

    def _is_others(self, owner: Any, beat: Any) -> bool:
        if owner == self._owner or not isinstance(beat, float):
            return False
        return time.time() - beat < STALE_SECONDS and not has_ended(str(owner))


def open_ledger(path: str | Path) -> Ledger:
    """Open a ledger, or create it; `LedgerError` where that fails or the file is something else."""
    path = Path(path)
    return Ledger(path, opened(path, KIND))


def export(ledger: str | Path, out: Path) -> int:
    """Write a ledger's table as CSV or Parquet, by the suffix of `out`; the number of rows."""
    check_table_name(out)
    with read_ledger(ledger) as source, source.unchanging():
        rows, kinds = 0, kinds_of_rows(source.rows())
        with TableFile(out, kinds) as file:
            for piece in source.pieces():
                table = pd.DataFrame([json.loads(row) for _, (_, row, *_) in piece])
                file.add(table)
                rows += len(table)
    return rows


def read_ledger(path: str | Path) -> Ledger:
    """A ledger that is there, to read only; `LedgerError` for anything else."""
    connection = connect(Path(path), "ro")
    try:
        if is_new(Path(path), connection, KIND):
            raise LedgerError(f"{path}: not a ledger of runs, but an empty file")
    except BaseException:
        connection.close()
        raise
    return Ledger(Path(path), connection)


def _portions(hashes: Sequence[str]) -> Iterator[tuple[Sequence[str], str]]:
    """As many hashes as a query takes, with their placeholders."""
    for start in range(0, len(hashes), _HASHES_A_QUERY):
        some = hashes[start : start + _HASHES_A_QUERY]
        yield some, ", ".join("?" * len(some))


def has_ended(owner: str) -> bool:
    """Whether the process of a claim is known to be gone: one of this machine, on POSIX."""
    machine, _, rest = owner.rpartition("/")[0].rpartition("/")
    if os.name != "posix" or machine != platform.node() or not rest.isdigit():
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


def _to_json(row: Mapping[str, Any]) -> str:
    def plain(value: object) -> object:
        if isinstance(value, np.generic | np.ndarray):
            return value.tolist()
        raise TypeError(f"{value!r}: a {type(value).__name__} cannot be kept in a ledger")

    return json.dumps(dict(row), default=plain)


def _encoded(outcome: Outcome) -> list[Any]:
    texts = json.dumps([str(getattr(outcome, name)) for name in TEXTS])
    numbers = _PACKED.pack(*(float(getattr(outcome, name)) for name in NUMBERS))
    curves = [getattr(outcome, name) for name in CURVES]
    return [texts, numbers, *(c if c is None else _compressed(c) for c in curves)]


def _compressed(curve: FloatArray) -> bytes:
    return zlib.compress(np.asarray(curve, dtype="<f8").tobytes(), 1)


def _decoded(texts: str, numbers: bytes, *curves: bytes | None) -> Outcome:
    values = [None if curve is None else _expanded(curve) for curve in curves]
    status, *others = _texts(texts)
    named: dict[str, Any] = dict(zip(TEXTS[1:], others, strict=True))
    named |= zip(NUMBERS, _PACKED.unpack(numbers), strict=True)
    named |= zip(CURVES, values, strict=True)
    return Outcome(Status(status), **named)


def _expanded(curve: bytes) -> FloatArray:
    return np.frombuffer(zlib.decompress(curve), dtype="<f8").astype(float)


@lru_cache(maxsize=1024)
def _texts(texts: str) -> tuple[str, ...]:
    """`TEXTS` of an outcome, of which a sweep has few."""
    return tuple(json.loads(texts))
