"""Grains against the radial model
===============================

Utilisation and voltage at 1, 5 and 10C, pictures and an animation.

Runs alone: ``python experiments/e06_grain_resolved.py [--out DIR] [--quick]``; the last line that
it prints is one JSON object with its figures. Needs the extra ``mechanics``.

.. image:: /_static/cross_section_lithiation.png
   :alt: Lithium in the grains of both particles during a discharge
"""

from __future__ import annotations

# sphinx_gallery_thumbnail_path = "_static/cross_section_lithiation.png"
import argparse
import json
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pybamm_facets.cross_section import LatticeStrain, PlaneStressSolver
from pybamm_facets.cross_section.stress.stress_field import StressField
from pybamm_facets.cross_section.transport.disk_and_sphere import DISK_RADIUS
from pybamm_facets.paper import PAPER_POISSONS_RATIO, PAPER_YOUNGS_MODULUS
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.main_job import PARTICLES
from pybamm_facets.report.cross_section import stress_maps_figure
from pybamm_facets.report.grain_animation import save_lithiation_animation
from pybamm_facets.report.grain_transport import (
    Runs,
    anisotropy_figure,
    curves_figure,
    lithiation_figure,
    utilisation_figure,
)
from pybamm_facets.report.style import save_figure
from pybamm_facets.sets.cell import number
from pybamm_facets.studies.grain_resolved.check_sets import particle_of
from pybamm_facets.studies.grain_resolved.grain_anisotropy import (
    RATIOS,
    utilisation_against_anisotropy,
)
from pybamm_facets.studies.grain_resolved.grain_material import (
    grain_material,
    specific_current,
    stoichiometry_window,
)
from pybamm_facets.studies.grain_resolved.grains import RATES, grain_vs_radial, over_seeds
from pybamm_facets.studies.grain_resolved.particle_alone import (
    discharged,
    particle_alone,
    radial_curves,
    section_of,
    with_grains,
)

RATE = 10.0
PICTURES = 4
SEEDS = (0, 1, 2)


def run(out: Path, quick: bool = False) -> dict[str, Any]:
    """Run the experiment, write its tables and pictures, return its figures."""
    out.mkdir(parents=True, exist_ok=True)
    h = 0.06 if quick else 0.03
    runs, curves = lithiations(h)
    longest = max(result.time[-1] for _, result in runs.values())
    times = (longest * np.linspace(0.1, 1, PICTURES)).tolist()
    save_figure(out / "e06_lithiation.png", lithiation_figure(runs, times))
    save_figure(out / "e06_curves.png", curves_figure(runs, curves))
    save_lithiation_animation(out / "e06_lithiation.gif", runs, 8 if quick else 48)
    fields = stresses(runs)
    save_figure(out / "e06_stress.png", stress_maps_figure(fields))
    table = grain_vs_radial(
        c_rates=RATES[-1:] if quick else RATES, seeds=(0,) if quick else SEEDS, h=h
    )
    table.to_csv(out / "e06_grain_vs_radial.csv", index=False)
    summary = over_seeds(table)
    summary.to_csv(out / "e06_summary.csv", index=False)
    save_figure(out / "e06_utilisation.png", utilisation_figure(summary))
    anisotropy = against_anisotropy(RATIOS[::4] if quick else RATIOS, (0,) if quick else SEEDS, h)
    anisotropy.to_csv(out / "e06_anisotropy.csv", index=False)
    save_figure(out / "e06_anisotropy.png", anisotropy_figure(anisotropy))
    in_space = summary[summary["axes"] == "in space"]
    return {
        "experiment": "e06_grain_resolved",
        "capacity_10C_mAh_g": {n: round(float(r.capacity[-1]), 2) for n, (_, r) in runs.items()},
        "von_mises_p99_GPa_at_the_end": {n: _worst_GPa(field) for n, field in fields.items()},
        "largest_averaging_error_in_space": round(float(in_space["averaging"].abs().max()), 4),
        "largest_geometry_error": round(float(summary["geometry"].abs().max()), 4),
        "comparison": summary.round(4).to_dict("records"),
        "utilisation_by_anisotropy": {
            f"{p}, {w}, {ratio:g}": round(float(u), 4)
            for (p, w, ratio), u in anisotropy.groupby(["particle", "axes", "ratio"], sort=False)[
                "utilisation"
            ]
            .mean()
            .items()
        },
        "largest_lithium_error": float(table["lithium_error"].max()),
    }


def lithiations(h: float) -> tuple[Runs, dict[str, pd.DataFrame]]:
    """Both particles of the paper through the 10C discharge, and the radial model's curves."""
    sets = {name: particle_alone(li2025(name)) for name in PARTICLES}
    runs = {}
    for name, values in sets.items():
        particle = particle_of(values)
        mesh = section_of(particle, h=h)
        runs[name] = (mesh, discharged(with_grains(mesh, values, particle), values, RATE))
    return runs, {name: curve for (name, _), curve in radial_curves(sets, (RATE,)).items()}


def stresses(runs: Runs) -> dict[str, StressField]:
    """Elastic stress at the end of each run, from the lattice's strains in its grains."""
    law = LatticeStrain()
    # Linear elements overshoot by up to 0.002 where grains of unlike axes meet.
    return {
        name: PlaneStressSolver(mesh, PAPER_YOUNGS_MODULUS, PAPER_POISSONS_RATIO).solve(
            law, np.minimum(result.stoichiometry[-1], 1.0)
        )
        for name, (mesh, result) in runs.items()
    }


def _worst_GPa(field: StressField) -> float:
    return round(1e-9 * field.summary().loc["all", ("von_mises", "p99")], 3)


def against_anisotropy(ratios: tuple[float, ...], seeds: tuple[int, ...], h: float) -> pd.DataFrame:
    """Utilisation at 10C against D_ab/D_c, with the D_ab of the Li2025 sets."""
    values = li2025()
    return utilisation_against_anisotropy(
        grain_material(values),
        specific_current(values, RATE),
        stoichiometry_window(values),
        number(values, "Lower voltage cut-off [V]"),
        radius=DISK_RADIUS * particle_of(values).radius,
        ratios=ratios,
        seeds=seeds,
        h=h,
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("results"), help="folder for the files")
    parser.add_argument("--quick", action="store_true", help="one coarse section of each particle")
    arguments = parser.parse_args()
    print(json.dumps(run(arguments.out, arguments.quick)))


if __name__ == "__main__":
    main()
