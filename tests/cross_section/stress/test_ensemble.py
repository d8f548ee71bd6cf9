"""Statistics over many particles: reference figures and the polycrystal theorem."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pandas as pd
import pytest

from pybamm_facets.cross_section import (
    ContrastStrain,
    PlaneStressSolver,
    generate_microstructure,
    in_plane_axes,
    over_seeds,
    stress_ensemble,
    watson_axes,
)
from pybamm_facets.cross_section.section.orientation import (
    in_plane_mean_squares,
    watson_mean_squares,
)
from pybamm_facets.cross_section.stress.disk_stress import (
    IN_PLANE_VARIANCE,
    SPATIAL_VARIANCE,
    polycrystal_energy,
)
from pybamm_facets.cross_section.stress.mean_field import texture_mean_field
from pybamm_facets.crystal import Texture
from tests.cross_section.elastic import NU

SPREAD = 1 / (2 * np.radians(5) ** 2)
COARSE = partial(generate_microstructure, "core_shell", grain_size=0.4, shell_width=0.25)
SEEDS = range(6)


def test_executor_and_serial_agree():
    serial = stress_ensemble(COARSE, (1, 2), poissons_ratio=NU, h=0.15)
    with ThreadPoolExecutor(2) as executor:
        parallel = stress_ensemble(COARSE, (1, 2), poissons_ratio=NU, h=0.15, executor=executor)
    for one, other in zip(serial, parallel, strict=True):
        pd.testing.assert_frame_equal(one, other)
    assert list(serial.zones.index.unique("seed")) == [1, 2]
    mean = over_seeds(serial.zones)["mean"]
    both = serial.zones.xs("all", level="zone")["von_mises", "mean"]
    assert mean.loc[("tensor", "all"), ("von_mises", "mean")] == pytest.approx(both.mean())


@pytest.fixture(scope="module")
def reference():
    """Zone statistics of the reference set-up, axes in the plane with a spread of 5 degrees."""

    def of(kind, kappa):
        draw = partial(
            generate_microstructure,
            kind,
            core_fraction=0.45,
            orientation=in_plane_axes,
            shell=Texture(kappa),
        )
        ensemble = stress_ensemble(draw, SEEDS, poissons_ratio=NU, h=0.05, core_fraction=0.45)
        return over_seeds(ensemble.zones)["mean"].loc["tensor"]

    return {
        "isotropic": of("isotropic", 0.0),
        "tangential": of("core_shell", -SPREAD),
        "radial": of("core_shell", SPREAD),
    }


@pytest.mark.slow
def test_core_and_shell_of_the_reference_set_up(reference):
    layered, isotropic = reference["tangential"], reference["isotropic"]
    assert layered.loc["core", ("hydrostatic", "mean")] == pytest.approx(0.262, abs=0.01)
    assert layered.loc["shell", ("von_mises", "mean")] == pytest.approx(0.454, abs=0.003)
    assert layered.loc["core", ("von_mises", "mean")] == pytest.approx(0.482, abs=0.012)
    calm, spread = layered.loc["shell"], isotropic.loc["shell"]
    assert calm["von_mises", "std"] < 0.5 * spread["von_mises", "std"]
    assert isotropic.loc["all", ("von_mises", "p99")] == pytest.approx(0.652, rel=0.05)


@pytest.mark.slow
def test_radial_axes_turn_every_sign(reference):
    for quantity in ("hydrostatic", "principal_1"):
        tangential, radial = (reference[k][quantity, "mean"] for k in ("tangential", "radial"))
        if quantity == "hydrostatic":
            assert radial["core"] == pytest.approx(-tangential["core"], abs=0.02)
            assert radial["shell"] == pytest.approx(-tangential["shell"], abs=0.01)
        else:
            assert tangential["core"] > 3 * tangential["shell"] and radial["core"] < radial["shell"]


@pytest.mark.slow
def test_grains_that_grew_along_the_radius():
    """Reference over 20 seeds, c axes across the radius in space: sd .024, .030 of von Mises."""
    draw = partial(generate_microstructure, "core_shell", core_fraction=0.45, shell=Texture(-1e4))
    ensemble = stress_ensemble(draw, SEEDS, poissons_ratio=NU)
    zones = over_seeds(ensemble.zones)["mean"].loc["tensor"]
    assert zones.loc["core", ("von_mises", "mean")] == pytest.approx(0.297, abs=0.04)
    assert zones.loc["shell", ("von_mises", "mean")] == pytest.approx(0.204, abs=0.04)
    assert zones.loc["core", ("hydrostatic", "mean")] == pytest.approx(0.108, abs=0.03)
    assert zones.loc["shell", ("hydrostatic", "mean")] == pytest.approx(-0.027, abs=0.01)
    pull = over_seeds(ensemble.tractions)["mean"].loc["tensor", "normal_mean"]
    assert pull["core"] == pytest.approx(0.160, abs=0.04)
    assert pull["shell"] == pytest.approx(-0.133, abs=0.03)


class OnAxes:
    """The unit law on other axes than the mesh's, to solve twice with one factorisation."""

    def __init__(self, mesh):
        self.axes = mesh.c_axis[:, :, None]

    def tensor(self, s, c_axis):
        return ContrastStrain().tensor(s, self.axes)


@pytest.fixture(scope="module")
def deep_means(fine_grains):
    """Energy and squared stress far from the rim, mean over the seeds, by kind of axes."""
    solvers = [PlaneStressSolver(mesh, 1.0, NU) for mesh in fine_grains["in space"]]
    means = {}
    for way, meshes in fine_grains.items():
        found = []
        for solver, mesh in zip(solvers, meshes, strict=True):
            field = solver.solve(OnAxes(mesh))
            deep = field.radius < 0.75 * mesh.radius
            norm = field.stress[0] ** 2 + field.stress[1] ** 2 + 2 * field.stress[2] ** 2
            values = np.stack([field.energy_density[deep], norm[deep]])
            found.append(np.average(values, weights=field.dx[deep], axis=1))
        means[way] = np.mean(found, axis=0)
    return means


@pytest.mark.slow
@pytest.mark.parametrize(
    ("way", "variance"), [("in plane", IN_PLANE_VARIANCE), ("in space", SPATIAL_VARIANCE)]
)
def test_polycrystal_theorem(deep_means, way, variance):
    energy, square = deep_means[way]
    exact = polycrystal_energy(1.0, 1.0, variance)
    assert energy == pytest.approx(exact, rel=0.05)
    assert np.sqrt(square) == pytest.approx(np.sqrt(2 * exact), rel=0.03)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("orientation", "mean_squares"),
    [(in_plane_axes, in_plane_mean_squares), (watson_axes, watson_mean_squares)],
)
def test_mean_field_of_the_texture_is_the_mean_of_the_grains(orientation, mean_squares):
    shell = Texture(-10.0)
    draw = partial(generate_microstructure, "core_shell", shell=shell, orientation=orientation)
    rings = stress_ensemble(draw, SEEDS, poissons_ratio=NU).radial.groupby("r_over_R")[
        "hydrostatic"
    ]
    form = texture_mean_field(Texture(), shell, 0.5, mean_squares)
    exact = np.interp(rings.mean().index, form.r_over_R, form.hydrostatic)
    error = np.array(rings.std() / np.sqrt(len(SEEDS)))
    outer = slice(6, None)  # beyond the grains at the border, which smear its step
    assert np.array(rings.mean())[outer] == pytest.approx(exact[outer], abs=4 * error[6:].max())
