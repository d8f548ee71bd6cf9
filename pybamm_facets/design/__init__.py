"""From a target to a particle: the least ordered one, the set of all that do, and tolerances."""

from pybamm_facets.design.batches import batch
from pybamm_facets.design.core_stress import core_tension
from pybamm_facets.design.design_words import facets_bring, statements
from pybamm_facets.design.fronts import front, fronts_about
from pybamm_facets.design.payoff import Payoff, payoff_at, payoff_map
from pybamm_facets.design.sampled import correlated, sample
from pybamm_facets.design.search import FoundDesign, NoResultError, easiest
from pybamm_facets.design.shell_plane import OrientationPlane, orientation_plane
from pybamm_facets.design.space import Space
from pybamm_facets.design.targets import Target
from pybamm_facets.design.tolerances import robust, tolerance
from pybamm_facets.design.variable_profiles import profile_words, profiles

__all__ = [
    "FoundDesign",
    "NoResultError",
    "OrientationPlane",
    "Payoff",
    "Space",
    "Target",
    "batch",
    "core_tension",
    "correlated",
    "easiest",
    "facets_bring",
    "front",
    "fronts_about",
    "orientation_plane",
    "payoff_at",
    "payoff_map",
    "profile_words",
    "profiles",
    "robust",
    "sample",
    "statements",
    "tolerance",
]
