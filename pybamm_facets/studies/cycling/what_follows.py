"""What follows from a test of hypotheses, in words that are made of its numbers."""

from __future__ import annotations

import pandas as pd

from pybamm_facets.studies.cycling.sign_verdicts import (
    CLOSE,
    CONTRADICTED,
    OBSERVED,
    POINTS,
    WITHOUT_PREDICTION,
    WITHOUT_RATE,
)
from pybamm_facets.studies.cycling.signatures import KINDS

UNRESOLVED = 1.0
"""Distance in standard deviations below which two mechanisms look alike."""

KIND_WORDS = {
    "curve": "the capacity over the cycles",
    "slow_capacity": "a 0.1C check-up",
    "mean_voltage": "the mean voltage of the cycle's discharge",
    "resistance": "the resistance after 10 s of 10C",
}


def hypothesis_statements(
    table: pd.DataFrame, distances: pd.DataFrame, reference: str, retention: float, cycles: int
) -> list[str]:
    """What can and cannot be concluded.

    Parameters
    ----------
    table, distances
        As of `HypothesisTest`.
    reference, retention, cycles
        What was given.
    """
    lines = [
        f"given: {reference} keeps {retention:.0%} after {cycles} cycles, the others less; each "
        "mechanism's one rate is fitted to the first, all else is predicted"
    ]
    for particle in table.loc[table["particle"] != reference, "particle"].unique():
        lines += _signs(table[table["particle"] == particle], particle, reference)
    lines += _uncalibrated(table, reference)
    return [*lines, *_distances(distances, reference), *_ranges(table, reference)]


def _signs(rows: pd.DataFrame, particle: str, reference: str) -> list[str]:
    words = {
        CONTRADICTED: f"the sign rules out, {particle} keeping more than {reference}",
        CLOSE: f"within {100 * POINTS:.0f} points, too close to call",
        OBSERVED: f"{particle} keeps less, as observed",
    }
    lost = rows[rows["sign"] == WITHOUT_PREDICTION]
    return [
        f"{text}: "
        + ", ".join(f"{row.mechanism} ({row.retention:.2f})" for row in some.itertuples())
        for verdict, text in words.items()
        if len(some := rows[rows["sign"] == verdict])
    ] + [f"{WITHOUT_PREDICTION} of {particle} by {row.mechanism}: {row.reason}"
         for row in lost.itertuples()]  # fmt: skip


def _uncalibrated(table: pd.DataFrame, reference: str) -> list[str]:
    rows = table[(table["particle"] == reference) & table["rate"].isna()]
    return [f"{row.mechanism} {WITHOUT_RATE}: {row.reason}" for row in rows.itertuples()]


def _distances(distances: pd.DataFrame, reference: str) -> list[str]:
    """Which pairs each measurement leaves alike."""
    if distances.empty:
        return []
    lines = []
    for kind in KINDS:
        alike = int((distances[kind] < UNRESOLVED).sum())
        lines.append(
            f"{KIND_WORDS[kind]} of {reference} tells {len(distances) - alike} of {len(distances)} "
            f"pairs of mechanisms apart by more than {UNRESOLVED:g} σ"
        )
    close = distances[distances["all"] < UNRESOLVED]
    pairs = "; ".join(
        f"{row.first} and {row.second} ({row.all:.1f} σ)" for row in close.itertuples()
    )
    if pairs:
        lines.append(f"nothing measured on {reference} alone tells {pairs}: a second texture would")
    return lines


def _ranges(table: pd.DataFrame, reference: str) -> list[str]:
    rows = table[(table["particle"] != reference) & (table["high"] - table["low"] > POINTS)]
    spans = [f"{row.mechanism} {row.low:.2f} to {row.high:.2f}" for row in rows.itertuples()]
    if not spans:
        return []
    return [
        f"as {reference} may keep up to 0.9, and an exponent be from 1 to 3 where there is one: "
        + ", ".join(spans)
    ]
