"""The constriction of lithium's way through an open spot, against a tube of finite volumes."""

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.linalg import spsolve

from pybamm_facets.ageing import constriction_resistance

WIDTH, DIFFUSIVITY = 2.5e-7, 1e-14
LENGTH = 3.0
"""Of the tube, in its radii: far below the spot the flux is even."""


def tube(open_share, around=60, along=90):
    """ρ D / b of a tube of radius 1 with a disc open on top, by finite volumes, cells at its edge.

    Unit flux enters at the bottom; on top the disc is at zero and the rest is closed.
    """
    spot = np.sqrt(open_share)
    # Finest at the edge of the disc and below the top: the flux is singular there.
    inner = spot * (1 - (1 - np.linspace(0, 1, around // 2 + 1)) ** 2)
    outer = spot + (1 - spot) * np.linspace(0, 1, around // 2 + 1) ** 2
    r = np.concatenate([inner, outer[1:]])
    z = LENGTH * np.linspace(0, 1, along + 1) ** 3
    middle_r, middle_z = (r[1:] + r[:-1]) / 2, (z[1:] + z[:-1]) / 2
    face = np.diff(r**2) / 2
    n_r, n_z = len(middle_r), len(middle_z)
    index = np.arange(n_r * n_z).reshape(n_r, n_z)
    pairs = [
        (index[:-1], index[1:], (r[1:-1] / np.diff(middle_r))[:, None] * np.diff(z)),
        (index[:, :-1], index[:, 1:], face[:, None] / np.diff(middle_z)),
    ]
    rows, columns, values = [], [], []
    for one, other, conductance in pairs:
        i, j, g = one.ravel(), other.ravel(), np.broadcast_to(conductance, one.shape).ravel()
        rows += [i, j, i, j]
        columns += [i, j, j, i]
        values += [g, g, -g, -g]
    opened = middle_r < spot
    rows.append(index[opened, 0])
    columns.append(index[opened, 0])
    values.append(face[opened] / middle_z[0])
    matrix = coo_array(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
    ).tocsr()
    source = np.zeros(n_r * n_z)
    source[index[:, -1]] = face
    c = spsolve(matrix, source).reshape(n_r, n_z)
    return face @ c[:, -1] / face.sum() - middle_z[-1]


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2])
def test_form_agrees_with_a_tube_of_finite_volumes(share):
    found = constriction_resistance(share, WIDTH, DIFFUSIVITY) * DIFFUSIVITY / WIDTH
    assert found == pytest.approx(tube(share), rel=0.03)


def test_tubes_are_those_computed_before():
    """From another solver and mesh: 2.422, 1.405, 0.705 and 0.1495."""
    found = [tube(share) for share in (0.05, 0.1, 0.2, 0.5)]
    assert found == pytest.approx([2.422, 1.405, 0.705, 0.1495], rel=0.02)


def test_open_surface_has_no_resistance():
    assert constriction_resistance(1.0, WIDTH, DIFFUSIVITY) == 0


def test_small_spots_are_discs_on_a_half_space():
    share = 1e-8
    disc = np.pi * WIDTH / (4 * DIFFUSIVITY * np.sqrt(share))
    assert constriction_resistance(share, WIDTH, DIFFUSIVITY) == pytest.approx(disc, rel=2e-4)


def test_resistance_falls_as_the_surface_opens():
    resistances = constriction_resistance(np.linspace(0.01, 1, 50), WIDTH, DIFFUSIVITY)
    assert resistances.shape == (50,)
    assert np.all(np.diff(resistances) < 0)


@pytest.mark.parametrize("share", [0.0, -0.1, 1.1, float("nan")])
def test_bad_shares_are_refused(share):
    with pytest.raises(ValueError, match="open_share"):
        constriction_resistance(share, WIDTH, DIFFUSIVITY)


@pytest.mark.parametrize("name", ["half_width", "diffusivity"])
def test_bad_sizes_are_refused(name):
    sizes = {"half_width": WIDTH, "diffusivity": DIFFUSIVITY} | {name: 0.0}
    with pytest.raises(ValueError, match=f"{name}=0.0: expected a positive number"):
        constriction_resistance(0.5, **sizes)
