"""Core and shell on finite volumes, which share nothing with the elements but the equations.

The step of the diffusivity is smooth there, of half-width 0.02, and blended harmonically.
"""

import pybamm

from pybamm_facets import names
from pybamm_facets.models import FacetDFN
from pybamm_facets.particle import GradedRadialMesh

BLEND_WIDTH = 0.02


class FiniteVolumeDiffusion(pybamm.particle.FickianDiffusion):
    """Fickian diffusion whose ratio to D_ab steps from core to shell."""

    def _get_effective_diffusivity(self, c, T, current):
        r = pybamm.SpatialVariable("r_p", domains=c.domains, coord_sys="spherical polar")
        fraction, core, shell = (
            pybamm.Parameter(name)
            for name in (names.CORE_RADIUS_FRACTION, names.CORE_RATIO, names.SHELL_RATIO)
        )
        weight = 0.5 * (1 + pybamm.tanh((r / self.phase_param.R_typ - fraction) / BLEND_WIDTH))
        ratio = 1 / (1 / core + weight * (1 / shell - 1 / core))
        return super()._get_effective_diffusivity(c, T, current) * ratio


def finite_volume_model(options=None, model=FacetDFN):
    """A model with finite volumes in the positive particle."""
    return model(options, diffusion=FiniteVolumeDiffusion)


MESH = {"positive particle": GradedRadialMesh}
