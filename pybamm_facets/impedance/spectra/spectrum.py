"""A measured impedance spectrum, checked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pybamm_facets._arrays import ComplexArray, FloatArray

SHOWN = 5
"""How many bad rows a message names."""


@dataclass(frozen=True, eq=False)
class Spectrum:
    """Complex impedance at frequencies, kept from the highest frequency to the lowest.

    Parameters
    ----------
    frequency
        [Hz], (points,); positive, strictly falling or strictly rising.
    impedance
        Complex [Ohm], (points,); the imaginary part of a capacitor is negative.

    Raises
    ------
    ValueError
        For values that are not finite or frequencies that are not positive or not in order, with
        the numbers of the rows, counted from 1.

    Examples
    --------
    >>> spectrum = Spectrum([1.0, 10.0], [3 - 1j, 2 - 1j])
    >>> spectrum.frequency
    array([10.,  1.])
    """

    frequency: FloatArray
    impedance: ComplexArray

    def __post_init__(self) -> None:
        frequency = np.array(self.frequency, dtype=float)
        impedance = np.array(self.impedance, dtype=complex)
        if frequency.ndim != 1 or frequency.shape != impedance.shape or not len(frequency):
            raise ValueError(
                f"frequency and impedance have shapes {frequency.shape} and {impedance.shape}, "
                "expected the same number of points in one row each, at least one"
            )
        check_points(frequency, impedance, range(1, len(frequency) + 1))
        order = slice(None) if frequency[0] >= frequency[-1] else slice(None, None, -1)
        for name, values in (("frequency", frequency[order]), ("impedance", impedance[order])):
            values.flags.writeable = False
            object.__setattr__(self, name, values)

    def __len__(self) -> int:
        return len(self.frequency)

    @property
    def modulus(self) -> FloatArray:
        """Modulus ``|Z|`` [Ohm]."""
        return np.abs(self.impedance)

    @property
    def phase(self) -> FloatArray:
        """Phase [degrees], negative for a capacitor."""
        return np.degrees(np.angle(self.impedance))

    def between(self, lowest: float, highest: float) -> Spectrum:
        """The points from `lowest` to `highest` frequency [Hz], ends included."""
        kept = (self.frequency >= lowest) & (self.frequency <= highest)
        if not kept.any():
            raise ValueError(
                f"lowest={lowest:g}, highest={highest:g}: no point of the spectrum is in between, "
                f"which reaches from {self.frequency[-1]:g} to {self.frequency[0]:g} Hz"
            )
        return Spectrum(self.frequency[kept], self.impedance[kept])

    def to_frame(self) -> pd.DataFrame:
        """Columns ``frequency_Hz``, ``z_real_ohm``, ``z_imag_ohm``, as `read_spectrum` reads."""
        columns = (self.frequency, self.impedance.real, self.impedance.imag)
        names = ("frequency_Hz", "z_real_ohm", "z_imag_ohm")
        return pd.DataFrame(dict(zip(names, columns, strict=True)))


def check_points(frequency: FloatArray, impedance: ComplexArray, rows: Sequence[int]) -> None:
    """Raise ``ValueError``, naming the rows, unless the points make a spectrum."""
    _refuse(~np.isfinite(frequency), rows, frequency, "frequency", "a finite number of Hz")
    _refuse(~(frequency > 0), rows, frequency, "frequency", "a positive number of Hz")
    _refuse(~np.isfinite(impedance), rows, impedance, "impedance", "a finite number of Ohm")
    _refuse(impedance == 0, rows, impedance, "impedance", "a value that is not zero")
    steps = np.diff(frequency)
    if len(steps) and not ((steps > 0).all() or (steps < 0).all()):
        # The direction of most steps is the one meant.
        wrong = steps >= 0 if (steps < 0).sum() >= (steps > 0).sum() else steps <= 0
        expected = "frequencies that always fall or always rise, each once"
        _refuse(np.append(False, wrong), rows, frequency, "frequency", expected)


def _refuse(
    bad: npt.NDArray[np.bool_], rows: Sequence[int], values: Any, name: str, expected: str
) -> None:
    where = np.flatnonzero(bad)
    if len(where):
        shown = ", ".join(f"{values[i]:g} in row {rows[i]}" for i in where[:SHOWN])
        more = f" and {len(where) - SHOWN} more" if len(where) > SHOWN else ""
        raise ValueError(f"{name}={shown}{more}: expected {expected}")
