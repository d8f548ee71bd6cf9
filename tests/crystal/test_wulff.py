"""Wulff shapes: closed forms, invariances and bad input."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from pybamm_facets.crystal import NMC811_FACETS, FacetFamily, Lattice, wulff_fractions

BASAL = NMC811_FACETS[0]
PRISM = FacetFamily("(110)", (1, 1, 0))
LABELS = [f.label for f in NMC811_FACETS]


def test_one_rhombohedral_family_is_the_whole_shape():
    assert wulff_fractions({"(104)": 0.7}) == {label: label == "(104)" for label in LABELS}


@pytest.mark.parametrize("height", [0.2, 1.0, 7.0])
def test_a_hexagonal_prism(height):
    # Inradius 1, half-height h: two bases of 2 sqrt(3), six sides of (2 / sqrt(3)) 2 h.
    bases, sides = 4 * math.sqrt(3), 6 * 2 / math.sqrt(3) * 2 * height
    shape = wulff_fractions({"(003)": height, "(110)": 1}, families=(BASAL, PRISM))
    assert shape["(003)"] == pytest.approx(bases / (bases + sides), rel=1e-12)


@pytest.mark.parametrize("height", [0.3, 0.8, 1.2])
def test_a_truncated_rhombohedron(height):
    """Sections across the axis are triangles of inradius r less corners of height t."""
    angle = math.radians(NMC811_FACETS[1].angle_to_basal_deg(Lattice.nmc811()))

    def inradius(z):
        return (1 - z * math.cos(angle)) / math.sin(angle)

    def cut(z):
        return max(0.0, 2 * inradius(z) - inradius(-z))

    def width(z):
        return max(0.0, 2 * math.sqrt(3) * inradius(z) - 4 / math.sqrt(3) * cut(z))

    base = 3 * math.sqrt(3) * inradius(height) ** 2 - math.sqrt(3) * cut(height) ** 2
    kink = 1 / (3 * math.cos(angle))
    points = [z for z in (-kink, kink) if abs(z) < height]
    side = quad(width, -height, height, points=points)[0] / math.sin(angle)
    shape = wulff_fractions({"(104)": 1, "(003)": height})
    assert shape["(003)"] == pytest.approx(2 * base / (2 * base + 6 * side), rel=1e-9)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(0.5, 1.5), min_size=6, max_size=6), st.floats(1e-6, 1e6))
def test_only_ratios_of_energies_matter(energies, scale):
    first, second = (
        wulff_fractions({label: s * e for label, e in zip(LABELS, energies, strict=True)})
        for s in (1, scale)
    )
    assert second == pytest.approx(first, abs=1e-9)
    assert sum(first.values()) == pytest.approx(1, abs=1e-12)
    assert min(first.values()) >= 0


def test_a_facet_that_is_cut_off_or_not_named_has_no_area():
    shape = wulff_fractions({"(003)": 1, "(104)": 1.1, "(201)": 30})
    assert list(shape) == LABELS
    assert shape["(201)"] == shape["(113)"] == 0
    assert shape["(003)"] > 0
    assert shape == pytest.approx(wulff_fractions({"(003)": 1, "(104)": 1.1}), rel=1e-12)


def test_a_cheaper_facet_is_larger():
    shares = [wulff_fractions({"(003)": e, "(104)": 1})["(003)"] for e in (0.3, 0.6, 0.9, 1.2)]
    assert shares == sorted(shares, reverse=True)


def test_both_labellings_mean_the_same():
    assert wulff_fractions({"003": 1, "(012)": 1.2}) == wulff_fractions({"(003)": 1, "102": 1.2})


@pytest.mark.parametrize("energies", [{}, {"(003)": 1.0}])
def test_an_open_shape_is_refused(energies):
    with pytest.raises(ValueError, match="close a shape"):
        wulff_fractions(energies)


@pytest.mark.parametrize(
    ("energies", "message"),
    [
        ({"(104)": -1}, r"surface_energies\['\(104\)'\]=-1"),
        ({"(104)": 0}, "positive"),
        ({"(104)": math.nan}, "expected a positive number"),
        ({"(104)": "low"}, "expected a positive number"),
        ({"(222)": 1}, "label="),
        ({"(102)": 1, "(012)": 1}, "twice"),
    ],
)
def test_bad_energies_are_named(energies, message):
    with pytest.raises(ValueError, match=message):
        wulff_fractions(energies)
