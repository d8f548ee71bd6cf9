"""The chapters of the reproduction, the quick ones first."""

from __future__ import annotations

from pybamm_facets.paper.reproduction.chapter import Chapter
from pybamm_facets.paper.reproduction.chapters.activation_chapter import look_at_activation
from pybamm_facets.paper.reproduction.chapters.crystal_chapter import look_at_crystal
from pybamm_facets.paper.reproduction.chapters.cycling_chapter import look_at_cycling
from pybamm_facets.paper.reproduction.chapters.design_chapter import look_at_design
from pybamm_facets.paper.reproduction.chapters.gap_chapter import look_at_gap
from pybamm_facets.paper.reproduction.chapters.grains_chapter import look_at_grains
from pybamm_facets.paper.reproduction.chapters.particles_chapter import look_at_particles
from pybamm_facets.paper.reproduction.chapters.pybamm_chapter import look_at_pybamm
from pybamm_facets.paper.reproduction.chapters.rate_chapter import look_at_rate
from pybamm_facets.paper.reproduction.chapters.stress_chapter import look_at_stress

CHAPTERS = (
    Chapter("crystal", "Facets and textures", look_at_crystal),
    Chapter("particles", "Six simulated particles", look_at_particles, "e03_facet_inversion"),
    Chapter("rates", "Rate capability", look_at_rate, "e01_rate_capability"),
    Chapter("activation", "Why facets differ", look_at_activation, "e04_activation", "theory"),
    Chapter("stress", "Stress", look_at_stress, "e05_stress", "mechanics"),
    Chapter("pybamm", "Solved twice", look_at_pybamm, "e10_pybamm_experiment"),
    Chapter("grains", "Grains in a section", look_at_grains, "e06_grain_resolved", "mechanics"),
    Chapter("design", "When facets pay", look_at_design, "e07_design"),
    Chapter("gap", "Where the gap comes from", look_at_gap, "e02_explain_gap", "uq"),
    Chapter("cycling", "What ages", look_at_cycling),
)
"""Independent of one another."""
