"""The order of facets whose exchange current is an estimate: by angle, equal, or (104) first.

Only (003) and (201) of NMC811 are measured. By their angle to (003) is this package's estimate for
the others. Films of LiCoO2 have (003) far below (104), and (104) below (110) (DOI
10.1021/am508512q); a study of single crystals of NMC811 has (104) above (012), which is (102) here
(DOI 10.1002/smll.202105833).
"""

from __future__ import annotations

import math
from dataclasses import replace
from enum import StrEnum

from pybamm_facets._checks import one_of
from pybamm_facets.crystal import facet_family
from pybamm_facets.kinetics.table import FacetKinetics, FacetTable

FIRST = "(104)"


class FacetOrder(StrEnum):
    """How the estimated exchange currents are ordered; the measured ones stay."""

    ANGLE = "angle"
    """As the table has them: rising with the angle to (003)."""
    EQUAL = "equal"
    """All alike: the geometric mean of their bounds."""
    FIRST_104 = "104-first"
    """The same numbers, the largest for (104); the others keep their order."""


def reordered(table: FacetTable, order: FacetOrder | str) -> FacetTable:
    """A table with another order of its estimates.

    Parameters
    ----------
    table
        Exchange current densities; rows of provenance ``estimate`` are reordered.
    order
        A `FacetOrder`, or its word.

    Raises
    ------
    ValueError
        For an unknown order, and for (104) first in a table that does not estimate it.

    Examples
    --------
    >>> table = reordered(FacetTable.nmc811(), "104-first")
    >>> table.j0["(104)"] > table.j0["(102)"]
    True
    """
    how = FacetOrder(one_of("order", order, [word.value for word in FacetOrder]))
    estimates = [row for row in table.rows if row.provenance == "estimate"]
    if how is FacetOrder.ANGLE or not estimates:
        return table
    new = _equal(estimates) if how is FacetOrder.EQUAL else _first(estimates)
    return table.replaced(FacetTable(tuple(new), table.families))


def _equal(rows: list[FacetKinetics]) -> list[FacetKinetics]:
    def mean(row: FacetKinetics) -> float:
        assert row.lower is not None and row.upper is not None
        return math.sqrt(row.lower * row.upper)

    return [replace(row, j0=mean(row), source="geometric mean of the bounds") for row in rows]


def _first(rows: list[FacetKinetics]) -> list[FacetKinetics]:
    label = facet_family(FIRST).label
    first = [row for row in rows if row.facet == label]
    if not first:
        raise ValueError(f"order='104-first': expected a table that estimates {FIRST}")
    others = sorted((row for row in rows if row.facet != label), key=lambda row: row.j0)
    numbers = sorted(row.j0 for row in rows)
    source = "the estimates by angle in another order, (104) the largest"
    return [
        replace(row, j0=j0, source=source)
        for row, j0 in zip([*others, *first], numbers, strict=True)
    ]
