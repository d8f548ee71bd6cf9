"""The ledger: finished runs in a SQLite file, a chunk at a time, whole or not at all.

Runs are found again by a key (`model_key`: model, mesh, tolerances, versions) and a hash
(`run_hash`: the numbers of one run). Processes of one machine may share a ledger.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pybamm_facets._arrays import FloatArray
from pybamm_facets.runs.numerics import Tolerances
from pybamm_facets.runs.outcome import Outcome, Status
from pybamm_facets.runs.table_file import check_table_name, write_table

VERSIONED = ("pybamm-facets", "pybamm", "pybammsolvers", "casadi", "numpy")
"""Packages whose versions decide what a run gives."""

TEXTS = ("status", "reason", "termination")
NUMBERS = (
    "duration",
    "energy",
    "end_voltage",
    "particle_lithium_error",
    "electrolyte_lithium_error",
)
CURVES = ("time", "voltage")
"""Fields of an outcome, by how they are kept."""

# The numbers of an outcome are packed: REAL columns would lose -0.0 and NaN.
_PACKED = struct.Struct(f"<{len(NUMBERS)}d")
_COLUMNS = ("hash", "row", "texts", "numbers", *CURVES)
_TABLES = (
    "CREATE TABLE IF NOT EXISTS keys (id INTEGER PRIMARY KEY, name NOT NULL UNIQUE, info)",
    "CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY, key INTEGER NOT NULL REFERENCES keys,"
    f" {', '.join(_COLUMNS)}, UNIQUE (key, hash))",
)
_APPLICATION = 0x70666C67
_LAYOUT = zlib.crc32(repr((_TABLES, TEXTS, NUMBERS)).encode()) >> 1
_BUSY_SECONDS = 60.0
_HASHES_A_QUERY = 500
_CAUSES = {
    sqlite3.SQLITE_FULL: "the disk is full; rows already written are kept",
    sqlite3.SQLITE_IOERR: "disk or quota full, or unreadable; rows already written are kept",
    sqlite3.SQLITE_READONLY: "the file or its folder is read-only",
    sqlite3.SQLITE_CANTOPEN: "not a file that can be opened in a folder that can be written to",
    sqlite3.SQLITE_NOTADB: "not a ledger, nor any SQLite file",
    sqlite3.SQLITE_CORRUPT: "the file is damaged",
    sqlite3.SQLITE_BUSY: f"another process held it for {_BUSY_SECONDS:.0f} s",
}


class LedgerError(OSError):
    """A ledger that cannot be opened, read or written; names the file and the cause."""


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

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def describe(self, key: str, info: Mapping[str, Any]) -> None:
        """Keep what a key stands for, such as its mesh; the first description stays."""
        with _transaction(self.path, self._connection):
            self._connection.execute(
                "INSERT INTO keys (name, info) VALUES (?, ?) ON CONFLICT (name)"
                " DO UPDATE SET info = excluded.info WHERE info IS NULL",
                (key, _to_json(info)),
            )

    def known(self, key: str, hashes: Sequence[str]) -> dict[str, Outcome]:
        """Outcomes stored under a key, by hash; a hash that is not stored is left out."""
        found: dict[str, Outcome] = {}
        columns = ", ".join(("hash", *_COLUMNS[2:]))
        for start in range(0, len(hashes), _HASHES_A_QUERY):
            some = hashes[start : start + _HASHES_A_QUERY]
            where = f"name = ? AND hash IN ({', '.join('?' * len(some))})"
            found |= {
                hash_: _decoded(*row) for hash_, *row in self._runs(columns, where, key, *some)
            }
        return found

    def add(self, key: str, records: Sequence[tuple[str, Mapping[str, Any], Outcome]]) -> None:
        """Store hash, row of the table and outcome of runs; all or, when interrupted, none.

        A run that is stored already stays as it is.
        """
        rows = [(key, hash_, _to_json(row), *_encoded(run)) for hash_, row, run in records]
        with _transaction(self.path, self._connection):
            self._connection.execute("INSERT OR IGNORE INTO keys (name) VALUES (?)", (key,))
            self._connection.executemany(
                f"INSERT OR IGNORE INTO runs (key, {', '.join(_COLUMNS)}) VALUES"
                f" ((SELECT id FROM keys WHERE name = ?){', ?' * len(_COLUMNS)})",
                rows,
            )

    def table(self, key: str | None = None) -> pd.DataFrame:
        """Rows in the order in which they were stored, of one key or of all."""
        where, values = ("true", []) if key is None else ("name = ?", [key])
        rows = self._runs("row", f"{where} ORDER BY runs.id", *values)
        return pd.DataFrame([json.loads(row) for (row,) in rows])

    def _runs(self, columns: str, where: str, *values: str) -> list[tuple[Any, ...]]:
        query = f"SELECT {columns} FROM runs JOIN keys ON keys.id = key WHERE {where}"
        with _clear_errors(self.path):
            return self._connection.execute(query, values).fetchall()


def open_ledger(path: str | Path) -> Ledger:
    """Open a ledger, or create it; `LedgerError` where that fails or the file is something else."""
    path = Path(path)
    connection = _connect(path, "rwc")
    try:
        if _is_new(path, connection):
            _write_ahead(path)
        # Written at each opening, so that a read-only file is found before anything is solved.
        with _transaction(path, connection):
            for statement in _TABLES:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_LAYOUT}")
    except BaseException:
        connection.close()
        raise
    return Ledger(path, connection)


def export(ledger: str | Path, out: Path) -> int:
    """Write a ledger's table as CSV or Parquet, by the suffix of `out`; the number of rows."""
    check_table_name(out)
    with closing(_connect(Path(ledger), "ro")) as connection:
        if _is_new(Path(ledger), connection):
            raise LedgerError(f"{ledger}: not a ledger of runs, but an empty file")
        table = Ledger(Path(ledger), connection).table()
    write_table(table, out)
    return len(table)


