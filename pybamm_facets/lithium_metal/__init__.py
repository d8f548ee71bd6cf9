"""The lithium metal of a half-cell: its flux into the electrolyte, and the separator before it."""

from pybamm_facets.lithium_metal.metal_flux import ExactLithiumFlux
from pybamm_facets.lithium_metal.separator_mesh import SeparatorMesh

__all__ = ["ExactLithiumFlux", "SeparatorMesh"]
