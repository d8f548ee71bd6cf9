"""The paper's exhibition: what is true of its two particles only."""

from pybamm_facets.paper.blind_predictions import blind_table
from pybamm_facets.paper.coin_cells import li2025, nmc111
from pybamm_facets.paper.conclusions import conclusions_table
from pybamm_facets.paper.estimates import li2025_pair, li2025_priors, measured_capacities
from pybamm_facets.paper.exchange_current_check import Nmc111Check, nmc111_check
from pybamm_facets.paper.explanation import Explanation, Extent, explain
from pybamm_facets.paper.fits import blind, fit_table, inferred_texture
from pybamm_facets.paper.literature_comparison import Comparison, compare_with_literature
from pybamm_facets.paper.main_job import MainJob, li2025_rate_capability
from pybamm_facets.paper.mechanics import li2025_mechanics
from pybamm_facets.paper.protocols import CYCLING, PRE_CYCLES, STARTS
from pybamm_facets.paper.stress_claims import (
    PaperParticles,
    claims_table,
    paper_claims,
    paper_particles,
    readings_table,
)
from pybamm_facets.paper.stress_constants import (
    PAPER_ALPHA,
    PAPER_POISSONS_RATIO,
    PAPER_STRAIN,
    PAPER_YOUNGS_MODULUS,
)
from pybamm_facets.paper.window_capacity import window_candidates

__all__ = [
    "CYCLING",
    "PAPER_ALPHA",
    "PAPER_POISSONS_RATIO",
    "PAPER_STRAIN",
    "PAPER_YOUNGS_MODULUS",
    "PRE_CYCLES",
    "STARTS",
    "Comparison",
    "Explanation",
    "Extent",
    "MainJob",
    "Nmc111Check",
    "PaperParticles",
    "blind",
    "blind_table",
    "claims_table",
    "compare_with_literature",
    "conclusions_table",
    "explain",
    "fit_table",
    "inferred_texture",
    "li2025",
    "li2025_mechanics",
    "li2025_pair",
    "li2025_priors",
    "li2025_rate_capability",
    "measured_capacities",
    "nmc111",
    "nmc111_check",
    "paper_claims",
    "paper_particles",
    "readings_table",
    "window_candidates",
]
