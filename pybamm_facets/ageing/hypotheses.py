"""The hypotheses that a study of cycling tests, one constant each to be fitted."""

from __future__ import annotations

from pybamm_facets.ageing.blocking_order import EVEN, FIRST_003, STABLE_003
from pybamm_facets.ageing.doses import CHARGE, CYCLES, SECONDS
from pybamm_facets.ageing.facet_blocking import FacetBlocking
from pybamm_facets.ageing.facet_passivation import FacetPassivation
from pybamm_facets.ageing.grain_boundary_loss import GrainBoundaryLoss
from pybamm_facets.ageing.lithium_side import LithiumSide
from pybamm_facets.ageing.mechanism import Mechanism
from pybamm_facets.ageing.radial_cracking import RadialCracking
from pybamm_facets.ageing.rock_salt_layer import RockSaltLayer
from pybamm_facets.ageing.surface_stress_loss import SurfaceStressLoss

TO_BE_FITTED = 1.0

DEFAULT_HYPOTHESES: tuple[Mechanism, ...] = (
    LithiumSide(TO_BE_FITTED, CYCLES),
    LithiumSide(TO_BE_FITTED, CHARGE),
    LithiumSide(TO_BE_FITTED, SECONDS),
    SurfaceStressLoss(TO_BE_FITTED),
    GrainBoundaryLoss(TO_BE_FITTED),
    RadialCracking(TO_BE_FITTED),
    FacetBlocking(TO_BE_FITTED, STABLE_003),
    FacetBlocking(TO_BE_FITTED, EVEN),
    FacetBlocking(TO_BE_FITTED, FIRST_003),
    RockSaltLayer(TO_BE_FITTED),
    FacetPassivation(TO_BE_FITTED),
)
"""Each with its rate left at 1. The last one, ageing of facet kinetics alone, costs too little at
high rates to be fitted to a loss of a fifth: it stands for what it rules out."""
