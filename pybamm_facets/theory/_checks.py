"""Argument checks shared by the theory modules: one clear message per bad value."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def finite_array(name: str, values: npt.ArrayLike) -> FloatArray:
    """Return `values` as a float array, or raise ValueError if one is not a finite number."""
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is {values!r}, expected finite numbers") from None
    _refuse(name, array, ~np.isfinite(array), "finite numbers")
    return array


def positive_array(name: str, values: npt.ArrayLike) -> FloatArray:
    """Return `values` as a float array, or raise ValueError if one is not finite and positive."""
    array = finite_array(name, values)
    _refuse(name, array, array <= 0, "positive numbers")
    return array


def non_negative_array(name: str, values: npt.ArrayLike) -> FloatArray:
    """Return `values` as a float array, or raise ValueError if one is negative or not finite."""
    array = finite_array(name, values)
    _refuse(name, array, array < 0, "numbers that are not negative")
    return array


def finite(name: str, value: float) -> float:
    """Return `value` as a float, or raise ValueError if it is not one finite number."""
    return _scalar(name, finite_array(name, value))


def positive(name: str, value: float) -> float:
    """Return `value` as a float, or raise ValueError if it is not one positive number."""
    return _scalar(name, positive_array(name, value))


def non_negative(name: str, value: float) -> float:
    """Return `value` as a float, or raise ValueError if it is not one number of at least zero."""
    return _scalar(name, non_negative_array(name, value))


def two_charges(initial: float, final: float) -> tuple[float, float]:
    """Return both charges, or raise ValueError if they are equal or not finite."""
    charges = finite("initial_charge", initial), finite("final_charge", final)
    if charges[0] == charges[1]:
        raise ValueError(f"final_charge is {final!r}, expected other than the initial_charge")
    return charges


def _scalar(name: str, array: FloatArray) -> float:
    if array.ndim:
        raise ValueError(f"{name} has shape {array.shape}, expected one number")
    return float(array)


def _refuse(name: str, array: FloatArray, bad: npt.NDArray[np.bool_], expected: str) -> None:
    if np.any(bad):
        raise ValueError(f"{name} is {float(array[bad][0])!r}, expected {expected}")
