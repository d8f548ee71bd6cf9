"""What a parameter set says: its cell, start states, checks, implied quantities and origins."""

from pybamm_facets.sets.bpx_files.written_file import write_bpx
from pybamm_facets.sets.cell import active_mass, current_1c, electrode_area, number
from pybamm_facets.sets.check import check_parameter_values
from pybamm_facets.sets.cracks import with_cracks
from pybamm_facets.sets.direction import Direction, read_direction
from pybamm_facets.sets.files.loading import load_set
from pybamm_facets.sets.given import one_set, sets_by_name
from pybamm_facets.sets.half_cell import with_lithium
from pybamm_facets.sets.implied import derived
from pybamm_facets.sets.origins import provenance
from pybamm_facets.sets.start import CONCENTRATIONS, StartStates, start_state
from pybamm_facets.sets.window import with_window

__all__ = [
    "CONCENTRATIONS",
    "Direction",
    "StartStates",
    "active_mass",
    "check_parameter_values",
    "current_1c",
    "derived",
    "electrode_area",
    "load_set",
    "number",
    "one_set",
    "provenance",
    "read_direction",
    "sets_by_name",
    "start_state",
    "with_cracks",
    "with_lithium",
    "with_window",
    "write_bpx",
]
