"""Battery cathodes from the crystal to the cell, as a PyBaMM plugin."""

from __future__ import annotations

from importlib.metadata import version

from pybamm_facets.crystal import NMC811_FACETS as NMC811_FACETS
from pybamm_facets.crystal import FacetFamily as FacetFamily
from pybamm_facets.crystal import Lattice as Lattice
from pybamm_facets.crystal import Texture as Texture
from pybamm_facets.kinetics import FacetTable as FacetTable
from pybamm_facets.models import FacetDFN as FacetDFN
from pybamm_facets.models import FacetSPM as FacetSPM
from pybamm_facets.models import FacetSPMe as FacetSPMe
from pybamm_facets.particle import Agglomerate as Agglomerate
from pybamm_facets.particle import add_facets as add_facets

__version__ = version("pybamm-facets")
