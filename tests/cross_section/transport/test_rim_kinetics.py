"""Exchange current around the rim: facet table against angle, and means."""

import numpy as np
import pytest

from pybamm_facets.cross_section.transport.rim_kinetics import (
    nodal_rim,
    rim_angle,
    smooth_exchange_current,
)
from pybamm_facets.crystal import NMC811_FACETS, Lattice
from pybamm_facets.kinetics import FacetKinetics, FacetTable
from tests.cross_section.disk import disk_mesh, out_of_plane, tangential


def test_it_passes_through_the_facets_and_rises_between():
    lattice, table = Lattice.nmc811(), FacetTable.nmc811()
    curve = smooth_exchange_current()
    for family in NMC811_FACETS:
        angle = np.radians(family.angle_to_basal_deg(lattice))
        assert curve(angle) == pytest.approx(table.j0[family.label], rel=1e-12)
    values = curve(np.linspace(0, np.pi / 2, 500))
    assert np.all(np.diff(values) >= -1e-12)
    assert values[-1] == pytest.approx(table.j0["(201)"])


def test_order_of_the_table_does_not_matter():
    table = FacetTable.nmc811()
    angles = np.linspace(0, np.pi / 2, 50)
    shuffled = FacetTable(table.rows[::-1])
    np.testing.assert_array_equal(
        smooth_exchange_current(shuffled)(angles), smooth_exchange_current(table)(angles)
    )


def test_one_facet_is_no_curve():
    with pytest.raises(
        ValueError, match=r"^facet_table: expected facets at two or more .* got 0\.0°"
    ):
        smooth_exchange_current(FacetTable((FacetKinetics("(003)", 0.6),)))


def test_angles_of_known_sections():
    along_rim, normal = (disk_mesh(8, axes) for axes in (tangential, out_of_plane))
    assert rim_angle(along_rim) == pytest.approx(np.pi / 2, abs=0.05)
    assert rim_angle(normal) == pytest.approx(np.pi / 2, abs=1e-12)


def test_rim_lengths_add_up():
    mesh = disk_mesh(16, out_of_plane)
    assert nodal_rim(mesh).sum() == pytest.approx(2 * np.pi * mesh.radius, rel=1e-3)
    assert nodal_rim(mesh, 3.0).sum() == pytest.approx(3 * nodal_rim(mesh).sum(), rel=1e-12)
