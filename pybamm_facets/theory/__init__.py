"""Why facets differ: the theory of their activation (Eqs. 3, 4 and 11-25)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pybamm_facets.theory.activation.barrier import adiabatic_barrier
from pybamm_facets.theory.activation.comparison import FacetStudy, facet_study
from pybamm_facets.theory.activation.energies import (
    EnergySlope,
    activation_energy,
    fit_energy_slope,
    implied_energy_spread,
    log_exchange_current_ratio,
)
from pybamm_facets.theory.activation.facet_surfaces import (
    ILLUSTRATIVE_NMC811_FACETS,
    ActivationEnergies,
    FacetSurface,
    FacetSurfaces,
    facet_activation_energies,
)
from pybamm_facets.theory.activation.ion_work import (
    double_layer_work,
    electrostatic_work,
    fixed_work,
)
from pybamm_facets.theory.activation.required import RequiredDifference, required_difference
from pybamm_facets.theory.activation.surface_csv import fit_dos_file, read_facet_surfaces
from pybamm_facets.theory.double_layer.collocation import CollocatedDoubleLayer, solve_double_layer
from pybamm_facets.theory.double_layer.first_integral import (
    differential_capacitance,
    surface_charge_density,
    surface_field,
)
from pybamm_facets.theory.double_layer.langevin import langevin_function, log_sinhc
from pybamm_facets.theory.double_layer.lattice_electrolyte import (
    ILLUSTRATIVE_ELECTROLYTE,
    LatticeElectrolyte,
)
from pybamm_facets.theory.double_layer.planar_layer import (
    DoubleLayer,
    PlanarProfile,
    facet_potential,
)
from pybamm_facets.theory.electronic.chemisorption import (
    adsorbate_dos,
    chemisorption_broadening,
    chemisorption_shift,
    coupling_strength,
)
from pybamm_facets.theory.electronic.coupling_fit import CouplingFit, fit_couplings
from pybamm_facets.theory.electronic.interaction import (
    LITHIUM_2S_ENERGY,
    electronic_energy,
    lithium_2s_level,
    occupancy_energy,
    reactant_level,
)
from pybamm_facets.theory.errors import ConvergenceError, ValidityWarning
from pybamm_facets.theory.solvent.continuum import marcus_reorganization_energy
from pybamm_facets.theory.solvent.isolated_ion import (
    isolated_ion_potential,
    isolated_ion_reorganization_energy,
)
from pybamm_facets.theory.solvent.reorganization import ReorganizationEnergy, reorganization_energy
from pybamm_facets.theory.solvent.reorganization_models import (
    ComputedReorganization,
    InterpolatedReorganization,
)

if TYPE_CHECKING:
    from pybamm_facets.theory.activation.facet_report import FacetReport, facet_report
    from pybamm_facets.theory.activation.theory_table import facet_table_from_theory

__all__ = [
    "ILLUSTRATIVE_ELECTROLYTE",
    "ILLUSTRATIVE_NMC811_FACETS",
    "LITHIUM_2S_ENERGY",
    "ActivationEnergies",
    "CollocatedDoubleLayer",
    "ComputedReorganization",
    "ConvergenceError",
    "CouplingFit",
    "DoubleLayer",
    "EnergySlope",
    "FacetReport",
    "FacetStudy",
    "FacetSurface",
    "FacetSurfaces",
    "InterpolatedReorganization",
    "LatticeElectrolyte",
    "PlanarProfile",
    "ReorganizationEnergy",
    "RequiredDifference",
    "ValidityWarning",
    "activation_energy",
    "adiabatic_barrier",
    "adsorbate_dos",
    "chemisorption_broadening",
    "chemisorption_shift",
    "coupling_strength",
    "differential_capacitance",
    "double_layer_work",
    "electronic_energy",
    "electrostatic_work",
    "facet_activation_energies",
    "facet_potential",
    "facet_report",
    "facet_study",
    "facet_table_from_theory",
    "fit_couplings",
    "fit_dos_file",
    "fit_energy_slope",
    "fixed_work",
    "implied_energy_spread",
    "isolated_ion_potential",
    "isolated_ion_reorganization_energy",
    "langevin_function",
    "lithium_2s_level",
    "log_exchange_current_ratio",
    "log_sinhc",
    "marcus_reorganization_energy",
    "occupancy_energy",
    "reactant_level",
    "read_facet_surfaces",
    "reorganization_energy",
    "required_difference",
    "solve_double_layer",
    "surface_charge_density",
    "surface_field",
]


_WITH_TABLES = {
    "FacetReport": "facet_report",
    "facet_report": "facet_report",
    "facet_table_from_theory": "theory_table",
}


def __getattr__(name: str) -> Any:
    # These need a facet table, and with it PyBaMM.
    if name in _WITH_TABLES:
        return getattr(import_module(f"{__name__}.activation.{_WITH_TABLES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
