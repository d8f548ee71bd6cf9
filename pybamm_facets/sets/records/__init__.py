"""From what a set's file gives to PyBaMM parameters, each with its origin."""

from pybamm_facets.sets.records.whole import records_of

__all__ = ["records_of"]
