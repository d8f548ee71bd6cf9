"""The particle: zones, textures, radial mesh and core-shell diffusion."""

from pybamm_facets.particle.agglomerate import Agglomerate
from pybamm_facets.particle.diffusion import (
    CORE_FRACTION_RANGE,
    CoreShellDiffusion,
    SteepDiffusion,
    zone_diffusivity_ratio,
)
from pybamm_facets.particle.faceted_set import add_facets
from pybamm_facets.particle.fractions import check_fractions
from pybamm_facets.particle.radial_mesh import (
    STEEP_DIFFUSIVITY_MESH,
    GradedRadialMesh,
    graded_edges,
)

__all__ = [
    "CORE_FRACTION_RANGE",
    "STEEP_DIFFUSIVITY_MESH",
    "Agglomerate",
    "CoreShellDiffusion",
    "GradedRadialMesh",
    "SteepDiffusion",
    "add_facets",
    "check_fractions",
    "graded_edges",
    "zone_diffusivity_ratio",
]
