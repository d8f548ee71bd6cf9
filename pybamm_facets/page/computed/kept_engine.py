"""A design's runs on cells that stay built: the one place of the page that knows the engine.

A structure (a set, its mesh, what a build cannot take as an input) is built once and solved again
with other numbers. Once it has been asked for a few times it is compiled in the background, and
answers three times faster from then on.
"""

from __future__ import annotations

import shutil
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pybamm_facets.page.computed.design_values import moved_numbers
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.runs.groups import Group, grouped
from pybamm_facets.runs.integrate.build import OUTSIDE
from pybamm_facets.runs.numerics import Backend
from pybamm_facets.runs.outcome import Outcome, Status
from pybamm_facets.runs.results import Finished, Results
from pybamm_facets.runs.run import Run
from pybamm_facets.runs.workers.job import Job, Solver, new_solver
from pybamm_facets.sets.changed import Changed
from pybamm_facets.sets.check import check_changes, check_numbers, check_parameter_values
from pybamm_facets.sets.direction import Direction
from pybamm_facets.sets.implied import facets_of
from pybamm_facets.studies.set_model import ModelChoice, model_choice

KEPT = 12
"""Built structures of an engine: each mesh of each set, a few MB."""

COMPILE_AFTER = 2
"""Answers of a structure after which it is compiled."""

_compiling = threading.Lock()
"""One compiler at a time, apart from builds: it takes seconds, for which no move should wait."""


@dataclass
class _Built:
    """A structure that is built."""

    solver: Solver
    answers: int = 0
    compiling: bool = False


class KeptEngine:
    """Solves designs; one for each window, used by one thread at a time.

    Parameters
    ----------
    threads
        Solves at a time; all cores by default.
    compiled
        Compile what is asked for often, where there is a compiler.
    """

    def __init__(self, threads: int | None = None, *, compiled: bool = True) -> None:
        self._threads = threads
        self._compiled = compiled and shutil.which("gcc") is not None
        self._built: OrderedDict[Any, _Built] = OrderedDict()
        self._bases: dict[str, tuple[dict[str, Any], ModelChoice, Any]] = {}
        self._compilers: list[threading.Thread] = []
        self._closed = False

    def solve(
        self,
        state: DesignState,
        values: Any,
        c_rates: Sequence[float],
    ) -> Results:
        """Runs of a design in both directions, with curves.

        Parameters
        ----------
        state, values
            The design and the parameter values of its cell.
        c_rates
            Multiples of 1C.

        Raises
        ------
        ValueError
            For a cell that cannot be meant. A run without a result is a row with its reason.
        """
        name, facets = state.preset.name, facets_of(values)
        if name not in self._bases:
            check_parameter_values(state.preset.values, facets, name)
            choice = model_choice(state.preset.values)
            self._bases[name] = dict(state.preset.values), choice, choice.model()
        base, choice, model = self._bases[name]
        changes = moved_numbers(values, state.preset.values)
        check_changes(Changed(base, changes), changes, facets)
        check_numbers(Changed(base, changes), facets)
        runs = [
            Run(base, direction, rate, {"particle": name}, changes)
            for direction in Direction
            for rate in c_rates
        ]
        outcomes: dict[int, Outcome] = {}
        for group in grouped(dict(enumerate(runs)), model, choice.numerics, curves=True):
            outcomes |= {i: Outcome(Status.INFEASIBLE, why) for i, why in group.problems.items()}
            if group.inputs:
                solved = self._solver(name, changes, group).solve(list(group.inputs.values()))
                outcomes |= group.judged(list(group.inputs), solved)
        finished = tuple(Finished(run, outcomes[i]) for i, run in enumerate(runs))
        return Results(finished, choice.numerics)

    @property
    def structures(self) -> int:
        """How many structures are built."""
        return len(self._built)

    def wait_for_compiler(self) -> None:
        """Until nothing is being compiled."""
        for thread in list(self._compilers):
            thread.join()

    def close(self) -> None:
        """Forget everything; what is being compiled is dropped when it is done."""
        self._closed = True
        self._built.clear()

    def _solver(self, name: str, changes: dict[str, float], group: Group) -> Solver:
        # What effect an input has is not asked: the page gives every design the same inputs.
        job = replace(group.job, asked=())
        built_in = [one for one in changes if one not in (*job.inputs, *OUTSIDE)]
        shape = tuple(job.parameter_values[one] for one in built_in)
        key = (name, job.inputs, repr(job.numerics), shape)
        if key not in self._built:
            self._built[key] = _Built(new_solver(job, self._threads))
            while len(self._built) > KEPT:
                self._built.popitem(last=False)
        self._built.move_to_end(key)
        found = self._built[key]
        found.answers += 1
        if self._compiled and found.answers >= COMPILE_AFTER and not found.compiling:
            found.compiling = True
            numerics = replace(job.numerics, backend=Backend.COMPILED)
            self._compile(found, replace(job, numerics=numerics))
        return found.solver

    def _compile(self, built: _Built, job: Job) -> None:
        def work() -> None:
            with _compiling:
                if self._closed:
                    return
                solver = job.solver(self._threads)
            built.solver = solver

        self._compilers = [thread for thread in self._compilers if thread.is_alive()]
        thread = threading.Thread(target=work, name="designer-compiler", daemon=True)
        self._compilers.append(thread)
        thread.start()
