"""The values of the Li2025 sets in groups, each value with its origin."""

from __future__ import annotations

import math

import pybamm
from pybamm.input.parameters.lithium_ion import ORegan2022 as oregan
from pybamm.input.parameters.lithium_ion.Xu2019 import (
    li_metal_electrolyte_exchange_current_density_Xu2019 as li_metal_j0,
)

from pybamm_facets import names
from pybamm_facets._units import GAS
from pybamm_facets.crystal import Lattice, Texture, density, maximum_concentration
from pybamm_facets.kinetics import FacetTable
from pybamm_facets.parameter_sets.coin_cell import SPECIFIC_CURRENT_1C, Coating, disc_area
from pybamm_facets.parameter_sets.diffusivity import oregan_shape
from pybamm_facets.parameter_sets.fits import FITS
from pybamm_facets.parameter_sets.ocp import FULL_STOICHIOMETRY, nmc811_ocp
from pybamm_facets.particle import Agglomerate
from pybamm_facets.sourced import Sourced

TEMPERATURE = 293.15
DIFFUSIVITY_ENERGY = GAS * 1449.0
"""Activation energy of D_ab [J.mol-1]."""

JUST_BELOW = 3.3e-4
"""In lithium content: 1 mV of open-circuit potential."""

CONTACT_RESISTANCE = 20e-4
"""[Ohm.m2]"""


MECHANICS = tuple(
    f"Positive electrode {name}"
    for name in (
        "Poisson's ratio",
        "Young's modulus [Pa]",
        "reference concentration for free of deformation [mol.m-3]",
        "partial molar volume [m3.mol-1]",
        "volume change",
        "initial crack length [m]",
        "initial crack width [m]",
        "number of cracks per unit area [m-2]",
        "Paris' law constant b",
        "Paris' law constant m",
        "cracking rate",
    )
)


def cell_records(coating: Coating) -> dict[str, Sourced]:
    """Geometry, currents, window and temperature of the cell."""
    side = math.sqrt(disc_area())
    capacity = coating.active_mass * disc_area() * SPECIFIC_CURRENT_1C
    kelvin = "20 °C"
    square = "side of the square with the area of the 12 mm disc"
    return {
        names.ELECTRODE_HEIGHT: Sourced(side, "derived", square),
        names.ELECTRODE_WIDTH: Sourced(side, "derived", square),
        names.NOMINAL_CAPACITY: Sourced(
            capacity, "derived", "1C = 180 mA per gram of active material"
        ),
        names.CURRENT_FUNCTION: Sourced(capacity, "derived", "1C"),
        names.CONTACT_RESISTANCE: Sourced(
            CONTACT_RESISTANCE / disc_area(),
            "estimate",
            "20 Ω·cm² (10 to 25) over the disc",
            10e-4 / disc_area(),
            25e-4 / disc_area(),
        ),
        names.LOWER_CUT_OFF: Sourced(2.5, "paper", "voltage window"),
        names.UPPER_CUT_OFF: Sourced(4.5, "paper", "voltage window"),
        names.EMPTY_VOLTAGE: Sourced(2.5, "paper", "voltage window"),
        names.FULL_VOLTAGE: Sourced(4.5, "paper", "voltage window"),
        names.AMBIENT_TEMPERATURE: Sourced(TEMPERATURE, "paper", kelvin),
        names.INITIAL_TEMPERATURE: Sourced(TEMPERATURE, "paper", kelvin),
        names.REFERENCE_TEMPERATURE: Sourced(TEMPERATURE, "paper", kelvin),
        names.PARALLEL_ELECTRODES: Sourced(1.0, "paper", "coin cell"),
        names.CELLS_IN_SERIES: Sourced(1.0, "paper", "coin cell"),
    }


def lithium_records() -> dict[str, Sourced]:
    """The lithium electrode."""
    xu = "PyBaMM's Xu2019 (DOI 10.1149/2.0841914jes)"
    return {
        names.NEGATIVE_THICKNESS: Sourced(1e-3, "paper", "lithium disc"),
        "Negative electrode OCP [V]": Sourced(0.0, "literature", "lithium is the reference"),
        "Negative electrode OCP entropic change [V.K-1]": Sourced(
            0.0, "literature", "lithium is the reference"
        ),
        "Negative electrode conductivity [S.m-1]": Sourced(10776000.0, "literature", xu),
        "Lithium metal partial molar volume [m3.mol-1]": Sourced(1.3e-5, "literature", xu),
        names.LITHIUM_J0: Sourced(li_metal_j0, "literature", f"{xu}: 7.1 mA/cm² at 1 M"),
        "Negative electrode Butler-Volmer transfer coefficient": Sourced(
            0.5, "estimate", "symmetric, as is usual for lithium", 0.3, 0.7
        ),
        "Negative electrode reorganization energy [eV]": Sourced(
            0.3, "estimate", "used by Marcus-type laws on lithium only", 0.1, 1.0
        ),
        "Negative electrode double-layer capacity [F.m-2]": Sourced(
            0.2, "estimate", "20 µF/cm², for impedance only", 0.05, 0.5
        ),
    }


