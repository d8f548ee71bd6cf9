"""Ageing: mechanisms as a dose, what a cycle does, and a map, what that has done to a set.

No cell is solved here. Every mechanism has one rate, to be fitted; what it assumes beside that is
listed, with provenance, by `assumptions`.
"""

from pybamm_facets.ageing.assumed_numbers import assumed, assumptions
from pybamm_facets.ageing.blocking_order import ORDERS, selectivity
from pybamm_facets.ageing.changes import Changes, combined
from pybamm_facets.ageing.constriction import constriction_resistance
from pybamm_facets.ageing.doses import CHARGE, CYCLES, SECONDS, Dose, hot_surface, surface_stress
from pybamm_facets.ageing.facet_blocking import FacetBlocking, conducting_share
from pybamm_facets.ageing.facet_passivation import FacetPassivation
from pybamm_facets.ageing.fresh_particle import AgedParticle, FreshFacet, aged_particle
from pybamm_facets.ageing.grain_boundary_loss import GrainBoundaryLoss
from pybamm_facets.ageing.hypotheses import DEFAULT_HYPOTHESES
from pybamm_facets.ageing.lithium_side import LithiumSide
from pybamm_facets.ageing.mechanism import Mechanism, RatedMechanism
from pybamm_facets.ageing.openings import REFERENCE_OPENING, known_openings, openings_table
from pybamm_facets.ageing.radial_cracking import RadialCracking
from pybamm_facets.ageing.rock_salt_layer import RockSaltLayer
from pybamm_facets.ageing.surface_stress_loss import SurfaceStressLoss

__all__ = [
    "CHARGE",
    "CYCLES",
    "DEFAULT_HYPOTHESES",
    "ORDERS",
    "REFERENCE_OPENING",
    "SECONDS",
    "AgedParticle",
    "Changes",
    "Dose",
    "FacetBlocking",
    "FacetPassivation",
    "FreshFacet",
    "GrainBoundaryLoss",
    "LithiumSide",
    "Mechanism",
    "RadialCracking",
    "RatedMechanism",
    "RockSaltLayer",
    "SurfaceStressLoss",
    "aged_particle",
    "assumed",
    "assumptions",
    "combined",
    "conducting_share",
    "constriction_resistance",
    "hot_surface",
    "known_openings",
    "openings_table",
    "selectivity",
    "surface_stress",
]
