"""Records of the cell: geometry, currents, window, temperature, separator, electrolyte, lithium."""

from __future__ import annotations

import math

from pybamm_facets import names
from pybamm_facets.sets.files.entry import Given
from pybamm_facets.sets.published import ELECTROLYTES, LITHIUM, published
from pybamm_facets.sets.records.coating import Coating
from pybamm_facets.sets.records.sheet import Records, Sheet
from pybamm_facets.sourced import Sourced

REFERENCE = Sourced(0.0, "literature", "lithium is the reference")


def electrode_area(sheet: Sheet) -> float:
    """Projected area of the electrode [m2]."""
    disc, area = sheet.get("cell", "disc_mm"), sheet.get("cell", "area_cm2")
    if disc is not None:
        return math.pi / 4 * disc.si**2
    if area is not None:
        return area.si
    height, width = (sheet.base(name) for name in (names.ELECTRODE_HEIGHT, names.ELECTRODE_WIDTH))
    if height is None or width is None:
        return sheet.need("cell", "disc_mm").si
    return height * width


def cell_records(sheet: Sheet, coating: Coating | None) -> Records:
    """Everything that the section ``cell`` says."""
    area = electrode_area(sheet)
    return {
        **_geometry(sheet, area),
        **_currents(sheet, area, coating),
        **_contact(sheet, area),
        **sheet.simple(
            "cell",
            {
                "lower_voltage_V": (names.LOWER_CUT_OFF, names.EMPTY_VOLTAGE),
                "upper_voltage_V": (names.UPPER_CUT_OFF, names.FULL_VOLTAGE),
                "temperature_C": (
                    names.AMBIENT_TEMPERATURE,
                    names.INITIAL_TEMPERATURE,
                    names.REFERENCE_TEMPERATURE,
                ),
                "parallel_electrodes": (names.PARALLEL_ELECTRODES,),
                "series_cells": (names.CELLS_IN_SERIES,),
            },
        ),
    }


def _geometry(sheet: Sheet, area: float) -> Records:
    disc, given = sheet.get("cell", "disc_mm"), sheet.get("cell", "area_cm2")
    if disc is None and given is None:
        return {}
    what = "the electrode's area" if disc is None else f"the area of the {disc.entry.value} mm disc"
    side = Sourced(math.sqrt(area), "derived", f"side of the square with {what}")
    return {names.ELECTRODE_HEIGHT: side, names.ELECTRODE_WIDTH: side}


def _currents(sheet: Sheet, area: float, coating: Coating | None) -> Records:
    whole, specific = sheet.get("cell", "one_c_mA"), sheet.get("cell", "one_c_mA_g")
    if whole is not None:
        record = whole.sourced()
        return {names.NOMINAL_CAPACITY: record, names.CURRENT_FUNCTION: record}
    if specific is None and sheet.builds_on_values:
        return {}
    given = specific or sheet.need("cell", "one_c_mA_g")
    mass = coating.active_mass if coating is not None else base_active_mass(sheet, given)
    capacity = mass * area * given.si
    words = f"1C = {given.entry.value} mA per gram of active material"
    low, high = given.bounds
    if given.origin == "estimate" and low is not None and high is not None:
        source = f"{words} ({given.entry.low} to {given.entry.high})"
        bounds = (capacity * low / given.si, capacity * high / given.si)
        record = Sourced(capacity, "estimate", source, *bounds)
        return {names.NOMINAL_CAPACITY: record, names.CURRENT_FUNCTION: record}
    return {
        names.NOMINAL_CAPACITY: Sourced(capacity, "derived", words),
        names.CURRENT_FUNCTION: Sourced(capacity, "derived", "1C"),
    }


def base_active_mass(sheet: Sheet, given: Given) -> float:
    """Active material per area of the parameters that a set builds upon [kg.m-2]."""
    needed = (names.ACTIVE_FRACTION, names.POSITIVE_THICKNESS)
    fraction, thickness = (sheet.base(name) for name in needed)
    density = sheet.get("material", "density_g_cm3")
    if fraction is None or thickness is None or density is None:
        raise ValueError(
            f"{given.where}: expected electrode.loading_mg_cm2 too, or material.density_g_cm3: "
            "without the mass there is no current per gram"
        )
    return fraction * thickness * density.si


