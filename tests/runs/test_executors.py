"""Every run comes back once, wherever it runs and whoever dies."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

import pytest

import pybamm_facets as pf
from pybamm_facets import names
from pybamm_facets.runs.groups import grouped
from pybamm_facets.runs.outcome import Outcome, Status
from pybamm_facets.runs.run import Run
from pybamm_facets.runs.workers import executors
from pybamm_facets.runs.workers.executors import solve_all
from pybamm_facets.runs.workers.job import Job, kept_solver, solve_inputs
from pybamm_facets.sets.direction import Direction

DIFFUSIVITY = "Positive particle diffusivity [m2.s-1]"
INPUTS = (DIFFUSIVITY, names.INITIAL_POSITIVE)
COARSE = {"r_p": 8, "x_p": 3, "x_s": 5}
DEADLY, WRONG = 3e-14, 4e-14


@dataclass(frozen=True)
class PretendJob(Job):
    """A job without a cell, so that a test is about its workers only."""

    deadly: float = DEADLY
    lethal_build: bool = False
    pause: float = 0.0

    def solver(self, threads=None):
        if self.lethal_build:
            os.kill(os.getpid(), signal.SIGKILL)
        return PretendSolver(self)


class PretendSolver:
    def __init__(self, job):
        self.job = job

    def solve(self, inputs):
        for one in inputs:
            if one[DIFFUSIVITY] == self.job.deadly:
                os.kill(os.getpid(), signal.SIGKILL)
            if one[DIFFUSIVITY] == WRONG:
                raise ZeroDivisionError("a bug in the job")
            time.sleep(self.job.pause)
        return [Outcome(Status.OK, duration=one[DIFFUSIVITY]) for one in inputs]


def pretend(**changes):
    return PretendJob(None, None, INPUTS, **changes)


def pretend_inputs(count, **changed):
    inputs = [{DIFFUSIVITY: 1e-14 * (1 + i / count)} for i in range(count)]
    for index in changed.get("deadly", ()):
        inputs[index] = {DIFFUSIVITY: DEADLY}
    for index in changed.get("wrong", ()):
        inputs[index] = {DIFFUSIVITY: WRONG}
    return inputs


@pytest.fixture(scope="module")
def job():
    return Job(pf.li2025(), pf.FacetDFN(), INPUTS, numerics=pf.Numerics(COARSE))


@pytest.fixture(scope="module")
def inputs():
    base = pf.li2025()
    runs = [
        Run(base, Direction.DISCHARGE, rate, changes={DIFFUSIVITY: 1e-14 * (1 + i / 12)})
        for i in range(12)
        for rate in (1.0, 10.0, 200.0)
    ]
    model = pf.FacetDFN()
    (group,) = grouped(dict(enumerate(runs)), model, pf.Numerics(COARSE), curves=False)
    assert group.job.inputs == INPUTS
    return list(group.inputs.values())


@pytest.fixture(scope="module")
def expected(job, inputs):
    return solve_inputs(job, inputs, threads=2)


def collect(job, inputs, after=lambda: None, **arguments):
    """Outcomes in the order of the runs; each must come exactly once, in this thread."""
    found = {}
    caller = threading.get_ident()

    def on_chunk(indices, outcomes):
        assert threading.get_ident() == caller
        assert len(indices) == len(outcomes)
        assert found.keys().isdisjoint(indices)
        found.update(zip(indices, outcomes, strict=True))
        after()

    solve_all(job, inputs, on_chunk=on_chunk, **arguments)
    assert sorted(found) == list(range(len(inputs)))
    return [found[index] for index in range(len(inputs))]


def assert_same(outcomes, expected):
    """Bitwise: what else runs in a chunk, and where, changes nothing."""
    assert [repr(one) for one in outcomes] == [repr(one) for one in expected]


def processes(method, workers=2):
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context(method))


@pytest.fixture
def fork():
    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("no fork on this system")
    with processes("fork") as pool:
        yield pool


# --- sameness -------------------------------------------------------------------------------------


def test_chunks_and_threads_in_this_process(job, inputs, expected, monkeypatch):
    assert {one.status for one in expected} == {"ok", "infeasible"}
    assert_same(collect(job, inputs), expected)
    monkeypatch.setattr(executors, "FIRST", 5)
    monkeypatch.setattr(executors, "FEWEST", 5)
    monkeypatch.setattr(executors, "MOST", 7)
    assert_same(collect(job, inputs, threads=1), expected)


def test_thread_pool(job, inputs, expected):
    with ThreadPoolExecutor(2) as pool:
        assert_same(collect(job, inputs, executor=pool), expected)


def test_threads_do_not_share_a_solver(job):
    with ThreadPoolExecutor(2) as pool:
        barrier = threading.Barrier(2, timeout=60)

        def solver():
            barrier.wait()
            return kept_solver(job, 1), kept_solver(job, 1)

        first, second = (future.result() for future in [pool.submit(solver) for _ in range(2)])
    assert first[0] is first[1]
    assert second[0] is second[1]
    assert first[0] is not second[0]


def test_forked_processes(job, inputs, expected, fork):
    assert_same(collect(job, inputs, executor=fork), expected)


@pytest.mark.slow
def test_spawned_processes(job, inputs, expected):
    with processes("spawn") as pool:
        assert_same(collect(job, inputs, executor=pool), expected)


# --- chunks ---------------------------------------------------------------------------------------


def test_no_points_start_nothing():
    solve_all(None, [], executor=None, on_chunk=None)


class Immediate(ThreadPoolExecutor):
    """Runs a task as it is submitted, and notes its size."""

    def __init__(self, workers):
        super().__init__(workers)
        self.sizes = []

    def submit(self, function, job, inputs, threads):
        self.sizes.append(len(inputs))
        future = Future()
        future.set_result(function(job, inputs, threads))
        return future


def test_chunks_grow_with_speed_and_shrink_at_the_end():
    with Immediate(2) as pool:
        collect(pretend(), pretend_inputs(20_000), executor=pool)
    assert pool.sizes[0] == 16
    assert max(pool.sizes) == executors.MOST
    assert pool.sizes[-2] < 20


def test_slow_chunks_stay_small():
    with Immediate(1) as pool:
        collect(pretend(pause=0.01), pretend_inputs(80), executor=pool)
    assert set(pool.sizes[:2]) == {16}


def test_look_ahead_is_bounded(monkeypatch):
    class Watched(ThreadPoolExecutor):
        most = 0

        def submit(self, *arguments):
            future = super().submit(*arguments)
            Watched.most = max(Watched.most, self._work_queue.qsize() + 2)
            return future

    with Watched(2) as pool:
        collect(pretend(pause=0.001), pretend_inputs(200), executor=pool)
    assert Watched.most <= executors.AHEAD * 2


# --- deaths in a process pool ---------------------------------------------------------------------


def test_a_killed_worker_loses_no_row(job, inputs, expected, fork):
    kills = []

    def kill_once():
        if not kills:
            kills.append(multiprocessing.active_children()[0].pid)
            os.kill(kills[0], signal.SIGKILL)

    outcomes = collect(job, inputs * 3, after=kill_once, executor=fork)
    assert kills
    assert_same(outcomes, expected * 3)


def test_a_deadly_point_is_a_row_and_the_others_are_kept(fork):
    inputs = pretend_inputs(60, deadly=(5, 41))
    outcomes = collect(pretend(), inputs, executor=fork)
    failed = [index for index, one in enumerate(outcomes) if one.status != "ok"]
    assert failed == [5, 41]
    assert outcomes[5].status == "failed"
    assert outcomes[5].reason.startswith("the worker died")
    assert outcomes[6].duration == inputs[6][DIFFUSIVITY]
    assert multiprocessing.active_children() == []


def test_only_deadly_points(fork):
    inputs = pretend_inputs(2, deadly=(0, 1))
    assert {one.status for one in collect(pretend(), inputs, executor=fork)} == {"failed"}


def test_a_build_that_kills_is_no_fault_of_a_point(fork):
    with pytest.raises(BrokenProcessPool, match="before they have built the model"):
        collect(pretend(lethal_build=True), pretend_inputs(5), executor=fork)
    assert multiprocessing.active_children() == []


def test_a_pool_that_is_broken_already_is_replaced(fork):
    with pytest.raises(BrokenProcessPool):
        fork.submit(os._exit, 1).result()
    assert len(collect(pretend(), pretend_inputs(40), executor=fork)) == 40


# --- errors and interrupts ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["here", "threads", "processes"])
def test_a_bug_propagates(kind, fork):
    pool = {"here": None, "threads": ThreadPoolExecutor(2), "processes": fork}[kind]
    with pytest.raises(ZeroDivisionError, match="a bug in the job"):
        collect(pretend(), pretend_inputs(500, wrong=[30]), executor=pool)
    if kind == "threads":
        pool.shutdown()


def test_what_cannot_be_pickled_propagates(fork):
    inputs = [{DIFFUSIVITY: lambda: 0}]
    with pytest.raises(Exception, match=r"pickle"):
        collect(pretend(), inputs, executor=fork)


def test_an_interrupt_cancels_what_waits():
    received = []

    def interrupt(indices, outcomes):
        received.extend(indices)
        raise KeyboardInterrupt

    began = time.monotonic()
    with processes("fork") as pool, pytest.raises(KeyboardInterrupt):
        solve_all(pretend(pause=0.005), pretend_inputs(5000), executor=pool, on_chunk=interrupt)
    assert time.monotonic() - began < 10
    assert 0 < len(received) < 100
    assert multiprocessing.active_children() == []


def test_an_interrupt_leaves_no_pool_of_ours(fork):
    def interrupt(indices, outcomes):
        raise KeyboardInterrupt

    with pytest.raises(BrokenProcessPool):
        fork.submit(os._exit, 1).result()
    with pytest.raises(KeyboardInterrupt):
        solve_all(pretend(), pretend_inputs(500), executor=fork, on_chunk=interrupt)
    assert multiprocessing.active_children() == []


def test_another_executor_is_refused():
    with pytest.raises(TypeError, match="executor=3: expected"):
        collect(pretend(), pretend_inputs(1), executor=3)


def test_missing_dask_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ImportError, match=r'pip install "pybamm-facets\[dask\]"'):
        collect(pretend(), pretend_inputs(1), executor="tcp://127.0.0.1:1")


# --- Dask -----------------------------------------------------------------------------------------


@pytest.fixture
def cluster():
    """Two workers of one thread; one death is enough for the scheduler to give a task up."""
    distributed = pytest.importorskip("distributed")
    import dask

    settings = {
        "distributed.scheduler.allowed-failures": 0,
        "distributed.comm.timeouts.connect": "10s",
    }
    with (
        dask.config.set(settings),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
        ) as cluster,
    ):
        yield cluster


@pytest.fixture
def client(cluster):
    from distributed import Client

    with Client(cluster, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        yield client


@pytest.mark.slow
def test_dask_client_and_address(job, inputs, expected, client):
    assert_same(collect(job, inputs, executor=client), expected)
    assert client.status == "running"
    address = client.scheduler.address
    assert_same(collect(job, inputs, executor=address), expected)


@pytest.mark.slow
def test_a_killed_dask_worker_loses_no_row(job, inputs, expected, client):
    pids, kills = list(client.run(os.getpid).values()), []

    def kill_once():
        if not kills:
            kills.append(pids[0])
            os.kill(pids[0], signal.SIGKILL)

    outcomes = collect(job, inputs * 3, after=kill_once, executor=client)
    assert kills
    assert_same(outcomes, expected * 3)


@pytest.mark.slow
def test_all_dask_workers_killed_loses_no_row(client):
    kills = []

    def kill_all():
        if not kills:
            kills.extend(client.run(os.getpid).values())
            for pid in kills:
                os.kill(pid, signal.SIGKILL)

    assert len(collect(pretend(), pretend_inputs(200), after=kill_all, executor=client)) == 200
    assert len(kills) == 2


@pytest.mark.slow
def test_a_deadly_point_on_dask_is_a_row(client):
    outcomes = collect(pretend(), pretend_inputs(40, deadly=[21]), executor=client)
    assert [index for index, one in enumerate(outcomes) if one.status != "ok"] == [21]


@pytest.mark.slow
def test_a_bug_and_an_interrupt_on_dask_propagate(client):
    with pytest.raises(ZeroDivisionError, match="a bug in the job"):
        collect(pretend(), pretend_inputs(100, wrong=[30]), executor=client)

    def interrupt():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        collect(pretend(pause=0.01), pretend_inputs(500), after=interrupt, executor=client)
    deadline = time.monotonic() + 20
    while any(client.processing().values()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(client.processing().values())


@pytest.mark.slow
def test_a_cluster_without_workers_is_an_error_and_no_endless_wait(cluster, client, monkeypatch):
    from pybamm_facets.runs.workers import executors, fleet

    monkeypatch.setattr(executors, "LOOK_SECONDS", 0.2)
    monkeypatch.setattr(fleet, "WORKERLESS_SECONDS", 1.0)
    cluster.scale(0)
    while client.nthreads():
        time.sleep(0.1)
    with pytest.raises(TimeoutError, match="no worker"):
        collect(pretend(), pretend_inputs(10), executor=client)
