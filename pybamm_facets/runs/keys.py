"""Under what a ledger finds runs again: what those of a model share, and the numbers of each."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib import metadata
from pathlib import Path

from pybamm_facets.runs.numerics import Numerics

VERSIONED = ("pybamm-facets", "pybamm", "pybammsolvers", "casadi", "numpy")
"""Packages whose versions decide what a run gives."""


def run_hash(inputs: Mapping[str, float]) -> str:
    """Hash of a run's numbers; equal numbers hash alike, whatever their type or the sign of 0."""
    names = sorted(inputs)
    packed = struct.pack(f"<{len(names)}d", *(float(inputs[name]) + 0.0 for name in names))
    return hashlib.sha256(json.dumps(names).encode() + packed).hexdigest()


def model_key(fingerprint: str, numerics: Numerics, curves: bool) -> str:
    """Hash of what the runs of a model share, with the code and the versions of what computes."""
    versions = {name: metadata.version(name) for name in VERSIONED}
    how = [asdict(numerics.tolerances), numerics.backend.value, curves]
    shared = json.dumps([fingerprint, how, versions, source_digest()])
    return hashlib.sha256(shared.encode()).hexdigest()


@cache
def source_digest() -> str:
    """Hash of this package's code, which may be edited without another version."""
    digest, root = hashlib.sha256(), Path(__file__).parents[1]
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