def _contact(sheet: Sheet, area: float) -> Records:
    given = sheet.get("cell", "contact_resistance_ohm_cm2")
    if given is None:
        if sheet.builds_on_values:
            none = Sourced(0.0, "user", "none is given")
            return (
                {}
                if sheet.base(names.CONTACT_RESISTANCE) is not None
                else {names.CONTACT_RESISTANCE: none}
            )
        given = sheet.need("cell", "contact_resistance_ohm_cm2")
    low, high = (None if bound is None else bound / area for bound in given.bounds)
    record = Sourced(given.si / area, given.origin, given.source, low, high)
    return {names.CONTACT_RESISTANCE: record}


def separator_records(sheet: Sheet) -> Records:
    """Separator: thickness, porosity and how much it hinders."""
    records = sheet.simple(
        "separator",
        {
            "thickness_um": (names.SEPARATOR_THICKNESS,),
            "porosity": (names.SEPARATOR_POROSITY,),
        },
    )
    exponent, macmullin = (
        sheet.get("separator", key) for key in ("electrolyte_exponent", "macmullin_number")
    )
    if exponent is None and macmullin is None and sheet.builds_on_values:
        return records
    if exponent is not None:
        record = exponent.sourced()
    else:
        number = macmullin or sheet.need("separator", "macmullin_number")
        own = sheet.get("separator", "porosity")
        base = sheet.base(names.SEPARATOR_POROSITY)
        porosity = base if own is None and base is not None else _porosity(sheet)
        record = Sourced(
            math.log(number.si) / math.log(1 / porosity),
            "derived",
            f"MacMullin number {number.entry.value}, {number.source}",
        )
    return records | {
        names.SEPARATOR_EXPONENT: record,
        names.SEPARATOR_ELECTRONIC_EXPONENT: Sourced(
            1.5, "literature", "Bruggeman 1935 (no electronic path; unused)"
        ),
    }


def _porosity(sheet: Sheet) -> float:
    return sheet.need("separator", "porosity").si


def electrolyte_records(sheet: Sheet) -> Records:
    """Electrolyte: published functions by name, and the concentration."""
    records = sheet.simple("electrolyte", {"concentration_mol_L": (names.INITIAL_ELECTROLYTE,)})
    given = sheet.get("electrolyte", "functions")
    if given is None:
        if sheet.builds_on_values:
            return records
        given = sheet.need("electrolyte", "functions")
    functions = published(ELECTROLYTES, given.word, given.where)
    return records | {
        name: Sourced(value, "literature", functions.source)
        for name, value in functions.values.items()
    }


def lithium_records(sheet: Sheet) -> Records:
    """The lithium electrode; of one that a set takes over, what it gives itself."""
    given = sheet.get("lithium", "kinetics")
    if given is None and not sheet.builds_on_values:
        given = sheet.need("lithium", "kinetics")
    simple = sheet.simple(
        "lithium",
        {
            "thickness_mm": (names.NEGATIVE_THICKNESS,),
            "transfer_coefficient": ("Negative electrode Butler-Volmer transfer coefficient",),
            "reorganization_energy_eV": ("Negative electrode reorganization energy [eV]",),
            "double_layer_F_m2": ("Negative electrode double-layer capacity [F.m-2]",),
        },
    )
    if given is None:
        return simple
    metal = published(LITHIUM, given.word, given.where)
    bulk = {
        name: Sourced(value, "literature", metal.source + metal.notes.get(name, ""))
        for name, value in metal.values.items()
    }
    zero = {
        "Negative electrode OCP [V]": REFERENCE,
        names.LITHIUM_ENTROPIC_CHANGE: REFERENCE,
    }
    return {**simple, **bulk, **zero}
