"""Runs that one built model can serve, and the numbers that each gives it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets._checks import is_number
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.integrate.build import AT_1C, CUT_OFF, OTHER_CUT_OFF, OUTSIDE, SIGN
from pybamm_facets.runs.integrate.solver import Inputs
from pybamm_facets.runs.mesh_choice import MeshChoice, MeshRule, in_words
from pybamm_facets.runs.numerics import Backend, Numerics
from pybamm_facets.runs.outcome import Outcome
from pybamm_facets.runs.run import Run
from pybamm_facets.runs.workers.job import Job
from pybamm_facets.sets.caution import caution
from pybamm_facets.sets.cell import Values, current_1c, number
from pybamm_facets.sets.comparable import comparable
from pybamm_facets.sets.start import CONCENTRATIONS, StartStates
from pybamm_facets.sets.window import check_nominal_capacity, check_window

OWN_MESH_FROM = 100
"""Runs from which a mesh of their own pays: its build takes 0.15 s, and 4 + 4 nodes across the cell
instead of 3 + 3 take 1 ms more a run; on volumes 0.4 s, and 4 ms for ten points instead of five."""

COMPILE_FROM = 800
"""Runs of one structure from which compiling it pays: 3 s for the default elements, won back at
4 ms a run."""


@dataclass(frozen=True, eq=False)
class Group:
    """Runs that share a build.

    Parameters
    ----------
    job
        What they share.
    inputs
        Index of each run to the numbers that it gives the built model.
    problems
        Index of each run that has no start state, to why.
    cautions
        Index of runs whose numbers are to be doubted, to why.
    mesh
        Points that they are computed on, in words.
    """

    job: Job
    inputs: dict[int, Inputs]
    problems: dict[int, str]
    cautions: dict[int, str]
    mesh: str = ""

    def judged(self, indices: Sequence[int], outcomes: Sequence[Outcome]) -> dict[int, Outcome]:
        """Outcomes by index of their run, doubted where there is a reason."""
        return {
            index: replace(outcome, mesh=self.mesh).doubted(self.cautions.get(index, ""))
            for index, outcome in zip(indices, outcomes, strict=True)
        }


def grouped(
    runs: Mapping[int, Run], model: pybamm.BaseModel, numerics: Numerics, *, curves: bool
) -> Iterator[Group]:
    """Groups of the runs, by index, in order of first appearance; none is built yet."""
    rule = MeshRule(model, numerics)
    for members in _by_structure(runs, rule):
        for part, choice, doubts in _by_mesh(members, rule):
            structural = rule.structural(next(iter(part.values())))
            yield _group(part, model, choice.numerics(numerics), curves, doubts, structural)


def _by_mesh(
    members: dict[int, Run], rule: MeshRule
) -> Iterator[tuple[dict[int, Run], MeshChoice, dict[int, str]]]:
    """Runs of one structure by the mesh that they need, with why some are doubtful all the same.

    A mesh of its own is a build, which pays from `OWN_MESH_FROM` runs; the others share the finest
    that one of them needs.
    """
    doubts: dict[int, str] = {}
    parts: dict[MeshChoice, dict[int, Run]] = {}
    for index, run in members.items():
        choice = MeshChoice()
        if rule.chooses:
            try:
                choice, doubts[index] = rule.choice(run)
            except (ValueError, ArithmeticError):  # it cannot run, and will be told why
                choice = MeshChoice()
        parts.setdefault(choice, {})[index] = run
    few = {choice: part for choice, part in parts.items() if len(part) < OWN_MESH_FROM}
    if len(few) > 1 or (few and len(parts) > 1):
        finest = reduce(MeshChoice.joined, few)
        # A larger group that is as fine takes them in.
        enough = [c for c in parts if c not in few and c.joined(finest) == c]
        home = enough[0] if enough else finest
        shared = [part for c, part in parts.items() if c in few or c == home]
        parts = {c: part for c, part in parts.items() if c not in few and c != home}
        together = {index: run for part in shared for index, run in part.items()}
        parts[home] = dict(sorted(together.items()))
    for choice, part in parts.items():
        yield part, choice, {i: doubts[i] for i in part if doubts.get(i)}


def _by_structure(runs: Mapping[int, Run], rule: MeshRule) -> list[dict[int, Run]]:
    structures: list[dict[str, Any]] = []
    known: dict[int, int] = {}  # identity of a set to the index of its structure
    shapes: dict[tuple[int, int, int], tuple[Any, str]] = {}  # of a design
    groups: dict[tuple[Any, ...], dict[int, Run]] = {}
    for index, run in runs.items():
        if id(run.parameter_values) not in known:
            structure = _structure(run.parameter_values, rule.structural(run))
            if structure not in structures:
                structures.append(structure)
            known[id(run.parameter_values)] = structures.index(structure)
        design = (id(run.parameter_values), id(run.changes), id(run.protocol))
        if design not in shapes:
            values = run.values
            shape = tuple(values.get(name) for name in rule.structural(run))
            shapes[design] = (shape, repr(run.protocol))
        key = (known[id(run.parameter_values)], *shapes[design])
        groups.setdefault(key, {})[index] = run
    return list(groups.values())


def _structure(parameter_values: Values, structural: Sequence[str]) -> dict[str, Any]:
    """What must be equal for two sets to share a build: names and functions."""
    return {
        name: "number" if _may_vary(name, value, structural) else comparable(value)
        for name, value in parameter_values.items()
        if name not in OUTSIDE and name not in structural and name != "citations"
    }


def _may_vary(name: str, value: Any, structural: Sequence[str]) -> bool:
    return is_number(value) and name not in structural and name not in OUTSIDE


def _group(
    members: dict[int, Run],
    model: pybamm.BaseModel,
    numerics: Numerics,
    curves: bool,
    doubts: Mapping[int, str],
    structural: Sequence[str],
) -> Group:
    first = next(iter(members.values()))
    base = pybamm.ParameterValues(dict(first.parameter_values))
    base.update({name: value for name, value in first.changes.items() if name in structural})
    inputs = _varying(list(members.values()), structural)
    template = base.copy()
    template.update(dict.fromkeys(inputs, "[input]"))
    starts = StartStates(template, model.options)
    given: dict[int, Inputs] = {}
    problems: dict[int, str] = {}
    cautions: dict[int, str] = {}
    for same in _alike(members).values():
        run = members[same[0]]
        try:
            numbers = run_inputs(run, inputs, starts)
        except ValueError as error:
            problems |= dict.fromkeys(same, str(error))
            continue
        reason, current = caution(run.values), run.direction.sign * current_1c(run.values)
        for index in same:
            given[index] = numbers | {names.CURRENT_FUNCTION: current * members[index].c_rate}
            both = "; ".join(filter(None, (reason, doubts.get(index, ""))))
            if both:
                cautions[index] = both
    given = {index: given[index] for index in members if index in given}
    chosen = replace(numerics, backend=backend_for(numerics.backend, len(given), first.protocol))
    changed = {name for run in members.values() for name in run.changes}
    asked = tuple(name for name in inputs if name in changed)
    job = Job(base, model, inputs, asked, chosen, curves, first.protocol)
    return Group(job, given, problems, cautions, in_words(numerics, model.default_var_pts))


def _alike(members: Mapping[int, Run]) -> dict[tuple[Any, ...], list[int]]:
    """Indices of runs that differ in nothing but their rate: a design's, in one direction."""
    alike: dict[tuple[Any, ...], list[int]] = {}
    for index, run in members.items():
        key = (id(run.parameter_values), id(run.changes), run.direction)
        alike.setdefault(key, []).append(index)
    return alike


