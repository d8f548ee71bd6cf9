"""SQLite files of this package: whole or not at all, of a known kind, with clear errors."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_BUSY_SECONDS = 60.0
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


@dataclass(frozen=True)
class FileKind:
    """What tells the files of one purpose from others.

    Parameters
    ----------
    name
        What it is called, with its article.
    application
        SQLite's number of the program.
    layout
        Number of the layout of its tables.
    tables
        Statements that create them.
    """

    name: str
    application: int
    layout: int
    tables: tuple[str, ...]


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Errors of SQLite as `LedgerError`, with the file and the cause."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        raise LedgerError(f"{path}: {_CAUSES.get(code, 'SQLite failed')} ({error})") from error


@contextmanager
def transaction(path: Path, connection: sqlite3.Connection) -> Iterator[None]:
    """What is written inside is written whole or not at all."""
    with clear_errors(path):
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("COMMIT")
        except BaseException:
            # Closing rolls back as well, but this connection may go on; SQLite may have done it.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection without implicit transactions; `mode` as in SQLite's addresses."""
    if not path.parent.is_dir():
        raise LedgerError(f"{path}: there is no folder {path.parent}")
    if mode == "ro" and not path.exists():
        raise LedgerError(f"{path}: there is no such ledger")
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    with clear_errors(path):
        connection = sqlite3.connect(uri, timeout=_BUSY_SECONDS, isolation_level=None, uri=True)
    # Damaged text is found by its checksum, with the number of its row.
    connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    return connection


def is_new(path: Path, connection: sqlite3.Connection, kind: FileKind) -> bool:
    """Whether a file is empty; `LedgerError` unless it is that or of its kind and version."""
    with clear_errors(path):
        # The tables first: another process creates them and sets the numbers at one stroke.
        queries = (
            "SELECT count(*) FROM sqlite_master",
            "PRAGMA application_id",
            "PRAGMA user_version",
        )
        tables, application, layout = (connection.execute(q).fetchone()[0] for q in queries)
    if tables and application != kind.application:
        raise LedgerError(f"{path}: not {kind.name}, but a SQLite file of another program")
    if tables and layout != kind.layout:
        raise LedgerError(
            f"{path}: {kind.name} of another version of pybamm-facets; use another file"
        )
    return not tables


def write_ahead(path: Path) -> None:
    """Let readers and a writer work at once, where the file system has shared memory for it."""
    with closing(connect(path, "rwc")) as connection:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return
    # A new connection that asks for exclusive access first needs no shared memory to undo it.
    with clear_errors(path), closing(connect(path, "rwc")) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()


def mark(path: Path, connection: sqlite3.Connection, kind: FileKind) -> None:
    """Create the tables where they are missing, and say of which kind the file is.

    Written at each opening, so that a read-only file is found before anything is solved.
    """
    with transaction(path, connection):
        for statement in kind.tables:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {kind.application}")
        connection.execute(f"PRAGMA user_version = {kind.layout}")


def opened(path: Path, kind: FileKind) -> sqlite3.Connection:
    """A file of a kind, which is created where there is none.

    Raises
    ------
    LedgerError
        Where that fails or the file is something else.
    """
    connection = connect(path, "rwc")
    try:
        if is_new(path, connection, kind):
            write_ahead(path)
        mark(path, connection, kind)
    except BaseException:
        connection.close()
        raise
    return connection


def checksum_of(key: str, fields: Sequence[Any]) -> str:
    """Checksum of what is kept under a key, of its types too."""
    digest = hashlib.blake2b(digest_size=12)
    for field in (key, *fields):
        if field is None:
            digest.update(b"NoneType 4 None")
        elif isinstance(field, str):
            content = field.encode("utf-8", "surrogateescape")
            digest.update(b"str %d %b" % (len(content), content))
        elif isinstance(field, bytes):
            digest.update(b"bytes %d %b" % (len(field), field))
        else:
            content = repr(field).encode()
            digest.update(f"{type(field).__name__} {len(content)} ".encode() + content)
    return digest.hexdigest()
