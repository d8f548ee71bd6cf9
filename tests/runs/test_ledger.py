"""The ledger gives back what was put in, to the bit, and survives what happens to files."""

import json
import math
import multiprocessing
import os
import signal
import sqlite3
import struct
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pybamm_facets.runs import ledger as module
from pybamm_facets.runs import sqlite_file
from pybamm_facets.runs.ledger import export, open_ledger
from pybamm_facets.runs.outcome import Outcome, Status
from pybamm_facets.runs.sqlite_file import LedgerError

forks = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
posix = pytest.mark.skipif(os.name != "posix", reason="file modes and signals of POSIX")


def bits(outcome):
    """Every field as something that compares to the bit."""
    values = (getattr(outcome, field.name) for field in fields(outcome))
    return [v if v is None or isinstance(v, str) else np.asarray(v).tobytes() for v in values]


def record(hash_, **row):
    return hash_, {"design": hash_, **row}, Outcome(Status.OK, duration=1.0)


def records(name, count):
    return [record(f"{name}{i}") for i in range(count)]


def check_integrity(path):
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "sweep.db"


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with open_ledger(tmp_path_factory.mktemp("ledger") / "shared.db") as ledger:
        yield ledger


numbers = st.floats(width=64)
curve = st.none() | st.lists(numbers, max_size=5).map(np.array).map(lambda a: a.astype(float))
ODD_NAN = struct.unpack("d", struct.pack("Q", 0xFFF8_0000_0000_BEEF))[0]


@given(
    outcome=st.builds(
        Outcome, st.sampled_from(Status), st.text(), st.text(),
        *[numbers] * 5, time=curve, voltage=curve,
    ),
    value=numbers,
)  # fmt: skip
@example(Outcome(Status.OK, "\ud800", "\0", math.nan, math.inf, -0.0, ODD_NAN, 5e-324), -0.0)
@example(Outcome(Status.OK, time=np.array([]), voltage=np.array([math.nan, -0.0])), math.nan)
def test_round_trip_is_exact_to_the_bit(shared, outcome, value):
    name = os.urandom(16).hex()
    shared.add(name, [("h", {"value": value, "none": None}, outcome)])
    assert bits(shared.known(name, ["h"])["h"]) == bits(outcome)
    (kept,) = shared.table(name)["value"]
    assert repr(kept) == repr(value)


def test_numbers_of_numpy_are_kept_and_other_objects_refused(path):
    row = {"a": np.float64(0.1), "b": np.float32(0.1), "c": np.int64(3), "d": np.bool_(True)}
    with open_ledger(path) as ledger:
        ledger.add("k", [("h", row, Outcome(Status.OK, duration=np.float64(0.1)))])
        assert ledger.table().to_dict("records") == [{k: v.item() for k, v in row.items()}]
        with pytest.raises(TypeError, match=r"<object .*>: a object cannot be kept in a ledger"):
            ledger.add("k", [record("fine"), record("bad", label=object())])
        assert not ledger.known("k", ["fine", "bad"])


def test_the_first_of_a_hash_stays(path):
    first, second = Outcome(Status.OK, duration=1.0), Outcome(Status.OK, duration=2.0)
    with open_ledger(path) as ledger:
        ledger.add("k", [("h", {"n": 1}, first), ("h", {"n": 2}, second)])
        ledger.add("k", [("h", {"n": 3}, second), ("other", {"n": 4}, second)])
        assert ledger.known("k", ["h"])["h"].duration == 1
        assert ledger.table()["n"].tolist() == [1, 4]


def test_reopened_and_in_the_order_of_adding(path):
    names = [f"{i * 7919 % 3000}" for i in range(3000)]
    with open_ledger(path) as ledger:
        for start in range(0, 3000, 500):
            ledger.add("k", [record(name) for name in names[start : start + 500]])
    with open_ledger(str(path)) as ledger:
        assert ledger.table()["design"].tolist() == names
        assert set(ledger.known("k", [*names, "unknown"])) == set(names)


def test_another_key_is_another_run(path):
    with open_ledger(path) as ledger:
        ledger.add("k", [record("h", n=1)])
        assert ledger.known("other", ["h"]) == {}
        ledger.add("other", [record("h", n=2)])
        assert ledger.table("k")["n"].tolist() == [1]
        assert ledger.table("other")["n"].tolist() == [2]
        assert ledger.table()["n"].tolist() == [1, 2]
        assert ledger.table("none").empty


def test_the_first_description_of_a_key_stays(path):
    with open_ledger(path) as ledger:
        ledger.add("k", [record("h")])
        ledger.describe("k", {"mesh": (20, np.int64(3))})
        ledger.describe("k", {"mesh": "other"})
        ledger.describe("new", {"mesh": "other"})
    with sqlite3.connect(path) as connection:
        found = dict(connection.execute("SELECT name, info FROM keys"))
    connection.close()
    assert {k: json.loads(v) for k, v in found.items()} == {
        "k": {"mesh": [20, 3]},
        "new": {"mesh": "other"},
    }


