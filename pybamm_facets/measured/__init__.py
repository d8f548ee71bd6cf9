"""Measurements as tables, with where they were read."""

from pybamm_facets.measured.capacities import read_capacities
from pybamm_facets.measured.literature import li2025_capacities, nmc111_capacities

__all__ = ["li2025_capacities", "nmc111_capacities", "read_capacities"]
