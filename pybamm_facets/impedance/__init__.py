"""Single-particle impedance: from a spectrum to the exchange current density of each facet.

Holds no cell model.
"""

from pybamm_facets.impedance.charge_transfer import ExchangeCurrent, exchange_current
from pybamm_facets.impedance.circuits.circuit import Circuit, Parallel, Series
from pybamm_facets.impedance.circuits.circuit_fit import CircuitFit
from pybamm_facets.impedance.circuits.circuit_ranking import CircuitRanking, rank_circuits
from pybamm_facets.impedance.circuits.elements import (
    CPE,
    BlockedWarburg,
    C,
    FiniteWarburg,
    L,
    R,
    SphericalWarburg,
    Warburg,
)
from pybamm_facets.impedance.circuits.fit_files import (
    FileFit,
    fit_files,
    fit_table,
    resistance_table,
)
from pybamm_facets.impedance.circuits.fit_verdict import Description, Verdict, judge
from pybamm_facets.impedance.circuits.fitting import fit_circuit
from pybamm_facets.impedance.circuits.named_circuits import NAMED_CIRCUITS, RANDLES
from pybamm_facets.impedance.circuits.resistance_limit import ResistanceLimit, resistance_limit
from pybamm_facets.impedance.circuits.spectrum_information import cramer_rao_bound
from pybamm_facets.impedance.inversion.area_tables import read_areas, read_resistances
from pybamm_facets.impedance.inversion.facet_inversion import FacetInversion
from pybamm_facets.impedance.inversion.invert import invert_facets
from pybamm_facets.impedance.inversion.invert_files import AreaFiles, FileInversion, invert_files
from pybamm_facets.impedance.inversion.leave_one_out import leave_one_out
from pybamm_facets.impedance.inversion.next_particle import next_particle
from pybamm_facets.impedance.inversion.prediction import Prediction
from pybamm_facets.impedance.inversion.spectra_to_facets import facets_of_spectra
from pybamm_facets.impedance.spectra.kramers_kronig import KramersKronig, kramers_kronig
from pybamm_facets.impedance.spectra.reading_options import Reading
from pybamm_facets.impedance.spectra.relaxation_times import RelaxationTimes, relaxation_times
from pybamm_facets.impedance.spectra.spectrum import Spectrum
from pybamm_facets.impedance.spectra.spectrum_files import read_spectrum, read_sweeps
from pybamm_facets.impedance.spectra.spectrum_sweeps import Sweep

__all__ = [
    "CPE",
    "NAMED_CIRCUITS",
    "RANDLES",
    "AreaFiles",
    "BlockedWarburg",
    "C",
    "Circuit",
    "CircuitFit",
    "CircuitRanking",
    "Description",
    "ExchangeCurrent",
    "FacetInversion",
    "FileFit",
    "FileInversion",
    "FiniteWarburg",
    "KramersKronig",
    "L",
    "Parallel",
    "Prediction",
    "R",
    "Reading",
    "RelaxationTimes",
    "ResistanceLimit",
    "Series",
    "Spectrum",
    "SphericalWarburg",
    "Sweep",
    "Verdict",
    "Warburg",
    "cramer_rao_bound",
    "exchange_current",
    "facets_of_spectra",
    "fit_circuit",
    "fit_files",
    "fit_table",
    "invert_facets",
    "invert_files",
    "judge",
    "kramers_kronig",
    "leave_one_out",
    "next_particle",
    "rank_circuits",
    "read_areas",
    "read_resistances",
    "read_spectrum",
    "read_sweeps",
    "relaxation_times",
    "resistance_limit",
    "resistance_table",
]
