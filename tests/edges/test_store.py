"""What a store gives back is what was put in, or an error that names file and row."""

import json
import multiprocessing
import os
import random
import sqlite3
import time

import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.runs import engine
from pybamm_facets.runs import ledger as module
from pybamm_facets.runs.ledger import open_ledger
from pybamm_facets.runs.outcome import WORKER_DEATH, Outcome, Status
from pybamm_facets.runs.sqlite_file import LedgerError

COARSE = pf.Numerics({"r_p": 8, "x_p": 3, "x_s": 5})
RADII = {"radius_m": [2e-6, 3e-6, 4e-6]}
HASHES = [f"run {i}" for i in range(40)]


def outcome(number):
    return Outcome(Status.OK, duration=float(number), energy=2.0 * number, end_voltage=2.5)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "runs.db"


@pytest.fixture
def filled(path):
    with open_ledger(path) as ledger:
        ledger.add("k", [(h, {"i": i}, outcome(i)) for i, h in enumerate(HASHES)])
    with sqlite3.connect(path) as connection:  # one file, without a log beside it
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    connection.close()
    return path


def sweep(path=None, **options):
    options = {"numerics": COARSE, **options}
    return pf.sweep("Li2025_core_shell", RADII, [5], store=path, **options)


@pytest.mark.parametrize("column", ["texts", "numbers", "row", "hash"])
@pytest.mark.parametrize("damage", [b"\xff\xfe", "{", None, 3])
def test_a_damaged_field_names_file_and_row(filled, column, damage):
    with sqlite3.connect(filled) as connection:
        connection.execute(f"UPDATE runs SET {column} = ? WHERE id = 7", (damage,))
    connection.close()
    with open_ledger(filled) as ledger, pytest.raises(LedgerError, match="row 7 ") as caught:
        ledger.table()
    assert str(filled) in str(caught.value)


def test_no_flipped_bit_gives_another_number(filled):
    whole, chance = filled.read_bytes(), random.Random(0)
    right = {h: float(i) for i, h in enumerate(HASHES)}
    seen = {"refused": 0, "left out": 0, "whole": 0}
    for _ in range(400):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        filled.write_bytes(damaged)
        try:
            with open_ledger(filled) as ledger:
                found = ledger.known("k", HASHES)
                ledger.table()
        except LedgerError as error:
            assert str(filled) in str(error)
            seen["refused"] += 1
            continue
        assert {h: found[h].duration for h in found}.items() <= right.items()
        assert all(one.energy == 2 * one.duration for one in found.values())
        seen["whole" if len(found) == len(right) else "left out"] += 1
    assert seen["refused"] > 50


def test_a_worker_death_is_no_answer(path, monkeypatch):
    solve = engine.solve_all

    def dies(job, inputs, *, on_chunk, claim, **options):
        on_chunk(claim([0]), [Outcome(Status.FAILED, "killed", WORKER_DEATH)])
        rest = lambda indices: claim([i for i in indices if i])  # noqa: E731
        solve(job, inputs, on_chunk=on_chunk, claim=rest, **options)

    monkeypatch.setattr(engine, "solve_all", dies)
    first = sweep(path).table
    assert first["status"].tolist() == ["failed", "ok", "ok"]
    monkeypatch.setattr(engine, "solve_all", solve)
    again = sweep(path).table
    assert again["status"].tolist() == ["ok"] * 3
    pd.testing.assert_frame_equal(again, sweep().table)


def test_backends_do_not_answer_for_each_other(path):
    sweep(path)
    counts = []
    sweep(path, progress=lambda seen: counts.append(seen.stored))
    assert counts[-1] == 3
    counts.clear()
    stock = pf.Numerics(COARSE.var_pts, backend="stock")
    sweep(path, numerics=stock, progress=lambda seen: counts.append(seen.stored))
    assert counts[-1] == 0


def solve_some(path, gate, count):
    solved, taken = 0, 0
    gate.wait()
    with open_ledger(path) as ledger:
        while taken < count:
            mine = sorted(ledger.claim("k", HASHES[taken : taken + 4]))
            taken += 4
            solved += len(mine)
            time.sleep(0.01 * len(mine))
            ledger.add("k", [(h, {}, outcome(1)) for h in mine])
    gate.wait()
    (path.parent / f"{os.getpid()}.json").write_text(json.dumps(solved))


def test_processes_share_the_work(path):
    spawn = multiprocessing.get_context("spawn")
    gate = spawn.Barrier(2)
    workers = [spawn.Process(target=solve_some, args=(path, gate, len(HASHES))) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    shares = [json.loads(file.read_text()) for file in path.parent.glob("*.json")]
    assert len(shares) == 2
    assert sum(shares) == len(HASHES)
    assert min(shares) > 0


def test_two_calls_with_one_store_solve_each_run_once(path):
    """The second call finds the first one's claim on a run, waits for it and takes its answer."""
    with open_ledger(path) as other:
        seen, lent = [], []

        def tell(progress):
            seen.append(progress)
            if len(seen) == 2:  # ours are solved: the other finishes the one that it had claimed
                other.add(key, [(lent[0], {}, outcome(7))])

        claim = module.Ledger.claim

        def claim_after_the_other(ledger, name, hashes):
            nonlocal key
            if not lent:
                key = name
                lent.append(hashes[0])
                claim(other, name, hashes[:1])
            return claim(ledger, name, hashes)

        key = ""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module.Ledger, "claim", claim_after_the_other)
            table = sweep(path, progress=tell).table
    assert table["duration_s"].iloc[0] == 7
    assert seen[-1].stored == 1
    assert seen[-1].done == 3


@pytest.mark.parametrize("how", ["ended", "silent"])
def test_a_claim_that_nobody_keeps_is_free(path, how, monkeypatch):
    with open_ledger(path) as one, open_ledger(path) as other:
        assert one.claim("k", HASHES[:3]) == set(HASHES[:3])
        assert other.claim("k", HASHES[:3]) == set()
        if how == "ended":
            monkeypatch.setattr(module, "has_ended", lambda owner: True)
        else:
            later = time.time() + module.STALE_SECONDS + 1
            monkeypatch.setattr(module.time, "time", lambda: later)
        assert other.claim("k", HASHES[:3]) == set(HASHES[:3])


@pytest.mark.skipif(os.name != "posix", reason="processes of POSIX")
def test_an_ended_process_is_known_to_have_ended(path):
    child = multiprocessing.get_context("spawn").Process(target=int)
    child.start()
    child.join()
    owner = f"{module.platform.node()}/{child.pid}/abc"
    assert module.has_ended(owner)
    assert not module.has_ended(f"{module.platform.node()}/{os.getpid()}/abc")
    assert not module.has_ended(f"elsewhere/{child.pid}/abc")
