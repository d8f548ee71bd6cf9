"""Does a run break its particles? Stress of the grains from the radial profiles of a solution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pybamm

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import inside, positive
from pybamm_facets._extras import require
from pybamm_facets.cross_section.section.grain_mesh import mesh_microstructure
from pybamm_facets.cross_section.section.microstructure import microstructure_of
from pybamm_facets.cross_section.section.orientation import Orientation, watson_axes
from pybamm_facets.cross_section.stress.area_statistics import weighted_statistics
from pybamm_facets.cross_section.stress.eigenstrain import Eigenstrain, LatticeStrain
from pybamm_facets.cross_section.stress.plane_stress import PURPOSE, PlaneStressSolver
from pybamm_facets.cross_section.stress.stress_field import StressField
from pybamm_facets.particle import Agglomerate
from pybamm_facets.studies.grain_resolved.radial_profile import Profile, RadialProfiles

GRAIN_BOUNDARY_STRENGTH = 745e6
"""Tensile strength of grain boundaries in NMC811 [Pa] (Sedlatschek et al. 2026)."""

LAWS: dict[str, Eigenstrain] = {"lattice": LatticeStrain()}
"""Stress-free strain by the measured a(x) and c(x)."""

NEGLIGIBLE = 0.01
"""Share of the grain boundaries that does not count: at junctions of grains the pull has no bound,
so that a finer mesh always finds some."""

TIMES = 7
MPA = 1e6
PERCENT = 100.0


@dataclass(frozen=True, eq=False)
class MechanicsCheck:
    """Result of a chemo-mechanical check.

    Attributes
    ----------
    table
        See `check_mechanics`.
    statements
        The worst of each zone and law, and what it means, a line each.
    """

    table: pd.DataFrame
    statements: tuple[str, ...]


def check_mechanics(
    solution: pybamm.Solution,
    particle: Agglomerate,
    *,
    youngs_modulus: float,
    poissons_ratio: float,
    name: str = "particle",
    depth: str = "average",
    times: Sequence[float] | int = TIMES,
    laws: Mapping[str, Eigenstrain] | None = None,
    seeds: Sequence[int] = (0,),
    orientation: Orientation = watson_axes,
    h: float = 0.04,
    strength: float = GRAIN_BOUNDARY_STRENGTH,
    reported_strain: float | None = None,
) -> MechanicsCheck:
    """Elastic stress in the particle's section, with its lithium as the solution has it.

    One section a seed is meshed and factorised once, then solved at every time with c(r). Stresses
    are an elastic upper bound: nothing cracks or creeps. Statistics are 99th percentiles over the
    area (or over the length of grain boundaries), never maxima, which depend on the mesh.

    Parameters
    ----------
    solution
        Of `FacetDFN` or any other model with Fickian particles.
    particle
        The particle that was solved: its radius, core fraction and textures draw the grains.
    youngs_modulus, poissons_ratio
        Of the grains, the modulus in Pa.
    name
        What to call it in the statements.
    depth
        Particle at the ``"separator"`` or ``"collector"`` side, or the ``"average"``.
    times
        Times [s], or how many evenly spaced ones from start to end.
    laws
        Stress-free strain by name; `LAWS` by default.
    seeds
        Sections to draw; the statements are about their means.
    orientation
        How c axes are drawn: `watson_axes` or `in_plane_axes`.
    h
        Mesh size in units of the radius.
    strength
        Of grain boundaries in tension [Pa].
    reported_strain
        The strain σ/E that somebody reports for the particle; the statements then compare with it.

    Returns
    -------
    MechanicsCheck
        ``table``: one row a law, seed, time and zone (core, shell) with ``mean_content`` (of the
        zone), ``von_mises_p99_MPa``, ``principal_1_p99_MPa``, ``strain_p99_percent`` (Eq. 10 of Li
        et al. 2025, doi 10.1038/s41467-025-65068-5, ε = σ/E), ``traction_p99_MPa`` (that pulls on
        grain boundaries) and ``boundaries_above_strength``, the share of their length. Without a
        core of its own the particle is divided at its core fraction.

    Raises
    ------
    ValueError
        For bad times, depth, constants or strength, before anything is meshed.
    MissingExtraError
        Without scikit-fem, before any work; says how to install it.
    """
    require("mechanics", PURPOSE)
    positive("youngs_modulus", youngs_modulus, "Pa")
    inside("poissons_ratio", poissons_ratio, -1, 0.5)
    positive("strength", strength, "Pa")
    if reported_strain is not None:
        positive("reported_strain", reported_strain)
    profiles = RadialProfiles(solution, particle.radius, depth)
    at = {time: profiles.at(time) for time in _times(times, profiles.time)}
    laws = LAWS if laws is None else laws
    rows: list[dict[str, Any]] = []
    for seed in seeds:
        grains = microstructure_of(particle, seed, orientation=orientation)
        solver = PlaneStressSolver(mesh_microstructure(grains, h), youngs_modulus, poissons_ratio)
        for law, time in ((law, time) for law in laws for time in at):
            field = solver.solve(laws[law], _in_metres(at[time], particle.radius))
            labels = {"law": law, "seed": seed, "time_s": time}
            rows += [labels | row for row in _zone_rows(field, particle.core_fraction, strength)]
    table = pd.DataFrame(rows)
    return MechanicsCheck(table, tuple(_statements(table, name, strength, reported_strain)))


def _times(times: Sequence[float] | int, known: FloatArray) -> list[float]:
    if isinstance(times, int):
        if times < 1:
            raise ValueError(f"times={times!r}: expected at least one")
        result: list[float] = np.linspace(known[0], known[-1], times).tolist()
        return result
    if not len(times):
        raise ValueError("times: expected at least one, got none")
    return [float(time) for time in times]


def _in_metres(profile: Profile, radius: float) -> Profile:
    return lambda distance: profile(distance / radius)


def _zone_rows(
    field: StressField, core_fraction: float, strength: float
) -> Iterator[dict[str, Any]]:
    traction = field.grain_boundary_traction()
    inside = traction.radius < field.core_radius(core_fraction)
    boundaries = {"core": inside, "shell": ~inside}
    for zone, mask in field.zones(core_fraction).items():
        if zone not in boundaries:
            continue
        weight = field.dx[mask]
        von_mises, principal = (
            weighted_statistics(values[mask], weight)["p99"]
            for values in (field.von_mises, field.principal_1)
        )
        pull, length = traction.normal[boundaries[zone]], traction.length[boundaries[zone]]
        yield {
            "zone": zone,
            "mean_content": float(np.average(field.content[mask], weights=weight)),
            "von_mises_p99_MPa": von_mises / MPA,
            "principal_1_p99_MPa": principal / MPA,
            "strain_p99_percent": PERCENT * von_mises / field.youngs_modulus,
            "traction_p99_MPa": weighted_statistics(pull, length)["p99"] / MPA,
            "boundaries_above_strength": float(length[pull > strength].sum() / length.sum()),
        }


def worst(table: pd.DataFrame) -> pd.DataFrame:
    """The time of the largest von Mises stress (mean over the seeds) of each run, law and zone.

    Takes a table of `check_mechanics`, with any further columns of labels.
    """
    means = over_seeds(table)
    keys = [key for key in means.columns[: means.columns.get_loc("time_s")]]
    rows = means.groupby(keys, sort=False)["von_mises_p99_MPa"].idxmax()
    return means.loc[rows].reset_index(drop=True)


def over_seeds(table: pd.DataFrame) -> pd.DataFrame:
    """Means over the seeds of a table of `check_mechanics`."""
    labels = [c for c in table if table[c].dtype.kind not in "fi" and c not in ("seed", "time_s")]
    groups = table.drop(columns="seed").groupby([*labels, "time_s"], sort=False)
    return groups.mean().reset_index()


def _statements(
    table: pd.DataFrame, name: str, strength: float, reported: float | None
) -> Iterator[str]:
    means = over_seeds(table)
    for (law, zone), rows in means.groupby(["law", "zone"], sort=False):
        row = rows.loc[rows["von_mises_p99_MPa"].idxmax()]
        strain = row["strain_p99_percent"]
        against = "" if reported is None else f", {_against(strain, PERCENT * reported)}"
        opened = rows["boundaries_above_strength"].max()
        breaks = (
            f"up to {PERCENT * opened:.0f} % of its grain boundaries are pulled by more than their "
            f"strength of {strength / MPA:.0f} MPa: they would crack"
            if opened > NEGLIGIBLE
            else f"its grain boundaries hold, at a strength of {strength / MPA:.0f} MPa"
        )
        yield (
            f"{name}, {zone}, {law} law, worst at {row['time_s']:.0f} s (mean x "
            f"{row['mean_content']:.2f}), {row['von_mises_p99_MPa']:.0f} MPa and "
            f"{strain:.3g} % (p99){against}; {breaks}"
        )


def _against(strain: float, reported: float) -> str:
    if strain <= reported:
        return f"within the reported {reported:g} %"
    return f"{strain / reported:.0f} times the reported {reported:g} %"
