"""What the crystal says: lattice, lithium in it, molar mass and density."""

from __future__ import annotations

import re

import numpy as np
from scipy.interpolate import PchipInterpolator

from pybamm_facets import names
from pybamm_facets._arrays import FloatArray
from pybamm_facets.crystal import Lattice, density, maximum_concentration
from pybamm_facets.crystal.lattice import or_pristine
from pybamm_facets.sets.files.csv_tables import CLOSEST, read_columns
from pybamm_facets.sets.files.entry import Given
from pybamm_facets.sets.files.schema import limits
from pybamm_facets.sets.records.sheet import Records, Sheet
from pybamm_facets.sourced import Sourced

ATOMIC_WEIGHTS = {
    "Li": 6.94, "Na": 22.990, "Ni": 58.693, "Mn": 54.938, "Co": 58.933, "Al": 26.982, "O": 15.999,
    "F": 18.998, "Mg": 24.305, "Ti": 47.867, "Fe": 55.845, "P": 30.974, "Zr": 91.224, "Nb": 92.906,
    "Mo": 95.95, "W": 183.84, "V": 50.942, "Cr": 51.996, "Cu": 63.546, "Zn": 65.38, "B": 10.81,
    "Si": 28.085, "Y": 88.906, "Sr": 87.62, "Ca": 40.078, "K": 39.098, "S": 32.06, "Ta": 180.95,
}  # fmt: skip
"""Abridged standard atomic weights (IUPAC 2021) [g/mol]."""

MOLAR_MASSES = (20.0, 500.0)
"""What a formula's can be, as where it is given as a number [g/mol]."""

ANGSTROM = 1e-10
"""[m]"""

_ELEMENT = re.compile(r"([A-Z][a-z]?)(\d+/\d+|\d*\.?\d+)?")


def molar_mass(formula: Given) -> float:
    """Mass of a mole of a formula such as LiNi0.8Mn0.1Co0.1O2 [kg.mol-1]."""
    text = formula.word.replace(" ", "")
    total, place = 0.0, 0
    for found in _ELEMENT.finditer(text):
        element, count = found.groups()
        if found.start() != place or element not in ATOMIC_WEIGHTS:
            break
        over, _, under = (count or "1").partition("/")
        if not (under == "" or float(under) > 0):
            break
        total += ATOMIC_WEIGHTS[element] * float(over) / float(under or 1)
        place = found.end()
    least, most = MOLAR_MASSES
    if place != len(text) or not text.startswith("Li") or not least <= total <= most:
        raise ValueError(
            f"{formula.where}: expected a formula of the lithiated material, such as "
            "'LiNi0.8Mn0.1Co0.1O2'"
        )
    return total * 1e-3


def lattice_table(sheet: Sheet) -> dict[str, FloatArray] | None:
    """Lithium contents ``x`` and lattice parameters ``a``, ``c`` [m] of a set's table, if any."""
    given = sheet.get("material", "lattice_csv")
    if given is None:
        return None
    frame = read_columns(
        given, ("stoichiometry", "a_angstrom", "c_angstrom"), ("provenance", "source")
    ).sort_values("stoichiometry")
    x = frame["stoichiometry"].to_numpy(float)
    if len(x) < 2 or (np.diff(x) <= CLOSEST).any() or not 0.9 <= x[-1] <= 1:
        raise ValueError(
            f"{given.where}: expected at least two different lithium contents, the last from 0.9 "
            "to 1"
        )
    for name in ("a_angstrom", "c_angstrom"):
        least, most = limits("material", name) or (0.0, 0.0)
        value = float(frame[name].iloc[np.argmax(np.abs(frame[name] - (least + most) / 2))])
        if not least <= value <= most:
            raise ValueError(
                f"{given.where}: {name} {value:g}: expected from {least:g} to {most:g} [Å]"
            )
    a, c = (frame[name].to_numpy(float) * ANGSTROM for name in ("a_angstrom", "c_angstrom"))
    return {"x": x, "a": a, "c": c}


def lattice_of(sheet: Sheet) -> Lattice | None:
    """The lattice that a set gives, full of lithium; None if it gives none."""
    table = lattice_table(sheet)
    if table is not None:
        both = np.column_stack([table["a"], table["c"]])
        a, c = PchipInterpolator(table["x"], both)(table["x"][-1])
        return Lattice(float(a), float(c))
    if sheet.any_of("material", "a_angstrom", "c_angstrom") is None:
        return None
    why = "a and c go together"
    return Lattice(*(sheet.need("material", f"{one}_angstrom", why).si for one in ("a", "c")))


