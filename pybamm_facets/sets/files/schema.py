"""What a set's file may say: its sections, keys, units and ranges, in the field's words."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from pybamm_facets.sets.files.entry import Entry, as_entry
from pybamm_facets.sets.files.units import unit_of

Dimension = Literal["particle", "cell", "reading", "diffusivity", "fit"]
"""What variants of a set may differ in."""

DIMENSIONS: tuple[str, ...] = get_args(Dimension)

Value = Annotated[Entry, BeforeValidator(as_entry)]
ByFacet = dict[str, Value]


def number(text: str, least: float, most: float) -> Any:
    """A key that holds a number; its unit is how the key ends."""
    return Field(
        default=None, description=text, json_schema_extra={"minimum": least, "maximum": most}
    )


def word(text: str, *choices: str) -> Any:
    """A key that holds a word; one of `choices`, where there are some."""
    return Field(default=None, description=text, json_schema_extra={"examples": list(choices)})


class Section(BaseModel):
    """A part of a file; every key may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cell(Section):
    """The cell as it was made and measured."""

    disc_mm: Value | None = number("diameter of the electrode disc", 0.5, 500)
    area_cm2: Value | None = number("projected electrode area", 1e-6, 1e6)
    parallel_electrodes: Value | None = number("electrodes connected in parallel", 1, 1e6)
    series_cells: Value | None = number("cells connected in series", 1, 1e4)
    one_c_mA_g: Value | None = number("current of 1C per mass of active material", 1, 2000)
    one_c_mA: Value | None = number("current of 1C of the whole cell", 1e-6, 1e7)
    lower_voltage_V: Value | None = number("lower end of the voltage window", 0, 6)
    upper_voltage_V: Value | None = number("upper end of the voltage window", 0, 6)
    temperature_C: Value | None = number("temperature of cell and surroundings", -60, 150)
    contact_resistance_ohm_cm2: Value | None = number(
        "contact resistance times electrode area", 0, 1e6
    )


class Electrode(Section):
    """The positive electrode's coating."""

    loading_mg_cm2: Value | None = number("mass per electrode area", 0.05, 100)
    loading_counts: Value | None = word(
        "what the loading counts: the active material or the whole coating", "active", "coating"
    )
    thickness_um: Value | None = number("thickness of the coating", 1, 1000)
    active_percent: Value | None = number("active material in the coating, by mass", 1, 100)
    carbon_percent: Value | None = number("conductive carbon, by mass", 0, 99)
    binder_percent: Value | None = number("binder, by mass", 0, 99)
    carbon_g_cm3: Value | None = number("density of the carbon", 0.2, 5)
    binder_g_cm3: Value | None = number("density of the binder", 0.2, 5)
    active_volume_fraction: Value | None = number(
        "active material by volume; from loading, thickness and composition if left out", 1e-3, 0.99
    )
    porosity: Value | None = number(
        "pores by volume; from loading, thickness and composition if left out", 0.01, 0.99
    )
    electrolyte_exponent: Value | None = number(
        "exponent of the porosity for transport in the electrolyte", 0.5, 10
    )
    electronic_exponent: Value | None = number(
        "exponent of the solid's volume fraction for electronic conduction", 0, 10
    )
    conductivity_S_m: Value | None = number("electronic conductivity", 1e-6, 1e7)
    double_layer_F_m2: Value | None = number("double-layer capacity, for impedance", 1e-6, 1e4)


class Separator(Section):
    """The separator."""

    thickness_um: Value | None = number("thickness", 0.1, 5000)
    porosity: Value | None = number("porosity", 0.01, 0.99)
    macmullin_number: Value | None = number("resistance over that of free electrolyte", 1, 500)
    electrolyte_exponent: Value | None = number(
        "exponent of the porosity for transport in the electrolyte", 0.5, 10
    )


class Electrolyte(Section):
    """The electrolyte."""

    functions: Value | None = word("name of published transport functions")
    concentration_mol_L: Value | None = number("salt concentration", 0.01, 5)


