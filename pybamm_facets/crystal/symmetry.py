"""The point group -3m of a layered oxide, acting on Miller indices in hexagonal axes."""

from functools import cache

import numpy as np

from pybamm_facets._arrays import IntArray

# Acting on hexagonal coordinates: threefold about c, twofold along [110], inversion.
_GENERATORS = (
    ((0, -1, 0), (1, -1, 0), (0, 0, 1)),
    ((0, 1, 0), (1, 0, 0), (0, 0, -1)),
    ((-1, 0, 0), (0, -1, 0), (0, 0, -1)),
)


@cache
def point_group() -> IntArray:
    """The twelve operations of -3m.

    Returns
    -------
    (12, 3, 3) array of int
        Matrices on direct hexagonal coordinates; read-only.
    """
    generators = [np.array(g, dtype=np.int64) for g in _GENERATORS]
    found = {_key(np.eye(3, dtype=np.int64)): np.eye(3, dtype=np.int64)}
    fresh = list(found.values())
    while fresh:
        products = {_key(g @ w): g @ w for g in generators for w in fresh}
        fresh = [w for key, w in products.items() if key not in found]
        found |= products
    group = np.array([found[key] for key in sorted(found)])
    group.flags.writeable = False
    return group


def _key(operation: IntArray) -> tuple[int, ...]:
    return tuple(int(entry) for entry in operation.ravel())


@cache
def equivalent_indices(indices: tuple[int, int, int]) -> IntArray:
    """All planes equivalent to a plane by symmetry.

    Parameters
    ----------
    indices
        Miller indices (h, k, l).

    Returns
    -------
    (m, 3) array of int
        The distinct images in ascending order; read-only.
    """
    # Indices are covariant: a row of them is multiplied by the inverse from the right, and a
    # group holds every inverse, so the orbit is the same without inverting.
    orbit: IntArray = np.unique(np.array(indices) @ point_group(), axis=0)
    orbit.flags.writeable = False
    return orbit
