"""What battery cyclers measure at constant current: reading, writing, and capacity against rate.

Knows nothing of cells and models. Everywhere a positive current charges the cell, as in the Battery
Data Format and in PyProBE.
"""

from pybamm_facets.exchange.cycler_files import read_cycler
from pybamm_facets.exchange.neware_file import neware_frame
from pybamm_facets.exchange.nominal_rates import nominal_rate
from pybamm_facets.exchange.rate_tests import curve_points, measured_curve, rate_table
from pybamm_facets.exchange.steps import steps_of
from pybamm_facets.exchange.written_tables import write_bdf, write_pyprobe

__all__ = [
    "curve_points",
    "measured_curve",
    "neware_frame",
    "nominal_rate",
    "rate_table",
    "read_cycler",
    "steps_of",
    "write_bdf",
    "write_pyprobe",
]
