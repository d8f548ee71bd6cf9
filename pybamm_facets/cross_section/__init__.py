"""A particle's cross-section: its grains, the stress that lithium brings, and transport.

Uses NumPy and SciPy, and scikit-fem (extra ``mechanics``) for stresses; knows nothing of cells.
"""

from pybamm_facets.cross_section.section.grain_mesh import GrainMesh, mesh_microstructure
from pybamm_facets.cross_section.section.microstructure import (
    Microstructure,
    generate_microstructure,
    microstructure_of,
)
from pybamm_facets.cross_section.section.orientation import (
    in_plane_axes,
    in_plane_mean_squares,
    watson_axes,
    watson_mean_squares,
)
from pybamm_facets.cross_section.stress.boundary_openings import boundary_opening
from pybamm_facets.cross_section.stress.disk_stress import (
    IN_PLANE_VARIANCE,
    SPATIAL_VARIANCE,
    core_shell_stress,
    polycrystal_energy,
    ring_stress,
)
from pybamm_facets.cross_section.stress.eigenstrain import (
    LINEAR,
    MOL_PER_LITRE,
    ContrastStrain,
    Eigenstrain,
    Eq9LiteralStrain,
    Eq78Strain,
    IsotropicStrain,
    LatticeStrain,
)
from pybamm_facets.cross_section.stress.ensemble import (
    StressEnsemble,
    over_seeds,
    stress_ensemble,
    traction_means,
)
from pybamm_facets.cross_section.stress.mean_field import MeanField, texture_mean_field
from pybamm_facets.cross_section.stress.plane_stress import PlaneStressSolver
from pybamm_facets.cross_section.stress.potential_shift import (
    open_circuit_shift,
    open_circuit_shift_summary,
)
from pybamm_facets.cross_section.stress.stress_field import StressField, Tractions
from pybamm_facets.cross_section.stress.support import fixed_arc, isostatic
from pybamm_facets.cross_section.transport.disk_and_sphere import (
    disk_rise,
    equivalent_radius,
    sphere_rise,
    utilisation,
)
from pybamm_facets.cross_section.transport.effective_diffusivity import (
    diffusivity_at_uniform_concentration,
    diffusivity_at_uniform_flux,
)
from pybamm_facets.cross_section.transport.grain_transport import (
    Transport,
    grain_resolved,
    zone_averaged,
)
from pybamm_facets.cross_section.transport.rim_kinetics import smooth_exchange_current
from pybamm_facets.cross_section.transport.section_material import GrainMaterial
from pybamm_facets.cross_section.transport.transport_result import TransportResult

__all__ = [
    "IN_PLANE_VARIANCE",
    "LINEAR",
    "MOL_PER_LITRE",
    "SPATIAL_VARIANCE",
    "ContrastStrain",
    "Eigenstrain",
    "Eq9LiteralStrain",
    "Eq78Strain",
    "GrainMaterial",
    "GrainMesh",
    "IsotropicStrain",
    "LatticeStrain",
    "MeanField",
    "Microstructure",
    "PlaneStressSolver",
    "StressEnsemble",
    "StressField",
    "Tractions",
    "Transport",
    "TransportResult",
    "boundary_opening",
    "core_shell_stress",
    "diffusivity_at_uniform_concentration",
    "diffusivity_at_uniform_flux",
    "disk_rise",
    "equivalent_radius",
    "fixed_arc",
    "generate_microstructure",
    "grain_resolved",
    "in_plane_axes",
    "in_plane_mean_squares",
    "isostatic",
    "mesh_microstructure",
    "microstructure_of",
    "open_circuit_shift",
    "open_circuit_shift_summary",
    "over_seeds",
    "polycrystal_energy",
    "ring_stress",
    "smooth_exchange_current",
    "sphere_rise",
    "stress_ensemble",
    "texture_mean_field",
    "traction_means",
    "utilisation",
    "watson_axes",
    "watson_mean_squares",
    "zone_averaged",
]
