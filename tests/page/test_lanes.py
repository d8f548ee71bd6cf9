"""Only the newest work that waits is done; long work can be cancelled; an error ends no lane."""

import threading

import pytest

from pybamm_facets.page.computed.lanes import Lane
from pybamm_facets.progress import Progress


@pytest.fixture
def lane():
    one = Lane("test")
    yield one
    one.close()


def test_what_waits_is_superseded_by_the_newest(lane):
    begun, go, done, found = threading.Event(), threading.Event(), [], []

    def first(tell):
        begun.set()
        go.wait(5)
        done.append(0)

    lane.submit(first, found.append)
    assert begun.wait(5)
    for k in range(1, 50):
        lane.submit(lambda tell, k=k: done.append(k) or k, found.append)
    go.set()
    lane.join(5)
    assert done == [0, 49]
    assert found == [49]  # the first one's answer was stale when it came


def test_cancelled_work_ends_at_its_next_word(lane):
    steps, found, begun, go = [], [], threading.Event(), threading.Event()

    def work(tell):
        for k in range(1000):
            steps.append(k)
            begun.set()
            go.wait(5)
            tell(Progress("steps", k, 1000))

    lane.submit(work, found.append)
    assert begun.wait(5)
    lane.cancel()
    go.set()
    lane.join(5)
    assert steps == [0] and found == [] and not lane.busy


@pytest.mark.parametrize("error", [ValueError("x=1: expected 2"), ZeroDivisionError(), TypeError()])
def test_an_error_is_handed_over_and_the_lane_lives_on(lane, error):
    found = []

    def work(tell):
        raise error

    lane.submit(work, found.append)
    lane.join(5)
    lane.submit(lambda tell: "alive", found.append)
    lane.join(5)
    assert found == [error, "alive"]


def test_progress_is_told(lane):
    heard, found = [], []
    lane.submit(lambda tell: tell(Progress("runs", 1, 2)), found.append, heard.append)
    lane.join(5)
    assert heard == [Progress("runs", 1, 2)]


def test_an_idle_lane_waits_until_nothing_new_comes():
    one, done = Lane("idle", 0.2), []
    try:
        for k in range(5):
            one.submit(lambda tell, k=k: done.append(k), lambda result: None)
            threading.Event().wait(0.05)
        one.join(5)
    finally:
        one.close()
    assert done == [4]


def test_a_closed_lane_ends_its_thread():
    before = threading.active_count()
    one = Lane("closing")
    one.close()
    for _ in range(100):
        if threading.active_count() == before:
            break
        threading.Event().wait(0.02)
    assert threading.active_count() == before
