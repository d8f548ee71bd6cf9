"""A journey from its first cycle, or from where it was left, to its end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pybamm_facets.runs.cycles.checkpoints import Checkpoints
from pybamm_facets.runs.cycles.cycling_cell import CellState, CyclingCell
from pybamm_facets.runs.cycles.journey import CycleRow, Journey, Stepping, ended_with

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """Where a journey is kept.

    Parameters
    ----------
    checkpoints
        The file.
    key
        Of all that decides the journey.
    subject
        Of what somebody asks for, whatever the version of what computes it.
    info
        What the key stands for, in words.
    """

    checkpoints: Checkpoints
    key: str
    subject: str
    info: Mapping[str, Any]


def travelled(
    cell: CyclingCell,
    stepping: Stepping,
    stops: Sequence[int],
    grams: float,
    kept: Kept | None = None,
    tell: Callable[[int], None] | None = None,
) -> Journey:
    """The whole journey.

    Parameters
    ----------
    cell, stepping
        What is cycled, and how.
    stops
        Cycles that must be among the rows, ascending; the last is the end.
    grams
        Of active material.
    kept
        Where it is kept, and goes on from.
    tell
        Called with the number of cycles after each piece.
    """
    journey = None if kept is None else _left(kept)
    if journey is None:
        journey = _begun(cell)
    while not journey.ended:
        journey = stepping.advance(cell, journey, stops, grams)
        if kept is not None:
            kept.checkpoints.save(kept.key, kept.subject, kept.info, journey)
        if tell is not None and journey.rows:
            tell(journey.rows[-1].cycle)
    return journey


def _left(kept: Kept) -> Journey | None:
    """The journey where it was left; what another version computed does not answer for it."""
    journey = kept.checkpoints.load(kept.key)
    if journey is None and kept.checkpoints.others(kept.subject, kept.key):
        logger.warning(
            "%s: the same cycles are kept in it from another version of this package or of those "
            "that it needs; they stay there, and are computed anew",
            kept.checkpoints.path,
        )
    return journey


def _begun(cell: CyclingCell) -> Journey:
    state, failed = cell.begin()
    journey = Journey(CellState(state.vector, np.zeros(len(cell.dose_outputs))))
    if failed is None:
        return journey
    return ended_with(journey, CycleRow(1, journey.state.doses, failed, 0), 0)
