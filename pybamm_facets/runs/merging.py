"""Ledgers of the shards of one sweep as one ledger."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pybamm_facets.runs.ledger import SWEEP, Ledger, open_ledger, read_ledger
from pybamm_facets.runs.sqlite_file import LedgerError
from pybamm_facets.runs.sweep_record import difference


def merge_ledgers(sources: Sequence[str | Path], out: str | Path) -> dict[Path, int]:
    """Copy the runs of some ledgers into one, failed ones too.

    The sweep of the whole table, with the ledger as its store, then has every row and computes only
    what no shard has. Of a run that several ledgers have the first stays. Merging again takes what
    is new.

    Parameters
    ----------
    sources
        Ledgers of shards of one sweep: the same set, model, rates, directions, numerics and
        versions.
    out
        The ledger to fill: a new file, or one of the same sweep.

    Returns
    -------
    dict
        How many runs each ledger had that were not there yet.

    Raises
    ------
    LedgerError
        Before anything is written, for a file that is no ledger, and for one of another sweep: it
        says which, and in what it differs.
    """
    paths = [Path(source) for source in sources]
    files = [path.resolve() for path in [*paths, Path(out)]]
    twice = [file for file in files if files.count(file) > 1]
    if not paths or twice:
        what = f"{twice[0]} is given twice" if twice else "there are none"
        raise LedgerError(f"ledgers to merge: expected different files; {what}")
    with ExitStack() as stack:
        ledgers = [stack.enter_context(read_ledger(path)) for path in paths]
        target = stack.enter_context(read_ledger(out)) if Path(out).exists() else None
        _check_alike([*ledgers, target] if target is not None else ledgers)
        merged = stack.enter_context(open_ledger(out))
        return {ledger.path: _copy(ledger, merged) for ledger in ledgers}


def _copy(ledger: Ledger, merged: Ledger) -> int:
    with ledger.unchanging():
        for name, info in ledger.keys():
            merged.describe(name, info)
        return sum(merged.copy(piece) for piece in ledger.pieces())


def _check_alike(ledgers: Sequence[Ledger]) -> None:
    """`LedgerError` unless all keep runs of the same sweeps."""
    first, *others = ledgers
    for ledger in ledgers:
        if not ledger.sweeps():
            raise LedgerError(
                f"{ledger.path}: it does not say what its runs are of; expected the ledger of a "
                "sweep by this version"
            )
    models = _models(first)
    for other in others:
        why = _difference(other.sweeps(), first.sweeps())
        for built, names in _models(other).items():
            if not why and not names & models.setdefault(built, names):
                why = "functions of its parameter set are others, although they have one name"
        if why:
            raise LedgerError(f"{other.path}: not of the sweep of {first.path}: {why}")


def _difference(ours: Sequence[dict[str, Any]], theirs: Sequence[dict[str, Any]]) -> str:
    if len(ours) != len(theirs):
        return f"it keeps {len(ours)} sweeps, not {len(theirs)}"
    for one in ours:
        if one not in theirs:
            return next(filter(None, (difference(one, other) for other in theirs)))
    return ""


def _models(ledger: Ledger) -> dict[str, set[str]]:
    """Keys of a ledger's runs, by what was built for them."""
    found: dict[str, set[str]] = {}
    for name, info in ledger.keys():
        if not name.startswith(SWEEP):
            found.setdefault(json.dumps(info, sort_keys=True), set()).add(name)
    return found
