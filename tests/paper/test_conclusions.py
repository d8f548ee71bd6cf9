"""What the conclusions do under another order of facets, and on the overlay."""

import pytest

from pybamm_facets.paper.conclusions import CASES, conclusions_table


@pytest.mark.slow
def test_capacity_does_not_hang_on_the_order_of_facets_and_voltage_does():
    table = conclusions_table()
    assert list(table.columns) == [case.name for case in CASES]
    orders = table[["as shipped", "equal", "(104) first"]]
    for row in (
        "core-shell at 10C, blind [mAh/g]",
        "gap at 10C to 2.5 V [mAh/g]",
        "radial D/D_ab of a shell for 120 mAh/g at 10C",
    ):
        assert orders.loc[row].max() - orders.loc[row].min() < 0.02
    for row in ("of it by facet kinetics [mV], 2.5 V", "of it by facet kinetics [mAh/g], 3.0 V"):
        assert list(orders.loc[row]) == sorted(orders.loc[row], reverse=True)
    assert table.loc["of it by facet kinetics [mAh/g], 2.5 V"].max() < 0.02
    assert table.loc["core-shell at 10C, blind [mAh/g]", "hindered"] == pytest.approx(101, abs=0.5)
    assert table.loc["mean j0, core-shell over isotropic", "(104) first"] == pytest.approx(
        1.64, abs=0.02
    )
