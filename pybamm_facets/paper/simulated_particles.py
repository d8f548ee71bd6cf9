"""The paper's single-particle measurement, simulated: particles whose facets are known.

Particles go through the cell model, noise and the circuit fit, as Figs. 2b and 2e of Li et al. 2025
(doi 10.1038/s41467-025-65068-5); what the inversion then finds is compared with what was put in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pybamm_facets._units import MA_CM2
from pybamm_facets.impedance.circuits.fitting import fit_circuit
from pybamm_facets.impedance.circuits.named_circuits import NAMED_CIRCUITS
from pybamm_facets.impedance.inversion.facet_inversion import FacetInversion
from pybamm_facets.impedance.inversion.invert import invert_facets
from pybamm_facets.impedance.spectra.spectrum import Spectrum
from pybamm_facets.kinetics import FacetTable
from pybamm_facets.studies.cell_spectra.faceted_particle import faceted_particle
from pybamm_facets.studies.cell_spectra.single_particle import single_particle_spectrum
from pybamm_facets.studies.cell_spectra.single_particle_cell import SingleParticleCell

SEED = 811
NOISE = 0.01
"""Of real and imaginary part each, relative to the modulus."""
AREA_ERROR = 0.02
MEASURED, UNSEEN = 6, 3
"""Particles that were measured, and that the paper held back to test."""
CIRCUIT = NAMED_CIRCUITS["randles-spherical"]


@dataclass(frozen=True, eq=False)
class MeasuredParticles:
    """One set of particles as a laboratory would have it.

    Parameters
    ----------
    areas
        Facet areas with errors [m2], a row a particle.
    spectra
        Particle to its spectrum with noise.
    fits
        ``r_ct_Ohm``, ``r_ct_error_Ohm``, and ``true_Ohm`` of each particle.
    """

    areas: pd.DataFrame
    spectra: dict[str, Spectrum]
    fits: pd.DataFrame


@dataclass(frozen=True, eq=False)
class SimulatedMeasurement:
    """Six particles inverted, three predicted.

    Parameters
    ----------
    six, unseen
        The particles.
    inversion
        Exchange currents of the facets from the six.
    compared
        Predicted against measured resistance of the unseen ones.
    """

    six: MeasuredParticles
    unseen: MeasuredParticles
    inversion: FacetInversion
    compared: pd.DataFrame


def put_in() -> dict[str, float]:
    """The exchange currents that the particles have [mA/cm²]."""
    return {facet: j0 / MA_CM2 for facet, j0 in FacetTable.nmc811().j0.items()}


def drawn_particles(count: int, rng: np.random.Generator, prefix: str) -> pd.DataFrame:
    """True areas [m2] of particles of 4 to 6 µm that each show some facets more than others."""
    facets = list(FacetTable.nmc811().j0)
    shares = rng.dirichlet(np.full(len(facets), 0.6), count)
    surface = np.pi * rng.uniform(4e-6, 6e-6, (count, 1)) ** 2
    return pd.DataFrame(shares * surface, [f"{prefix}{k + 1}" for k in range(count)], facets)


def measure(
    cell: SingleParticleCell, true: pd.DataFrame, rng: np.random.Generator
) -> MeasuredParticles:
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
    return MeasuredParticles(areas, spectra, pd.DataFrame.from_dict(rows, orient="index"))


def inverted(data: MeasuredParticles) -> FacetInversion:
    """The facets' j0 from a set of particles."""
    return invert_facets(
        data.areas,
        data.fits["r_ct_Ohm"],
        areas_error=AREA_ERROR,
        r_ct_error=data.fits["r_ct_error_Ohm"],
    )


def simulated_measurement(rng: np.random.Generator) -> SimulatedMeasurement:
    """The whole of Fig. 2: six particles to six exchange currents, and three to test them on.

    Parameters
    ----------
    rng
        Draws particles and errors; ``np.random.default_rng(SEED)`` in the gallery.
    """
    cell = SingleParticleCell()
    six = measure(cell, drawn_particles(MEASURED, rng, "P"), rng)
    unseen = measure(cell, drawn_particles(UNSEEN, rng, "U"), rng)
    inversion = inverted(six)
    compared = inversion.predict(unseen.areas, areas_error=AREA_ERROR).within(
        unseen.fits["r_ct_Ohm"]
    )
    return SimulatedMeasurement(six, unseen, inversion, compared)


def pulls(inversion: FacetInversion) -> pd.Series:
    """How far each exchange current lies from what was put in, in standard errors."""
    table = inversion.table
    found: pd.Series = (table["j0_mA_cm2"] - pd.Series(put_in())) / table["total_error_mA_cm2"]
    return found
