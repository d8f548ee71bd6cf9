"""Why facets differ: the theory of their activation (Eqs. 3, 4 and 11-25)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pybamm_facets.theory.activation import (
    EnergySlope,
    activation_energy,
    fit_energy_slope,
    implied_energy_spread,
    log_exchange_current_ratio,
)
from pybamm_facets.theory.adiabatic import adiabatic_barrier
from pybamm_facets.theory.chemisorption import (
    adsorbate_dos,
    chemisorption_broadening,
    chemisorption_shift,
    coupling_strength,
)
from pybamm_facets.theory.collocation import CollocatedDoubleLayer, solve_double_layer
from pybamm_facets.theory.coupling_fit import CouplingFit, fit_couplings
from pybamm_facets.theory.double_layer import DoubleLayer, PlanarProfile, facet_potential
from pybamm_facets.theory.electrolyte import ILLUSTRATIVE_ELECTROLYTE, LatticeElectrolyte
from pybamm_facets.theory.electronic import (
    LITHIUM_2S_ENERGY,
    electronic_energy,
    lithium_2s_level,
    occupancy_energy,
    reactant_level,
)
from pybamm_facets.theory.errors import ConvergenceError, ValidityWarning
from pybamm_facets.theory.facets import (
    ILLUSTRATIVE_NMC811_FACETS,
    ActivationEnergies,
    FacetSurface,
    FacetSurfaces,
    facet_activation_energies,
)
from pybamm_facets.theory.first_integral import (
    differential_capacitance,
    surface_charge_density,
    surface_field,
)
from pybamm_facets.theory.inverse import RequiredDifference, required_difference
from pybamm_facets.theory.isolated_ion import (
    isolated_ion_potential,
    isolated_ion_reorganization_energy,
)
from pybamm_facets.theory.langevin import langevin_function, log_sinhc
from pybamm_facets.theory.marcus import marcus_reorganization_energy
from pybamm_facets.theory.reorganization import ReorganizationEnergy, reorganization_energy
from pybamm_facets.theory.solvent import InterpolatedReorganization, computed_reorganization
from pybamm_facets.theory.study import FacetStudy, facet_study
from pybamm_facets.theory.surface_csv import fit_dos_file, read_facet_surfaces
from pybamm_facets.theory.work import double_layer_work, electrostatic_work, fixed_work

if TYPE_CHECKING:
    from pybamm_facets.theory.table import facet_table_from_theory

__all__ = [
    "ILLUSTRATIVE_ELECTROLYTE",
    "ILLUSTRATIVE_NMC811_FACETS",
    "LITHIUM_2S_ENERGY",
    "ActivationEnergies",
    "CollocatedDoubleLayer",
    "ConvergenceError",
    "CouplingFit",
    "DoubleLayer",
    "EnergySlope",
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
    "computed_reorganization",
    "coupling_strength",
    "differential_capacitance",
    "double_layer_work",
    "electronic_energy",
    "electrostatic_work",
    "facet_activation_energies",
    "facet_potential",
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


def __getattr__(name: str) -> Any:
    # The only one that needs a facet table, and with it PyBaMM.
    if name == "facet_table_from_theory":
        from pybamm_facets.theory import table

        return table.facet_table_from_theory
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