def _varying(runs: Sequence[Run], structural: Sequence[str]) -> tuple[str, ...]:
    """Numbers in which runs of one structure differ, or may, and the start state."""
    sets = list({id(run.parameter_values): run.parameter_values for run in runs}.values())
    first, others = sets[0], sets[1:]
    changes = {id(run.changes): run.changes for run in runs}.values()
    changed = dict.fromkeys(name for one in changes for name in one)
    differing = (
        name
        for name, value in first.items()
        if _may_vary(name, value, structural) and any(other[name] != value for other in others)
    )
    start = [name for name in CONCENTRATIONS if name in first]
    varying = dict.fromkeys([*changed, *differing])
    outside = {*structural, *OUTSIDE, *start}
    return (*(name for name in varying if name not in outside), *start)


def run_inputs(run: Run, inputs: tuple[str, ...], starts: StartStates) -> Inputs:
    """A number for every input of the built model; ``ValueError`` if there is no start state."""
    values, direction = run.values, run.direction
    from_ = direction.opposite if run.protocol else direction
    check_window(values, from_)
    check_nominal_capacity(values)
    starts.check_end(values, direction)
    given = {
        names.CURRENT_FUNCTION: direction.sign * current_1c(values) * run.c_rate,
        **starts.concentrations(values, from_),
    }
    for name in inputs:
        if name not in given:
            given[name] = number(values, name)
    given |= {CUT_OFF: number(values, direction.cut_off), SIGN: direction.sign}
    if isinstance(run.protocol, Protocol):
        given[OTHER_CUT_OFF] = number(values, direction.opposite.cut_off)
        given[AT_1C] = current_1c(values)
    return given


def backend_for(backend: Backend, count: int, protocol: tuple[Any, ...] | Protocol) -> Backend:
    """What solves a number of runs of one structure, where nobody chose."""
    if backend is not Backend.AUTO:
        return backend
    pays = count >= COMPILE_FROM and not protocol and shutil.which("gcc") is not None
    return Backend.COMPILED if pays else Backend.EXPANDED
