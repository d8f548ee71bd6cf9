"""Single-particle impedance: from a spectrum to the exchange current density of each facet.

Holds no cell model.
"""

from pybamm_facets.impedance.circuit import Circuit, Parallel, Series
from pybamm_facets.impedance.circuit_fit import CircuitFit
from pybamm_facets.impedance.elements import (
    CPE,
    BlockedWarburg,
    C,
    FiniteWarburg,
    R,
    SphericalWarburg,
    Warburg,
)
from pybamm_facets.impedance.exchange_current import ExchangeCurrent, exchange_current
from pybamm_facets.impedance.facet_inversion import FacetInversion
from pybamm_facets.impedance.fit import fit_circuit
from pybamm_facets.impedance.information import cramer_rao_bound
from pybamm_facets.impedance.inversion import invert_facets
from pybamm_facets.impedance.kramers_kronig import KramersKronig, kramers_kronig
from pybamm_facets.impedance.leave_one_out import leave_one_out
from pybamm_facets.impedance.named_circuits import NAMED_CIRCUITS, RANDLES
from pybamm_facets.impedance.next_particle import next_particle
from pybamm_facets.impedance.prediction import Prediction
from pybamm_facets.impedance.readers import read_spectrum
from pybamm_facets.impedance.spectrum import Spectrum
from pybamm_facets.impedance.tables import read_areas, read_resistances

__all__ = [
    "CPE",
    "NAMED_CIRCUITS",
    "RANDLES",
    "BlockedWarburg",
    "C",
    "Circuit",
    "CircuitFit",
    "ExchangeCurrent",
    "FacetInversion",
    "FiniteWarburg",
    "KramersKronig",
    "Parallel",
    "Prediction",
    "R",
    "Series",
    "Spectrum",
    "SphericalWarburg",
    "Warburg",
    "cramer_rao_bound",
    "exchange_current",
    "fit_circuit",
    "invert_facets",
    "kramers_kronig",
    "leave_one_out",
    "next_particle",
    "read_areas",
    "read_resistances",
    "read_spectrum",
]
