r"""Elements of equivalent circuits, each with its formula and the derivatives of it.

The four diffusion elements agree at high frequency, where diffusion has not reached the other
end: :math:`R_W/\sqrt{j\omega\tau}`, which is the infinite one with
:math:`\sigma = R_W/\sqrt{2\tau}` (Barsoukov and Macdonald, Impedance Spectroscopy, 2nd ed.,
chapter 2.1; for the sphere, Jacobsen and West, doi:10.1016/0013-4686(94)E0192-3).
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from pybamm_facets._arrays import ComplexArray, FloatArray
from pybamm_facets.impedance.circuits.circuit import Circuit, Quantity

SMALL = 0.2
"""Where the sphere's formula is summed as a series, as its terms cancel."""


@dataclass(frozen=True)
class Element(Circuit):
    """One element; its label names the parameters."""

    label: str

    def __post_init__(self) -> None:
        if not isinstance(self.label, str) or not self.label:
            raise ValueError(f"label={self.label!r}: expected a text")


class R(Element):
    r"""Resistor, :math:`Z = R`; the label is the name of R [Ohm]."""

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return (Quantity(self.label, "R", "Ohm"),)

    def response(
        self, jomega: ComplexArray, values: FloatArray
    ) -> tuple[ComplexArray, ComplexArray]:
        return np.full_like(jomega, values[0]), np.ones((1, len(jomega)), complex)


class C(Element):
    r"""Capacitor, :math:`Z = 1/(j\omega C)`; the label is the name of C [F]."""

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return (Quantity(self.label, "C", "F"),)

    def response(
        self, jomega: ComplexArray, values: FloatArray
    ) -> tuple[ComplexArray, ComplexArray]:
        impedance = 1 / (jomega * values[0])
        return impedance, -impedance[None] / values[0]


class L(Element):
    r"""Inductor, :math:`Z = j\omega L`; the label is the name of L [H]."""

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return (Quantity(self.label, "L", "H"),)

    def response(
        self, jomega: ComplexArray, values: FloatArray
    ) -> tuple[ComplexArray, ComplexArray]:
        return jomega * values[0], jomega[None]


class CPE(Element):
    r"""Constant-phase element, :math:`Z = 1/(Q (j\omega)^\alpha)`.

    Parameters ``Q_label`` [S.s^alpha] and ``alpha_label``, an exponent in (0, 1]; 1 is a
    capacitor.
    """

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return (
            Quantity(f"Q_{self.label}", "Q", "S.s^alpha"),
            Quantity(f"alpha_{self.label}", "alpha", "-", largest=1.0),
        )

    def response(
        self, jomega: ComplexArray, values: FloatArray
    ) -> tuple[ComplexArray, ComplexArray]:
        logarithm = np.log(jomega)
        impedance = np.exp(-values[1] * logarithm) / values[0]
        return impedance, np.array([-impedance / values[0], -impedance * logarithm])


class Warburg(Element):
    r"""Diffusion into a half space, :math:`Z = \sigma (1 - j)/\sqrt{\omega}`.

    Parameter ``sigma_label`` [Ohm.s^-0.5].
    """

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return (Quantity(f"sigma_{self.label}", "sigma", "Ohm.s^-0.5"),)

    def response(
        self, jomega: ComplexArray, values: FloatArray
    ) -> tuple[ComplexArray, ComplexArray]:
        slope = np.sqrt(2 / jomega)
        return values[0] * slope, slope[None]


class _FiniteDiffusion(Element):
    r"""Diffusion over a finite length, Z = R_W g(s) with :math:`s = \sqrt{j\omega\tau}`.

    Parameters ``R_label`` [Ohm] and ``tau_label`` [s], length squared over diffusivity.
    """

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return (
            Quantity(f"R_{self.label}", "R_W", "Ohm"),
            Quantity(f"tau_{self.label}", "tau", "s"),
        )

    def response(
        self, jomega: ComplexArray, values: FloatArray
    ) -> tuple[ComplexArray, ComplexArray]:
        resistance, tau = values
        s = np.sqrt(jomega * tau)
        shape, slope = self.shape(s)
        return resistance * shape, np.array([shape, resistance * slope * s / (2 * tau)])

    @staticmethod
    @abstractmethod
    def shape(s: ComplexArray) -> tuple[ComplexArray, ComplexArray]:
        """The function g of s, and its derivative."""


class FiniteWarburg(_FiniteDiffusion):
    r"""Diffusion to a reservoir, :math:`Z = R_W \tanh(s)/s`, :math:`s = \sqrt{j\omega\tau}`.

    Parameters ``R_label`` [Ohm] and ``tau_label`` [s].
    """

    @staticmethod
    def shape(s: ComplexArray) -> tuple[ComplexArray, ComplexArray]:
        tanh = np.tanh(s)
        return tanh / s, (1 - tanh**2 - tanh / s) / s


class BlockedWarburg(_FiniteDiffusion):
    r"""Diffusion to a wall, :math:`Z = R_W \coth(s)/s`, :math:`s = \sqrt{j\omega\tau}`.

    Parameters ``R_label`` [Ohm] and ``tau_label`` [s].
    """

    @staticmethod
    def shape(s: ComplexArray) -> tuple[ComplexArray, ComplexArray]:
        coth = 1 / np.tanh(s)
        return coth / s, (1 - coth**2 - coth / s) / s


class SphericalWarburg(_FiniteDiffusion):
    r"""Diffusion into a sphere, :math:`Z = R_W/(s\coth s - 1)`, :math:`s = \sqrt{j\omega\tau}`.

    Parameters ``R_label`` [Ohm] and ``tau_label`` [s], radius squared over diffusivity.
    """

    @staticmethod
    def shape(s: ComplexArray) -> tuple[ComplexArray, ComplexArray]:
        coth = 1 / np.tanh(s)
        y = s**2
        series = y * (1 / 3 - y * (1 / 45 - y * (2 / 945 - y * (1 / 4725 - y * 2 / 93555))))
        series_slope = s * (2 / 3 - y * (4 / 45 - y * (12 / 945 - y * (8 / 4725 - y * 20 / 93555))))
        small = np.abs(s) < SMALL
        below: ComplexArray = np.where(small, series, s * coth - 1)
        slope: ComplexArray = np.where(small, series_slope, coth + s * (1 - coth**2))
        return 1 / below, -slope / below**2
