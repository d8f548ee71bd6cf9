"""The switch of the estimated exchange currents moves these four only, and within their bounds."""

import math

import pytest

from pybamm_facets.kinetics import FacetOrder, FacetTable, reordered

TABLE = FacetTable.nmc811()
MEASURED, ESTIMATED = ("(003)", "(201)"), ("(104)", "(102)", "(113)", "(101)")


@pytest.mark.parametrize("order", list(FacetOrder))
def test_measured_facets_stay_and_estimates_keep_their_bounds(order):
    table = reordered(TABLE, order)
    assert [row.facet for row in table.rows] == [row.facet for row in TABLE.rows]
    for was, now in zip(TABLE.rows, table.rows, strict=True):
        assert (now.lower, now.upper, now.provenance) == (was.lower, was.upper, was.provenance)
        if was.facet in MEASURED:
            assert now == was


def test_by_angle_is_the_table_as_it_is():
    assert reordered(TABLE, "angle") is TABLE


def test_equal_is_the_geometric_mean_of_the_bounds():
    j0 = reordered(TABLE, "equal").j0
    assert {j0[facet] for facet in ESTIMATED} == {math.sqrt(2.8 * 15.0)}


def test_104_first_uses_the_same_numbers():
    before, after = TABLE.j0, reordered(TABLE, "104-first").j0
    assert sorted(before[f] for f in ESTIMATED) == sorted(after[f] for f in ESTIMATED)
    assert after["(104)"] == max(before[f] for f in ESTIMATED)
    assert after["(102)"] < after["(113)"] < after["(101)"] < after["(104)"]


def test_unknown_orders_and_tables_without_104_are_refused():
    with pytest.raises(ValueError, match="order='size': expected one of angle, equal, 104-first"):
        reordered(TABLE, "size")
    others = FacetTable(tuple(row for row in TABLE.rows if row.facet != "(104)"))
    with pytest.raises(ValueError, match=r"expected a table that estimates \(104\)"):
        reordered(others, "104-first")
