"""The sweep engine: build once, solve many, one row a case."""

from pybamm_facets.sweep.build import BuiltModel, build
from pybamm_facets.sweep.case import DIRECTIONS, Case, Outcome, check_directions, check_rates
from pybamm_facets.sweep.cell import active_mass, current_1c, electrode_area
from pybamm_facets.sweep.check import check_parameter_values
from pybamm_facets.sweep.run import run_cases
from pybamm_facets.sweep.solve import CaseSolver
from pybamm_facets.sweep.start import start_state
from pybamm_facets.sweep.table import curves_frame, to_frame

__all__ = [
    "DIRECTIONS",
    "BuiltModel",
    "Case",
    "CaseSolver",
    "Outcome",
    "active_mass",
    "build",
    "check_directions",
    "check_parameter_values",
    "check_rates",
    "current_1c",
    "curves_frame",
    "electrode_area",
    "run_cases",
    "start_state",
    "to_frame",
]
