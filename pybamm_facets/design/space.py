"""What may vary in a design, between which bounds, and what stays."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np
import pybamm

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import is_number
from pybamm_facets.crystal.grain_texture import as_watson
from pybamm_facets.studies.grain_resolved.check_sets import particle_of

LIMITS = {
    "radius_m": (1e-8, 1e-4),
    "core_fraction": (0.05, 0.95),
    "kappa_core": (-1000.0, 1000.0),
    "kappa_shell": (-1000.0, 1000.0),
}
"""Where a variable can be meant."""

KAPPAS = ("kappa_core", "kappa_shell")
START_KAPPA = -2.5
"""First guess of a texture that may vary: the price of order is flat at random grains."""

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
        Textures.

    Raises
    ------
    ValueError
        For bounds that are reversed or cannot be meant, and if nothing varies.
    """

    radius_m: Bound = None
    core_fraction: Bound = None
    kappa_core: Bound = None
    kappa_shell: Bound = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            low, high = LIMITS[field.name]
            if value is None:
                continue
            pair = value if isinstance(value, tuple | list) else (value, value)
            if len(pair) != 2 or not all(is_number(one) and math.isfinite(one) for one in pair):
                raise ValueError(f"{field.name}={value!r}: expected a number, or a pair of bounds")
            first, last = (float(one) for one in pair)
            if not low <= first <= last <= high:
                raise ValueError(
                    f"{field.name}={value!r}: expected bounds in order, from {low:g} to {high:g}"
                )
            clean = first if first == last else (first, last)
            object.__setattr__(self, field.name, clean)
        if not self.free:
            raise ValueError("space: nothing varies; expected bounds of at least one variable")

    @property
    def free(self) -> dict[str, tuple[float, float]]:
        """Variables that vary, with their bounds."""
        return {
            field.name: value
            for field in fields(self)
            if isinstance(value := getattr(self, field.name), tuple)
        }

    def fixed(self, parameter_values: pybamm.ParameterValues) -> dict[str, float]:
        """Variables that stay: those given as numbers, and the set's own."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        missing = [name for name, value in given.items() if value is None]
        own: dict[str, float] = {}
        if missing:
            particle = particle_of(parameter_values)
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
    value = math.sinh(at) if name in KAPPAS else math.exp(at) if name == "radius_m" else at
    return min(max(value, bounds[0]), bounds[1])


def slope(name: str, value: float, bounds: tuple[float, float]) -> float:
    """Derivative of the value with respect to its position."""
    low, high = (_shape(name, one) for one in bounds)
    if name in KAPPAS:
        return math.cosh(math.asinh(value)) * (high - low)
    return (value if name == "radius_m" else 1.0) * (high - low)


def _shape(name: str, value: float) -> float:
    if name in KAPPAS:
        return math.asinh(value)
    return math.log(value) if name == "radius_m" else value


def start_of(free: dict[str, tuple[float, float]]) -> FloatArray:
    """Positions of a first guess: some order in the textures, the middle elsewhere."""
    found = []
    for name, (low, high) in free.items():
        guess = START_KAPPA if name == "kappa_shell" else START_KAPPA / 4
        inside = low <= guess <= high
        u = to_unit(name, guess, (low, high)) if name in KAPPAS and inside else 0.5
        found.append(u)
    return np.array(found)