def test_every_field_of_an_outcome_is_kept():
    kept = (*module.TEXTS, *module.NUMBERS, *module.CURVES)
    assert sorted(kept) == sorted(field.name for field in fields(Outcome))


def write_chunks(path, name, chunks, gate):
    gate.wait()
    with open_ledger(path) as ledger:
        for chunk in range(chunks):
            rows = range(chunk * 25, chunk * 25 + 25)
            ledger.add("k", [record(f"{name}{i}", name=name, i=i) for i in rows])


@contextmanager
def writers(path, names, chunks):
    """Processes that open and fill a ledger at one moment."""
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(len(names) + 1)
    processes = [
        context.Process(target=write_chunks, args=(path, name, chunks, gate)) for name in names
    ]
    for process in processes:
        process.start()
    gate.wait()
    yield processes
    for process in processes:
        process.join()


@posix
@forks
def test_two_processes_share_a_ledger(path):
    with writers(path, "ab", 80) as processes:
        pass
    assert [process.exitcode for process in processes] == [0, 0]
    check_integrity(path)
    with open_ledger(path) as ledger:
        table = ledger.table()
        assert len(ledger.known("k", [f"a{i}" for i in range(2000)])) == 2000
    rows = table.groupby("name")["i"].apply(list).to_dict()
    assert rows == {name: list(range(2000)) for name in "ab"}


@posix
@forks
def test_killed_while_adding_leaves_whole_chunks(path):
    with writers(path, "a", 100_000) as (process,):
        time.sleep(0.2)
        os.kill(process.pid, signal.SIGKILL)
    assert process.exitcode == -signal.SIGKILL
    with open_ledger(path) as ledger:
        count = len(ledger.table())
        ledger.add("k", [record("next")])
        assert len(ledger.table()) == count + 1
    assert count > 0
    assert count % 25 == 0
    check_integrity(path)


@posix
@forks
def test_a_ledger_that_is_open_while_processes_fork(path):
    with open_ledger(path) as ledger:
        ledger.add("k", records("before", 3))
        with writers(path, "ab", 2):
            ledger.add("k", records("meanwhile", 3))
        ledger.add("k", records("after", 3))
        assert len(ledger.table()) == 109
    check_integrity(path)


def test_an_interrupted_chunk_leaves_nothing(path, monkeypatch):
    with open_ledger(path) as ledger:
        ledger.add("k", records("a", 3))
        connection = Interrupted(ledger._connection)  # noqa: SLF001
        monkeypatch.setattr(ledger, "_connection", connection)
        with pytest.raises(KeyboardInterrupt):
            ledger.add("k", records("b", 3))
        monkeypatch.undo()
        ledger.add("k", records("c", 3))
        assert ledger.table()["design"].tolist() == ["a0", "a1", "a2", "c0", "c1", "c2"]


class Interrupted:
    """A connection during which someone presses Ctrl-C, when the rows are in."""

    def __init__(self, connection):
        self.connection = connection

    def __getattr__(self, name):
        return getattr(self.connection, name)

    def executemany(self, *arguments):
        self.connection.executemany(*arguments)
        raise KeyboardInterrupt


