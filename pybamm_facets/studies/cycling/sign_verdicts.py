"""Verdicts on a sign: which of two particles keeps less."""

from __future__ import annotations

import math

POINTS = 0.03
"""Difference of two retentions below which a sign is too close to call."""

OBSERVED, CLOSE, CONTRADICTED, WITHOUT_RATE, WITHOUT_PREDICTION = (
    "as observed",
    "too close to call",
    "contradicted",
    "cannot be calibrated",
    "no prediction",
)


def sign_verdict(reference: float, other: float) -> str:
    """Whether the other particle keeps less than the reference, as was observed.

    Parameters
    ----------
    reference, other
        Shares that they keep; NaN where no rate gives the reference's, or the other has no result.

    Examples
    --------
    >>> sign_verdict(0.80, 0.68), sign_verdict(0.80, 0.78), sign_verdict(0.80, 0.99)
    ('as observed', 'too close to call', 'contradicted')
    """
    if math.isnan(reference):
        return WITHOUT_RATE
    if math.isnan(other):
        return WITHOUT_PREDICTION
    difference = round(other - reference, 9)
    if difference <= -POINTS:
        return OBSERVED
    return CONTRADICTED if difference >= POINTS else CLOSE
