"""Lithium along the radius of a particle in a PyBaMM solution, at a time and a depth."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pybamm
from scipy.interpolate import PchipInterpolator

from pybamm_facets._arrays import FloatArray

Profile: TypeAlias = Callable[[FloatArray], FloatArray]
"""From distances over the radius, 0 to 1, to lithium contents."""

NODES = "r_p [m]"
SURFACE = 1e-9
"""Relative distance within which a node is the surface."""

LOCAL = ("Positive particle stoichiometry", "Positive particle surface stoichiometry")
AVERAGE = (
    "X-averaged positive particle stoichiometry",
    "X-averaged positive particle surface stoichiometry",
)

DEPTHS = {"separator": 0, "collector": -1, "average": None}
"""Particle at either face of the electrode, or the mean over its thickness."""


def check_depth(depth: str) -> None:
    """``ValueError`` unless the depth is one of `DEPTHS`."""
    if depth not in DEPTHS:
        raise ValueError(f"depth={depth!r}: expected one of {', '.join(DEPTHS)}")


class RadialProfiles:
    """Lithium content of the positive particles of a solution, at its own times.

    Parameters
    ----------
    solution
        Of a model with Fickian particles of one size and phase (`FacetDFN`, `FacetSPMe`, ...).
    radius
        Of the particles [m].
    depth
        ``"separator"`` or ``"collector"`` side, or ``"average"``. Models with one particle have
        no depth, and give that one.

    Raises
    ------
    ValueError
        For an unknown depth, or a solution without radial profiles.
    """

    def __init__(self, solution: pybamm.Solution, radius: float, depth: str = "average") -> None:
        check_depth(depth)
        self.time: FloatArray = np.asarray(solution.t, dtype=float)
        place = DEPTHS[depth]
        names = (NODES, *(AVERAGE if place is None else LOCAL))
        try:
            nodes, content, surface = (np.asarray(solution[name].entries) for name in names)
        except KeyError as error:
            raise ValueError(f"solution: no radial profile, {error}") from None
        # The nodes are the same at every depth and time.
        self.nodes: FloatArray = nodes.reshape(nodes.shape[0], -1)[:, 0] / radius
        self.content: FloatArray = content if place is None else content[:, place]
        self.surface: FloatArray = surface if place is None else surface[place]

    def at(self, time: float) -> Profile:
        """Profile at a time of the run [s], linear between the solver's times.

        Monotone cubic between the radial nodes, the surface's own value at the surface.
        """
        if not self.time[0] <= time <= self.time[-1]:
            raise ValueError(
                f"time={time!r}: expected from {self.time[0]:.4g} to {self.time[-1]:.4g} s"
            )
        inner = np.array([np.interp(time, self.time, row) for row in self.content])
        surface = np.interp(time, self.time, self.surface)
        below = self.nodes < 1 - SURFACE  # elements have a node at the surface
        curve = PchipInterpolator(
            np.concatenate([[0.0], self.nodes[below], [1.0]]),
            np.concatenate([inner[:1], inner[below], [surface]]),
        )

        def profile(share: FloatArray) -> FloatArray:
            content: FloatArray = np.clip(curve(np.clip(share, 0, 1)), 0, 1)
            return content

        return profile
