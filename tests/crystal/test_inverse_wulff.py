"""The Wulff construction backwards: round trips, a solid in closed form, present energies."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from pybamm_facets.crystal import (
    NMC811_FACETS,
    FacetFamily,
    Lattice,
    surface_energies,
    wulff_fractions,
)
from pybamm_facets.crystal.polyhedron import face_area, polyhedron_faces
from pybamm_facets.crystal.shape_faces import facet_planes, shape_areas

LABELS = [f.label for f in NMC811_FACETS]
LATTICE = Lattice.nmc811()
PRISM = (NMC811_FACETS[0], FacetFamily("(110)", (1, 1, 0)))
PLANES = facet_planes(NMC811_FACETS, LATTICE)
ENERGIES = st.lists(st.floats(0.7, 1.3), min_size=6, max_size=6)


def hull_areas(distances):
    normals = np.concatenate([f.normals(LATTICE) for f in NMC811_FACETS])
    owner = np.repeat(np.arange(6), [f.multiplicity for f in NMC811_FACETS])
    faces = polyhedron_faces(normals, distances[owner])
    areas = [face_area(c, n) for c, n in zip(faces, normals, strict=True)]
    return np.bincount(owner, areas, 6)


@settings(max_examples=40)
@given(ENERGIES)
def test_areas_are_those_of_the_convex_hull(distances):
    distances = np.array(distances)
    areas = shape_areas(PLANES, distances).areas
    np.testing.assert_allclose(areas, hull_areas(distances), atol=1e-9)


@settings(max_examples=25)
@given(ENERGIES)
def test_slopes_of_areas_are_those_of_differences(distances):
    distances, step = np.array(distances), 1e-6
    slopes = shape_areas(PLANES, distances).slopes
    np.testing.assert_allclose(slopes, slopes.T, atol=1e-9)
    for k in range(6):
        low, high = (
            shape_areas(PLANES, distances + s * step * np.eye(6)[k]).areas for s in (-1, 1)
        )
        np.testing.assert_allclose(slopes[:, k], (high - low) / (2 * step), atol=1e-3)


@pytest.mark.parametrize("concentration", [0.3, 1.0, 5.0])
def test_round_trips_of_random_fractions(concentration):
    rng = np.random.default_rng(3)
    for _ in range(10):
        shares = np.maximum(rng.dirichlet(np.full(6, concentration)), 1e-5)
        fractions = dict(zip(LABELS, (shares / shares.sum()).tolist(), strict=True))
        needed = surface_energies(fractions)
        assert wulff_fractions(needed.energies) == pytest.approx(fractions, abs=1e-8)
        assert min(needed.energies.values()) == 1
        assert needed.at_least == ()
        assert needed.ratios is None and needed.excess is None


@pytest.mark.slow
def test_it_minimises_the_surface_energy_of_a_volume():
    shares = np.array([0.1, 0.3, 0.15, 0.2, 0.15, 0.1])

    def energy(logs):
        distances = np.exp(logs)
        areas = hull_areas(distances)
        return math.log(shares @ distances) - math.log(areas @ distances / 3) / 3

    options = {"maxiter": 4000, "maxfev": 4000, "xatol": 1e-7, "fatol": 1e-13}
    result = minimize(energy, np.zeros(6), method="Nelder-Mead", options=options)
    needed = np.array(
        list(surface_energies(dict(zip(LABELS, shares, strict=True))).energies.values())
    )
    found = np.exp(result.x - result.x.min())
    np.testing.assert_allclose(needed, found, rtol=1e-3)
    assert energy(np.log(needed)) <= result.fun + 1e-12


@pytest.mark.parametrize("height", [0.2, 1.0, 7.0])
def test_a_hexagonal_prism(height):
    bases, sides = 4 * math.sqrt(3), 24 / math.sqrt(3) * height
    basal = bases / (bases + sides)
    needed = surface_energies({"(003)": basal, "(110)": 1 - basal}, families=PRISM)
    assert needed.energies["(003)"] / needed.energies["(110)"] == pytest.approx(height, rel=1e-9)


def test_a_facet_that_shall_not_show_has_a_least_energy():
    needed = surface_energies({"(104)": 0.6, "(003)": 0.4, "(201)": 0.0})
    assert needed.at_least == ("(102)", "(113)", "(101)", "(201)")
    for label in needed.at_least:
        for factor, shows in ((1.001, False), (0.999, True)):
            energies = needed.energies | {label: factor * needed.energies[label]}
            assert (wulff_fractions(energies)[label] > 0) == shows


@settings(max_examples=25)
@given(ENERGIES, st.floats(0.1, 10))
def test_the_present_shape_needs_no_change(energies, scale):
    present = {label: scale * e for label, e in zip(LABELS, energies, strict=True)}
    fractions = wulff_fractions(present)
    fractions = {label: f if f > 1e-5 else 0.0 for label, f in fractions.items()}
    total = sum(fractions.values())
    needed = surface_energies({k: f / total for k, f in fractions.items()}, present)
    for label, ratio in needed.ratios.items():
        if label in needed.at_least:
            assert ratio <= 1 + 1e-3
        else:
            assert ratio == pytest.approx(1, abs=1e-3)
    assert needed.excess == pytest.approx(0, abs=1e-6)


def test_the_largest_change_is_smallest():
    wanted = {"(104)": 0.5, "(003)": 0.1, "(101)": 0.4, "(113)": 0.0}
    present = {"(104)": 1.0, "(003)": 1.2, "(101)": 1.3, "(113)": 0.9}
    needed = surface_energies(wanted, present)
    logs = {label: math.log(ratio) for label, ratio in needed.ratios.items()}
    lowest = min(log for label, log in logs.items() if label not in needed.at_least)
    assert max(logs.values()) == pytest.approx(-lowest, abs=1e-12)
    assert needed.excess > 0
    plain = surface_energies(wanted).energies
    scaled = {k: e / needed.energies["(104)"] for k, e in needed.energies.items()}
    assert scaled == pytest.approx({k: e / plain["(104)"] for k, e in plain.items()}, rel=1e-12)


def test_the_excess_is_that_of_wulffs_theorem():
    """A rhombohedron where a truncated one would be the equilibrium."""
    present = {"(104)": 1.0, "(003)": 0.8}
    needed = surface_energies({"(104)": 1.0}, present)
    pair = (NMC811_FACETS[0], NMC811_FACETS[1])
    planes = facet_planes(pair, LATTICE)
    gammas = np.array([0.8, 1.0])
    areas = shape_areas(planes, gammas).areas
    # The energy of a Wulff shape is three times its volume; whole rhombohedra have γ = 1.
    truncated = 3 * (gammas @ areas / 3) ** (1 / 3)
    whole = 3 * (shape_areas(facet_planes(pair[1:], LATTICE), np.ones(1)).areas[0] / 3) ** (1 / 3)
    assert needed.excess == pytest.approx(whole / truncated - 1, rel=1e-9)


@pytest.mark.parametrize(
    ("fractions", "present", "message"),
    [
        ({"(003)": 1.0}, None, "^fractions=.*together close a shape"),
        ({}, None, "^fractions=.*sum of 1"),
        ({"(104)": 0.9}, None, "^fractions=.*sum of 1"),
        ({"(104)": 1.5, "(003)": -0.5}, None, r"^fractions\['\(003\)'\]=-0\.5: expected"),
        ({"(104)": 1 - 1e-7, "(003)": 1e-7}, None, "=1e-07: expected 0, or at least 1e-06"),
        ({"(104)": math.nan}, None, "=nan: expected a number"),
        ({"(104)": 0.5, "104": 0.5}, None, "^fractions: expected each facet once"),
        ({"(222)": 1.0}, None, "^label='"),
        (0.5, None, r"^fractions=0\.5: expected"),
        ({"(104)": 1.0}, {"(003)": 1.0}, r"^present=.*got none of \(104\)"),
        ({"(104)": 1.0}, {"(104)": 0.0}, r"^present\['\(104\)'\]=0\.0: expected a positive"),
    ],
)
def test_bad_input_is_named(fractions, present, message):
    with pytest.raises(ValueError, match=message):
        surface_energies(fractions, present)
