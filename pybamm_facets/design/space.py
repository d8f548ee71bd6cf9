"""What may vary in a design, between which bounds, and what stays."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pybamm

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite, is_number, one_of
from pybamm_facets.crystal.grain_texture import as_watson
from pybamm_facets.crystal.layer_scheme import check_anisotropy
from pybamm_facets.particle.agglomerate import ANISOTROPY
from pybamm_facets.studies.grain_resolved.check_sets import particle_of

LIMITS = {
    "radius_m": (1e-8, 1e-4),
    "core_fraction": (0.05, 0.95),
    "kappa_core": (-1000.0, 1000.0),
    "kappa_shell": (-1000.0, 1000.0),
    "selection": (-20.0, 20.0),
}
"""Where a variable can be meant."""

IN_ASINH = ("kappa_core", "kappa_shell", "selection")
START_KAPPA = -2.5
"""First guess of a texture that may vary: the price of order is flat at random grains."""
STARTS = {"kappa_core": START_KAPPA / 4, "kappa_shell": START_KAPPA, "selection": 0.5}
SELECTION = (-15.0, 15.0)
"""Bounds of the selection of facets where it is free and nothing is said of it."""

FACETS = ("texture", "fibre", "any")
"""What may be chosen of the grains' orientation besides the direction of their c axis."""

Bound = float | tuple[float, float] | None


@dataclass(frozen=True)
class Space:
    """Variables of a design: a number fixes one, a pair bounds it, None keeps the set's.

    Parameters
    ----------
    radius_m
        Particle radius [m].
    core_fraction
        Core radius over particle radius.
    kappa_core, kappa_shell
        Textures: κ of the direction of the c axis.
    selection
        How strongly grains that show fast facets are preferred in the shell [nat, between the
        slowest and the fastest facet]; only where `facets` lets them be, there free by default.
    facets
        "texture": only the direction of the c axis is chosen, and grains are turned at random about
        it and about the radius. "fibre": directions whose facets are fast on average may be
        preferred too. "any": also how grains are turned about their own c axis, hence the facet.
    diffusivity_anisotropy
        D_c/D_ab of a grain; the default is an estimate (0 to 0.1).
    core_tension
        At most so much mean tension of the core of a charged particle [EΔ], as
        `pybamm_facets.design.core_tension` tells it; no limit by default.

    Raises
    ------
    ValueError
        For bounds that are reversed or cannot be meant, and if nothing varies.
    """

    radius_m: Bound = None
    core_fraction: Bound = None
    kappa_core: Bound = None
    kappa_shell: Bound = None
    selection: Bound = None
    facets: str = "texture"
    diffusivity_anisotropy: float = ANISOTROPY
    core_tension: float | None = None

    def __post_init__(self) -> None:
        one_of("facets", self.facets, FACETS)
        if self.facets == "texture" and self.selection is not None:
            raise ValueError(
                f"selection={self.selection!r}: expected with facets='fibre' or facets='any'"
            )
        if self.facets != "texture" and self.selection is None:
            object.__setattr__(self, "selection", SELECTION)
        check_anisotropy(self.diffusivity_anisotropy)
        if self.core_tension is not None:
            finite("core_tension", self.core_tension, "EΔ")
        for name in LIMITS:
            value = getattr(self, name)
            low, high = LIMITS[name]
            if value is None:
                continue
            pair = value if isinstance(value, tuple | list) else (value, value)
            if len(pair) != 2 or not all(is_number(one) and math.isfinite(one) for one in pair):
                raise ValueError(f"{name}={value!r}: expected a number, or a pair of bounds")
            first, last = (float(one) for one in pair)
            if not low <= first <= last <= high:
                raise ValueError(
                    f"{name}={value!r}: expected bounds in order, from {low:g} to {high:g}"
                )
            clean = first if first == last else (first, last)
            object.__setattr__(self, name, clean)
        if not self.free:
            raise ValueError("space: nothing varies; expected bounds of at least one variable")

    @property
    def free(self) -> dict[str, tuple[float, float]]:
        """Variables that vary, with their bounds."""
        return {
            name: value
            for name in self.variables
            if isinstance(value := getattr(self, name), tuple)
        }

    @property
    def variables(self) -> tuple[str, ...]:
        """Variables of a design, in their order."""
        return tuple(n for n in LIMITS if n != "selection" or self.facets != "texture")

    def held(self, name: str, value: Bound) -> Space:
        """The same space with a variable, or the limit of the tension, at a value or bounds."""
        own: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        return Space(**own | {name: value})

    def fixed(self, parameter_values: pybamm.ParameterValues) -> dict[str, float]:
        """Variables that stay: those given as numbers, and the set's own."""
        given = {name: getattr(self, name) for name in self.variables}
        missing = [name for name, value in given.items() if value is None]
        own: dict[str, float] = {}
        if missing:
            particle = particle_of(parameter_values, self.diffusivity_anisotropy)
            own = {
                "radius_m": particle.radius,
                "core_fraction": particle.core_fraction,
                "kappa_core": as_watson(particle.core, "core").kappa,
                "kappa_shell": as_watson(particle.shell, "shell").kappa,
            }
        return {
            name: own[name] if value is None else value
            for name, value in given.items()
            if not isinstance(value, tuple)
        }


def to_unit(name: str, value: float, bounds: tuple[float, float]) -> float:
    """Position of a value between its bounds: κ in asinh, a radius in its logarithm."""
    low, high, at = (_shape(name, one) for one in (*bounds, value))
    return (at - low) / (high - low)


def from_unit(name: str, u: float, bounds: tuple[float, float]) -> float:
    """The value at a position; inverse of `to_unit`."""
    low, high = (_shape(name, one) for one in bounds)
    at = low + u * (high - low)
    value = math.sinh(at) if name in IN_ASINH else math.exp(at) if name == "radius_m" else at
    return min(max(value, bounds[0]), bounds[1])


def slope(name: str, value: float, bounds: tuple[float, float]) -> float:
    """Derivative of the value with respect to its position."""
    low, high = (_shape(name, one) for one in bounds)
    if name in IN_ASINH:
        return math.cosh(math.asinh(value)) * (high - low)
    return (value if name == "radius_m" else 1.0) * (high - low)


def _shape(name: str, value: float) -> float:
    if name in IN_ASINH:
        return math.asinh(value)
    return math.log(value) if name == "radius_m" else value


def start_of(free: dict[str, tuple[float, float]]) -> FloatArray:
    """Positions of a first guess: some order in the textures, the middle elsewhere."""
    found = []
    for name, (low, high) in free.items():
        guess = STARTS.get(name, 0.0)
        inside = low <= guess <= high
        u = to_unit(name, guess, (low, high)) if name in IN_ASINH and inside else 0.5
        found.append(u)
    return np.array(found)
