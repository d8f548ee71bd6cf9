"""Argument checks shared by the crystal modules: one clear message per bad value."""

import math
from numbers import Real


def finite(name: str, value: float) -> float:
    """Return `value` as a float, or raise ValueError if it is not a finite real number."""
    if not isinstance(value, Real) or not math.isfinite(value):
        raise ValueError(f"{name} is {value!r}, expected a finite real number")
    return float(value)


def positive(name: str, value: float) -> float:
    """Return `value` as a float, or raise ValueError if it is not finite and positive."""
    if finite(name, value) <= 0:
        raise ValueError(f"{name} is {value!r}, expected a positive number")
    return float(value)


def between(name: str, value: float, lower: float, upper: float) -> float:
    """Return `value` as a float, or raise ValueError if it is outside [lower, upper]."""
    if not lower <= finite(name, value) <= upper:
        raise ValueError(f"{name} is {value!r}, expected a number in [{lower:g}, {upper:g}]")
    return float(value)
