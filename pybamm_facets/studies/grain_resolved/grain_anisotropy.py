"""How far grains with slow c axes fill: utilisation against D_ab/D_c, of both particles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import pandas as pd

from pybamm_facets.cross_section.section.grain_mesh import GrainMesh, mesh_microstructure
from pybamm_facets.cross_section.section.microstructure import generate_microstructure
from pybamm_facets.cross_section.section.orientation import Orientation
from pybamm_facets.cross_section.transport.disk_and_sphere import disk_rise
from pybamm_facets.cross_section.transport.disk_and_sphere import utilisation as utilisation_of
from pybamm_facets.cross_section.transport.grain_transport import grain_resolved
from pybamm_facets.cross_section.transport.section_material import GrainMaterial
from pybamm_facets.crystal import Texture
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.studies.grain_resolved.grains import AXES

RATIOS = (1.0, 3.3, 10.0, 33.0, 100.0)
SHELL = Texture(kappa=-1e4)
"""Grains of the shell in strict order: every c axis across the radius."""

KINDS: dict[str, dict[str, Any]] = {"isotropic": {}, "core-shell": {"shell": SHELL}}


def load(
    material: GrainMaterial, current: float, window: tuple[float, float], radius: float
) -> float:
    """S R²/(D_ab Δx): time to diffuse along the layers over time to pass the window.

    All that a section with given grains and fast kinetics depends on besides D_c/D_ab: sets of
    another radius, diffusivity, window or rate agree where this number does.

    Parameters
    ----------
    material
    current
        Per mass [A.kg-1].
    window
        Lithium contents, low and high.
    radius
        Of the section [m].
    """
    rate = current / material.specific_charge / (window[1] - window[0])
    return rate * radius**2 / material.along


def utilisation_against_anisotropy(
    material: GrainMaterial,
    current: float,
    window: tuple[float, float],
    cut_off: float,
    *,
    radius: float,
    ratios: Sequence[float] = RATIOS,
    axes: Mapping[str, Orientation] = AXES,
    seeds: Sequence[int] = (0, 1, 2),
    core_fraction: float = 0.5,
    h: float = 0.03,
    progress: Tell | None = None,
) -> pd.DataFrame:
    """Discharge random grains and a random core in an ordered shell, for every D_ab/D_c.

    Parameters
    ----------
    material
        Its D_ab stays, its D_c is replaced.
    current, window, cut_off
        As `Transport.lithiate`.
    radius
        Of the section [m].
    ratios
        D_ab/D_c, 1 or more.
    axes
        Name to how c axes are drawn.
    seeds, core_fraction, h
        Of the sections.
    progress
        Called with a `Progress` after each section.

    Returns
    -------
    pandas.DataFrame
        Columns ``particle``, ``axes``, ``seed``, ``ratio``, ``utilisation`` and ``homogeneous``,
        that of a disk with D_ab throughout and fast kinetics (closed form).
    """
    if not all(ratio >= 1 for ratio in ratios):
        raise ValueError(f"ratios={ratios!r}: expected D_ab/D_c of 1 or more")
    closed = utilisation_of(disk_rise, load(material, current, window, radius))
    tell = progress or silent
    rows: list[dict[str, Any]] = []
    chosen = list(product(KINDS, axes, seeds))
    for done, (particle, way, seed) in enumerate(chosen):
        tell(Progress("sections", done, len(chosen)))
        mesh = _mesh(particle, axes[way], seed, radius, core_fraction, h)
        for ratio in ratios:
            grains = grain_resolved(mesh, replace(material, across=material.along / ratio))
            run = grains.lithiate(current, window, cut_off)
            labels = {"particle": particle, "axes": way, "seed": seed, "ratio": ratio}
            rows.append(labels | {"utilisation": run.utilisation, "homogeneous": closed})
    tell(Progress("sections", len(chosen), len(chosen)))
    return pd.DataFrame(rows)


def _mesh(
    particle: str,
    orientation: Orientation,
    seed: int,
    radius: float,
    core_fraction: float,
    h: float,
) -> GrainMesh:
    grains = generate_microstructure(
        particle.replace("-", "_"),
        radius,
        core_fraction=core_fraction,
        orientation=orientation,
        seed=seed,
        **KINDS[particle],
    )
    return mesh_microstructure(grains, h)
