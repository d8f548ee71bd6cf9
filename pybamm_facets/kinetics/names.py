"""PyBaMM parameter names of a facet; `facet` is the paper's label, such as ``(104)``."""

from __future__ import annotations

REFERENCE_STOICHIOMETRY = "Facet reference stoichiometry"
REFERENCE_TEMPERATURE = "Facet reference temperature [K]"
ACTIVATION_ENERGY = "Facet exchange-current density activation energy [J.mol-1]"


def area_fraction(facet: str) -> str:
    """Share of the particle surface that the facet family takes."""
    return f"Positive electrode {facet} facet area fraction"


def exchange_current_density(facet: str) -> str:
    """Function (c_e, c_s_surf, c_s_max, T) in A.m-2, as PyBaMM's own j0."""
    return f"Positive electrode {facet} facet exchange-current density [A.m-2]"


def reference_exchange_current_density(facet: str) -> str:
    """The number behind the default function."""
    return f"Positive electrode {facet} facet reference exchange-current density [A.m-2]"


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
