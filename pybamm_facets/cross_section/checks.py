"""Argument checks of the cross-section: one clear message per bad value."""

from __future__ import annotations

import math


def positive(name: str, value: float) -> float:
    """Return the value, or raise ValueError if it is not finite and positive."""
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"{name}={value!r}: expected a positive number")
    return float(value)


def within(name: str, value: float, lower: float, upper: float) -> float:
    """Return the value, or raise ValueError if it does not lie strictly between the bounds."""
    if not (math.isfinite(value) and lower < value < upper):
        raise ValueError(f"{name}={value!r}: expected a number between {lower:g} and {upper:g}")
    return float(value)
