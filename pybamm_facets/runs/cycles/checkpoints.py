"""Journeys in a SQLite file: from the newest a broken run goes on as if it had never stopped.

A journey is found under a key of all that decides it: model, set, mechanism, protocol, stepping,
tolerances, and the versions of what computes. What is written at once is written whole or not at
all, and carries a checksum.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np

from pybamm_facets._arrays import FloatArray
from pybamm_facets.runs.cycles.cycling_cell import CellState, CycleRecord
from pybamm_facets.runs.cycles.journey import CycleRow, Journey
from pybamm_facets.runs.outcome import Status
from pybamm_facets.runs.sqlite_file import (
    FileKind,
    LedgerError,
    checksum_of,
    clear_errors,
    opened,
    transaction,
)

_TABLES = (
    "CREATE TABLE IF NOT EXISTS journeys (id INTEGER PRIMARY KEY, key NOT NULL UNIQUE, subject "
    "NOT NULL, info NOT NULL, state NOT NULL, doses NOT NULL, counts NOT NULL, checksum NOT NULL)",
    "CREATE TABLE IF NOT EXISTS cycles (journey INTEGER NOT NULL REFERENCES journeys, cycle NOT "
    "NULL, row NOT NULL, numbers NOT NULL, checksum NOT NULL, PRIMARY KEY (journey, cycle)) "
    "WITHOUT ROWID",
)
KIND = FileKind("a file of cycled cells", 0x70666379, zlib.crc32(repr(_TABLES).encode()) >> 1,
                _TABLES)  # fmt: skip
_COUNTS = struct.Struct("<qq?")


class Checkpoints:
    """Journeys in a file; `open_checkpoints` gives one.

    Parameters
    ----------
    path
        Named in errors.
    connection
        Without implicit transactions.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self._connection = path, connection

    def __enter__(self) -> Checkpoints:
        return self

    def __exit__(self, *error: object) -> None:
        self._connection.close()

    def load(self, key: str) -> Journey | None:
        """The journey of a key, as far as it came; None for none.

        Raises
        ------
        LedgerError
            If it is not as it was written.
        """
        execute = self._connection.execute
        with clear_errors(self.path), self._reading():
            found = execute(
                "SELECT id, state, doses, counts, checksum FROM journeys WHERE key = ?", (key,)
            ).fetchone()
            if found is None:
                return None
            number, *fields, checksum = found
            stored = execute(
                "SELECT row, numbers, checksum FROM cycles WHERE journey = ? ORDER BY cycle",
                (number,),
            ).fetchall()
        self._check(key, fields, checksum)
        for *parts, own in stored:
            self._check(key, parts, own)
        state, doses, counts = fields
        solved, step, ended = _COUNTS.unpack(counts)
        rows = tuple(_row(text, numbers) for text, numbers, _ in stored)
        return Journey(CellState(_numbers(state), _numbers(doses)), rows, solved, step, ended)

    def others(self, subject: str, key: str) -> int:
        """Journeys of the same subject under other keys."""
        with clear_errors(self.path):
            query = "SELECT count(*) FROM journeys WHERE subject = ? AND key != ?"
            return int(self._connection.execute(query, (subject, key)).fetchone()[0])

    def save(self, key: str, subject: str, info: Mapping[str, Any], journey: Journey) -> None:
        """Keep a journey and the rows that are new; all or, when interrupted, none."""
        fields = [
            journey.state.vector.astype("<f8").tobytes(),
            journey.state.doses.astype("<f8").tobytes(),
            _COUNTS.pack(journey.solved, journey.step, journey.ended),
        ]
        execute = self._connection.execute
        with transaction(self.path, self._connection):
            execute(
                "INSERT INTO journeys (key, subject, info, state, doses, counts, checksum) VALUES "
                "(?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET state = excluded.state, "
                "doses = excluded.doses, counts = excluded.counts, checksum = excluded.checksum",
                (key, subject, json.dumps(dict(info)), *fields, checksum_of(key, fields)),
            )
            (number,) = execute("SELECT id FROM journeys WHERE key = ?", (key,)).fetchone()
            last = execute("SELECT max(cycle) FROM cycles WHERE journey = ?", (number,)).fetchone()
            for row in journey.rows:
                if row.cycle > (last[0] or 0):
                    parts = _parts(row)
                    execute(
                        "INSERT INTO cycles VALUES (?, ?, ?, ?, ?)",
                        (number, row.cycle, *parts, checksum_of(key, parts)),
                    )

    def _reading(self) -> AbstractContextManager[Any]:
        return nullcontext() if self._connection.in_transaction else _Snapshot(self._connection)

    def _check(self, key: str, fields: Sequence[Any], checksum: str) -> None:
        if checksum_of(key, fields) != checksum:
            raise LedgerError(
                f"{self.path}: a journey in it is damaged (its checksum does not fit): use a copy "
                "of the file, or another file"
            )


class _Snapshot:
    """What is read inside is of one moment, whoever writes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN")

    def __exit__(self, *error: object) -> None:
        self._connection.execute("ROLLBACK")


def open_checkpoints(path: str | Path) -> Checkpoints:
    """Open a file of journeys, or create it.

    Raises
    ------
    LedgerError
        Where that fails or the file is something else.
    """
    path = Path(path)
    return Checkpoints(path, opened(path, KIND))


def _parts(row: CycleRow) -> list[Any]:
    record = row.record
    text = json.dumps([row.cycle, row.solved, record.status.value, record.reason, record.retries])
    numbers = [
        record.discharged,
        record.charged,
        record.energy,
        record.duration,
        record.salt_loss,
        *row.doses,
        *record.gains,
    ]
    return [text, np.array(numbers, dtype="<f8").tobytes()]


def _row(text: str, numbers: bytes) -> CycleRow:
    cycle, solved, status, reason, retries = json.loads(text)
    discharged, charged, energy, duration, loss, *rest = _numbers(numbers).tolist()
    doses, gains = np.split(np.array(rest), 2)
    return CycleRow(
        cycle,
        doses,
        CycleRecord(
            Status(status), reason, discharged, charged, energy, duration, gains, loss, retries
        ),
        solved,
    )


def _numbers(packed: bytes) -> FloatArray:
    return np.frombuffer(packed, dtype="<f8").astype(float)
