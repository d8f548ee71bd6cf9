r"""How deep lithium reaches in a run, and how far the electrolyte is driven.

In the time of a run a change at the surface reaches
:math:`\lambda = \sqrt{d_\mathrm{shell} D \cdot 360\,\mathrm{s}/C} / R` of the radius. The salt that
the current uses up over the electrode is, over the salt that is there,

.. math:: \delta = \frac{i\,(1 - t_+) L}{F D_e \varepsilon^b c_0} .
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets._checks import is_number
from pybamm_facets._units import FARADAY, GAS
from pybamm_facets.sets.cell import Values, current_1c, electrode_area, number
from pybamm_facets.sets.steepness import least_diffusivity

LAYER_TIME = 360.0
"""A tenth of the hour that a run at 1C takes [s]."""

THIN_SHELL = 3.0
"""Shells thinner than so many λ let the layer into the core."""


@dataclass(frozen=True)
class Demands:
    """What a design asks of its mesh at 1C; at other rates its square root, or a multiple.

    Parameters
    ----------
    depth
        λ, the share of the radius that lithium reaches; None where not known.
    core_fraction
        Core radius over radius.
    salt
        δ, the share of the salt that the current uses up; None where not known.
    """

    depth: float | None
    core_fraction: float
    salt: float | None

    def depth_at(self, c_rate: float) -> float | None:
        """λ at a rate."""
        return None if self.depth is None else self.depth / math.sqrt(c_rate)

    def salt_at(self, c_rate: float) -> float | None:
        """δ at a rate."""
        return None if self.salt is None else self.salt * c_rate


def demands_of(values: Values) -> Demands:
    """The demands of a set with a design's changes."""
    depth = layer_depth(values, 1.0)
    fraction = float("nan") if depth is None else number(values, names.CORE_RADIUS_FRACTION)
    return Demands(depth, fraction, electrolyte_demand(values, 1.0))


def layer_measures(fraction: float, reach: float) -> tuple[float, float]:
    """What shell and core have to resolve, ζ and √(r_c/λ); the latter 0 behind a thick shell.

    Parameters
    ----------
    fraction
        Core radius over radius.
    reach
        λ.
    """
    thin = 1 - fraction < THIN_SHELL * reach
    return math.sqrt((1 - fraction) / reach), math.sqrt(fraction / reach) if thin else 0.0


def layer_depth(values: Values, c_rate: float) -> float | None:
    """λ: the share of the radius that lithium reaches in a tenth of a run; None where not known."""
    wanted = (names.SHELL_RATIO, names.PARTICLE_RADIUS, names.CORE_RADIUS_FRACTION)
    along = least_diffusivity(values)
    if along is None or not all(is_number(values.get(name)) for name in wanted):
        return None
    radial = along * number(values, names.SHELL_RATIO) * _arrhenius(values)
    return math.sqrt(radial * LAYER_TIME / c_rate) / number(values, names.PARTICLE_RADIUS)


def _arrhenius(values: Values) -> float:
    wanted = (
        names.DIFFUSIVITY_ACTIVATION_ENERGY,
        names.DIFFUSIVITY_REFERENCE_TEMPERATURE,
        names.AMBIENT_TEMPERATURE,
    )
    if not all(is_number(values.get(name)) for name in wanted):
        return 1.0
    energy, reference, temperature = (number(values, name) for name in wanted)
    return math.exp(energy / GAS * (1 / reference - 1 / temperature))


def electrolyte_demand(values: Values, c_rate: float) -> float | None:
    """δ: salt that the current uses up over the electrode, over the salt there; None if unknown."""
    wanted = (
        names.POSITIVE_THICKNESS,
        names.POSITIVE_POROSITY,
        names.POSITIVE_EXPONENT,
        names.INITIAL_ELECTROLYTE,
        names.AMBIENT_TEMPERATURE,
    )
    if not all(is_number(values.get(name)) for name in wanted):
        return None
    thickness, porosity, exponent, salt, temperature = (number(values, name) for name in wanted)
    diffusivity = _at(values.get(names.ELECTROLYTE_DIFFUSIVITY), salt, temperature)
    transference = _at(values.get(names.TRANSFERENCE_NUMBER), salt, temperature)
    if diffusivity is None or transference is None:
        return None
    current = c_rate * current_1c(values) / electrode_area(values)
    effective = diffusivity * math.pow(porosity, exponent)
    return current * (1 - transference) * thickness / (FARADAY * effective * salt)


def _at(given: Any, salt: float, temperature: float) -> float | None:
    if is_number(given):
        return float(given)
    if not callable(given):
        return None
    found: float | None = _evaluated(given, salt, temperature)
    return found


@lru_cache(maxsize=256)
def _evaluated(function: Any, salt: float, temperature: float) -> float | None:
    found = function(pybamm.Scalar(salt), pybamm.Scalar(temperature))
    if isinstance(found, pybamm.Symbol):
        return float(found.evaluate()) if found.is_constant() else None
    return float(found)
