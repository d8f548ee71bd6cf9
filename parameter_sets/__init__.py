"""Parameter sets of pybamm-facets, reached through PyBaMM's entry points."""

from pybamm_facets.parameter_sets.Li2025 import (
    core_shell_values,
    isotropic_values,
    known_sets,
    li2025,
)

__all__ = ["core_shell_values", "isotropic_values", "known_sets", "li2025"]
