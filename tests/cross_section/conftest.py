"""Unit solves on one particle of each kind, axes in the plane as in the reference figures."""

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
    return {kind: PlaneStressSolver(mesh, 1.0) for kind, mesh in meshes.items()}


@pytest.fixture(scope="session")
def unit(solvers):
    return {kind: solver.solve(ContrastStrain()) for kind, solver in solvers.items()}
