"""Records of the facets' kinetics and of the mechanics that PyBaMM's options ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pybamm

from pybamm_facets import names
from pybamm_facets.crystal import NMC811_FACETS, facet_family
from pybamm_facets.kinetics import FacetKinetics, FacetTable
from pybamm_facets.kinetics.table import ACTIVATION_ENERGY, COLUMNS
from pybamm_facets.sets.files.csv_tables import beside, read_columns
from pybamm_facets.sets.files.entry import Given
from pybamm_facets.sets.records.sheet import Records, Sheet
from pybamm_facets.sourced import Sourced

POSITIVE = "Positive electrode"
MECHANICS = tuple(
    f"{POSITIVE} {name}"
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
LAW = Sourced(None, "literature", "(c_e)^α x^(1-α) (1-x)^α and Arrhenius; Newman & Thomas-Alyea")
NEEDED = ("facet", "j0_mA_cm2")
SYMMETRIC = (0.5, "symmetric", 0.3, 0.7)
REORGANIZATION = (1.0, "used by Marcus-type laws only", 0.1, 2.0)


def facet_table_of(sheet: Sheet) -> FacetTable:
    """The facet table of a set: a CSV file or one number for all, with facets replaced."""
    table, every = (sheet.get("material", key) for key in ("facet_csv", "j0_mA_cm2"))
    if table is not None:
        found = _read_facets(table)
    elif every is not None:
        alike = [_row(sheet, family.label, every) for family in NMC811_FACETS]
        found = FacetTable(tuple(alike))
    elif sheet.resolved.records is not None:
        found = _table_behind(sheet, sheet.resolved.records)
    elif sheet.builds_on_values:
        found = FacetTable.nmc811()
    else:
        sheet.need("material", "facet_csv", "or j0_mA_cm2, one for all facets")
        raise AssertionError("a facet table was given and not used")
    own = sheet.by_facet("material", "facet_j0_mA_cm2")
    if own:
        found = found.replaced(
            _table([_row(sheet, facet, given) for facet, given in own.items()], own)
        )
    missing = [one.label for one in NMC811_FACETS if one.label not in found.j0]
    if missing and table is not None:
        raise ValueError(f"{table.where}: no row of {', '.join(missing)}, expected every facet")
    return found


def _table_behind(sheet: Sheet, records: Mapping[str, Sourced]) -> FacetTable:
    """The facets of a half-cell that the set builds upon, as it has them."""
    ending = f" {names.REFERENCE_J0_ENDING}"
    stoichiometry = sheet.base(names.FACET_REFERENCE_STOICHIOMETRY)
    temperature = sheet.base(names.FACET_REFERENCE_TEMPERATURE)
    rows = [
        FacetKinetics(
            name.removeprefix(f"{POSITIVE} ").removesuffix(ending),
            float(one.value),
            one.lower,
            one.upper,
            provenance=one.provenance,
            stoichiometry=0.5 if stoichiometry is None else stoichiometry,
            temperature=reference_temperature(sheet) if temperature is None else temperature,
            source=one.source,
        )
        for name, one in records.items()
        if name.endswith(ending)
    ]
    return FacetTable(tuple(rows))


def _read_facets(table: Given) -> FacetTable:
    """The table of a CSV file, checked as the file's own numbers are."""
    path = beside(table)
    optional = tuple(column for column in COLUMNS if column not in NEEDED)
    frame = read_columns(table, NEEDED, optional)
    if frame.empty:
        raise ValueError(f"{path}: holds no rows; expected a facet a row")
    try:
        return FacetTable.from_frame(frame)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


def _table(rows: list[FacetKinetics], given: dict[str, Given]) -> FacetTable:
    try:
        return FacetTable(tuple(rows))
    except ValueError as error:
        first = next(iter(given.values()))
        raise ValueError(f"{first.file}: material.facet_j0_mA_cm2: {error}") from None


