"""Stress statistics over many drawn cross-sections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from functools import partial
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from pybamm_facets._extras import require
from pybamm_facets.cross_section.section.grain_mesh import mesh_microstructure
from pybamm_facets.cross_section.section.microstructure import Microstructure
from pybamm_facets.cross_section.stress.eigenstrain import ContrastStrain, Eigenstrain
from pybamm_facets.cross_section.stress.plane_stress import PURPOSE, PlaneStressSolver
from pybamm_facets.cross_section.stress.stress_field import StressField

Draw: TypeAlias = Callable[..., Microstructure]
"""Called with ``seed=``; for a process pool it must pickle, as a `functools.partial` does."""


class StressEnsemble(NamedTuple):
    """Statistics of many fields.

    Attributes
    ----------
    zones
        Index (law, seed, zone), columns as of `StressField.summary`.
    radial
        Columns ``law``, ``seed`` and those of `StressField.radial_means`.
    tractions
        Index (law, seed, zone): ``normal_mean``, mean over the grain boundaries' length, and
        ``open_share``, the share of it in tension.
    """

    zones: pd.DataFrame
    radial: pd.DataFrame
    tractions: pd.DataFrame


def stress_ensemble(
    draw: Draw,
    seeds: Iterable[int] = range(20),
    laws: Mapping[str, Eigenstrain] | None = None,
    *,
    poissons_ratio: float,
    s: float = 1.0,
    h: float = 0.04,
    youngs_modulus: float = 1.0,
    core_fraction: float | None = None,
    executor: Executor | None = None,
) -> StressEnsemble:
    """Draw, mesh and solve one cross-section a seed, and gather the statistics of each.

    The defaults give stresses in units of EΔ and energies in units of EΔ², which hold for every
    proper law and every uniform content.

    Parameters
    ----------
    draw
        ``functools.partial(generate_microstructure, ...)`` or the like.
    seeds
        Kept in the result.
    laws
        Stress-free strains by name; ``{"tensor": ContrastStrain()}`` by default.
    poissons_ratio
        Of the grains; see `PlaneStressSolver` for what depends on it.
    s
        Lithium content.
    h
        Mesh size in units of the radius.
    youngs_modulus
        [Pa], or 1 for units of it.
    core_fraction
        Divides core and shell where the particle has no core; see `StressField.zones`.
    executor
        Process pool to share the seeds out to; serial by default. Set OMP_NUM_THREADS=1 in
        front of several processes.

    Raises
    ------
    MissingExtraError
        Without scikit-fem (extra ``mechanics``), before anything is drawn.
    """
    require("mechanics", PURPOSE)
    laws = laws or {"tensor": ContrastStrain()}
    one = partial(
        _one,
        draw=draw,
        laws=laws,
        s=s,
        h=h,
        modulus=youngs_modulus,
        poissons_ratio=poissons_ratio,
        core_fraction=core_fraction,
    )
    seeds = list(seeds)
    parts = list((executor.map if executor else map)(one, seeds))
    return StressEnsemble(*(pd.concat(frames) for frames in zip(*parts, strict=True)))


def over_seeds(frame: pd.DataFrame) -> pd.DataFrame:
    """Mean and standard deviation over the seeds of a frame with index (law, seed, zone)."""
    groups = frame.groupby(level=["law", "zone"], sort=False)
    return pd.concat({"mean": groups.mean(), "sd": groups.std()}, axis=1)


def _one(
    seed: int,
    draw: Draw,
    laws: Mapping[str, Eigenstrain],
    s: float,
    h: float,
    modulus: float,
    poissons_ratio: float,
    core_fraction: float | None,
) -> StressEnsemble:
    solver = PlaneStressSolver(mesh_microstructure(draw(seed=seed), h), modulus, poissons_ratio)
    fields = {law: solver.solve(strain, s) for law, strain in laws.items()}
    keys, names = [(law, seed) for law in laws], ["law", "seed", "zone"]
    zones = [field.summary(core_fraction) for field in fields.values()]
    tractions = [traction_means(field, core_fraction) for field in fields.values()]
    radial = [field.radial_means().assign(law=law, seed=seed) for law, field in fields.items()]
    return StressEnsemble(
        pd.concat(zones, keys=keys, names=names),
        pd.concat(radial, ignore_index=True),
        pd.concat(tractions, keys=keys, names=names),
    )


def traction_means(field: StressField, core_fraction: float | None = None) -> pd.DataFrame:
    """Normal traction on grain boundaries in each zone, the border of the core left out.

    Parameters
    ----------
    field
        From `PlaneStressSolver.solve`.
    core_fraction
        Divides core and shell; see `StressField.core_radius`.

    Returns
    -------
    pandas.DataFrame
        Index core, shell; ``normal_mean`` [Pa] over the length, ``open_share`` of it in tension.
    """
    traction = field.grain_boundary_traction()
    first, second = field.mesh.zone[field.mesh.boundaries[1]]
    core = traction.radius < field.core_radius(core_fraction)
    rows = {}
    for zone, mask in (("core", core), ("shell", ~core)):
        there = mask & (first == second)
        length, normal = traction.length[there], traction.normal[there]
        total = length.sum() or np.nan
        rows[zone] = {
            "normal_mean": (normal * length).sum() / total,
            "open_share": length[normal > 0].sum() / total,
        }
    return pd.DataFrame.from_dict(rows, orient="index")
