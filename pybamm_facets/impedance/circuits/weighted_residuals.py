"""Deviations of a circuit from a spectrum, as an optimiser needs them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pybamm_facets._arrays import ComplexArray, FloatArray
from pybamm_facets.impedance.circuits.circuit import Circuit, jomega
from pybamm_facets.impedance.circuits.parameter_scales import Scales
from pybamm_facets.impedance.spectra.spectrum import Spectrum


@dataclass
class WeightedResiduals:
    """Residuals and their derivatives, computed together as they share nearly everything.

    Deviations of the circuit from the spectrum times `weights` [Ohm-1], (points,), against the
    coordinates of `scales`.
    """

    circuit: Circuit
    scales: Scales
    spectrum: Spectrum
    weights: FloatArray
    _last: tuple[FloatArray, FloatArray, FloatArray] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.jomega = jomega(self.spectrum.frequency)

    def residuals(self, coordinates: FloatArray) -> FloatArray:
        return self._at(coordinates)[1]

    def jacobian(self, coordinates: FloatArray) -> FloatArray:
        return self._at(coordinates)[2]

    def _at(self, coordinates: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        if self._last is None or not np.array_equal(self._last[0], coordinates):
            values = self.scales.values(coordinates)
            impedance, slopes = self.circuit.response(self.jomega, values)
            slopes = slopes * self.scales.slopes(values)[:, None] * self.weights
            residuals = (impedance - self.spectrum.impedance) * self.weights
            self._last = coordinates.copy(), stacked(residuals), stacked(slopes).T
        return self._last


def stacked(values: ComplexArray) -> FloatArray:
    """Real parts, then imaginary parts, along the last axis."""
    return np.concatenate([values.real, values.imag], axis=-1)
