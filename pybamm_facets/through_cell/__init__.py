"""The half-cell across: the lithium's flux, the separator's mesh, spectral elements."""

from pybamm_facets.through_cell.line_elements import LineElements
from pybamm_facets.through_cell.metal_flux import ExactLithiumFlux
from pybamm_facets.through_cell.separator_mesh import SeparatorMesh
from pybamm_facets.through_cell.state_layout import CellElements, StateLayout
from pybamm_facets.through_cell.weak_form import Equations, element_equations

__all__ = [
    "CellElements",
    "Equations",
    "ExactLithiumFlux",
    "LineElements",
    "SeparatorMesh",
    "StateLayout",
    "element_equations",
]
