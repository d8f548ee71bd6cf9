"""Logarithmic scales on which the parameters of a circuit are fitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from pybamm_facets._arrays import FloatArray
from pybamm_facets.impedance.circuits.circuit import Circuit, Quantity
from pybamm_facets.impedance.spectra.spectrum import Spectrum

Bounds: TypeAlias = Mapping[str, tuple[float, float]]
MARGIN = 1e8
"""How far beyond what the spectrum shows a parameter may go by default."""
LEAST_EXPONENT = 1e-9
"""An exponent of 0 would make a resistor of a constant-phase element."""
INSIDE = 1e-3
"""Distance of a start from a bound, as a share of the interval."""


@dataclass(frozen=True)
class Scales:
    """Coordinates of the parameters: the logarithm of a positive one, an exponent itself.

    Parameters
    ----------
    lower, upper
        Bounds of the coordinates, (parameters,).
    exponent
        Which parameters are exponents, (parameters,).
    """

    lower: FloatArray
    upper: FloatArray
    exponent: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, circuit: Circuit, spectrum: Spectrum, bounds: Bounds | None = None) -> Scales:
        """Scales of a circuit's parameters; ``ValueError`` for bounds that are none."""
        chosen = dict(bounds or {})
        unknown = sorted(set(chosen) - set(circuit.parameters))
        if unknown:
            raise ValueError(
                f"bounds: unknown parameter {', '.join(unknown)}, "
                f"expected {', '.join(circuit.parameters)}"
            )
        pairs = [
            checked_bounds(quantity, chosen[quantity.name])
            if quantity.name in chosen
            else default_bounds(quantity, spectrum)
            for quantity in circuit.quantities
        ]
        exponent = np.array([quantity.is_exponent for quantity in circuit.quantities])
        lower, upper = np.array(pairs).T
        lower = np.where(exponent, np.maximum(lower, LEAST_EXPONENT), lower)
        return cls(_placed(lower, exponent), _placed(upper, exponent), exponent)

    def values(self, coordinates: FloatArray) -> FloatArray:
        """Parameters at the coordinates."""
        return np.where(self.exponent, coordinates, np.exp(coordinates))

    def coordinates(self, values: FloatArray) -> FloatArray:
        """Coordinates of the parameters, brought just inside the bounds."""
        margin = INSIDE * (self.upper - self.lower)
        return np.clip(_placed(values, self.exponent), self.lower + margin, self.upper - margin)

    def slopes(self, values: FloatArray) -> FloatArray:
        """Derivatives of the parameters with respect to the coordinates."""
        return np.where(self.exponent, 1.0, values)


def _placed(values: FloatArray, exponent: npt.NDArray[np.bool_]) -> FloatArray:
    return np.where(exponent, values, np.log(np.where(exponent, 1.0, values)))


def default_bounds(quantity: Quantity, spectrum: Spectrum) -> tuple[float, float]:
    """An interval far wider than what the spectrum can show."""
    if quantity.is_exponent:
        return 0.0, quantity.largest
    omega = 2 * np.pi * spectrum.frequency[[-1, 0]]
    ohm = np.array([spectrum.modulus.min(), spectrum.modulus.max()])
    shown = {
        "R": ohm,
        "R_W": ohm,
        "sigma": ohm * np.sqrt(omega),
        "tau": 1 / omega[::-1],
        "C": 1 / (ohm * omega)[::-1],
        "L": np.array([ohm[0] / omega[1], ohm[1] / omega[0]]),
        # Between the admittance of a resistor and that of a capacitor, whatever the exponent.
        "Q": np.array([min(1.0, 1 / omega[1]), max(1.0, 1 / omega[0])]) / ohm[::-1],
    }[quantity.symbol]
    return shown[0] / MARGIN, shown[1] * MARGIN


def checked_bounds(quantity: Quantity, pair: tuple[float, float]) -> tuple[float, float]:
    """The pair, or ``ValueError``."""
    low, high = map(float, pair)
    positive = low > 0 or (quantity.is_exponent and low == 0)
    if not (positive and low < high <= quantity.largest and np.isfinite(high)):
        top = f" of at most {quantity.largest:g}" if quantity.is_exponent else ""
        raise ValueError(
            f"bounds of {quantity.name} are ({low:g}, {high:g}), expected two positive numbers"
            f"{top}, the lower first"
        )
    return low, high
