"""Under what a ledger finds runs again: what those of a model share, and the numbers of each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from pybamm_facets.runs.numerics import Numerics

VERSIONED = ("pybamm-facets", "pybamm", "pybammsolvers", "casadi", "numpy")
"""Packages whose versions decide what a run gives."""


def run_hash(inputs: Mapping[str, float]) -> str:
    """Hash of a run's numbers; equal numbers hash alike, whatever their type or the sign of 0."""
    return run_hashes([inputs])[0]


def run_hashes(runs: Sequence[Mapping[str, float]]) -> list[str]:
    """The `run_hash` of each of many runs, which give numbers of the same names."""
    if not runs:
        return []
    names = sorted(runs[0])
    begun = hashlib.sha256(json.dumps(names).encode())
    columns = [np.array([run[name] for run in runs], dtype="<f8") for name in names]
    table = np.stack(columns, axis=1) if columns else np.empty((len(runs), 0))
    table += 0.0  # -0.0 is 0.0
    hashes = []
    for row in table:
        digest = begun.copy()
        digest.update(row.tobytes())
        hashes.append(digest.hexdigest())
    return hashes


def model_key(fingerprint: str, numerics: Numerics, curves: bool) -> str:
    """Hash of what the runs of a model share, with the code and the versions of what computes."""
    how = [asdict(numerics.tolerances), numerics.backend.value, curves]
    computed_with = code_and_versions()
    shared = json.dumps([fingerprint, how, computed_with["versions"], computed_with["code"]])
    return hashlib.sha256(shared.encode()).hexdigest()


def code_and_versions() -> dict[str, Any]:
    """With what a run is computed: packages by version, and this package's code by its hash."""
    versions = {name: metadata.version(name) for name in VERSIONED}
    return {"versions": versions, "code": source_digest()}


@cache
def source_digest() -> str:
    """Hash of this package's code, which may be edited without another version."""
    digest, root = hashlib.sha256(), Path(__file__).parents[1]
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
