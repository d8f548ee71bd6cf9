"""Cycles, jumps, checkpoints: the limit cycle, jump against every cycle, resume to the last bit."""

import multiprocessing
import os
import signal
import sqlite3

import numpy as np
import pybamm
import pytest

from pybamm_facets import names
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.cycles.checkpoints import open_checkpoints
from pybamm_facets.runs.cycles.every_cycle import EveryCycle
from pybamm_facets.runs.cycles.jump import Jump
from pybamm_facets.runs.cycles.travelled import Kept, travelled
from pybamm_facets.runs.outcome import Status
from pybamm_facets.runs.sqlite_file import LedgerError
from tests.runs.cycles.conftest import made


def capacities(journey, grams):
    return {row.cycle: 1e3 * row.record.discharged / grams for row in journey.rows}


def same(one, other):
    """Whether two journeys are equal to the last bit."""
    rows = zip(one.rows, other.rows, strict=True)
    return np.array_equal(one.state.vector, other.state.vector) and all(
        a.cycle == b.cycle
        and a.record.discharged == b.record.discharged
        and a.record.energy == b.record.energy
        and np.array_equal(a.doses, b.doses)
        for a, b in rows
    )


def test_without_ageing_the_second_cycle_is_the_last(still, grams):
    journey = travelled(still, EveryCycle(), (20,), grams)
    found = capacities(journey, grams)
    # 0.5C to 4.5 V, 10C to 2.5 V: 139.2 on elements; 139.13 was found on 30 finite volumes.
    assert found[1] == pytest.approx(139.22, abs=0.05)
    assert abs(found[2] - found[10]) < 0.03
    assert abs(found[10] - found[20]) < 0.01
    assert max(row.record.salt_loss for row in journey.rows) < 1e-3


def test_pybamms_experiment_gives_the_same_cycle(values, grams):
    from pybamm_facets.models import FacetDFN

    cell = made(values, Protocol(charge=0.5, discharge=10, pre_cycles=0), 0.0, True, FacetDFN())
    own = capacities(travelled(cell, EveryCycle(), (2,), grams), grams)
    model, started = FacetDFN(), values.copy()
    started.update(cell.fresh)
    steps = ("Charge at 0.5C until 4.5 V", "Discharge at 10C until 2.5 V")
    solution = pybamm.Simulation(
        model,
        parameter_values=started,
        experiment=pybamm.Experiment([steps] * 2),
        solver=pybamm.IDAKLUSolver(rtol=1e-6, atol=1e-8),
    ).solve()
    for number, cycle in enumerate(solution.cycles, start=1):
        passed = cycle.steps[1]["Discharge capacity [A.h]"].entries
        stock = 1e3 * (passed[-1] - passed[0]) / grams
        assert own[number] == pytest.approx(stock, abs=0.01)


@pytest.mark.parametrize("counted", [True, False])
def test_jumps_are_the_cycles_that_they_leave_out(values, cycling_protocol, grams, counted):
    rate = 0.42 * 10 if counted else 0.42 * 10 / 5800
    cell = made(values, cycling_protocol, rate, counted)
    every = travelled(cell, EveryCycle(), (50,), grams)
    jumped = travelled(cell, Jump(), (20, 50), grams)
    for cycle in (20, 50):
        assert capacities(jumped, grams)[cycle] == pytest.approx(
            capacities(every, grams)[cycle], abs=0.1
        )
    assert capacities(every, grams)[50] < 120


def test_doses_act_after_each_half_cycle(values, grams):
    """With time as the dose, the discharge of a cycle sees the charge of the same cycle."""
    protocol = Protocol(charge=0.5, discharge=10, pre_cycles=0)
    cell = made(values, protocol, 1e-3, counted=False)
    state, _ = cell.begin()
    _, record = cell.cycle(state)
    charge_time = record.gains[0] - 3600 * record.discharged / (10 * cell.limits.at_1c)
    frozen = made(values, protocol, 0.0, counted=False)
    contact = values[names.CONTACT_RESISTANCE] + 1e-3 * charge_time
    object.__setattr__(frozen, "aged", lambda doses: {names.CONTACT_RESISTANCE: contact})
    _, other = frozen.cycle(state)
    assert record.mean_voltage == pytest.approx(other.mean_voltage, abs=2e-3)


