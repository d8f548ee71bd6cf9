"""The particle: zones, textures, radial mesh and core-shell diffusion."""

from pybamm_facets.particle.add_facets import ACTIVE_MATERIAL_DENSITY, add_facets
from pybamm_facets.particle.agglomerate import PARTICLE_RADIUS, Agglomerate
from pybamm_facets.particle.diffusion import (
    CORE_FRACTION_RANGE,
    CORE_RADIUS_FRACTION,
    CORE_RATIO,
    SHELL_RATIO,
    CoreShellDiffusion,
    SteepDiffusion,
    zone_diffusivity_ratio,
)
from pybamm_facets.particle.fractions import check_fractions
from pybamm_facets.particle.mesh import (
    STEEP_DIFFUSIVITY_MESH,
    GradedRadialMesh,
    graded_edges,
)

__all__ = [
    "ACTIVE_MATERIAL_DENSITY",
    "CORE_FRACTION_RANGE",
    "CORE_RADIUS_FRACTION",
    "CORE_RATIO",
    "PARTICLE_RADIUS",
    "SHELL_RATIO",
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
