"""Entries for PyBaMM's model zoo, found by it through the entry point ``pybamm_zoo_models``."""