def test_a_cell_that_dies_ends_with_a_row_that_says_so(values, cycling_protocol, grams):
    cell = made(values, cycling_protocol, 20.0, counted=True)
    for stepping in (EveryCycle(), Jump()):
        journey = travelled(cell, stepping, (400,), grams)
        last = journey.rows[-1]
        assert last.record.status is Status.INFEASIBLE
        assert last.record.discharged == 0
        assert "as soon as the current flows" in last.record.reason
        assert last.cycle < 60


class _Stopped(Exception):
    pass


@pytest.mark.parametrize("stepping", [EveryCycle(7), Jump(0.05)])
def test_a_broken_journey_goes_on_to_the_same_numbers(tmp_path, ageing, grams, stepping):
    unbroken = travelled(ageing, stepping, (10, 40), grams)
    pieces = 0

    def stop(cycle):
        nonlocal pieces
        pieces += 1
        if pieces == 2:
            raise _Stopped

    with open_checkpoints(tmp_path / "c.db") as file:
        kept = Kept(file, "key", "subject", {})
        with pytest.raises(_Stopped):
            travelled(ageing, stepping, (10, 40), grams, kept, stop)
    with open_checkpoints(tmp_path / "c.db") as file:
        kept = Kept(file, "key", "subject", {})
        assert len(file.load("key").rows) < len(unbroken.rows)
        assert same(travelled(ageing, stepping, (10, 40), grams, kept), unbroken)
        assert file.others("subject", "another key") == 1
        assert file.load("another key") is None


def _killed_while_it_cycles(path):
    values = li2025("core_shell", cell="cycling")
    cell = made(values, Protocol(charge=0.5, discharge=10), 0.42, counted=True)

    def die(cycle):
        if cycle >= 20:
            os.kill(os.getpid(), signal.SIGKILL)

    with open_checkpoints(path) as file:
        travelled(cell, EveryCycle(5), (40,), 1.0, Kept(file, "key", "subject", {}), die)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_killed_process_leaves_what_it_had(tmp_path, ageing):
    path = tmp_path / "c.db"
    process = multiprocessing.get_context("spawn").Process(
        target=_killed_while_it_cycles, args=(path,)
    )
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with open_checkpoints(path) as file:
        assert len(file.load("key").rows) == 20
        kept = Kept(file, "key", "subject", {})
        assert same(
            travelled(ageing, EveryCycle(5), (40,), 1.0, kept),
            travelled(ageing, EveryCycle(5), (40,), 1.0),
        )


def test_a_write_that_is_interrupted_leaves_the_one_before(tmp_path, ageing, grams):
    path = tmp_path / "c.db"
    with open_checkpoints(path) as file:
        short = travelled(ageing, EveryCycle(), (3,), grams)
        file.save("key", "subject", {}, short)
        longer = travelled(ageing, EveryCycle(), (6,), grams)

        class Interrupted:
            def __init__(self, connection):
                self.connection, self.left = connection, 4

            def __getattr__(self, name):
                return getattr(self.connection, name)

            def execute(self, *statement):
                self.left -= 1
                if self.left < 0 and "INSERT INTO cycles" in statement[0]:
                    raise KeyboardInterrupt
                return self.connection.execute(*statement)

        own = file._connection  # noqa: SLF001
        file._connection = Interrupted(own)  # noqa: SLF001
        with pytest.raises(KeyboardInterrupt):
            file.save("key", "subject", {}, longer)
        file._connection = own  # noqa: SLF001
        assert same(file.load("key"), short)


def test_a_damaged_row_is_told(tmp_path, ageing, grams):
    path = tmp_path / "c.db"
    with open_checkpoints(path) as file:
        file.save("key", "subject", {}, travelled(ageing, EveryCycle(), (2,), grams))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE cycles SET numbers = zeroblob(56) WHERE cycle = 2")
    connection.close()
    with (
        open_checkpoints(path) as file,
        pytest.raises(LedgerError, match=r"c\.db: a journey in it is damaged"),
    ):
        file.load("key")


def test_another_programs_file_is_refused(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(LedgerError, match="not a file of cycled cells"):
        open_checkpoints(path)
