"""Lithium in the grains of both particles: what Figs. 4d and 4e show as sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from pybamm_facets.cross_section.section.orientation import watson_axes
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.estimates import CORE_SHELL, ISOTROPIC
from pybamm_facets.paper.main_job import MEASURED_RATE, PARTICLES
from pybamm_facets.paper.reproduction.chapter import Desk, Found
from pybamm_facets.progress import Progress, renamed
from pybamm_facets.studies.grain_resolved.check_sets import particle_of
from pybamm_facets.studies.grain_resolved.grains import grain_vs_radial, over_seeds
from pybamm_facets.studies.grain_resolved.particle_alone import (
    discharged,
    particle_alone,
    radial_curves,
    section_of,
    with_grains,
)

AXES = {"in space": watson_axes}
"""As the textures have them."""


@dataclass(frozen=True, eq=False)
class DrawnGrains:
    """What the pictures of this chapter show.

    Parameters
    ----------
    runs
        Particle to mesh and result of its discharge.
    curves
        Particle to the radial model's voltage curve.
    """

    runs: Any
    curves: dict[str, pd.DataFrame]


def look_at_grains(desk: Desk) -> Found:
    """Both particles through the 10C discharge, grain by grain, beside the radial model."""
    effort = desk.effort
    sets = {name: particle_alone(li2025(name)) for name in PARTICLES}
    runs = {}
    for name, values in sets.items():
        desk.tell(Progress(f"grains of the {name} particle"))
        particle = particle_of(values)
        mesh = section_of(particle, h=effort.mesh)
        runs[name] = (mesh, discharged(with_grains(mesh, values, particle), values, MEASURED_RATE))
    curves = {n: curve for (n, _), curve in radial_curves(sets, (MEASURED_RATE,)).items()}
    table = grain_vs_radial(
        c_rates=(MEASURED_RATE,), axes=AXES, seeds=range(effort.grain_sections), h=effort.mesh,
        progress=renamed(desk.tell, "sections of grains"),
    )  # fmt: skip
    summary = over_seeds(table)
    capacity = {name: float(result.capacity[-1]) for name, (_, result) in runs.items()}
    return Found(
        {
            "core_shell_mAh_g": capacity[CORE_SHELL],
            "isotropic_mAh_g": capacity[ISOTROPIC],
            "ratio": capacity[CORE_SHELL] / capacity[ISOTROPIC],
            "averaging_error": float(summary["averaging"].abs().max()),
            "lithium_error": float(table["lithium_error"].max()),
        },
        {"Utilisation at 10C, grains beside the radial model": summary},
        {
            "sections": f"{effort.grain_sections} of each particle",
            "mesh size": f"{effort.mesh:g} radii",
        },
        drawn=DrawnGrains(runs, curves),
    )