class Lithium(Section):
    """The lithium-metal electrode of a half-cell."""

    kinetics: Value | None = word("name of published kinetics of lithium metal")
    thickness_mm: Value | None = number("thickness of the disc", 1e-3, 50)
    transfer_coefficient: Value | None = number("charge-transfer coefficient", 0.05, 0.95)
    reorganization_energy_eV: Value | None = number(
        "reorganisation energy, for Marcus-type laws", 0.01, 5
    )
    double_layer_F_m2: Value | None = number("double-layer capacity, for impedance", 1e-6, 1e4)


class Material(Section):
    """The active material of the positive electrode."""

    formula: Value | None = word("formula of the full lattice, such as LiNi0.8Mn0.1Co0.1O2")
    molar_mass_g_mol: Value | None = number("mass of a mole of formula units", 20, 500)
    a_angstrom: Value | None = number("lattice parameter a, hexagonal axes", 2, 4)
    c_angstrom: Value | None = number("lattice parameter c, hexagonal axes", 10, 20)
    lattice_csv: Value | None = word("CSV of a and c against x: stoichiometry, a_angstrom, ...")
    c_max_mol_m3: Value | None = number("lithium in the full lattice", 1e3, 1e5)
    density_g_cm3: Value | None = number("density of the material", 1, 10)
    ocp_csv: Value | None = word("CSV of the open-circuit potential: stoichiometry, voltage_V")
    ocp: Value | None = word("name of a published open-circuit potential")
    ocp_extension_slope_V: Value | None = number(
        "fall of the potential per unit of x with which the table is extended to the window",
        1e-3,
        1e6,
    )
    entropic_change_mV_K: Value | None = number("entropic change of the potential", -5, 5)
    initial_stoichiometry: Value | None = number("x of a simulation without a start", 0, 1)
    facet_csv: Value | None = word("CSV of exchange current densities: facet, j0_mA_cm2, ...")
    j0_mA_cm2: Value | None = number("exchange current density of every facet", 1e-6, 1e3)
    facet_j0_mA_cm2: ByFacet | None = Field(
        default=None,
        description="exchange current densities that replace the table's, by facet",
        json_schema_extra={"minimum": 1e-6, "maximum": 1e3},
    )
    reference_stoichiometry: Value | None = number("x at which the facet table holds", 1e-6, 0.9999)
    facet_temperature_C: Value | None = number("temperature at which it holds", -60, 150)
    facet_activation_energy_kJ_mol: Value | None = number("its activation energy", 0, 200)
    charge_transfer_coefficient: Value | None = number("anodic, of every facet", 0.05, 0.95)
    reorganization_energy_eV: Value | None = number(
        "of every facet, for Marcus-type laws only", 0.01, 5
    )
    youngs_modulus_GPa: Value | None = number("of the grains, for the mechanics", 1, 1000)
    poissons_ratio: Value | None = number("of the grains, for the mechanics", -0.99, 0.49)
    mechanics_of: Value | None = word("PyBaMM set whose mechanical parameters are taken")


class Particle(Section):
    """The secondary particle."""

    radius_um: Value | None = number("radius", 1e-3, 1e3)
    kappa: Value | None = number("texture κ of the whole particle", -1000, 1000)
    kappa_core: Value | None = number("texture κ of the core", -1000, 1000)
    kappa_shell: Value | None = number("texture κ of the shell", -1000, 1000)
    core_fraction: Value | None = number("radius of the core over that of the particle", 0.05, 0.95)
    diffusivity_anisotropy: Value | None = number("D_c/D_ab of a grain", 0, 1)
    facet_fractions: ByFacet | None = Field(
        default=None,
        description="area fractions of the surface by facet; from the texture if left out",
        json_schema_extra={"minimum": 0, "maximum": 1},
    )
    facet_fractions_csv: Value | None = word("CSV of area fractions: facet, fraction")
    core_diffusivity_ratio: Value | None = number(
        "radial D of the core over D_ab; from the texture if left out", 1e-6, 1
    )
    shell_diffusivity_ratio: Value | None = number(
        "radial D of the shell over D_ab; from the texture if left out", 1e-6, 1
    )
    diffusivity_m2_s: Value | None = number(
        "D_ab along the layers, or the scale of its shape", 1e-22, 1e-6
    )
    diffusivity_shape: Value | None = word("constant, or the name of a published D(x, T)")
    full_diffusivity_ratio: Value | None = number(
        "D at x = 1 over D at low x, of the shape hindered", 1e-6, 1
    )
    hindered_from: Value | None = number("x from which D falls, of that shape", 0.5, 0.99)
    diffusivity_csv: Value | None = word("CSV of D_ab: stoichiometry, diffusivity_m2_s")
    diffusivity_activation_energy_kJ_mol: Value | None = number("activation energy of D", 0, 200)
    diffusivity_temperature_C: Value | None = number("temperature at which D holds", -60, 150)


