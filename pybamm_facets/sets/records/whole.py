"""All records of a variant, and of the PyBaMM parameters that it builds upon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pybamm

from pybamm_facets import names
from pybamm_facets.kinetics import FacetTable
from pybamm_facets.sets.files.resolving import Resolved
from pybamm_facets.sets.half_cell import with_lithium
from pybamm_facets.sets.records.cell_records import (
    cell_records,
    electrolyte_records,
    lithium_records,
    separator_records,
)
from pybamm_facets.sets.records.coating import coating_of, electrode_records
from pybamm_facets.sets.records.kept_facets import facet_records
from pybamm_facets.sets.records.kinetics_records import mechanics_records
from pybamm_facets.sets.records.lattice_records import lattice_records
from pybamm_facets.sets.records.potential_records import potential_records
from pybamm_facets.sets.records.sheet import Records, Sheet
from pybamm_facets.sourced import Sourced

IGNORED = ("citations", "chemistry")


def records_of(resolved: Resolved, facet_table: FacetTable | None = None) -> Records:
    """Every parameter of a variant with its origin.

    Parameters
    ----------
    resolved
        The variant.
    facet_table
        Facet kinetics that replace or extend the set's.

    Raises
    ------
    ValueError
        One line for the first thing that is missing or cannot be meant.
    """
    sheet = Sheet(_against_lithium(resolved))
    lattice = lattice_records(sheet)
    density = lattice.get(names.ACTIVE_MATERIAL_DENSITY)
    coating = coating_of(sheet, _value(density))
    cell = cell_records(sheet, coating)
    return {
        **_base_records(sheet.resolved),
        **cell,
        **lithium_records(sheet),
        **separator_records(sheet),
        **electrolyte_records(sheet),
        **electrode_records(sheet, coating),
        **lattice,
        **potential_records(sheet, {**cell, **lattice}),
        **mechanics_records(sheet),
        **facet_records(sheet, facet_table),
    }


def _value(record: Sourced | None) -> float | None:
    return None if record is None else float(record.value)


def _against_lithium(resolved: Resolved) -> Resolved:
    """A full cell that a file gives a lithium electrode is its positive half."""
    values = resolved.values
    speaks = any(section == "lithium" for section, _ in resolved.tree)
    if values is None or resolved.records is not None or not speaks:
        return resolved
    return replace(resolved, values=with_lithium(values))


def _base_records(resolved: Resolved) -> Records:
    if resolved.values is None:
        return {}
    if resolved.records is not None:
        return _taken_over(resolved.records, resolved.values_of)
    own_file = resolved.values_of.endswith(".json")
    origin = "user" if own_file else "literature"
    what = f"as in {resolved.values_of}" + ("" if own_file else ", see its citation")
    given: pybamm.ParameterValues = resolved.values
    return {
        name: Sourced(value, origin, what) for name, value in _items(given) if name not in IGNORED
    }


def _taken_over(records: Mapping[str, Sourced], name: str) -> Records:
    """Records of another set as this one's, which says so."""
    if not name:
        return dict(records)
    return {k: replace(one, source=f"{one.source} (as in {name})") for k, one in records.items()}


def _items(values: pybamm.ParameterValues) -> list[tuple[str, Any]]:
    return list(values.items())
