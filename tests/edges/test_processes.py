"""Forks, signals and closed terminals: work ends, or says why, and leaves nothing behind."""

import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from multiprocessing import get_context

import numpy as np
import pandas as pd
import pytest

from pybamm_facets.runs.workers import local

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and forks of POSIX")

LIMIT = 90  # seconds until a script counts as stuck

SCRIPT = """
    import warnings
    warnings.simplefilter("ignore", DeprecationWarning)  # Python's, of fork with threads
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context
    import numpy as np, pandas as pd, pybamm_facets as pf

    numerics = pf.Numerics({"r_p": 8, "x_p": 3, "x_s": 5})
    designs = pd.DataFrame({"kappa_shell": np.linspace(-10, 3, 8)})

    def sweep(_=None, **options):
        results = pf.sweep("Li2025_core_shell", designs, [10], numerics=numerics, **options)
        return results.table["status"].tolist()

    assert sweep(threads=2) == ["ok"] * 8
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        print(BODY)
"""


@pytest.mark.parametrize(
    "body", ["sweep(executor=pool, threads=2)", "list(pool.map(sweep, range(2)))[1]"]
)
def test_a_fork_after_threads_ends(body):
    script = textwrap.dedent(SCRIPT).replace("BODY", body)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=LIMIT, check=False
    )
    assert done.stdout.strip() == str(["ok"] * 8), done.stderr
    if "threads=2" in body:
        assert "threads=2: one only" in done.stderr


@pytest.fixture
def sweeping(tmp_path):
    """A command with two workers, in the middle of a long sweep."""
    designs = pd.DataFrame({"kappa_shell": np.linspace(-10, 3, 4000)})
    designs.to_csv(tmp_path / "designs.csv", index=False)
    command = [sys.executable, "-m", "pybamm_facets", "sweep", "designs.csv", "--workers", "2"]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    until(lambda: rows(tmp_path / "results" / "sweep.db") > 0)
    yield process
    if not is_gone(process.pid):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def rows(store):
    import sqlite3

    if not store.exists():
        return 0
    with sqlite3.connect(store) as connection:
        try:
            (count,) = connection.execute("SELECT count(*) FROM runs").fetchone()
        except sqlite3.OperationalError:
            count = 0
    connection.close()
    return count


def until(happens, seconds=LIMIT):
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "did not happen"
        time.sleep(0.1)


def is_gone(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize(
    "name",
    [
        "SIGTERM",
        pytest.param("SIGHUP", marks=pytest.mark.slow),
        pytest.param("SIGKILL", marks=pytest.mark.slow),
    ],
)
def test_workers_end_with_their_parent(sweeping, name):
    os.kill(sweeping.pid, getattr(signal, name))
    sweeping.wait(LIMIT)
    until(lambda: is_gone(sweeping.pid), 15)


@pytest.mark.slow
def test_ctrl_c_twice(sweeping):
    os.killpg(sweeping.pid, signal.SIGINT)
    time.sleep(0.3)
    if sweeping.poll() is None:
        os.killpg(sweeping.pid, signal.SIGINT)
    said, _ = sweeping.communicate(timeout=LIMIT)
    until(lambda: is_gone(sweeping.pid), 15)
    assert sweeping.returncode in (130, -signal.SIGINT)
    assert "which are kept in" in re.sub(r"\s+", " ", said)
    assert "Traceback" not in said, said


def test_a_worker_without_a_parent_ends():
    child = get_context("spawn").Process(target=alone, args=(os.getpid() + 10**6,))
    child.start()
    child.join(LIMIT)
    assert child.exitcode == 1


def alone(parent):
    local.watch(parent)
    time.sleep(LIMIT)


@pytest.mark.parametrize("count", [0, -1, 10**6, True, 2.5])
def test_more_workers_than_a_machine_can_have_are_refused(count):
    with (
        pytest.raises(ValueError, match=rf"workers={count}: expected a whole number from 1 to"),
        local.local_workers(count),
    ):
        pass