def run_hash(inputs: Mapping[str, float]) -> str:
    """Hash of a run's numbers; equal numbers hash alike, whatever their type or the sign of 0."""
    names = sorted(inputs)
    packed = struct.pack(f"<{len(names)}d", *(float(inputs[name]) + 0.0 for name in names))
    return hashlib.sha256(json.dumps(names).encode() + packed).hexdigest()


def model_key(fingerprint: str, tolerances: Tolerances, curves: bool) -> str:
    """Hash of what the runs of a model share, with the versions of what computes them."""
    versions = {name: metadata.version(name) for name in VERSIONED}
    shared = json.dumps([fingerprint, asdict(tolerances), curves, versions])
    return hashlib.sha256(shared.encode()).hexdigest()


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        raise LedgerError(f"{path}: {_CAUSES.get(code, 'SQLite failed')} ({error})") from error


@contextmanager
def _transaction(path: Path, connection: sqlite3.Connection) -> Iterator[None]:
    with _clear_errors(path):
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("COMMIT")
        except BaseException:
            # Closing rolls back as well, but this connection may go on; SQLite may have done it.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    if not path.parent.is_dir():
        raise LedgerError(f"{path}: there is no folder {path.parent}")
    if mode == "ro" and not path.exists():
        raise LedgerError(f"{path}: there is no such ledger")
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    with _clear_errors(path):
        return sqlite3.connect(uri, _BUSY_SECONDS, isolation_level=None, uri=True)


def _is_new(path: Path, connection: sqlite3.Connection) -> bool:
    """Whether a file is empty; `LedgerError` unless it is that or a ledger of this version."""
    with _clear_errors(path):
        # The tables first: another process creates them and sets the numbers at one stroke.
        queries = (
            "SELECT count(*) FROM sqlite_master",
            "PRAGMA application_id",
            "PRAGMA user_version",
        )
        tables, application, layout = (connection.execute(q).fetchone()[0] for q in queries)
    if tables and application != _APPLICATION:
        raise LedgerError(f"{path}: not a ledger of runs, but a SQLite file of another program")
    if tables and layout != _LAYOUT:
        raise LedgerError(f"{path}: a ledger of another version of pybamm-facets; use another file")
    return not tables


def _write_ahead(path: Path) -> None:
    """Let readers and a writer work at once, where the file system has shared memory for it."""
    with closing(_connect(path, "rwc")) as connection:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return
    # A new connection that asks for exclusive access first needs no shared memory to undo it.
    with _clear_errors(path), closing(_connect(path, "rwc")) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()


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
    values: dict[str, Any] = dict(zip(TEXTS, json.loads(texts), strict=True))
    values["status"] = Status(values["status"])
    values |= zip(NUMBERS, _PACKED.unpack(numbers), strict=True)
    for name, curve in zip(CURVES, curves, strict=True):
        if curve is not None:
            values[name] = np.frombuffer(zlib.decompress(curve), dtype="<f8").astype(float)
    return Outcome(**values)
