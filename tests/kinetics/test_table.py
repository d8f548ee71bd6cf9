"""The facet table: what it holds, and how a user's table replaces or extends it."""

import numpy as np
import pandas as pd
import pytest

from pybamm_facets import NMC811_FACETS, FacetFamily, FacetTable, Lattice, names
from pybamm_facets.kinetics import FacetKinetics

PAPER = {"(003)": 0.06, "(201)": 1.50}


def test_measured_facets_are_those_of_the_paper_and_the_rest_are_estimates():
    rows = {row.facet: row for row in FacetTable.nmc811().rows}
    for facet, row in rows.items():
        assert row.provenance == ("paper" if facet in PAPER else "estimate")
        if facet in PAPER:
            assert row.j0 / 10 == pytest.approx(PAPER[facet], rel=1e-12)
        else:
            assert (row.lower / 10, row.upper / 10) == pytest.approx((0.28, 1.50), rel=1e-12)


def test_estimates_are_log_linear_in_the_angle_to_the_basal_plane():
    lattice = Lattice.nmc811()
    angle = {facet.label: facet.angle_to_basal_deg(lattice) for facet in NMC811_FACETS}
    span = angle["(201)"] - angle["(104)"]
    j0 = FacetTable.nmc811().j0
    for facet in ("(104)", "(102)", "(113)", "(101)", "(201)"):
        share = (angle[facet] - angle["(104)"]) / span
        expected = 0.28 ** (1 - share) * 1.50**share
        assert j0[facet] / 10 == pytest.approx(expected, abs=5e-5)


def test_csv_roundtrip_keeps_values_bounds_and_provenance(tmp_path):
    table = FacetTable.nmc811()
    path = tmp_path / "table.csv"
    table.to_frame().to_csv(path, index=False)
    for read, row in zip(FacetTable.from_csv(path).rows, table.rows, strict=True):
        assert (read.facet, read.provenance) == (row.facet, row.provenance)
        for field in ("j0", "lower", "upper", "stoichiometry", "temperature"):
            assert getattr(read, field) == pytest.approx(getattr(row, field), rel=1e-14)


@pytest.mark.parametrize("label", ["(102)", "(012)", "102", "012"])
def test_csv_understands_either_labelling(label, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(f"facet,j0_mA_cm2\n{label},0.5\n")
    (row,) = FacetTable.from_csv(path).rows
    assert (row.facet, row.j0, row.lower, row.upper) == ("(102)", 5.0, 5.0, 5.0)
    assert row.provenance == "user"


def test_a_users_row_replaces_one_facet_only():
    own = FacetTable.nmc811()
    user = FacetTable((FacetKinetics("(012)", 4.0, 3.0, 5.0, "fitted"),))
    merged = {row.facet: row for row in own.replaced(user).rows}
    assert list(merged) == list(own.j0)
    assert (merged["(102)"].j0, merged["(102)"].provenance) == (4.0, "fitted")
    assert all(merged[row.facet] == row for row in own.rows if row.facet != "(102)")


def test_a_users_table_extends_to_another_facet(tmp_path):
    prism = FacetFamily("(110)", (1, 1, 0))
    path = tmp_path / "table.csv"
    path.write_text("facet,j0_mA_cm2\n(110),0.9\n")
    user = FacetTable.from_csv(path, families=(prism,))
    table = FacetTable.nmc811().replaced(user)
    assert list(table.j0) == [*FacetTable.nmc811().j0, "(110)"]
    assert table.parameters()[names.reference_exchange_current_density("(110)")] == 9.0


def test_each_facet_is_referred_to_the_requested_state():
    row = FacetKinetics("(104)", 2.0, 1.0, 3.0, stoichiometry=0.9, temperature=313.15)
    moved = row.at(0.5, 293.15)
    factor = 0.5 / np.sqrt(0.9 * 0.1) * np.exp(24e3 / 8.314462618 * (1 / 313.15 - 1 / 293.15))
    assert moved.j0 == pytest.approx(2.0 * factor, rel=1e-9)
    assert (moved.lower, moved.upper) == pytest.approx((factor, 3 * factor), rel=1e-9)
    assert (moved.stoichiometry, moved.temperature) == (0.5, 293.15)
    assert row.at(0.9, 313.15) is row


def test_frame_is_tidy():
    frame = FacetTable.nmc811().to_frame()
    assert list(frame["facet"]) == [facet.label for facet in NMC811_FACETS]
    pd.testing.assert_frame_equal(FacetTable.from_frame(frame).to_frame(), frame)
