"""Facets of a half-cell that a set builds upon: kept, with what its file changes.

A file of `write_bpx` has the half-cell's facets, unlike the sets of PyBaMM and other BPX files, to
which a set's file must give some.
"""

from __future__ import annotations

from pybamm_facets import names
from pybamm_facets.crystal import facet_family
from pybamm_facets.kinetics import FacetTable
from pybamm_facets.sets.records.kinetics_records import facet_table_of, table_records
from pybamm_facets.sets.records.particle_records import diffusivity_records, particle_records
from pybamm_facets.sets.records.sheet import Records, Sheet

TEXTURES = ("kappa", "kappa_core", "kappa_shell", "facet_fractions_csv", "diffusivity_anisotropy")
"""Keys of which fractions and ratios are made anew."""
ZONES = {
    "radius_um": (names.PARTICLE_RADIUS,),
    "core_fraction": (names.CORE_RADIUS_FRACTION,),
    "core_diffusivity_ratio": (names.CORE_RATIO,),
    "shell_diffusivity_ratio": (names.SHELL_RATIO,),
}
NOT_OF_TEXTURE = (names.CORE_RADIUS_FRACTION, names.SURFACE_RESISTANCE)
TEMPERATURES = {
    "diffusivity_activation_energy_kJ_mol": (names.DIFFUSIVITY_ACTIVATION_ENERGY,),
    "diffusivity_temperature_C": (names.DIFFUSIVITY_REFERENCE_TEMPERATURE,),
}
STATE = {
    "reference_stoichiometry": (names.FACET_REFERENCE_STOICHIOMETRY,),
    "facet_temperature_C": (names.FACET_REFERENCE_TEMPERATURE,),
    "facet_activation_energy_kJ_mol": (names.FACET_ACTIVATION_ENERGY,),
}
OF_EACH_FACET = {
    "charge_transfer_coefficient": names.charge_transfer_coefficient,
    "reorganization_energy_eV": names.reorganization_energy,
}


def facet_records(sheet: Sheet, facet_table: FacetTable | None) -> Records:
    """Diffusivity, particle and kinetics: made, or kept where the set builds upon facets.

    Parameters
    ----------
    sheet
        The variant.
    facet_table
        Facet kinetics that replace or extend the set's.
    """
    if sheet.resolved.records is None:
        table = facet_table_of(sheet)
        if facet_table is not None:
            table = table.replaced(facet_table)
        return {
            **diffusivity_records(sheet),
            **particle_records(sheet),
            **table_records(sheet, table),
        }
    return {**_diffusivity(sheet), **_particle(sheet), **_kinetics(sheet, facet_table)}


def _diffusivity(sheet: Sheet) -> Records:
    number = sheet.get("particle", "diffusivity_m2_s")
    if sheet.any_of("particle", "diffusivity_csv", "diffusivity_shape") is not None:
        return diffusivity_records(sheet)
    found = sheet.simple("particle", TEMPERATURES)
    if number is not None:
        scaled = sheet.base(names.DIFFUSIVITY_SCALE) is not None
        found[names.DIFFUSIVITY_SCALE if scaled else names.DIFFUSIVITY] = number.sourced()
    return found


def _particle(sheet: Sheet) -> Records:
    changed = sheet.simple("particle", ZONES)
    textured = sheet.any_of("particle", *TEXTURES) or sheet.by_facet("particle", "facet_fractions")
    if not textured:
        return changed
    made = particle_records(sheet)
    return {name: one for name, one in made.items() if name not in NOT_OF_TEXTURE} | changed


def _kinetics(sheet: Sheet, facet_table: FacetTable | None) -> Records:
    if facet_table is not None or sheet.any_of("material", "facet_csv", "j0_mA_cm2") is not None:
        table = facet_table_of(sheet)
        return table_records(sheet, table if facet_table is None else table.replaced(facet_table))
    found = sheet.simple("material", STATE)
    assert sheet.resolved.records is not None
    facets = [
        facet for name in sheet.resolved.records if (facet := names.facet_of_exchange_current(name))
    ]
    for key, named in OF_EACH_FACET.items():
        found |= sheet.simple("material", {key: tuple(named(facet) for facet in facets)})
    for text, given in sheet.by_facet("material", "facet_j0_mA_cm2").items():
        facet = facet_family(text).label
        if facet not in facets:
            raise ValueError(
                f"{given.where}: expected one of the set's facets, {', '.join(facets)}"
            )
        found[names.reference_exchange_current_density(facet)] = given.sourced()
    return found