def electrolyte_records() -> dict[str, Sourced]:
    """Separator and electrolyte."""
    celgard = "Celgard 2325"
    macmullin = "Landesfeind 2016 (DOI 10.1149/2.1141607jes)"
    landesfeind = (
        "1 M LiPF6 EC:EMC 3:7, Landesfeind & Gasteiger 2019 (DOI 10.1149/2.0571912jes), "
        "as in PyBaMM's ORegan2022"
    )
    return {
        names.SEPARATOR_THICKNESS: Sourced(25e-6, "literature", f"{celgard} specification"),
        names.SEPARATOR_POROSITY: Sourced(0.39, "literature", f"{celgard} specification"),
        "Separator Bruggeman coefficient (electrolyte)": Sourced(
            math.log(10) / math.log(1 / 0.39), "derived", f"MacMullin number 10, {macmullin}"
        ),
        "Separator Bruggeman coefficient (electrode)": Sourced(
            1.5, "literature", "Bruggeman 1935 (no electronic path; unused)"
        ),
        names.INITIAL_ELECTROLYTE: Sourced(1000.0, "paper", "1 M LiPF6"),
        names.TRANSFERENCE_NUMBER: Sourced(
            oregan.electrolyte_transference_number_EC_EMC_3_7_Landesfeind2019,
            "literature",
            landesfeind,
        ),
        "Thermodynamic factor": Sourced(
            oregan.electrolyte_TDF_EC_EMC_3_7_Landesfeind2019, "literature", landesfeind
        ),
        names.ELECTROLYTE_DIFFUSIVITY: Sourced(
            oregan.electrolyte_diffusivity_EC_EMC_3_7_Landesfeind2019, "literature", landesfeind
        ),
        names.ELECTROLYTE_CONDUCTIVITY: Sourced(
            oregan.electrolyte_conductivity_EC_EMC_3_7_Landesfeind2019, "literature", landesfeind
        ),
    }


def electrode_records(coating: Coating) -> dict[str, Sourced]:
    """The positive electrode: composition, transport, potential and lattice."""
    lattice = Lattice.nmc811()
    solids = "loading, thickness, composition and component densities"
    ocp = "Sturm 2019 / Ghosh 2021, extended to 4.5 V at x = 0.15 and to 2.5 V at x → 1"
    c_max = maximum_concentration(lattice)
    return {
        names.POSITIVE_THICKNESS: Sourced(coating.thickness, "paper", "coating thickness"),
        names.ACTIVE_FRACTION: Sourced(coating.volume_fraction("active"), "derived", solids),
        names.POSITIVE_POROSITY: Sourced(coating.porosity, "derived", solids),
        "Positive electrode Bruggeman coefficient (electrolyte)": Sourced(
            2.0, "literature", "MacMullin number 8-11, Landesfeind 2016 (DOI 10.1149/2.1141607jes)"
        ),
        "Positive electrode Bruggeman coefficient (electrode)": Sourced(
            1.5, "literature", "Bruggeman 1935; not limiting"
        ),
        names.POSITIVE_CONDUCTIVITY: Sourced(
            10.0, "estimate", "10 % carbon black; not limiting", 1.0, 100.0
        ),
        "Positive electrode double-layer capacity [F.m-2]": Sourced(
            0.2, "estimate", "20 µF/cm², for impedance only", 0.05, 0.5
        ),
        names.POSITIVE_OCP: Sourced(nmc811_ocp, "derived", ocp),
        "Positive electrode OCP entropic change [V.K-1]": Sourced(
            0.0, "estimate", "isothermal cell at its reference temperature", -1e-4, 1e-4
        ),
        names.C_MAX: Sourced(c_max, "derived", "lattice of pristine NMC811, Märker 2019"),
        names.INITIAL_POSITIVE: Sourced(
            (FULL_STOICHIOMETRY + JUST_BELOW) * c_max,
            "derived",
            "full, 1 mV below 4.5 V, so that a rest can start; capacities start at 4.5 V",
        ),
        names.ACTIVE_MATERIAL_DENSITY: Sourced(
            density(lattice), "derived", "X-ray density of pristine NMC811, Märker 2019"
        ),
    }


def mechanics_records() -> dict[str, Sourced]:
    """What PyBaMM's particle mechanics ask for; nothing else uses them."""
    okane = pybamm.ParameterValues("OKane2022")
    source = "NMC811 of PyBaMM's OKane2022 (DOI 10.1039/d2cp00417h)"
    return {name: Sourced(okane[name], "literature", source) for name in MECHANICS}


