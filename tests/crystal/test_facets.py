"""Facet families, their labels, and which is nearest to a direction."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pybamm_facets.crystal import NMC811_FACETS, FacetFamily, Lattice, facet_family, nearest_facet
from pybamm_facets.crystal.symmetry import point_group

LATTICE = Lattice.nmc811()
# Label, allowed label, multiplicity, angle to (003): crystallography of the six families of
# Li et al. 2025 for a = 2.8704, c = 14.192 angstrom; tan(angle) = c/a sqrt(4/3 (h2+hk+k2)) / l.
EXPECTED = [
    ("(003)", "(003)", 2, 0.0),
    ("(104)", "(104)", 6, 55.0),
    ("(102)", "(012)", 6, 70.7),
    ("(113)", "(113)", 12, 73.1),
    ("(101)", "(101)", 6, 80.1),
    ("(201)", "(021)", 6, 85.0),
]


@pytest.mark.parametrize(
    ("family", "expected"),
    list(zip(NMC811_FACETS, EXPECTED, strict=True)),
    ids=[row[0] for row in EXPECTED],
)
def test_the_six_families(family, expected):
    label, allowed, multiplicity, angle = expected
    assert (family.label, family.allowed_label) == (label, allowed)
    assert family.multiplicity == multiplicity == len(family.normals(LATTICE))
    assert family.angle_to_basal_deg(LATTICE) == pytest.approx(angle, abs=0.1)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("(102)", "(102)"),
        ("102", "(102)"),
        ("(012)", "(102)"),
        ("012", "(102)"),
        ("(201)", "(201)"),
        ("(021)", "(201)"),
        ("( 1 0 4 )", "(104)"),
        ("003", "(003)"),
    ],
)
def test_both_labellings_are_understood(name, label):
    assert facet_family(name).label == label


def test_a_family_finds_itself_and_a_label_goes_before_an_allowed_one():
    assert facet_family(NMC811_FACETS[2]) is NMC811_FACETS[2]
    odd = (FacetFamily("(x)", (1, 0, 1)), FacetFamily("(101)", (0, 1, 2)))
    assert facet_family("(101)", odd) is odd[1]


@pytest.mark.parametrize("label", ["(110)", "", "basal", 104, FacetFamily("(110)", (1, 1, 0))])
def test_an_unknown_facet_is_named_and_the_known_ones_are_listed(label):
    with pytest.raises(ValueError, match=r"label=.*\(102\) = \(012\)"):
        facet_family(label)


@pytest.mark.parametrize(
    ("label", "indices", "message"),
    [
        ("(102)", (1, 0, 2), "reflection"),
        ("(000)", (0, 0, 0), r"indices=\(0, 0, 0\): expected a plane"),
        ("(104)", (1, 0, 4.0), "three integers"),
        ("(104)", (1, 4), "three integers"),
        ("(104)", None, "three integers"),
        ("104", (1, 0, 4), "label"),
        (104, (1, 0, 4), "label"),
    ],
)
def test_bad_families_are_refused(label, indices, message):
    with pytest.raises(ValueError, match=message):
        FacetFamily(label, indices)


def test_families_are_values():
    assert FacetFamily("(104)", [np.int64(1), 0, 4]) == NMC811_FACETS[1]
    assert hash(FacetFamily("(104)", (1, 0, 4))) == hash(NMC811_FACETS[1])


def test_opposite_index_signs_give_the_same_family():
    flipped = FacetFamily("(104)", (-1, 0, -4))
    np.testing.assert_array_equal(flipped.symmetry_copies, NMC811_FACETS[1].symmetry_copies)
    assert flipped.angle_to_basal_deg(LATTICE) < 90
    assert flipped.allowed_label == "(-10-4)"


def test_each_normal_is_nearest_to_its_own_family():
    for position, family in enumerate(NMC811_FACETS):
        assert np.all(nearest_facet(family.normals(LATTICE)) == position)


def test_shape_and_length_of_the_directions_do_not_matter():
    rng = np.random.default_rng(7)
    directions = rng.normal(size=(4, 5, 3))
    index = nearest_facet(directions)
    assert index.shape == (4, 5)
    np.testing.assert_array_equal(nearest_facet(1e6 * directions), index)
    assert nearest_facet((0, 0, 1)) == 0


def _cartesian_operations():
    a = np.array([1, 0, 0]) * LATTICE.a
    b = np.array([-1 / 2, math.sqrt(3) / 2, 0]) * LATTICE.a
    basis = np.column_stack([a, b, [0, 0, LATTICE.c]])
    return basis @ point_group() @ np.linalg.inv(basis)


@given(st.integers(0, 2**32 - 1))
def test_nearest_facet_is_invariant_under_the_point_group(seed):
    directions = np.random.default_rng(seed).normal(size=(20, 3))
    expected = nearest_facet(directions)
    for operation in _cartesian_operations():
        np.testing.assert_array_equal(nearest_facet(directions @ operation.T), expected)


def test_ties_go_to_the_first_family():
    pair = (FacetFamily("(003)", (0, 0, 3)), FacetFamily("(104)", (1, 0, 4)))
    basal, other = (f.normals(LATTICE) for f in pair)
    halfway = basal[basal[:, 2] > 0] + other[other[:, 2] > 0]
    assert np.all(nearest_facet(halfway, pair) == 0)
    assert np.all(nearest_facet(halfway, pair[::-1]) == 0)


@pytest.mark.parametrize("bad", [(0, 0, 0), (math.nan, 0, 1), (math.inf, 0, 1), (1, 2), 5])
def test_bad_directions_are_refused(bad):
    with pytest.raises(ValueError, match=r"^directions"):
        nearest_facet(bad)


@pytest.mark.parametrize(
    "families",
    [
        (),
        (NMC811_FACETS[0], NMC811_FACETS[0]),
        (NMC811_FACETS[0], FacetFamily("(006)", (0, 0, 6))),
        (NMC811_FACETS[0], FacetFamily("(003)", (1, 0, 4))),
    ],
)
def test_repeated_or_missing_families_are_refused(families):
    with pytest.raises(ValueError, match=r"^families"):
        nearest_facet((0, 0, 1), families)
