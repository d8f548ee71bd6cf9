"""The point group -3m and what it does to planes."""

import itertools

import numpy as np

from pybamm_facets.crystal import Lattice
from pybamm_facets.crystal.symmetry import equivalent_indices, point_group


def _set(matrices):
    return {tuple(m.ravel().tolist()) for m in matrices}


def test_the_group_has_twelve_operations_and_is_closed():
    group = point_group()
    assert group.shape == (12, 3, 3)
    assert len(_set(group)) == 12
    assert _set(g @ h for g, h in itertools.product(group, group)) == _set(group)
    assert _set(np.rint(np.linalg.inv(g)).astype(int) for g in group) == _set(group)


def test_the_operations_are_those_of_the_class_3m():
    # Identity 3, two threefold 0, three twofold -1, and their products with the inversion.
    traces = sorted(np.trace(point_group(), axis1=1, axis2=2).tolist())
    assert traces == sorted([3, 0, 0, -1, -1, -1, -3, 0, 0, 1, 1, 1])


def test_the_operations_keep_lengths_and_angles_of_a_hexagonal_cell():
    lattice = Lattice.nmc811()
    a2, c2 = lattice.a**2, lattice.c**2
    metric = np.array([[a2, -a2 / 2, 0], [-a2 / 2, a2, 0], [0, 0, c2]])
    for g in point_group():
        np.testing.assert_allclose(g.T @ metric @ g, metric, rtol=1e-14)


def test_equivalent_planes_keep_the_reflection_condition_and_the_angle_to_the_axis():
    lattice = Lattice.nmc811()
    for hkl in [(1, 0, 4), (0, 1, 2), (1, 1, 3), (0, 2, 1), (1, 2, 2)]:
        copies = equivalent_indices(hkl)
        assert np.all((-copies[:, 0] + copies[:, 1] + copies[:, 2]) % 3 == 0)
        cosines = np.abs(lattice.normal(copies)[:, 2])
        np.testing.assert_allclose(cosines, cosines[0], rtol=1e-14)
        assert list(hkl) in copies.tolist()


def test_102_and_012_are_different_planes_in_a_threefold_crystal():
    assert [0, 1, 2] not in equivalent_indices((1, 0, 2)).tolist()
