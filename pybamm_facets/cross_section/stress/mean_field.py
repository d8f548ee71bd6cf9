"""Stress of a particle whose grains are replaced by the mean of their texture."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import inside
from pybamm_facets.cross_section.section.orientation import watson_mean_squares
from pybamm_facets.cross_section.stress.disk_stress import ring_stress
from pybamm_facets.crystal.grain_texture import GivenTexture, GrainTexture, as_texture

MeanSquares: TypeAlias = Callable[[GrainTexture], tuple[float, float]]
"""Means of (n·r)² and (n·φ)² over a texture: `watson_mean_squares`, `in_plane_mean_squares`."""

_RINGS = 400


class MeanField(NamedTuple):
    """Stress in the middle of rings.

    Attributes
    ----------
    r_over_R
        (n,). Distance from the centre over the particle radius.
    radial, hoop
        (n,). In units of EΔ.
    """

    r_over_R: FloatArray
    radial: FloatArray
    hoop: FloatArray

    @property
    def hydrostatic(self) -> FloatArray:
        """A third of the trace, in units of EΔ."""
        return (self.radial + self.hoop) / 3


def texture_mean_field(
    core: GivenTexture,
    shell: GivenTexture,
    core_fraction: float = 0.5,
    mean_squares: MeanSquares = watson_mean_squares,
) -> MeanField:
    """Closed form of the mean stress at uniform lithium content, with E and Δ equal to 1.

    What the grain-resolved field averages to around the particle and over many particles.

    Parameters
    ----------
    core, shell
        Texture of each zone, or its κ. A texture other than random in the core makes the stress at
        the centre unbounded.
    core_fraction
        Radius ratio, between 0 and 1.
    mean_squares
        For axes in space by default.

    Raises
    ------
    ValueError
        For a radius ratio that is not between 0 and 1, or textures that are none.
    """
    zones = as_texture(core, "core"), as_texture(shell, "shell")
    inside("core_fraction", core_fraction, 0, 1)
    core_rings = max(1, round(_RINGS * core_fraction))
    edges = np.concatenate(
        [
            np.linspace(0, core_fraction, core_rings + 1),
            np.linspace(core_fraction, 1, _RINGS - core_rings + 1)[1:],
        ]
    )
    of_zone = np.array([mean_squares(zone) for zone in zones])
    strain = of_zone[(np.arange(len(edges) - 1) >= core_rings).astype(int)]
    radial, hoop = ring_stress(edges, strain[:, 0], strain[:, 1], 1.0)
    return MeanField((edges[1:] + edges[:-1]) / 2, radial, hoop)
