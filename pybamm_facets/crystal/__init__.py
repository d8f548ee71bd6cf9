"""Layered-oxide crystal: lattice, facet families, grain texture and what follows from them.

Uses NumPy and SciPy only and knows nothing of PyBaMM, so it can be used on its own.
"""

from pybamm_facets.crystal.attainable_range import (
    Attainable,
    attainable,
    ratio_range,
    watson_texture,
)
from pybamm_facets.crystal.effective import effective_diffusivities, effective_diffusivity
from pybamm_facets.crystal.facets import (
    NMC811_FACETS,
    FacetFamily,
    facet_family,
    nearest_facet,
)
from pybamm_facets.crystal.fraction_simplex import (
    LeastOrderedFractions,
    fraction_ordering,
    least_ordered_fractions,
)
from pybamm_facets.crystal.grain_texture import GrainTexture
from pybamm_facets.crystal.inverse_wulff import NeededEnergies, surface_energies
from pybamm_facets.crystal.lattice import (
    Lattice,
    density,
    maximum_concentration,
    theoretical_capacity,
)
from pybamm_facets.crystal.lattice_table import NMC811_LATTICE_TABLE, LatticeTable
from pybamm_facets.crystal.layer_scheme import tangential_ratio
from pybamm_facets.crystal.least_order import LeastOrdered, least_ordered
from pybamm_facets.crystal.ordered_texture import OrderedTexture
from pybamm_facets.crystal.texture import Texture, texture_fractions
from pybamm_facets.crystal.wulff import wulff_fractions

__all__ = [
    "NMC811_FACETS",
    "NMC811_LATTICE_TABLE",
    "Attainable",
    "FacetFamily",
    "GrainTexture",
    "Lattice",
    "LatticeTable",
    "LeastOrdered",
    "LeastOrderedFractions",
    "NeededEnergies",
    "OrderedTexture",
    "Texture",
    "attainable",
    "density",
    "effective_diffusivities",
    "effective_diffusivity",
    "facet_family",
    "fraction_ordering",
    "least_ordered",
    "least_ordered_fractions",
    "maximum_concentration",
    "nearest_facet",
    "ratio_range",
    "surface_energies",
    "tangential_ratio",
    "texture_fractions",
    "theoretical_capacity",
    "watson_texture",
    "wulff_fractions",
]
