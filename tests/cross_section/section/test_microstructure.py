"""Grains: they fill the disk, stay in their zone, and follow their seed and texture."""

import dataclasses

import numpy as np
import pytest

from pybamm_facets import Agglomerate
from pybamm_facets.cross_section import (
    Microstructure,
    generate_microstructure,
    in_plane_axes,
    microstructure_of,
    watson_axes,
)
from pybamm_facets.cross_section.section.tessellation import polygon_area
from pybamm_facets.crystal import Texture

KINDS = ("isotropic", "core_shell")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(2))
def test_grains_fill_the_disk(kind, seed):
    grains = generate_microstructure(kind, 4e-6, grain_size=0.25, seed=seed)
    assert all(polygon_area(grains.vertices[list(p)]) > 0 for p in grains.polygons)
    assert grains.grain_area.sum() == pytest.approx(np.pi * 16e-12, rel=1e-9)
    assert set(map(len, grains.edges.values())) == {1, 2}
    rim = [edge for edge, owners in grains.edges.items() if len(owners) == 1]
    on_rim = np.linalg.norm(grains.vertices[np.unique(rim)], axis=1)
    assert on_rim == pytest.approx(4e-6, rel=1e-12)


@pytest.mark.parametrize("seed", range(2))
def test_zones_meet_at_the_core_radius(seed):
    grains = generate_microstructure("core_shell", core_fraction=0.45, grain_size=0.25, seed=seed)
    assert grains.kind == "core_shell"
    core = grains.zone == 0
    assert grains.grain_area[core].sum() == pytest.approx(np.pi * grains.core_radius**2, rel=1e-9)
    r = np.linalg.norm(grains.vertices, axis=1) / grains.core_radius
    inside = {v for p, c in zip(grains.polygons, core, strict=True) if c for v in p}
    outside = {v for p, c in zip(grains.polygons, core, strict=True) if not c for v in p}
    assert max(r[list(inside)]) < 1 + 1e-9 and min(r[list(outside)]) > 1 - 1e-9


def test_number_and_shape_of_grains_follow_their_sizes():
    assert generate_microstructure(grain_size=0.18).n_grains == round(4 / 0.18**2)
    wide, long = (
        generate_microstructure("core_shell", shell_width=w, shell_aspect=a)
        for w, a in ((0.24, 2.0), (0.12, 4.0))
    )
    assert (wide.zone == 1).sum() == pytest.approx((long.zone == 1).sum() / 2, abs=1)


@pytest.mark.parametrize("kind", KINDS)
def test_seed_decides_everything(kind):
    first, again, other = (
        generate_microstructure(kind, grain_size=0.3, shell_width=0.2, seed=seed)
        for seed in (5, 5, 6)
    )
    for name in ("vertices", "zone", "c_axis"):
        assert np.array_equal(getattr(first, name), getattr(again, name))
    assert first.polygons == again.polygons
    assert not np.array_equal(first.c_axis, other.c_axis[: len(first.c_axis)])


def test_texture_leaves_the_grains_alone():
    random, basal = (
        generate_microstructure(core=Texture(k), grain_size=0.3, seed=2) for k in (0.0, 20.0)
    )
    assert np.array_equal(random.vertices, basal.vertices)
    assert not np.array_equal(random.c_axis, basal.c_axis)


def test_a_number_is_the_kappa_of_a_texture():
    by_number, by_texture = (
        generate_microstructure(
            "core_shell", core=core, shell=shell, orientation=axes, grain_size=0.3, seed=2
        )
        for core, shell in ((0, -10), (Texture(), Texture(-10.0)))
        for axes in (in_plane_axes,)
    )
    assert np.array_equal(by_number.c_axis, by_texture.c_axis)
    angles, generator = np.linspace(0, 6, 9), np.random.default_rng
    for axes in (watson_axes, in_plane_axes):
        by_kappa = axes(2.4, angles, generator(0))
        assert np.array_equal(by_kappa, axes(Texture(2.4), angles, generator(0)))
        with pytest.raises(ValueError, match="texture='basal': expected a Texture"):
            axes("basal", angles, generator(0))


