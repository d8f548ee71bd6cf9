"""Facet kinetics: the facet table, and PyBaMM's kinetics laws mixed over facets (Eqs. 1, 2)."""

from pybamm_facets.kinetics.adiabatic import AdiabaticIonTransfer, adiabatic_parameters
from pybamm_facets.kinetics.exchange_current import (
    electrode_exchange_current_density,
    exchange_current_function,
    facet_exchange_current_density,
    particle_exchange_current,
)
from pybamm_facets.kinetics.facet_order import FacetOrder, reordered
from pybamm_facets.kinetics.mixing import MIXED_LAWS, FacetMixing, FacetMixingInverse, mixed_law
from pybamm_facets.kinetics.slope import exchange_current_prefactor, stock_prefactor, unit_slope
from pybamm_facets.kinetics.table import FacetKinetics, FacetTable

__all__ = [
    "MIXED_LAWS",
    "AdiabaticIonTransfer",
    "FacetKinetics",
    "FacetMixing",
    "FacetMixingInverse",
    "FacetOrder",
    "FacetTable",
    "adiabatic_parameters",
    "electrode_exchange_current_density",
    "exchange_current_function",
    "exchange_current_prefactor",
    "facet_exchange_current_density",
    "mixed_law",
    "particle_exchange_current",
    "reordered",
    "stock_prefactor",
    "unit_slope",
]
