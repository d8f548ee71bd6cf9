"""Cross-sections drawn at random: equiaxed grains, or a core in a shell of long ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from pybamm_facets._arrays import FloatArray, IntArray
from pybamm_facets._checks import inside, is_number, one_of, positive, whole
from pybamm_facets.cross_section.section.agglomerate_section import CORE, SHELL, Microstructure
from pybamm_facets.cross_section.section.orientation import Orientation, watson_axes
from pybamm_facets.cross_section.section.planar_graph import Polygon, join, share_border
from pybamm_facets.cross_section.section.tessellation import centroid, disk_cells, ring_cells
from pybamm_facets.crystal import Texture
from pybamm_facets.crystal.grain_texture import GivenTexture, GrainTexture, as_texture

__all__ = ["Microstructure", "generate_microstructure", "microstructure_of"]

_SHORTEST_EDGE = 0.25
_FEWEST_GRAINS = 3
_LAYERED = Texture(kappa=-10.0)


class Particle(Protocol):
    """What `microstructure_of` reads: radius [m], core radius ratio and textures."""

    @property
    def radius(self) -> float: ...
    @property
    def core_fraction(self) -> float: ...
    @property
    def core(self) -> GrainTexture: ...
    @property
    def shell(self) -> GrainTexture: ...


GRAIN_SIZE, SHELL_WIDTH, SHELL_ASPECT = 0.18, 0.12, 4.0
"""Diameter of equiaxed grains and width of shell grains in radii; length of these in widths."""


def generate_microstructure(
    kind: str = "isotropic",
    radius: float = 5e-6,
    *,
    core: GivenTexture | None = None,
    shell: GivenTexture | None = None,
    core_fraction: float = 0.5,
    grain_size: float = GRAIN_SIZE,
    shell_width: float = SHELL_WIDTH,
    shell_aspect: float = SHELL_ASPECT,
    orientation: Orientation = watson_axes,
    seed: int = 0,
) -> Microstructure:
    """Grains of one particle, drawn at random; the same seed gives the same arrays.

    Parameters
    ----------
    kind
        ``"isotropic"``: equiaxed grains of one texture. ``"core_shell"``: equiaxed grains in a
        core, grains long along the radius around it.
    radius
        [m].
    core
        Texture of the core, or of the whole isotropic particle, or its κ; random by default.
    shell
        Texture of the shell, or its κ; by default layers run radially (κ = -10). Not used
        without a shell.
    core_fraction
        Core radius over particle radius. Not used without a core.
    grain_size
        Diameter of an equiaxed grain, in units of the radius.
    shell_width, shell_aspect
        Width of a shell grain in units of the radius, and its length in units of its width.
    orientation
        Draws c axes: `watson_axes` in space, or `in_plane_axes` as the paper has them.
    seed
        Grains and axes come from separate streams of it.

    Raises
    ------
    ValueError
        For an unknown kind, sizes that are not positive, textures that are neither a `Texture`
        nor a number, a core too small for three grains, or zones that leave no shell.

    Examples
    --------
    >>> particle = generate_microstructure("core_shell", seed=1)
    >>> particle.kind, bool(abs(particle.grain_area.sum() / (3.14159265 * 25e-12) - 1) < 1e-6)
    ('core_shell', True)
    """
    positive("radius", radius, "m")
    inside("grain_size", grain_size, 0, 1)
    whole("seed", seed)
    inner = Texture() if core is None else as_texture(core, "core")
    layered = _LAYERED if shell is None else as_texture(shell, "shell")
    layouts: dict[str, Callable[[np.random.Generator], Layout]] = {
        "isotropic": lambda generator: _isotropic(grain_size, generator),
        "core_shell": lambda generator: _core_shell(
            core_fraction, grain_size, shell_width, shell_aspect, generator
        ),
    }
    one_of("kind", kind, layouts)
    for_grains, for_axes = np.random.default_rng(seed).spawn(2)
    vertices, polygons, zone = layouts[kind](for_grains)
    centres = np.array([centroid(vertices[list(p)]) for p in polygons])
    angle = np.arctan2(centres[:, 1], centres[:, 0])
    c_axis = np.empty((len(polygons), 3))
    outer = layered if kind == "core_shell" else inner
    for number, texture in ((CORE, inner), (SHELL, outer)):
        c_axis[zone == number] = orientation(texture, angle[zone == number], for_axes)
    border = radius * core_fraction if kind == "core_shell" else 0.0
    return Microstructure(radius, border, radius * vertices, tuple(polygons), zone, c_axis)


def microstructure_of(
    particle: Particle,
    seed: int = 0,
    *,
    orientation: Orientation = watson_axes,
    grain_size: float = GRAIN_SIZE,
    shell_width: float = SHELL_WIDTH,
    shell_aspect: float = SHELL_ASPECT,
) -> Microstructure:
    """Grains with the radius, core fraction and textures of an `Agglomerate`.

    Equal textures of core and shell give equiaxed grains throughout.

    Parameters
    ----------
    particle
        An `Agglomerate`, or anything with its radius [m], core fraction and textures.
    seed, orientation, grain_size, shell_width, shell_aspect
        As for `generate_microstructure`, whose errors it raises.
    """
    return generate_microstructure(
        "isotropic" if particle.core == particle.shell else "core_shell",
        particle.radius,
        core=particle.core,
        shell=particle.shell,
        core_fraction=particle.core_fraction,
        seed=seed,
        orientation=orientation,
        grain_size=grain_size,
        shell_width=shell_width,
        shell_aspect=shell_aspect,
    )


Layout = tuple[FloatArray, list[Polygon], IntArray]
"""Corners in units of the radius, polygons, zone of each."""


def _isotropic(grain_size: float, generator: np.random.Generator) -> Layout:
    cells = disk_cells(_disk_count(f"grain_size={grain_size!r}", grain_size, 1.0), 1.0, generator)
    vertices, polygons, _ = join(cells, (1.0,), _SHORTEST_EDGE * grain_size)
    return vertices, polygons, np.full(len(polygons), SHELL)


def _core_shell(
    core: float, grain_size: float, width: float, aspect: float, generator: np.random.Generator
) -> Layout:
    if not is_number(core) or not 0 < core < 1:
        raise ValueError(
            f"core_fraction={core!r}: expected a radius ratio between 0 (an empty core) and 1 "
            "(zones that overlap)"
        )
    inside("shell_width", width, 0, 1)
    positive("shell_aspect", aspect)
    if 1 - core < width:
        raise ValueError(
            f"core_fraction={core!r}: expected at most {1 - width:g}, or it leaves a shell thinner "
            f"than a grain's width {width:g}"
        )
    count = _disk_count(f"core_fraction={core!r}", grain_size, core)
    inner = disk_cells(count, core, generator)
    outer = ring_cells(core, 1.0, width, aspect, generator)
    # At the core a shell grain is narrower than on average; its two corners must stay apart.
    shortest = _SHORTEST_EDGE * min(grain_size, width * 2 * core / (1 + core))
    vertices, polygons, kept = join([*inner, *outer], (core, 1.0), shortest)
    zone = np.where(kept < len(inner), CORE, SHELL)
    return vertices, share_border(vertices, polygons, zone, core), zone


def _disk_count(given: str, grain_size: float, radius: float) -> int:
    count = round((2 * radius / grain_size) ** 2)
    if count < _FEWEST_GRAINS:
        raise ValueError(
            f"{given}: expected room for at least {_FEWEST_GRAINS} grains of size {grain_size:g} "
            f"in a disk of radius {radius:g}, got {count} (the core is empty)"
        )
    return count
