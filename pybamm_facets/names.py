"""Every PyBaMM parameter and variable name that the package types, once.

`facet` is the paper's label of a facet family, such as ``(104)``.
"""

from __future__ import annotations

# The cell
ELECTRODE_HEIGHT = "Electrode height [m]"
ELECTRODE_WIDTH = "Electrode width [m]"
PARALLEL_ELECTRODES = "Number of electrodes connected in parallel to make a cell"
CELLS_IN_SERIES = "Number of cells connected in series to make a battery"
NOMINAL_CAPACITY = "Nominal cell capacity [A.h]"
CURRENT_FUNCTION = "Current function [A]"
CONTACT_RESISTANCE = "Contact resistance [Ohm]"
LOWER_CUT_OFF = "Lower voltage cut-off [V]"
UPPER_CUT_OFF = "Upper voltage cut-off [V]"
EMPTY_VOLTAGE = "Open-circuit voltage at 0% SOC [V]"
FULL_VOLTAGE = "Open-circuit voltage at 100% SOC [V]"
AMBIENT_TEMPERATURE = "Ambient temperature [K]"
INITIAL_TEMPERATURE = "Initial temperature [K]"
REFERENCE_TEMPERATURE = "Reference temperature [K]"

# Lithium, separator and electrolyte
NEGATIVE_THICKNESS = "Negative electrode thickness [m]"
LITHIUM_J0 = "Exchange-current density for lithium metal electrode [A.m-2]"
INITIAL_NEGATIVE = "Initial concentration in negative electrode [mol.m-3]"
SEPARATOR_THICKNESS = "Separator thickness [m]"
SEPARATOR_POROSITY = "Separator porosity"
SEPARATOR_EXPONENT = "Separator Bruggeman coefficient (electrolyte)"
SEPARATOR_ELECTRONIC_EXPONENT = "Separator Bruggeman coefficient (electrode)"
INITIAL_ELECTROLYTE = "Initial concentration in electrolyte [mol.m-3]"
ELECTROLYTE_CONDUCTIVITY = "Electrolyte conductivity [S.m-1]"
ELECTROLYTE_DIFFUSIVITY = "Electrolyte diffusivity [m2.s-1]"
TRANSFERENCE_NUMBER = "Cation transference number"
THERMODYNAMIC_FACTOR = "Thermodynamic factor"

# The positive electrode
POSITIVE_THICKNESS = "Positive electrode thickness [m]"
POSITIVE_POROSITY = "Positive electrode porosity"
POSITIVE_EXPONENT = "Positive electrode Bruggeman coefficient (electrolyte)"
POSITIVE_ELECTRONIC_EXPONENT = "Positive electrode Bruggeman coefficient (electrode)"
ACTIVE_FRACTION = "Positive electrode active material volume fraction"
ACTIVE_MATERIAL_DENSITY = "Positive electrode active material density [kg.m-3]"
POSITIVE_CONDUCTIVITY = "Positive electrode conductivity [S.m-1]"
POSITIVE_OCP = "Positive electrode OCP [V]"
C_MAX = "Maximum concentration in positive electrode [mol.m-3]"
INITIAL_POSITIVE = "Initial concentration in positive electrode [mol.m-3]"
TRANSFER_COEFFICIENT = "Positive electrode Butler-Volmer transfer coefficient"
REORGANIZATION_ENERGY = "Positive electrode reorganization energy [eV]"

LATTICE_A = "Positive electrode lattice parameter a [m]"
LATTICE_C = "Positive electrode lattice parameter c [m]"

# The particle
PARTICLE_RADIUS = "Positive particle radius [m]"
DIFFUSIVITY = "Positive particle diffusivity [m2.s-1]"
DIFFUSIVITY_SCALE = "Positive particle diffusivity scale [m2.s-1]"
FULL_DIFFUSIVITY_RATIO = "Positive particle full-lattice diffusivity ratio"
HINDERED_FROM = "Positive particle hindered stoichiometry"
DIFFUSIVITY_ACTIVATION_ENERGY = "Positive particle diffusivity activation energy [J.mol-1]"
DIFFUSIVITY_REFERENCE_TEMPERATURE = "Positive particle diffusivity reference temperature [K]"
CRACKED_SHARE = "Positive particle cracked radius share"
CORE_RADIUS_FRACTION = "Positive particle core radius fraction"
CORE_RATIO = "Positive particle core diffusivity ratio"
SHELL_RATIO = "Positive particle shell diffusivity ratio"
SURFACE_RESISTANCE = "Positive particle surface diffusion resistance [s.m-1]"

# The facets
FACET_REFERENCE_STOICHIOMETRY = "Facet reference stoichiometry"
FACET_REFERENCE_TEMPERATURE = "Facet reference temperature [K]"
FACET_ACTIVATION_ENERGY = "Facet exchange-current density activation energy [J.mol-1]"

# Variables of PyBaMM's models
CURRENT = "Current [A]"
VOLTAGE = "Voltage [V]"
PARTICLE_LITHIUM = "Total lithium in positive electrode [mol]"
ELECTROLYTE_LITHIUM = "Total lithium in electrolyte [mol]"
ELECTROLYTE_CONCENTRATION = "Electrolyte concentration [mol.m-3]"
STOCK_EXCHANGE_CURRENT = "Positive electrode exchange-current density [A.m-2]"
"""PyBaMM's own, which a set with facets does not have."""
ENTROPIC_CHANGE = "Positive electrode OCP entropic change [V.K-1]"
LITHIUM_ENTROPIC_CHANGE = "Negative electrode OCP entropic change [V.K-1]"
LITHIUM_VOLUME = "Lithium metal partial molar volume [m3.mol-1]"


REFERENCE_J0_ENDING = "facet reference exchange-current density [A.m-2]"
"""How the name of every facet's reference exchange current ends."""


def area_fraction(facet: str) -> str:
    """Share of the particle surface that the facet family takes."""
    return f"Positive electrode {facet} facet area fraction"


def exchange_current_density(facet: str) -> str:
    """Function (c_e, c_s_surf, c_s_max, T) in A.m-2, as PyBaMM's own j0."""
    return f"Positive electrode {facet} facet exchange-current density [A.m-2]"


def facet_of_exchange_current(name: str) -> str:
    """The facet whose `exchange_current_density` is called so, or nothing."""
    before, _, after = exchange_current_density("\0").partition("\0")
    inside = name.startswith(before) and name.endswith(after)
    return name.removeprefix(before).removesuffix(after) if inside else ""


def reference_exchange_current_density(facet: str) -> str:
    """The number behind the default function."""
    return f"Positive electrode {facet} {REFERENCE_J0_ENDING}"


def charge_transfer_coefficient(facet: str) -> str:
    """Anodic coefficient: used by asymmetric Butler-Volmer and by the default j0."""
    return f"Positive electrode {facet} facet charge transfer coefficient"


def reorganization_energy(facet: str) -> str:
    """Used by Marcus and Marcus-Hush-Chidsey."""
    return f"Positive electrode {facet} facet reorganization energy [eV]"


def ion_transfer_reorganization_energy(facet: str) -> str:
    """λ of Eq. 11, of the solvent about the ion: used by adiabatic ion transfer."""
    return f"Positive electrode {facet} facet ion-transfer reorganization energy [eV]"


def electrostatic_work(facet: str) -> str:
    """w of Eq. 11, of bringing the ion to the transition state: used by adiabatic ion transfer."""
    return f"Positive electrode {facet} facet electrostatic work [eV]"
