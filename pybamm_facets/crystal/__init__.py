"""Layered-oxide crystal: lattice, facet families, grain texture and what follows from them.

Uses NumPy and SciPy only and knows nothing of PyBaMM, so it can be used on its own.
"""

from pybamm_facets.crystal.effective import effective_diffusivity
from pybamm_facets.crystal.facets import (
    NMC811_FACETS,
    FacetFamily,
    facet_family,
    nearest_facet,
)
from pybamm_facets.crystal.lattice import (
    Lattice,
    density,
    maximum_concentration,
    theoretical_capacity,
)
from pybamm_facets.crystal.lattice_table import NMC811_LATTICE_TABLE, LatticeTable
from pybamm_facets.crystal.texture import Texture
from pybamm_facets.crystal.wulff import wulff_fractions

__all__ = [
    "NMC811_FACETS",
    "NMC811_LATTICE_TABLE",
    "FacetFamily",
    "Lattice",
    "LatticeTable",
    "Texture",
    "density",
    "effective_diffusivity",
    "facet_family",
    "maximum_concentration",
    "nearest_facet",
    "theoretical_capacity",
    "wulff_fractions",
]
