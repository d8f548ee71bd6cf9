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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pybamm_facets._units import MA_CM2
from pybamm_facets.impedance.circuits.fitting import fit_circuit
from pybamm_facets.impedance.circuits.named_circuits import NAMED_CIRCUITS
from pybamm_facets.impedance.inversion.invert import invert_facets
from pybamm_facets.impedance.spectra.spectrum import Spectrum
from pybamm_facets.kinetics import FacetTable
from pybamm_facets.report.facet_experiment import save_facet_experiment_figure
from pybamm_facets.studies.cell_spectra.faceted_particle import faceted_particle
from pybamm_facets.studies.cell_spectra.single_particle import single_particle_spectrum
from pybamm_facets.studies.cell_spectra.single_particle_cell import SingleParticleCell

SEED = 811
NOISE = 0.01
"""Of real and imaginary part each, relative to |Z|."""
AREA_ERROR = 0.02
MEASURED, UNSEEN = 6, 3
SPARE = 12
"""Particles in the second, larger set, to show what more of them buy."""
CIRCUIT = NAMED_CIRCUITS["randles-spherical"]


@dataclass(frozen=True)
class Measured:
    """One set of particles as a laboratory would have it."""

    areas: pd.DataFrame
    spectra: dict[str, Spectrum]
    fits: pd.DataFrame


def particles(count: int, rng: np.random.Generator, prefix: str) -> pd.DataFrame:
    """True areas [m2] of particles of 4 to 6 µm that each show some facets more than others."""
    facets = list(FacetTable.nmc811().j0)
    shares = rng.dirichlet(np.full(len(facets), 0.6), count)
    surface = np.pi * rng.uniform(4e-6, 6e-6, (count, 1)) ** 2
    return pd.DataFrame(shares * surface, [f"{prefix}{k + 1}" for k in range(count)], facets)


def measure(cell: SingleParticleCell, true: pd.DataFrame, rng: np.random.Generator) -> Measured:
    """Spectra with noise and their fits, and areas with errors."""
    spectra, rows = {}, {}
    for seed, (name, areas) in enumerate(true.iterrows()):
        clean = single_particle_spectrum(areas.to_dict(), cell)
        real, imaginary = NOISE * rng.standard_normal((2, len(clean)))
        noisy = clean.impedance + clean.modulus * (real + 1j * imaginary)
        spectra[name] = Spectrum(clean.frequency, noisy)
        fit = fit_circuit(CIRCUIT, spectra[name], seed=seed)
        rows[name] = {
            "r_ct_Ohm": fit.values["R_CT"],
            "r_ct_error_Ohm": fit.standard_errors["R_CT"],
            "true_Ohm": cell.charge_transfer_resistance(faceted_particle(areas.to_dict())),
        }
    areas = true * (1 + AREA_ERROR * rng.standard_normal(true.shape))
    return Measured(areas, spectra, pd.DataFrame.from_dict(rows, orient="index"))


def invert(data: Measured) -> Any:
    """The facets' j0 from a set of particles."""
    return invert_facets(
        data.areas,
        data.fits["r_ct_Ohm"],
        areas_error=AREA_ERROR,
        r_ct_error=data.fits["r_ct_error_Ohm"],
    )


def run(out: Path, quick: bool = False) -> dict[str, Any]:
    """Run the experiment, write its tables and figure, return its figures."""
    rng = np.random.default_rng(SEED)
    cell = SingleParticleCell()
    six = measure(cell, particles(MEASURED, rng, "P"), rng)
    unseen = measure(cell, particles(UNSEEN, rng, "U"), rng)
    inversion = invert(six)
    compared = inversion.predict(unseen.areas, areas_error=AREA_ERROR).within(
        unseen.fits["r_ct_Ohm"]
    )
    truth = {facet: j0 / MA_CM2 for facet, j0 in FacetTable.nmc811().j0.items()}
    figures = {
        "experiment": "e03_facet_inversion",
        "r_ct_fit_error": _largest(six.fits["r_ct_Ohm"] / six.fits["true_Ohm"] - 1),
        "six_particles": _figures(inversion, truth),
        "unseen_within_20_percent": int(compared["within"].sum()),
        "unseen_largest_difference": _largest(compared["relative_difference"]),
    }
    if not quick:
        more = measure(cell, particles(SPARE, rng, "M"), rng)
        figures[f"{SPARE}_particles"] = _figures(invert(more), truth)
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


def _figures(inversion: Any, truth: dict[str, float]) -> dict[str, Any]:
    table = inversion.table
    pull = (table["j0_mA_cm2"] - pd.Series(truth)) / table["total_error_mA_cm2"]
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
        "largest_deviation_in_standard_errors": _largest(pull),
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