def _words_of_lattice(sheet: Sheet) -> str:
    """Whose lattice it is, after ``lattice`` or ``X-ray density``."""
    given = sheet.any_of("material", "lattice_csv", "a_angstrom")
    if given is None:
        return ""
    return "" if given.is_unexplained else f" of {given.source}"


def _words_of_another_mass(sheet: Sheet, mass: float) -> str:
    """The molar mass, where it is not from where the lattice is."""
    formula = sheet.any_of("material", "formula", "molar_mass_g_mol")
    lattice = sheet.any_of("material", "lattice_csv", "a_angstrom")
    if formula is None or lattice is None or formula.like == lattice.like:
        return ""
    return f", with {1e3 * mass:.6g} g/mol"


def _density_without_its_lattice(sheet: Sheet) -> Given | None:
    """A density that is given where the lattice is taken from further away, if there is one.

    A lattice that is nearer has dropped the density (`alternatives`), so only this case is left.
    """
    density, lattice = (
        sheet.get("material", "density_g_cm3"),
        sheet.any_of("material", "lattice_csv", "a_angstrom"),
    )
    if density is None or lattice is None or density.like == lattice.like:
        return None
    return density


def mass_of(sheet: Sheet) -> float | None:
    """Mass of a mole of formula units [kg.mol-1], if the set says so."""
    formula, mass = (sheet.get("material", key) for key in ("formula", "molar_mass_g_mol"))
    if mass is not None:
        return mass.si
    return None if formula is None else molar_mass(formula)


def lattice_records(sheet: Sheet) -> Records:
    """Lithium in the full lattice, density, and the lattice itself where facets need it."""
    records: Records = {}
    lattice, c_max = lattice_of(sheet), sheet.get("material", "c_max_mol_m3")
    if c_max is not None:
        records[names.C_MAX] = c_max.sourced()
    elif (own := _density_without_its_lattice(sheet)) and (mass := mass_of(sheet)):
        words = f"density over molar mass, {1e3 * mass:.6g} g/mol: one lithium per formula"
        records[names.C_MAX] = Sourced(own.si / mass, "derived", words)
    elif lattice is not None:
        words = f"lattice{_words_of_lattice(sheet)}"
        records[names.C_MAX] = Sourced(maximum_concentration(lattice), "derived", words)
    elif not sheet.builds_on_values:
        sheet.need("material", "c_max_mol_m3", "or the lattice, a_angstrom and c_angstrom")
    found = _density(sheet, lattice)
    if found is not None:
        records[names.ACTIVE_MATERIAL_DENSITY] = found
    elif not sheet.builds_on_values or sheet.base(names.ACTIVE_MATERIAL_DENSITY) is None:
        sheet.need("material", "density_g_cm3", "or formula, with lattice or c_max_mol_m3")
    if lattice is not None and lattice != or_pristine(None):
        for name, letter in ((names.LATTICE_A, "a"), (names.LATTICE_C, "c")):
            given = sheet.any_of("material", "lattice_csv", f"{letter}_angstrom")
            assert given is not None
            value = float(getattr(lattice, letter))
            is_table = given.key.endswith("lattice_csv")
            records[name] = (
                Sourced(value, given.origin, f"{letter} of {given.source}")
                if is_table
                else given.sourced(value)
            )
    return records


def _density(sheet: Sheet, lattice: Lattice | None) -> Sourced | None:
    given, mass = sheet.get("material", "density_g_cm3"), mass_of(sheet)
    if given is not None:
        return given.sourced()
    c_max = sheet.get("material", "c_max_mol_m3")
    if mass is None:
        return None
    if c_max is not None or lattice is None:
        concentration = c_max.si if c_max is not None else sheet.base(names.C_MAX)
        if concentration is None:
            return None
        words = "maximum concentration times molar mass: one lithium per formula"
        return Sourced(concentration * mass, "derived", words)
    words = f"X-ray density{_words_of_lattice(sheet)}{_words_of_another_mass(sheet, mass)}"
    return Sourced(density(lattice, mass), "derived", words)