def _row(sheet: Sheet, facet: str, given: Given) -> FacetKinetics:
    """A facet's number, which holds at the state that the set states for its table."""
    low, high = given.bounds
    try:
        return FacetKinetics(
            facet_family(facet).label,
            given.si,
            low,
            high,
            provenance=given.origin,
            stoichiometry=reference_stoichiometry(sheet),
            temperature=reference_temperature(sheet),
            source=given.source,
        )
    except ValueError as error:
        raise ValueError(f"{given.where}: {error}") from None


def reference_stoichiometry(sheet: Sheet) -> float:
    """Lithium content at which the facets' numbers hold."""
    given = sheet.get("material", "reference_stoichiometry")
    return 0.5 if given is None else given.si


def reference_temperature(sheet: Sheet) -> float:
    """Temperature at which they hold [K]: the cell's, unless another is given."""
    given = sheet.get("material", "facet_temperature_C") or sheet.get("cell", "temperature_C")
    return 293.15 if given is None else given.si


def kinetics_records(sheet: Sheet) -> Records:
    """Exchange current density of every facet and the state at which it holds."""
    return table_records(sheet, facet_table_of(sheet))


def table_records(sheet: Sheet, table: FacetTable) -> Records:
    """Records of a facet table, which a caller may have changed."""
    x_ref, temperature, energy, transfer, reorganization = (
        sheet.get("material", key)
        for key in (
            "reference_stoichiometry",
            "facet_temperature_C",
            "facet_activation_energy_kJ_mol",
            "charge_transfer_coefficient",
            "reorganization_energy_eV",
        )
    )
    temperature = temperature or sheet.get("cell", "temperature_C")
    kelvin = reference_temperature(sheet)
    values = table.parameters(
        stoichiometry=reference_stoichiometry(sheet),
        temperature=kelvin,
        charge_transfer_coefficient=SYMMETRIC[0] if transfer is None else transfer.si,
        reorganization_energy=REORGANIZATION[0] if reorganization is None else reorganization.si,
        activation_energy=ACTIVATION_ENERGY if energy is None else energy.si,
    )
    x_name, energy_name = names.FACET_REFERENCE_STOICHIOMETRY, names.FACET_ACTIVATION_ENERGY
    records = {
        x_name: _or(x_ref, Sourced(values[x_name], "estimate", "mid-charge", 0.5, 0.9975)),
        names.FACET_REFERENCE_TEMPERATURE: _or(
            temperature, Sourced(kelvin, "estimate", "20 °C", 273.15, 323.15)
        ),
        energy_name: _or(
            energy, Sourced(values[energy_name], "literature", "O'Regan 2022, NMC811")
        ),
    }
    for row in table.rows:
        name = names.reference_exchange_current_density(row.facet)
        source = row.source or "facet table"
        records[name] = Sourced(values[name], row.provenance, source, row.lower, row.upper)
        law = names.exchange_current_density(row.facet)
        records[law] = replace(LAW, value=values[law])
        records[names.charge_transfer_coefficient(row.facet)] = _or(
            transfer, Sourced(SYMMETRIC[0], "estimate", *SYMMETRIC[1:])
        )
        records[names.reorganization_energy(row.facet)] = _or(
            reorganization, Sourced(REORGANIZATION[0], "estimate", *REORGANIZATION[1:])
        )
    return records


def _or(given: Given | None, default: Sourced) -> Sourced:
    return default if given is None else given.sourced()


def mechanics_records(sheet: Sheet) -> Records:
    """What PyBaMM's particle mechanics ask for; nothing else uses them."""
    own = {
        name: given.sourced()
        for name, key in (
            (f"{POSITIVE} Young's modulus [Pa]", "youngs_modulus_GPa"),
            (f"{POSITIVE} Poisson's ratio", "poissons_ratio"),
        )
        if (given := sheet.get("material", key)) is not None
    }
    given = sheet.get("material", "mechanics_of")
    if given is None:
        return own
    if given.word not in pybamm.parameter_sets:
        raise ValueError(f"{given.where}: expected a registered PyBaMM set")
    values = pybamm.ParameterValues(given.word)
    missing = [name for name in MECHANICS if name not in values]
    if missing:
        raise ValueError(f"{given.where}: expected a set with {missing[0]!r}, it has none")
    return {name: Sourced(values[name], "literature", given.source) for name in MECHANICS} | own
