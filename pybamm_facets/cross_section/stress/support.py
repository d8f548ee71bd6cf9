"""How a cross-section is held: just enough, or by an arc as in the paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from pybamm_facets._arrays import BoolArray, FloatArray
from pybamm_facets._checks import finite, inside

Support: TypeAlias = Callable[[FloatArray, BoolArray], BoolArray]
"""From nodes (2, n), in units of the radius, and which of them are on the rim (n,), to which
displacements (2, n) are held at zero."""


def isostatic(places: FloatArray, on_rim: BoolArray) -> BoolArray:
    """Three displacements: no rigid motion, and no reaction to an eigenstrain."""
    del on_rim
    held = np.zeros(places.shape, dtype=bool)
    held[:, np.argmin(np.hypot(*places))] = True
    held[1, np.argmax(places[0])] = True
    return held


def fixed_arc(angle_deg: float = -90.0, half_angle_deg: float = 5.0) -> Support:
    """A clamped piece of the rim, the "fixed support" of Li et al. 2025.

    It changes every statistic near itself, and the stress there is what the clamp makes.

    Parameters
    ----------
    angle_deg, half_angle_deg
        Direction of its middle, and half its opening [degrees].

    Raises
    ------
    ValueError
        If the half angle is not between 0 and 180; and in use, if no node lies on the arc.
    """
    half = np.radians(inside("half_angle_deg", half_angle_deg, 0, 180, "degrees"))
    direction = np.exp(-1j * np.radians(finite("angle_deg", angle_deg, "degrees")))

    def support(places: FloatArray, on_rim: BoolArray) -> BoolArray:
        turned = (places[0] + 1j * places[1]) * direction
        on = on_rim & (abs(np.angle(turned)) <= half * (1 + 1e-9))
        if on.sum() < 2:
            raise ValueError(
                f"half_angle_deg={half_angle_deg!r}: expected at least two nodes on the arc, got "
                "fewer; take a wider one or a finer mesh"
            )
        return np.tile(on, (2, 1))

    return support