def diffusivity_records(shape: str, fit: str, particle: str) -> dict[str, Sourced]:
    """D_ab, or its shape and scale, fitted."""
    to = "core-shell 144 mAh/g at 10C" if fit == "texture" else "isotropic 67 mAh/g at 10C, κ = 0"
    fitted = Sourced(FITS[fit, shape].diffusivity, "fitted", f"to the {to}")
    reference = {
        names.DIFFUSIVITY_REFERENCE_TEMPERATURE: Sourced(
            TEMPERATURE, "paper", "20 °C, at which it was fitted"
        )
    }
    if shape == "constant":
        energy = Sourced(
            DIFFUSIVITY_ENERGY,
            "literature",
            "NMC811, O'Regan 2022 (DOI 10.1016/j.electacta.2022.140700): R times 1449 K, as PyBaMM "
            "has it; NMC111 15 kJ/mol (About:Energy 2022)",
            1.0e4,
            2.0e4,
        )
        return {names.DIFFUSIVITY: fitted, names.DIFFUSIVITY_ACTIVATION_ENERGY: energy} | reference
    source = "shape of O'Regan 2022 (DOI 10.1016/j.electacta.2022.140700) times the fitted scale"
    return {
        names.DIFFUSIVITY: Sourced(oregan_shape, "derived", source),
        names.DIFFUSIVITY_SCALE: fitted,
        names.DIFFUSIVITY_ACTIVATION_ENERGY: Sourced(
            0.0, "derived", "O'Regan's function has a temperature dependence of its own"
        ),
    } | reference


def agglomerate(particle: str, shape: str = "constant", fit: str = "texture") -> Agglomerate:
    """The particle of a variant, as `li2025` names it."""
    if particle == "core_shell":
        return Agglomerate.core_shell()
    return Agglomerate.isotropic(Texture(FITS[fit, shape].kappa_isotropic))


def particle_records(particle: str, shape: str, fit: str) -> dict[str, Sourced]:
    """Radius, zones and facet fractions of the particle."""
    design = agglomerate(particle, shape, fit)
    values = design.parameters()
    if particle == "core_shell":
        origin, core = "estimate", "random grains"
        shell = f"Watson texture κ = {design.shell.kappa:g} (-20 to -5)"
    elif fit == "texture":
        origin = "fitted"
        core = shell = f"Watson texture κ = {design.shell.kappa:g}, fitted to 67 mAh/g at 10C"
    else:
        origin, core, shell = "estimate", "random grains", "random grains"
    records = {
        names.PARTICLE_RADIUS: Sourced(
            values[names.PARTICLE_RADIUS], "estimate", "3 to 6 µm", 3e-6, 6e-6
        ),
        names.CORE_RADIUS_FRACTION: Sourced(
            values[names.CORE_RADIUS_FRACTION], "estimate", "half the radius", 0.3, 0.8
        ),
        names.CORE_RATIO: Sourced(
            values[names.CORE_RATIO], origin, f"{core}; D_c/D_ab = 0.01 (0 to 0.1)", 0.0, 1.0
        ),
        names.SHELL_RATIO: Sourced(
            values[names.SHELL_RATIO], origin, f"{shell}; D_c/D_ab = 0.01 (0 to 0.1)", 0.0, 1.0
        ),
    }
    for facet, fraction in design.facet_fractions.items():
        records[names.area_fraction(facet)] = Sourced(fraction, origin, shell, 0.0, 1.0)
    return records


def kinetics_records(table: FacetTable) -> dict[str, Sourced]:
    """Facet kinetics and the state at which they hold."""
    values = table.parameters(temperature=TEMPERATURE)
    records = {
        names.FACET_REFERENCE_STOICHIOMETRY: Sourced(
            values[names.FACET_REFERENCE_STOICHIOMETRY],
            "estimate",
            "independent NMC811 values at mid-charge agree (O'Regan 2022); measured at 3.5 V",
            0.5,
            0.9975,
        ),
        names.FACET_REFERENCE_TEMPERATURE: Sourced(TEMPERATURE, "paper", "20 °C"),
        names.FACET_ACTIVATION_ENERGY: Sourced(
            values[names.FACET_ACTIVATION_ENERGY], "literature", "O'Regan 2022, NMC811"
        ),
    }
    for row in table.rows:
        reference = names.reference_exchange_current_density(row.facet)
        source = "Fig. 2f, text" if row.provenance == "paper" else "log-linear in angle to (003)"
        source = source if row.provenance in ("paper", "estimate") else "facet table"
        records[reference] = Sourced(
            values[reference], row.provenance, source, row.lower, row.upper
        )
        records[names.exchange_current_density(row.facet)] = Sourced(
            values[names.exchange_current_density(row.facet)],
            "literature",
            "(c_e)^α x^(1-α) (1-x)^α and Arrhenius; Newman & Thomas-Alyea",
        )
        records[names.charge_transfer_coefficient(row.facet)] = Sourced(
            0.5, "estimate", "symmetric", 0.3, 0.7
        )
        records[names.reorganization_energy(row.facet)] = Sourced(
            values[names.reorganization_energy(row.facet)],
            "estimate",
            "used by Marcus-type laws only",
            0.1,
            2.0,
        )
    return records
