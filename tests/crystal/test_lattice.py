"""Unit cell: metric, derived constants, interpolation, bad input."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pybamm_facets.crystal import (
    NMC811_LATTICE_TABLE,
    Lattice,
    density,
    maximum_concentration,
    theoretical_capacity,
)


def test_pristine_nmc811_is_the_last_row_of_the_table():
    lattice = Lattice.nmc811()
    assert (lattice.a, lattice.c) == pytest.approx((2.8704e-10, 14.192e-10), rel=1e-14)


def test_interpolation_passes_through_every_point_and_never_overshoots():
    table = NMC811_LATTICE_TABLE
    assert len(table.lithium_content) == 16
    for x, a, c in zip(*table, strict=True):
        lattice = Lattice.nmc811(x)
        assert (lattice.a, lattice.c) == pytest.approx((a, c), rel=1e-14)
    dense = [Lattice.nmc811(x) for x in np.linspace(0.12, 1, 400)]
    assert np.all(np.diff([cell.a for cell in dense]) > 0)
    assert max(cell.c for cell in dense) <= table.c.max() * (1 + 1e-14)


def test_the_table_cannot_be_changed_by_accident():
    with pytest.raises(ValueError, match="read-only"):
        NMC811_LATTICE_TABLE.a[0] = 1.0


def test_derived_constants_follow_from_the_cell():
    lattice = Lattice.nmc811()
    volume = math.sin(math.radians(120)) * 2.8704e-10**2 * 14.192e-10
    assert lattice.volume == pytest.approx(volume, rel=1e-12)
    # Three formula units of 97.28 g/mol in that volume.
    assert maximum_concentration(lattice) == pytest.approx(3 / 6.02214076e23 / volume, rel=1e-12)
    assert maximum_concentration(lattice) == pytest.approx(49190, rel=1e-3)
    assert density(lattice) == pytest.approx(4790, rel=2e-3)
    assert theoretical_capacity() == pytest.approx(96485.33212 / 3.6 / 97.28, rel=1e-9)


def test_normals_are_perpendicular_to_the_directions_in_their_plane():
    lattice = Lattice.nmc811()
    a = lattice.a * np.array([1, 0, 0])
    b = lattice.a * np.array([-1 / 2, math.sqrt(3) / 2, 0])
    c = lattice.c * np.array([0, 0, 1])
    h, k, ell = 1, 2, 4
    normal = lattice.normal((h, k, ell))
    assert normal @ (a / h - b / k) == pytest.approx(0, abs=1e-24)
    assert normal @ (b / k - c / ell) == pytest.approx(0, abs=1e-24)
    assert normal @ a > 0
    assert lattice.normal(np.ones((4, 5, 3))).shape == (4, 5, 3)


@given(st.tuples(*[st.integers(-6, 6)] * 3).filter(any), st.floats(2, 7))
def test_angle_to_basal_agrees_with_the_hexagonal_d_spacing_formula(hkl, ratio):
    h, k, ell = hkl
    inverse_d2 = 4 / 3 * (h * h + h * k + k * k) + (ell / ratio) ** 2
    expected = math.degrees(math.acos(max(-1, min(1, ell / ratio / math.sqrt(inverse_d2)))))
    measured = Lattice(1e-10, ratio * 1e-10).angle_deg((0, 0, 1), hkl)
    assert measured == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("value", [0.0, -1e-10, math.nan, math.inf, "3", None])
def test_bad_lattice_parameters_are_named(value):
    with pytest.raises(ValueError, match=r"^a="):
        Lattice(value, 14e-10)
    with pytest.raises(ValueError, match=r"^c="):
        Lattice(2.87e-10, value)


@pytest.mark.parametrize("value", [0.11, 1.01, math.nan])
def test_lithium_content_outside_the_table_is_refused(value):
    with pytest.raises(ValueError, match="lithium_content"):
        Lattice.nmc811(value)


@pytest.mark.parametrize("hkl", [(0, 0, 0), (1, 0), 3, (1, 0, math.nan), [(1, 0, 4), (0, 0, 0)]])
def test_bad_planes_are_refused(hkl):
    with pytest.raises(ValueError, match=r"^hkl"):
        Lattice.nmc811().normal(hkl)


def test_bad_molar_mass_and_formula_units_are_refused():
    with pytest.raises(ValueError, match="molar_mass"):
        theoretical_capacity(-1)
    with pytest.raises(ValueError, match="formula_units"):
        maximum_concentration(Lattice.nmc811(), 0)
