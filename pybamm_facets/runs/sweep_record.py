"""What a ledger's runs are runs of, in words that two ledgers can be compared by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pybamm

from pybamm_facets.runs.element_route import structural
from pybamm_facets.runs.keys import code_and_versions
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.run import Run
from pybamm_facets.runs.workers.job import Job
from pybamm_facets.sets.cell import Values
from pybamm_facets.sets.comparable import plain

Record = dict[str, Any]


def sweep_record(runs: Sequence[Run], model: pybamm.BaseModel, numerics: Numerics) -> Record:
    """Sets, model, rates and how they are solved; the same for every shard of a sweep."""
    sets = {id(run.parameter_values): run.parameter_values for run in runs}
    mesh = {name: repr(submesh) for name, submesh in numerics.submesh_types.items()}
    return {
        **code_and_versions(),
        "model": f"{type(model).__name__}({json.dumps(dict(model.options), default=str)})",
        "sets": [_plain_set(values) for values in sets.values()],
        "c_rates": sorted({float(run.c_rate) for run in runs}),
        "directions": sorted({run.direction.value for run in runs}),
        "start": sorted({repr(run.protocol) for run in runs}),
        "mesh": {"var_pts": dict(numerics.var_pts), "submesh_types": mesh},
        "route": numerics.route.value,
        "tolerances": [numerics.tolerances.rtol, numerics.tolerances.atol],
    }


def key_record(job: Job) -> Record:
    """What tells the runs of one built model from those of another of the same sweep."""
    return {
        "inputs": list(job.inputs),
        "var_pts": dict(job.numerics.var_pts),
        "route": job.numerics.route.value,
        "structure": {
            name: plain(job.parameter_values.get(name)) for name in structural(job.numerics.route)
        },
        "backend": job.numerics.backend.value,
        "curves": job.curves,
        "start": repr(job.protocol),
    }


def record_name(record: Mapping[str, Any]) -> str:
    """Under what a ledger keeps a sweep's record: a word and the record's hash."""
    written = json.dumps(record, sort_keys=True)
    return "sweep " + hashlib.sha256(written.encode()).hexdigest()


def difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """The first thing in which a sweep differs from another, in words; empty if in none."""
    for name, value in one.items():
        if value == other.get(name):
            continue
        if name == "sets":
            return _set_difference(value, other[name])
        if name == "code":
            return "it was computed with another version of this package's code"
        return f"its {name} is {value}, not {other.get(name)}"
    return ""


def _set_difference(sets: Sequence[Values], others: Sequence[Values]) -> str:
    if len(sets) != len(others):
        return f"it has {len(sets)} parameter sets, not {len(others)}"
    for values, other in zip(sets, others, strict=True):
        for name in {**values, **other}:
            if values.get(name) != other.get(name):
                return (
                    f"another parameter set: {name!r} is {values.get(name)!r}, "
                    f"not {other.get(name)!r}"
                )
    return "its parameter sets are in another order"


def _plain_set(values: Values) -> Record:
    return {name: plain(value) for name, value in values.items() if name != "citations"}
