"""From spectra to exchange currents
=================================

The paper's Fig. 2b, f and g.

Particles with known facet areas go through the cell model, noise, the circuit fit and the
inversion; what comes out is compared with the facet table that went in, and three further particles
are predicted.

Runs alone: ``python experiments/e03_facet_inversion.py [--out DIR] [--quick]``; the last line that
it prints is one JSON object with its figures.

.. image:: /_static/facet_inversion.png
   :alt: Exchange current of each facet, recovered from simulated spectra of six particles,
      beside the table that went in
"""

from __future__ import annotations

# sphinx_gallery_thumbnail_path = "_static/facet_inversion.png"
import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pybamm_facets.impedance.inversion.facet_inversion import FacetInversion
from pybamm_facets.paper.simulated_particles import (
    SEED,
    drawn_particles,
    inverted,
    measure,
    pulls,
    put_in,
    simulated_measurement,
)
from pybamm_facets.report.facet_experiment import save_facet_experiment_figure
from pybamm_facets.studies.cell_spectra.single_particle_cell import SingleParticleCell

SPARE = 12
"""Particles in the second, larger set, to show what more of them buy."""


def run(out: Path, quick: bool = False) -> dict[str, Any]:
    """Run the experiment, write its tables and figure, return its figures."""
    rng = np.random.default_rng(SEED)
    done = simulated_measurement(rng)
    six, unseen, inversion, compared = done.six, done.unseen, done.inversion, done.compared
    truth = put_in()
    figures = {
        "experiment": "e03_facet_inversion",
        "r_ct_fit_error": _largest(six.fits["r_ct_Ohm"] / six.fits["true_Ohm"] - 1),
        "six_particles": _figures(inversion),
        "unseen_within_20_percent": int(compared["within"].sum()),
        "unseen_largest_difference": _largest(compared["relative_difference"]),
    }
    if not quick:
        more = measure(SingleParticleCell(), drawn_particles(SPARE, rng, "M"), rng)
        figures[f"{SPARE}_particles"] = _figures(inverted(more))
    out.mkdir(parents=True, exist_ok=True)
    inversion.table.assign(true_mA_cm2=pd.Series(truth)).to_csv(out / "e03_facets.csv")
    pd.concat([six.fits, unseen.fits]).to_csv(out / "e03_resistances.csv", index_label="particle")
    compared.to_csv(out / "e03_unseen.csv", index_label="particle")
    save_facet_experiment_figure(
        out / "e03_facet_inversion.png",
        six.spectra,
        inversion.table,
        compared.assign(kind="unseen particles"),
        truth,
    )
    return figures


def _figures(inversion: FacetInversion) -> dict[str, Any]:
    table = inversion.table
    rounded = table[["j0_mA_cm2", "total_error_mA_cm2", "upper_95_mA_cm2"]].round(4)
    return {
        "j0_mA_cm2": rounded["j0_mA_cm2"].to_dict(),
        "standard_error_mA_cm2": {
            facet: None if at_bound else error
            for facet, error, at_bound in zip(
                table.index, rounded["total_error_mA_cm2"], table["at_bound"], strict=True
            )
        },
        "upper_95_mA_cm2": rounded["upper_95_mA_cm2"].to_dict(),
        "largest_deviation_in_standard_errors": _largest(pulls(inversion)),
        "condition": round(inversion.condition, 2),
    }


def _largest(values: pd.Series) -> float:
    return round(float(values.abs().max()), 4)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("results"), help="folder for the files")
    parser.add_argument("--quick", action="store_true", help="six particles only")
    arguments = parser.parse_args()
    print(json.dumps(run(arguments.out, arguments.quick)))


if __name__ == "__main__":
    main()
