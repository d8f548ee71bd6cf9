"""Stress when fully charged
=========================

The paper's Supplementary Figs. 20 and 21.

Runs alone: ``python experiments/e05_stress.py [--out DIR] [--quick]``; the last line that it prints
is one JSON object with its figures. Needs the extra ``mechanics``.

.. image:: /_static/cross_section_stress.png
   :alt: Stress in the sections of both particles when fully charged
"""

from __future__ import annotations

# sphinx_gallery_thumbnail_path = "_static/cross_section_stress.png"
import argparse
import json
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd

from pybamm_facets.cross_section import (
    LatticeStrain,
    PlaneStressSolver,
    generate_microstructure,
    mesh_microstructure,
)
from pybamm_facets.cross_section.stress.ensemble import over_seeds
from pybamm_facets.cross_section.stress.mean_field import texture_mean_field
from pybamm_facets.cross_section.stress.potential_shift import open_circuit_shift_summary
from pybamm_facets.cross_section.stress.stress_field import StressField
from pybamm_facets.crystal import Texture
from pybamm_facets.paper import PAPER_POISSONS_RATIO, PAPER_YOUNGS_MODULUS, paper_claims
from pybamm_facets.report.cross_section import radial_means_figure, stress_maps_figure
from pybamm_facets.report.style import save_figure

CHARGED = 0.15
"""Lithium content at 4.5 V."""
STRONGEST = 0.35
"""Where the lattice table's contrast is largest."""
SEEDS, QUICK_SEEDS = 20, 2
KINDS = {"isotropic": "isotropic", "core-shell": "core_shell"}


def run(out: Path, quick: bool = False) -> dict[str, Any]:
    """Run the experiment, write its tables and figures, return its figures."""
    seeds, h = range(QUICK_SEEDS if quick else SEEDS), 0.06 if quick else 0.04
    out.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as executor:
        statements, readings, particles = paper_claims(seeds, h, executor)
    statements.to_csv(out / "e05_claims.csv", index=False)
    readings.to_csv(out / "e05_readings.csv", index=False)
    in_space = dict(zip(KINDS, particles["3-D"], strict=True))
    zones = pd.concat({name: over_seeds(e.zones) for name, e in in_space.items()})
    zones.to_csv(out / "e05_zones_unit_stress.csv")
    form = texture_mean_field(Texture(), Texture(kappa=-10.0))
    figure = radial_means_figure(in_space, {"core-shell": form})
    save_figure(out / "e05_radial_means.png", figure)
    single = single_particles(out, h)
    mean = zones["mean"].xs("tensor", level="law")
    strain = readings.set_index("reading")["p99_strain_percent"]
    return {
        "experiment": "e05_stress",
        "seeds": len(seeds),
        "von_mises_core_over_shell": {name: _core_over_shell(mean.loc[name]) for name in KINDS},
        "hydrostatic_core_unit": round(
            mean.loc[("core-shell", "core"), ("hydrostatic", "mean")], 4
        ),
        "statements_that_hold": int(statements["holds"].sum()),
        "statements": len(statements),
        "readings_within_0.03_percent": readings.loc[readings["holds"], "reading"].tolist(),
        "p99_strain_percent_mol_L_third": round(strain["c in mol/L, a third"], 5),
        **single,
    }


def _core_over_shell(zones: pd.DataFrame) -> float:
    means = zones["von_mises", "mean"]
    return round(means["core"] / means["shell"], 3)


def single_particles(out: Path, h: float) -> dict[str, Any]:
    """Maps of one particle each, fully charged, with the lattice's own strains."""
    law = LatticeStrain()
    solvers = {
        name: PlaneStressSolver(
            mesh_microstructure(generate_microstructure(kind, seed=3), h),
            PAPER_YOUNGS_MODULUS,
            PAPER_POISSONS_RATIO,
        )
        for name, kind in KINDS.items()
    }
    fields = {
        s: {name: solver.solve(law, s) for name, solver in solvers.items()}
        for s in (1.0, STRONGEST, CHARGED)
    }
    save_figure(out / "e05_maps.png", stress_maps_figure(fields[CHARGED]))
    return {
        f"x_{s:g}": {name: _figures(field, law) for name, field in of_state.items()}
        for s, of_state in fields.items()
    }


def _figures(field: StressField, law: LatticeStrain) -> dict[str, float]:
    summary, shift = field.summary(), open_circuit_shift_summary(field, law)
    return {
        "von_mises_mean_GPa": round(1e-9 * summary.loc["all", ("von_mises", "mean")], 4),
        "von_mises_p99_GPa": round(1e-9 * summary.loc["all", ("von_mises", "p99")], 4),
        "p99_strain_percent": round(100 * field.paper_strain(), 4),
        "potential_shift_mean_mV": round(shift.loc["all", "mean_mV"], 3),
        "potential_shift_p99_mV": round(shift.loc["all", "p99_mV"], 3),
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("results"), help="folder for the files")
    parser.add_argument("--quick", action="store_true", help="two seeds, coarse mesh")
    arguments = parser.parse_args()
    print(json.dumps(run(arguments.out, arguments.quick)))


if __name__ == "__main__":
    main()
