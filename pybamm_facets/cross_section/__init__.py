"""A particle's cross-section: its grains, the stress that lithium brings, and transport.

Uses NumPy and SciPy, and scikit-fem (extra ``mechanics``) for stresses; knows nothing of cells.
"""

from pybamm_facets.cross_section.section.grain_mesh import GrainMesh, mesh_microstructure
from pybamm_facets.cross_section.section.microstructure import (
    Microstructure,
    generate_microstructure,
    microstructure_of,
)
from pybamm_facets.cross_section.section.orientation import in_plane_axes, watson_axes
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
from pybamm_facets.cross_section.stress.ensemble import StressEnsemble, over_seeds, stress_ensemble
from pybamm_facets.cross_section.stress.plane_stress import PlaneStressSolver
from pybamm_facets.cross_section.stress.potential_shift import (
    open_circuit_shift,
    open_circuit_shift_summary,
)
from pybamm_facets.cross_section.stress.stress_field import StressField, Tractions
from pybamm_facets.cross_section.stress.support import fixed_arc, isostatic

__all__ = [
    "LINEAR",
    "MOL_PER_LITRE",
    "ContrastStrain",
    "Eigenstrain",
    "Eq9LiteralStrain",
    "Eq78Strain",
    "GrainMesh",
    "IsotropicStrain",
    "LatticeStrain",
    "Microstructure",
    "PlaneStressSolver",
    "StressEnsemble",
    "StressField",
    "Tractions",
    "fixed_arc",
    "generate_microstructure",
    "in_plane_axes",
    "isostatic",
    "mesh_microstructure",
    "microstructure_of",
    "open_circuit_shift",
    "open_circuit_shift_summary",
    "over_seeds",
    "stress_ensemble",
    "watson_axes",
]
