"""Measurements as tables, with where they were read."""

from pybamm_facets.measured.blind_list import BlindTest, blind_tests
from pybamm_facets.measured.capacities import read_capacities
from pybamm_facets.measured.literature import li2025_capacities, nmc111_capacities
from pybamm_facets.measured.rate_series import literature_rate_series, read_rate_series
from pybamm_facets.measured.retention_series import (
    literature_retention_series,
    read_retention_series,
)

__all__ = [
    "BlindTest",
    "blind_tests",
    "li2025_capacities",
    "literature_rate_series",
    "literature_retention_series",
    "nmc111_capacities",
    "read_capacities",
    "read_rate_series",
    "read_retention_series",
]
