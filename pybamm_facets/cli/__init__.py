"""The command line: one command a file; the only place that prints."""

from pybamm_facets.cli.app import main

__all__ = ["main"]
