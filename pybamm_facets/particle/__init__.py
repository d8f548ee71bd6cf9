"""The particle: zones, textures, radial elements and core-shell diffusion, surface barrier."""

from pybamm_facets.particle.agglomerate import Agglomerate
from pybamm_facets.particle.diffusion import CORE_FRACTION_RANGE, CoreShellDiffusion
from pybamm_facets.particle.element_mesh import (
    STEEP_DIFFUSIVITY_MESH,
    RadialElementMesh,
    radial_elements,
)
from pybamm_facets.particle.element_method import RadialElementMethod
from pybamm_facets.particle.faceted_set import add_facets
from pybamm_facets.particle.fractions import check_fractions
from pybamm_facets.particle.radial_mesh import GradedRadialMesh, graded_edges
from pybamm_facets.particle.surface_barrier import (
    SurfaceBarrier,
    SurfaceUnknown,
    surface_unknowns,
)

__all__ = [
    "CORE_FRACTION_RANGE",
    "STEEP_DIFFUSIVITY_MESH",
    "Agglomerate",
    "CoreShellDiffusion",
    "GradedRadialMesh",
    "RadialElementMesh",
    "RadialElementMethod",
    "SurfaceBarrier",
    "SurfaceUnknown",
    "add_facets",
    "check_fractions",
    "graded_edges",
    "radial_elements",
    "surface_unknowns",
]
