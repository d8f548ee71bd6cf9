"""What data can tell about unknowns: singular values of a fit, and what stays open, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

OPEN = 1.0
"""Standard error of a combination, in widths of the bounds, from which it counts as open."""

MENTIONED = 0.1
"""Share of a direction's largest component from which an unknown is named in it."""


@dataclass(frozen=True)
class Identifiability:
    """Which combinations of unknowns the data fix.

    Parameters
    ----------
    singular_values
        Of the Jacobian in standard errors of the data per width of the bounds: 1 over the standard
        error of each combination, the best known first.
    directions
        The combinations, one a row, in widths of the bounds.
    covariance
        Of the unknowns, in their units; NaN for those that share in an open combination.
    rank
        Number of combinations that are known to better than the width of their bounds.
    statements
        The same in words.
    """

    singular_values: np.ndarray
    directions: np.ndarray
    covariance: np.ndarray
    rank: int
    statements: list[str]


def identifiability(
    jacobian: np.ndarray,
    names: Sequence[str],
    values: Sequence[float],
    slopes: Sequence[float],
    logs: Sequence[bool],
) -> Identifiability:
    """Singular values, covariance and words.

    Parameters
    ----------
    jacobian
        (data, unknowns): residuals in standard errors per width of the bounds.
    names, values
        The unknowns.
    slopes
        Derivative of each unknown with respect to its position between the bounds.
    logs
        Whether the bounds are logarithmic.
    """
    _, singular, directions = np.linalg.svd(jacobian, full_matrices=True)
    singular = np.r_[singular, np.zeros(len(names) - singular.size)]
    known = singular > 1 / OPEN
    scaled = directions[known] / singular[known, None]
    covariance = (scaled.T @ scaled) * np.outer(slopes, slopes)
    vague = (np.abs(directions[~known]) > MENTIONED).any(axis=0)
    covariance[vague, :] = covariance[:, vague] = math.nan
    statements = [
        _in_words(direction, names, values, slopes, logs, s)
        for direction, s in zip(directions, singular, strict=True)
        if s <= 1 / OPEN
    ]
    fixed = f"the data fix {known.sum()} of {len(names)} combinations of unknowns"
    return Identifiability(singular, directions, covariance, int(known.sum()), [fixed, *statements])


def _in_words(
    direction: np.ndarray,
    names: Sequence[str],
    values: Sequence[float],
    slopes: Sequence[float],
    logs: Sequence[bool],
    singular: float,
) -> str:
    """A combination that stays open, normalised to its largest part and a small step."""
    largest = int(np.argmax(np.abs(direction)))
    # A step that doubles the largest part, or moves it by a tenth of its bounds.
    width = slopes[largest] / values[largest] if logs[largest] else 0.0
    step = math.log(2) / width if logs[largest] else 0.1
    parts = []
    for name, slope, value, log, part in zip(names, slopes, values, logs, direction, strict=True):
        if abs(part) < MENTIONED * abs(direction[largest]):
            continue
        moved = step * part / direction[largest]
        if log:
            parts.append(f"{name} × {math.exp(moved * slope / value):.3g}")
        else:
            parts.append(f"{name} {moved * slope:+.3g}")
    together = " together with ".join(parts)
    change = singular * step / abs(direction[largest])
    alone = "cannot be told from these data" if len(parts) == 1 else "cannot be told apart"
    return f"undetermined: {together} moves the data by {change:.2g} standard errors; {alone}"
