"""Between the keys of a set's file and the columns of a table of designs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pybamm_facets import names
from pybamm_facets._units import MA_CM2
from pybamm_facets.kinetics import FacetTable
from pybamm_facets.particle.agglomerate import ANISOTROPY
from pybamm_facets.sets.cell import electrode_area
from pybamm_facets.sets.files.entry import Given
from pybamm_facets.sets.files.loading import LoadedSet
from pybamm_facets.sets.files.units import from_si, unit_of
from pybamm_facets.sets.records.kinetics_records import facet_table_of
from pybamm_facets.sets.records.sheet import Sheet

KAPPA = "kappa"
"""κ of core and shell together: a key of files and an unknown of fits, two columns of designs."""

COLUMNS: dict[tuple[str, str], tuple[str, ...]] = {
    ("particle", "kappa"): ("kappa_core", "kappa_shell"),
    ("particle", "kappa_core"): ("kappa_core",),
    ("particle", "kappa_shell"): ("kappa_shell",),
    ("particle", "core_fraction"): ("core_fraction",),
    ("particle", "radius_um"): ("radius_m",),
    ("particle", "diffusivity_anisotropy"): ("diffusivity_anisotropy",),
    ("particle", "diffusivity_m2_s"): ("diffusivity_m2_s",),
    ("particle", "core_diffusivity_ratio"): (names.CORE_RATIO,),
    ("particle", "shell_diffusivity_ratio"): (names.SHELL_RATIO,),
    ("electrode", "loading_mg_cm2"): ("loading_mg_cm2",),
    ("electrode", "electrolyte_exponent"): (names.POSITIVE_EXPONENT,),
    ("electrode", "conductivity_S_m"): (names.POSITIVE_CONDUCTIVITY,),
    ("cell", "contact_resistance_ohm_cm2"): (names.CONTACT_RESISTANCE,),
    ("electrolyte", "concentration_mol_L"): (names.INITIAL_ELECTROLYTE,),
    ("material", "reference_stoichiometry"): (names.FACET_REFERENCE_STOICHIOMETRY,),
    ("separator", "thickness_um"): (names.SEPARATOR_THICKNESS,),
    ("separator", "porosity"): (names.SEPARATOR_POROSITY,),
}
"""(section, key) to the columns that it sets. Where both are numbers in one unit, they agree, but
for a loading: a column's is that of the active mass, a file's may count the coating."""

LOADING = "loading_mg_cm2"
IN_OWN_UNIT = (LOADING,)
"""Columns whose unit is the key's own, not SI."""

SEARCHED_IN_LOGARITHM = ("diffusivity_m2_s", "radius_m")


def anisotropy_of(loaded: LoadedSet) -> float:
    """D_c/D_ab of the grains of a set: its file's, or the estimate that all sets start from."""
    given = loaded.resolved.tree.get(("particle", "diffusivity_anisotropy"))
    return ANISOTROPY if given is None else given.si


@dataclass(frozen=True)
class Estimated:
    """A number of a set that is an estimate, as a column of designs.

    Parameters
    ----------
    name
        What to call it: its only column, or `KAPPA`.
    columns
        Design columns that take it.
    value, low, high
        In the unit of the column.
    key
        ``section.key`` in the file.
    shared
        Value, bounds and source in one: estimates that agree in it are one unknown of two sets.
    """

    name: str
    columns: tuple[str, ...]
    value: float
    low: float
    high: float
    key: str
    shared: tuple[object, ...]

    @property
    def log(self) -> bool:
        """Whether it should be drawn in its logarithm."""
        return self.name in SEARCHED_IN_LOGARITHM or self.name.startswith("j0_")


def column_factor(loaded: LoadedSet, column: str) -> float:
    """By which a number of the file (SI but for `IN_OWN_UNIT`) is multiplied to be the column's."""
    if column == names.CONTACT_RESISTANCE:
        return 1 / electrode_area(loaded.parameter_values)
    if column == LOADING:
        return _active_share(loaded)
    return 1.0


def _active_share(loaded: LoadedSet) -> float:
    """Active mass over what the set's loading counts."""
    tree = loaded.resolved.tree
    counts, share = (tree.get(("electrode", key)) for key in ("loading_counts", "active_percent"))
    counts_all = counts is not None and counts.entry.value == "coating"
    return share.si if counts_all and share is not None else 1.0


def estimates_of(loaded: LoadedSet) -> Iterator[Estimated]:
    """The estimates of a set that designs can change, with their bounds."""
    for place, columns in COLUMNS.items():
        given = loaded.resolved.tree.get(place)
        if given is None or given.origin != "estimate":
            continue
        found = _estimated(loaded, given, ".".join(place), columns)
        if found is not None:
            yield found
    for row in _facet_rows(loaded).rows:
        assert row.lower is not None and row.upper is not None
        name = names.reference_exchange_current_density(row.facet)
        record = loaded.records[name]
        if record.provenance == "estimate" and row.lower < row.upper:
            ends = (record.value, record.lower, record.upper)
            value, low, high = (float(one) / MA_CM2 for one in ends if one is not None)
            numbers = (value, low, high)
            column = f"j0_{row.facet}_mA_cm2"
            yield Estimated(column, (column,), *numbers, "material.facet_csv", (column, *numbers))


def _facet_rows(loaded: LoadedSet) -> FacetTable:
    return facet_table_of(Sheet(loaded.resolved))


def _estimated(
    loaded: LoadedSet, given: Given, key: str, columns: tuple[str, ...]
) -> Estimated | None:
    low, high = given.bounds
    if low is None or high is None or not low < high or given.entry.value is None:
        return None
    own = [given.entry.value, given.entry.low, given.entry.high]
    factor = column_factor(loaded, columns[0])
    if columns[0] in IN_OWN_UNIT:
        numbers = [float(one) * factor for one in own if isinstance(one, Decimal)]
    else:
        numbers = [one * factor for one in (given.si, low, high)]
    name = KAPPA if len(columns) > 1 else columns[0]
    value, low, high = numbers
    return Estimated(
        name, columns, value, low, high, key, (columns, value, low, high, given.entry.source)
    )


def entry_of(loaded: LoadedSet, column: str, value: float) -> tuple[str, str, Decimal]:
    """Section, key and number in a file that give a column a value; ``ValueError`` if none does."""
    if column == KAPPA:
        return "particle", KAPPA, from_si(value, "")
    if column.startswith("j0_(") and column.endswith("_mA_cm2"):
        facet = column.removeprefix("j0_").removesuffix("_mA_cm2")
        return "material", f"facet_j0_mA_cm2.{facet}", Decimal(repr(value))
    for (section, key), columns in COLUMNS.items():
        if columns == (column,):
            own = value / column_factor(loaded, column)
            if column in IN_OWN_UNIT:
                return section, key, Decimal(repr(own))
            return section, key, from_si(own, unit_of(key))
    known = ", ".join(sorted({KAPPA, *(c for cs in COLUMNS.values() for c in cs)}))
    raise ValueError(f"column={column!r}: expected one that a file has a key for: {known}")
