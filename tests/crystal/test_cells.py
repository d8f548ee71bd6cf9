"""Nearest-facet cells against independent geometry, and convergence of their quadrature."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import SphericalVoronoi

from pybamm_facets.crystal import NMC811_FACETS, FacetFamily, Lattice, watson
from pybamm_facets.crystal.cells import cell_boundary

BASAL, *STEEP = NMC811_FACETS


def _voronoi_shares(families, lattice):
    """Solid-angle shares from SciPy's spherical Voronoi diagram."""
    normals = np.concatenate([f.normals(lattice) for f in families])
    areas = SphericalVoronoi(normals).calculate_areas() / (4 * np.pi)
    ends = np.cumsum([f.multiplicity for f in families])[:-1]
    return [part.sum() for part in np.split(areas, ends)]


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from(STEEP), min_size=1), st.booleans(), st.floats(3, 7))
def test_uniform_shares_are_the_solid_angles_of_the_cells(steep, basal, ratio):
    families = tuple(sorted(steep, key=lambda f: f.label)) + ((BASAL,) if basal else ())
    lattice = Lattice(2.87e-10, 2.87e-10 * ratio)
    shares = cell_boundary(families, lattice).shares(lambda u: 1 - u)
    np.testing.assert_allclose(shares, _voronoi_shares(families, lattice), atol=1e-9)


def test_a_cell_that_meets_the_pole_at_a_corner_is_counted():
    # Without (003) the (104) cells meet at the pole, and hold it all for a sharp texture.
    boundary = cell_boundary((NMC811_FACETS[1], NMC811_FACETS[5]), Lattice.nmc811())
    shares = boundary.shares(lambda u: watson.tail(u, 1e4))
    np.testing.assert_allclose(shares, [1, 0], atol=1e-9)


@pytest.mark.parametrize(
    ("kappa", "tolerance"),
    [(0, 1e-12), (2, 1e-12), (-10, 1e-12), (30, 1e-11), (-1e3, 1e-10), (1e4, 1e-10), (-1e4, 1e-7)],
)
def test_refining_the_quadrature_changes_nothing(kappa, tolerance):
    coarse, default, fine = (
        cell_boundary(NMC811_FACETS, Lattice.nmc811(), order).shares(
            lambda u: watson.tail(u, kappa)
        )
        for order in (20, 40, 120)
    )
    np.testing.assert_allclose(default, fine, atol=1e-12)
    np.testing.assert_allclose(coarse, fine, atol=tolerance)


def test_weights_add_to_the_sphere_before_normalising():
    boundary = cell_boundary(NMC811_FACETS, Lattice.nmc811())
    for kappa in (0, 3, -300):
        total = (boundary.weights @ watson.tail(boundary.u, kappa)).sum()
        assert total == pytest.approx(1, abs=1e-12)


def test_prismatic_facets_alone_are_refused_with_their_names():
    prisms = (FacetFamily("(110)", (1, 1, 0)), FacetFamily("(300)", (3, 0, 0)))
    with pytest.raises(ValueError, match=r"families=\['\(110\)', '\(300\)'\]"):
        cell_boundary(prisms, Lattice.nmc811())