class Measured(Section):
    """What was measured of the cell."""

    capacities_csv: Value | None = word(
        "CSV of capacities: particle, direction, c_rate, capacity_mAh_g, error_mAh_g"
    )
    particle: Value | None = word("rows of that file that are this set's; all if left out")


class Sections(Section):
    """The sections of a file, and of each overlay in it."""

    cell: Cell = Cell()
    electrode: Electrode = Electrode()
    separator: Separator = Separator()
    electrolyte: Electrolyte = Electrolyte()
    lithium: Lithium = Lithium()
    material: Material = Material()
    particle: Particle = Particle()
    measured: Measured = Measured()


class Overlay(Sections):
    """What changes where a variant is chosen."""

    when: dict[Dimension, str] = Field(description="dimension to choice: all must be chosen")


class Like(Section):
    """A set that is built upon, in one of its variants."""

    file: str = Field(description="a file of this folder, or the name of a registered set")
    particle: str | None = None
    cell: str | None = None
    reading: str | None = None
    diffusivity: str | None = None
    fit: str | None = None


class SetFile(Sections):
    """A parameter set: a cell as it was made and measured, its material and its particle."""

    name: str = Field(default="", description="what the set is called; the file's name if left out")
    title: str = Field(default="", description="what the set is, in a line")
    like: str | Like | None = Field(
        default=None,
        description="registered set, TOML or BPX file of this folder: takes what is not given here",
    )
    citations: list[str] = Field(
        default=[], description="citation keys that PyBaMM knows, or BibTeX entries"
    )
    variants: dict[Dimension, list[str]] = Field(
        default={}, description="choices of each dimension, the first is the default"
    )
    overlay: list[Overlay] = Field(default=[], description="what the choices change")
    registered: dict[str, dict[Dimension, str]] = Field(
        default={}, description="of an installed set: names in PyBaMM, and their choices"
    )


PARTS: dict[str, type[Section]] = {
    "cell": Cell,
    "electrode": Electrode,
    "separator": Separator,
    "electrolyte": Electrolyte,
    "lithium": Lithium,
    "material": Material,
    "particle": Particle,
    "measured": Measured,
}
"""Section to its keys."""


def limits(section: str, key: str) -> tuple[float, float] | None:
    """Least and most that a key's number can be, in its unit; None for a word."""
    extra = PARTS[section].model_fields[key].json_schema_extra
    if not isinstance(extra, dict) or "minimum" not in extra:
        return None
    least, most = extra["minimum"], extra["maximum"]
    assert isinstance(least, int | float) and isinstance(most, int | float)
    return float(least), float(most)


def choices(section: str, key: str) -> tuple[str, ...]:
    """Words that a key may hold; none if any."""
    extra = PARTS[section].model_fields[key].json_schema_extra
    found = extra.get("examples", []) if isinstance(extra, dict) else []
    return tuple(str(one) for one in found) if isinstance(found, list) else ()


def describe(section: str, key: str) -> str:
    """What a key is, with its unit."""
    text = PARTS[section].model_fields[key].description or ""
    unit = unit_of(key)
    return f"{text} [{unit}]" if unit else text
