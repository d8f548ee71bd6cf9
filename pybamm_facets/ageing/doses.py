r"""What a cycle does to a particle: integrals over time that mechanisms age with.

A rate at the surface is averaged over the electrode. Each dose is a value: two mechanisms with the
same dose share one integral.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets._checks import inside, positive
from pybamm_facets.ageing.assumed_numbers import assumed_value
from pybamm_facets.cell_numbers import active_mass

Integrand = Callable[[pybamm.BaseModel, pybamm.ParameterValues], pybamm.Symbol]
"""From a built model, not discretised, and a fresh set, with numbers, to a rate per second."""

PROFILE = "Positive particle concentration [mol.m-3]"
MEAN = "R-averaged positive particle concentration [mol.m-3]"
SURFACE_STOICHIOMETRY = "Positive particle surface stoichiometry"

EXPONENT: float = assumed_value("stress exponent")
OTHER_EXPONENTS = (1.0, 3.0)
"""About it, for the range of a prediction."""

REFERENCE_STRESS: float = assumed_value("reference stress")
PARTIAL_MOLAR_VOLUME: float = assumed_value("partial molar volume")
YOUNGS_MODULUS: float = assumed_value("Young's modulus")
POISSONS_RATIO: float = assumed_value("Poisson's ratio")
HOT_CONTENT: float = assumed_value("hot surface content")
STEEPNESS: float = assumed_value("hot surface steepness")


@dataclass(frozen=True)
class Dose:
    """What adds up over a cycle.

    Parameters
    ----------
    name
        Short, for tables.
    unit
        Of the dose.
    integrand
        Its rate: called with a built model, not discretised, and the fresh set, it gives a scalar
        symbol of the model's variables, unprocessed, in the dose's unit per second. None is a dose
        that is counted, one a cycle.
    """

    name: str
    unit: str
    integrand: Integrand | None


def per_second(model: pybamm.BaseModel, parameter_values: pybamm.ParameterValues) -> pybamm.Symbol:
    """1: time itself."""
    del model, parameter_values
    return pybamm.Scalar(1.0)


def charge_per_second(
    model: pybamm.BaseModel, parameter_values: pybamm.ParameterValues
) -> pybamm.Symbol:
    """Half of the current's size over the fresh mass [mAh.g-1.s-1]."""
    grams = 1e3 * active_mass(parameter_values)
    return abs(model.variables[names.CURRENT]) / (2 * 3.6 * grams)


@dataclass(frozen=True)
class StressRate:
    r"""Rate of `surface_stress`, :math:`(\max(\sigma_h, 0)/\sigma_0)^m`."""

    exponent: float
    reference_stress: float
    partial_molar_volume: float
    youngs_modulus: float
    poissons_ratio: float

    def __post_init__(self) -> None:
        check_exponent(self.exponent)
        for name in ("reference_stress", "partial_molar_volume", "youngs_modulus"):
            positive(name, getattr(self, name))
        inside("poissons_ratio", self.poissons_ratio, -1, 0.5)

    def __call__(
        self, model: pybamm.BaseModel, parameter_values: pybamm.ParameterValues
    ) -> pybamm.Symbol:
        """The rate, averaged over the electrode."""
        del parameter_values
        # The lattice's own surface, not what a barrier lets the electrolyte see.
        surface = pybamm.surf(model.variables[PROFILE])
        per_content = self.partial_molar_volume * self.youngs_modulus / (1 - self.poissons_ratio)
        stress = 2 / 9 * per_content * (model.variables[MEAN] - surface)
        pulled = pybamm.maximum(stress, 0) / self.reference_stress
        return over_electrode(pulled**self.exponent)


@dataclass(frozen=True)
class HotRate:
    """Rate of `hot_surface`: the share of time at low lithium content, a smooth step."""

    threshold: float
    steepness: float

    def __post_init__(self) -> None:
        inside("threshold", self.threshold, 0, 1)
        positive("steepness", self.steepness)

    def __call__(
        self, model: pybamm.BaseModel, parameter_values: pybamm.ParameterValues
    ) -> pybamm.Symbol:
        """The rate, averaged over the electrode."""
        del parameter_values
        below = self.threshold - model.variables[SURFACE_STOICHIOMETRY]
        return over_electrode((1 + pybamm.tanh(self.steepness * below)) / 2)


CYCLES = Dose("cycles", "cycle", None)
"""One a cycle."""

SECONDS = Dose("seconds", "s", per_second)
"""Time, of charge, discharge and rest."""

CHARGE = Dose("charge", "mAh.g-1", charge_per_second)
"""Charge passed, half of both directions together: of a periodic cycle its discharge capacity."""


def surface_stress(
    exponent: float = EXPONENT,
    *,
    reference_stress: float = REFERENCE_STRESS,
    partial_molar_volume: float = PARTIAL_MOLAR_VOLUME,
    youngs_modulus: float = YOUNGS_MODULUS,
    poissons_ratio: float = POISSONS_RATIO,
) -> Dose:
    r"""Time weighted with the tension at the particle's surface [s].

    .. math:: \int \left(\frac{\max(\sigma_h, 0)}{\sigma_0}\right)^m \mathrm{d}t, \qquad
              \sigma_h = \frac23 \, \frac{\Omega E\,(\bar c - c_s)}{3 (1 - \nu)}

    The hydrostatic stress of a sphere as PyBaMM has it for its stress-driven loss of active
    material. Only the exponent decides anything: the fitted rate absorbs the other numbers.

    Parameters
    ----------
    exponent
        m, from 1 (estimate: 2, 1 to 4).
    reference_stress
        σ₀ [Pa].
    partial_molar_volume
        Ω [m3.mol-1].
    youngs_modulus
        E [Pa].
    poissons_ratio
        ν.
    """
    rate = StressRate(
        exponent, reference_stress, partial_molar_volume, youngs_modulus, poissons_ratio
    )
    return Dose("surface_stress", "s", rate)


def hot_surface(threshold: float = HOT_CONTENT, steepness: float = STEEPNESS) -> Dose:
    r"""Time that the surface spends at a high state of charge [s].

    .. math:: \int \tfrac12 [1 + \tanh(s\,(x_0 - x_s))]\,\mathrm{d}t

    Parameters
    ----------
    threshold
        Lithium content x₀ (literature: fatigue of NMC811 starts above about 75 % state of charge).
    steepness
        s (estimate: 200).
    """
    return Dose("hot_surface", "s", HotRate(threshold, steepness))


def check_exponent(exponent: Any) -> float:
    """An exponent from 1, else ``ValueError``."""
    value = positive("exponent", exponent)
    if value < 1:
        raise ValueError(f"exponent={exponent!r}: expected a number of at least 1")
    return value


def over_electrode(rate: pybamm.Symbol) -> pybamm.Symbol:
    """The mean of a rate over the positive electrode, as a scalar."""
    return pybamm.yz_average(pybamm.x_average(rate))