@contextmanager
def unprivileged():
    """As a user whom file modes hold back."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@posix
@pytest.mark.parametrize("what", ["file", "folder", "new"])
def test_read_only(what):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sweep.db"
        if what != "new":
            with open_ledger(path) as ledger:
                ledger.add("k", records("a", 3))
            path.chmod(0o444 if what == "file" else 0o666)
        Path(folder).chmod(0o777 if what == "file" else 0o555)
        with unprivileged(), pytest.raises(LedgerError, match=r"sweep\.db: .*(read-only|written)"):
            open_ledger(path)
        Path(folder).chmod(0o777)
        if what != "new":
            with open_ledger(path) as ledger:
                assert len(ledger.table()) == 3


def test_no_such_folder(tmp_path):
    with pytest.raises(LedgerError, match=r"none.sweep\.db: there is no folder .*none"):
        open_ledger(tmp_path / "none" / "sweep.db")
    assert not list(tmp_path.iterdir())
    with pytest.raises(LedgerError, match="not a file"):
        open_ledger(tmp_path)


def test_other_files_are_refused_and_left_alone(path):
    path.write_text("design,c_rate\n" * 1000)
    before = path.read_bytes()
    with pytest.raises(LedgerError, match=r"sweep\.db: not a ledger, nor any SQLite file"):
        open_ledger(path)
    assert path.read_bytes() == before
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE photographs (name)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match=r"sweep\.db: .* of another program"):
        open_ledger(path)
    assert path.read_bytes() == before


def test_a_damaged_ledger(path):
    with open_ledger(path) as ledger:
        ledger.add("k", records("a", 3000))
    content = path.read_bytes()
    path.write_bytes(content[:8192] + os.urandom(len(content) - 8192))
    with (
        pytest.raises(LedgerError, match=r"sweep\.db: the file is damaged"),
        open_ledger(path) as ledger,
    ):
        ledger.table()


def test_a_ledger_of_another_layout(path, monkeypatch):
    with open_ledger(path) as ledger:
        ledger.add("k", records("a", 3))
    monkeypatch.setattr(module, "KIND", replace(module.KIND, layout=1))
    with pytest.raises(LedgerError, match=r"sweep\.db: a ledger of runs of another version"):
        open_ledger(path)
    with pytest.raises(LedgerError, match=r"sweep\.db: a ledger of runs of another version"):
        export(path, path.with_suffix(".csv"))


def fill(ledger):
    """Add chunks until it fails; how many rows went in."""
    for chunk in range(1000):
        try:
            ledger.add("k", records(f"{chunk} ", 100))
        except LedgerError as error:
            assert str(ledger.path) in str(error)
            assert "already written are kept" in str(error)
            return 100 * chunk
    raise AssertionError("it never failed")


def test_a_full_disk_loses_no_row(path, monkeypatch):
    connect = sqlite3.connect

    def small(*arguments, **options):
        connection = connect(*arguments, **options)
        connection.execute("PRAGMA max_page_count = 100")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", small)
        with open_ledger(path) as ledger:
            written = fill(ledger)
            assert written > 0
            assert len(ledger.table()) == written
    check_integrity(path)
    with open_ledger(path) as ledger:
        ledger.add("k", records("later", 100))
        assert len(ledger.table()) == written + 100


@posix
def test_a_file_that_may_not_grow_loses_no_row(path):
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
    try:
        with open_ledger(path) as ledger:
            written = fill(ledger)
            assert written > 0
            assert len(ledger.table()) == written
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    check_integrity(path)
    with open_ledger(path) as ledger:
        ledger.add("k", records("later", 100))
        assert len(ledger.table()) == written + 100


@posix
def test_another_process_that_will_not_let_go(path, monkeypatch):
    monkeypatch.setattr(sqlite_file, "_BUSY_SECONDS", 0.05)
    with open_ledger(path) as one, open_ledger(path) as two:
        one._connection.execute("BEGIN IMMEDIATE")  # noqa: SLF001
        with pytest.raises(LedgerError, match="another process"):
            two.add("k", records("a", 3))
        assert two.known("k", ["a0"]) == {}
        one._connection.execute("ROLLBACK")  # noqa: SLF001
        two.add("k", records("a", 3))


@pytest.mark.parametrize("hindrance", ["no shared memory", "no write-ahead log"])
def test_file_systems_without_shared_memory(path, monkeypatch, hindrance):
    connect = sqlite3.connect
    if hindrance == "no shared memory":
        Path(f"{path}-shm").symlink_to(path.parent / "none" / "none")
    else:
        monkeypatch.setattr(
            sqlite3, "connect", lambda file, *a, **o: connect(f"{file}&vfs=unix-dotfile", *a, **o)
        )
    with open_ledger(path) as one, open_ledger(path) as two:
        one.add("k", records("a", 300))
        two.add("k", records("b", 300))
        assert len(one.table()) == 600
        mode = one._connection.execute("PRAGMA journal_mode").fetchone()  # noqa: SLF001
        assert mode == ("delete",)


@pytest.fixture
def filled(path):
    rows = [
        {"design": "a", "c_rate": 1.0, "capacity_mAh_g": 0.1 + 0.2, "status": "ok"},
        {"design": 7, "c_rate": 10.0, "capacity_mAh_g": math.nan, "status": "failed"},
        {"design": "b, \"c\"\n", "c_rate": 1e-3, "capacity_mAh_g": math.inf, "kappa_core": -1 / 3},
    ]  # fmt: skip
    with open_ledger(path) as ledger:
        ledger.add("k", [(str(i), row, Outcome(Status.OK)) for i, row in enumerate(rows)])
        return path, ledger.table()


def test_export_to_csv(filled, tmp_path):
    path, table = filled
    out = tmp_path / "table.csv"
    assert export(path, out) == 3
    read = pd.read_csv(out)
    table["design"] = table["design"].map(str)
    # Written to the last digit; pandas 2 may read one of them a digit off.
    pd.testing.assert_frame_equal(read, table, check_exact=False, rtol=3e-16, atol=0)


def test_export_to_parquet(filled, tmp_path):
    path, table = filled
    out = tmp_path / "table.parquet"
    assert export(path, out) == 3
    table["design"] = table["design"].map(str)
    pd.testing.assert_frame_equal(pd.read_parquet(out), table, check_exact=True)


def test_export_refuses(filled, tmp_path, monkeypatch):
    path, _ = filled
    with pytest.raises(ValueError, match=r"table\.xlsx.*\.csv or \.parquet"):
        export(path, tmp_path / "table.xlsx")
    with pytest.raises(LedgerError, match=r"none\.db: there is no such ledger"):
        export(tmp_path / "none.db", tmp_path / "table.csv")
    assert not (tmp_path / "none.db").exists()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r'pip install "pybamm-facets\[parquet\]"'):
        export(path, tmp_path / "table.parquet")