def test_agglomerate_gives_its_geometry_and_textures():
    particle = Agglomerate.core_shell(radius=4e-6, core_fraction=0.4)
    grains = microstructure_of(particle, seed=1)
    same = generate_microstructure(
        "core_shell", 4e-6, core=particle.core, shell=particle.shell, core_fraction=0.4, seed=1
    )
    assert np.array_equal(grains.c_axis, same.c_axis) and grains.core_radius == 0.4 * 4e-6
    basal = microstructure_of(Agglomerate.isotropic(Texture(2.4)), grain_size=0.4)
    assert basal.kind == "isotropic" and basal.core_radius == 0


def test_in_plane_axes_lie_in_the_plane():
    grains = generate_microstructure(grain_size=0.4, orientation=in_plane_axes)
    assert np.all(grains.c_axis[:, 2] == 0)
    assert np.all((grains.theta >= 0) & (grains.theta < np.pi))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kind": "layered"}, "kind='layered'.*core_shell"),
        ({"radius": 0.0}, "radius=0.0"),
        ({"grain_size": 1.5}, "grain_size=1.5"),
        ({"grain_size": -0.1}, "grain_size=-0.1"),
        ({"kind": "core_shell", "core_fraction": 0.0}, "core_fraction=0.0.*empty core"),
        ({"kind": "core_shell", "core_fraction": 0.1}, "core_fraction.*core is empty"),
        ({"kind": "core_shell", "core_fraction": 1.2}, "core_fraction=1.2.*overlap"),
        ({"kind": "core_shell", "core_fraction": 0.95}, "core_fraction=0.95.*shell thinner"),
        ({"kind": "core_shell", "shell_aspect": np.nan}, "shell_aspect=nan"),
        ({"kind": "core_shell", "shell_width": 0.0}, "shell_width=0.0"),
        ({"core": "basal"}, "core='basal': expected a Texture, or a number, its κ"),
        ({"core": True}, "core=True: expected a Texture"),
        ({"core": np.nan}, "core=nan: expected a Texture"),
        ({"shell": "basal"}, "shell='basal': expected a Texture"),
        ({"kind": "core_shell", "core_fraction": "half"}, "core_fraction='half': expected"),
        ({"seed": -1}, "seed=-1: expected a whole number"),
        ({"seed": 1.5}, r"seed=1\.5: expected a whole number"),
    ],
)
def test_bad_sizes_are_refused_by_name(arguments, message):
    with pytest.raises(ValueError, match=message):
        generate_microstructure(**arguments)


GOOD = generate_microstructure("core_shell", 1.0, seed=0)


def _wrong(**changes):
    return dataclasses.replace(GOOD, **changes)


def test_overlapping_zones_are_refused():
    with pytest.raises(ValueError, match=r"core_radius=1.5.*zones overlap"):
        _wrong(core_radius=1.5)
    with pytest.raises(ValueError, match=r"polygons\[.*zones overlap"):
        _wrong(core_radius=0.45)


def test_grains_that_do_not_fill_the_disk_are_refused():
    with pytest.raises(ValueError, match="overlap or leave gaps"):
        _wrong(polygons=GOOD.polygons[1:], zone=GOOD.zone[1:], c_axis=GOOD.c_axis[1:])
    with pytest.raises(ValueError, match="more than two grains"):
        _wrong(
            polygons=(*GOOD.polygons, GOOD.polygons[0]),
            zone=np.append(GOOD.zone, GOOD.zone[0]),
            c_axis=np.concatenate([GOOD.c_axis, GOOD.c_axis[:1]]),
        )
    with pytest.raises(ValueError, match="counter-clockwise"):
        _wrong(polygons=tuple(p[::-1] for p in GOOD.polygons))


def test_axes_must_be_unit_vectors():
    with pytest.raises(ValueError, match="c_axis: expected unit vectors"):
        _wrong(c_axis=2 * GOOD.c_axis)
    with pytest.raises(ValueError, match=r"^zone\.shape=.*c_axis\.shape=.*: expected"):
        _wrong(zone=GOOD.zone[1:])


def test_caller_keeps_its_arrays():
    zone = GOOD.zone.copy()
    grains = Microstructure(1.0, 0.5, GOOD.vertices, GOOD.polygons, zone, GOOD.c_axis)
    zone[:] = 7
    assert set(grains.zone) == {0, 1}
    with pytest.raises(ValueError, match="read-only"):
        grains.zone[0] = 1
