"""Meshes and unit solves that tests share; axes in the plane as in the reference figures."""

import dataclasses

import numpy as np
import pytest

pytest.importorskip("skfem")

from pybamm_facets.cross_section import (
    ContrastStrain,
    PlaneStressSolver,
    generate_microstructure,
    in_plane_axes,
    mesh_microstructure,
)
from pybamm_facets.crystal import Texture
from tests.cross_section.elastic import NU

ORDERED = Texture(kappa=-1 / (2 * np.radians(5) ** 2))
"""c axes tangential with a spread of 5 degrees."""
REFERENCE = {"core_fraction": 0.45, "orientation": in_plane_axes}


@pytest.fixture(scope="session")
def microstructures():
    return {
        "isotropic": generate_microstructure("isotropic", 4e-6, seed=3, **REFERENCE),
        "core_shell": generate_microstructure(
            "core_shell", 4e-6, shell=ORDERED, seed=3, **REFERENCE
        ),
    }


@pytest.fixture(scope="session")
def meshes(microstructures):
    return {kind: mesh_microstructure(grains, 0.05) for kind, grains in microstructures.items()}


@pytest.fixture(scope="session")
def solvers(meshes):
    return {kind: PlaneStressSolver(mesh, 1.0, NU) for kind, mesh in meshes.items()}


@pytest.fixture(scope="session")
def unit(solvers):
    return {kind: solver.solve(ContrastStrain()) for kind, solver in solvers.items()}


@pytest.fixture(scope="session")
def fine_grains():
    """Six sections of many random grains, the same ones with axes in space and in the plane."""
    in_space = [
        mesh_microstructure(generate_microstructure(grain_size=0.09, seed=seed), 0.03)
        for seed in range(6)
    ]
    return {"in space": in_space, "in plane": [_in_plane(*pair) for pair in enumerate(in_space)]}


def _in_plane(seed, mesh):
    grains = mesh.microstructure
    axes = in_plane_axes(Texture(), np.zeros(grains.n_grains), np.random.default_rng(seed))
    return dataclasses.replace(mesh, microstructure=dataclasses.replace(grains, c_axis=axes))
