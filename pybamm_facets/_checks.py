"""Checks of arguments, one clear message a bad value: ``argument=value: expected …``.

Each returns the value in its proper type. A unit may be given, and stands in the message.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, TypeGuard

import numpy as np

from pybamm_facets._arrays import ArrayLike, BoolArray, FloatArray

_REAL = (int, float, np.integer, np.floating)


def is_number(value: Any) -> TypeGuard[float]:
    """Whether a value is a real number; True and False are none."""
    if type(value) is float:  # nearly all are, and sweeps ask a hundred times a design
        return True
    if isinstance(value, np.ndarray):
        return value.ndim == 0 and value.dtype.kind in "iuf"
    return isinstance(value, _REAL) and not isinstance(value, bool)


def finite(name: str, value: Any, unit: str = "") -> float:
    """A finite real number as a float, else ``ValueError``."""
    if not is_number(value) or not math.isfinite(value):
        raise _refused(name, value, "a finite number", unit)
    return float(value)


def positive(name: str, value: Any, unit: str = "") -> float:
    """A finite number above zero as a float, else ``ValueError``."""
    if not is_number(value) or not (math.isfinite(value) and value > 0):
        raise _refused(name, value, "a positive number", unit)
    return float(value)


def non_negative(name: str, value: Any, unit: str = "") -> float:
    """A finite number of at least zero as a float, else ``ValueError``."""
    if not is_number(value) or not (math.isfinite(value) and value >= 0):
        raise _refused(name, value, "a number of at least 0", unit)
    return float(value)


def between(name: str, value: Any, low: float, high: float, unit: str = "") -> float:
    """A number from `low` to `high`, both allowed, as a float, else ``ValueError``."""
    if not is_number(value) or not low <= value <= high:
        raise _refused(name, value, f"a number from {low:g} to {high:g}", unit)
    return float(value)


def inside(name: str, value: Any, low: float, high: float, unit: str = "") -> float:
    """A number strictly between `low` and `high` as a float, else ``ValueError``."""
    if not is_number(value) or not low < value < high:
        raise _refused(name, value, f"a number above {low:g} and below {high:g}", unit)
    return float(value)


def whole(name: str, value: Any, least: int = 0, most: int | None = None) -> int:
    """A whole number from `least` (to `most`) as an int, else ``ValueError``."""
    good = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not good or value < least or (most is not None and value > most):
        limit = f"from {least}" if most is None else f"from {least} to {most}"
        raise _refused(name, value, f"a whole number {limit}")
    return int(value)


def one_of(name: str, value: Any, allowed: Iterable[str]) -> str:
    """A string that is one of `allowed`, else ``ValueError``."""
    words = tuple(allowed)
    if not isinstance(value, str) or value not in words:
        raise _refused(name, value, f"one of {', '.join(words)}")
    return value


def finite_array(name: str, values: ArrayLike, unit: str = "") -> FloatArray:
    """Finite numbers as an array, else ``ValueError`` that names the first that is none."""
    raw = np.asarray(values)
    if raw.dtype.kind not in "iuf":
        raise _refused(name, values, "finite numbers", unit)
    array = raw.astype(float)
    _refuse_first(name, array, ~np.isfinite(array), "finite numbers", unit)
    return array


def positive_array(name: str, values: ArrayLike, unit: str = "") -> FloatArray:
    """Finite numbers above zero as an array, else ``ValueError``."""
    array = finite_array(name, values, unit)
    _refuse_first(name, array, array <= 0, "positive numbers", unit)
    return array


def non_negative_array(name: str, values: ArrayLike, unit: str = "") -> FloatArray:
    """Finite numbers of at least zero as an array, else ``ValueError``."""
    array = finite_array(name, values, unit)
    _refuse_first(name, array, array < 0, "numbers of at least 0", unit)
    return array


def _refuse_first(name: str, array: FloatArray, bad: BoolArray, expected: str, unit: str) -> None:
    if bad.any():
        raise _refused(name, float(array[bad][0]), expected, unit)


def _refused(name: str, value: Any, expected: str, unit: str = "") -> ValueError:
    in_unit = f" [{unit}]" if unit else ""
    return ValueError(f"{name}={value!r}: expected {expected}{in_unit}")
