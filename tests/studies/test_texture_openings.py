"""Texture factors: recomputed against the stored ones, and what they must not depend on."""

from dataclasses import replace

import numpy as np
import pytest

from pybamm_facets import _extras
from pybamm_facets.ageing import REFERENCE_OPENING, known_openings, openings_table
from pybamm_facets.cross_section import (
    ContrastStrain,
    LatticeStrain,
    PlaneStressSolver,
    boundary_opening,
    mesh_microstructure,
    microstructure_of,
)
from pybamm_facets.particle import Agglomerate
from pybamm_facets.studies.texture_openings import (
    opening_factors,
    particle_openings,
    section_openings,
)

COARSE = 0.12
FIRST_TABLE = {(0, -10): (2.01, 0.25), (2.409, 2.409): (0.79, 1.49), (0, 0): (1.23, 1.15)}
"""Core and shell, from the trial implementation's own sections."""


def particle_with(core, shell):
    return Agglomerate(core=float(core), shell=float(shell))


@pytest.mark.slow
@pytest.mark.parametrize("row", openings_table().to_dict("records"), ids=lambda r: r["kappa_shell"])
def test_stored_factors_are_what_the_code_gives(row):
    found = opening_factors(particle_with(row["kappa_core"], row["kappa_shell"]))
    assert found.openings == pytest.approx((row["g_core"], row["g_shell"]), abs=1e-4)
    assert found.standard_errors == pytest.approx(
        (row["g_core_error"], row["g_shell_error"]), abs=1e-4
    )


@pytest.mark.slow
@pytest.mark.parametrize("kappas", FIRST_TABLE)
def test_other_sections_give_the_same_within_three_standard_errors(kappas):
    found = opening_factors(particle_with(*kappas), range(100, 112))
    errors = np.hypot(found.standard_errors, known_errors(*kappas))
    assert abs(np.subtract(found.openings, known_openings(*kappas))).max() < 3 * errors.max()


def known_errors(core, shell):
    table = openings_table().set_index(["kappa_core", "kappa_shell"])
    return tuple(table.loc[(core, shell), ["g_core_error", "g_shell_error"]])


@pytest.mark.parametrize("kappas", FIRST_TABLE)
def test_stored_factors_are_those_of_the_first_table(kappas):
    off = abs(np.subtract(known_openings(*kappas), FIRST_TABLE[kappas]))
    assert (off < 3 * np.array(known_errors(*kappas))).all()


def field_of(mesh, strain=None, ratio=0.3, modulus=1.0):
    return PlaneStressSolver(mesh, modulus, ratio).solve(strain or ContrastStrain(), 0.3)


@pytest.fixture(scope="module")
def mesh():
    return mesh_microstructure(microstructure_of(Agglomerate.core_shell(), 3), COARSE)


def turned(mesh, angle):
    """The same triangles and axes, turned in the plane of the section."""
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, -sin], [sin, cos]])
    grains = mesh.microstructure
    axes = grains.c_axis.copy()
    axes[:, :2] = axes[:, :2] @ turn.T
    return replace(
        mesh,
        points=turn @ mesh.points,
        rim_normal=turn @ mesh.rim_normal,
        microstructure=replace(grains, vertices=grains.vertices @ turn.T, c_axis=axes),
    )


@pytest.mark.parametrize("angle", [0.4, 1.5, 3.0])
def test_turning_the_section_changes_nothing(mesh, angle):
    plain = np.array(boundary_opening(field_of(mesh)))
    other = np.array(boundary_opening(field_of(turned(mesh, angle))))
    assert abs(other - plain).max() / REFERENCE_OPENING < 1e-6


def test_poissons_ratio_matters_less_the_finer_the_mesh(mesh):
    """In a free section stress does not depend on it; what is left is the mesh's error."""
    finer = mesh_microstructure(mesh.microstructure, 0.04)
    coarse, fine = (
        np.subtract(*(boundary_opening(field_of(one, ratio=nu)) for nu in (0.1, 0.4)))
        for one in (mesh, finer)
    )
    assert abs(fine).max() < abs(coarse).max() / 2
    assert abs(coarse).max() / REFERENCE_OPENING < known_errors(0, -10)[0]


def test_openings_are_in_units_of_modulus_times_contrast(mesh):
    """A real lattice at one content opens as much, times its contrast."""
    across, along = LatticeStrain()(0.3)
    unit = np.array(boundary_opening(field_of(mesh)))
    real = boundary_opening(field_of(mesh, LatticeStrain(), modulus=140e9))
    assert real == pytest.approx(140e9 * (along - across) * unit, rel=1e-6)


def test_contrast_the_other_way_opens_what_was_shut(mesh):
    opened = boundary_opening(field_of(mesh))
    other = boundary_opening(field_of(mesh, ContrastStrain(-1.0)))
    assert opened[0] > other[0] and other[1] > opened[1]
    traction = field_of(mesh).grain_boundary_traction()
    core = traction.radius < mesh.microstructure.core_radius
    for zone, pair in zip((core, ~core), zip(opened, other, strict=True), strict=True):
        length = traction.length[zone]
        square = (traction.normal[zone] ** 2 @ length) / length.sum()
        assert np.sum(np.square(pair)) == pytest.approx(square, rel=1e-6)


def test_size_does_not_matter():
    small, large = (
        section_openings(replace(Agglomerate.core_shell(), radius=radius), 1, COARSE)
        for radius in (1e-6, 5e-6)
    )
    assert small == pytest.approx(large, rel=1e-6)


def test_known_textures_are_looked_up(monkeypatch):
    monkeypatch.setitem(_extras.PACKAGES, "mechanics", "no_such_module")
    assert particle_openings(Agglomerate.core_shell()) == known_openings(0, -10)


@pytest.mark.parametrize(
    "particle",
    [
        Agglomerate.core_shell(shell=-8.0),
        Agglomerate.core_shell(core_fraction=0.6),
        Agglomerate(0.0, 1.0),
    ],
)
def test_missing_extra_is_said_before_any_work(monkeypatch, particle):
    monkeypatch.setitem(_extras.PACKAGES, "mechanics", "no_such_module")
    with pytest.raises(_extras.MissingExtraError, match=r"pybamm-facets\[mechanics\]"):
        particle_openings(particle)


def test_sections_tell_their_progress():
    told = []
    found = opening_factors(Agglomerate.isotropic(1.0), (0, 5), h=COARSE, progress=told.append)
    assert [(one.done, one.total) for one in told] == [(1, 2), (2, 2)]
    assert list(found.table["seed"]) == [0, 5]
    assert found.openings[0] == pytest.approx(found.table["g_core"].mean())
    expected = found.table["g_shell"].std() / np.sqrt(2)
    assert found.standard_errors[1] == pytest.approx(expected)


@pytest.mark.parametrize("seeds", [(), (1,), (0, -1), (0, 1.5)])
def test_bad_seeds_are_refused(seeds):
    with pytest.raises(ValueError, match="seed"):
        opening_factors(Agglomerate.core_shell(), seeds)
