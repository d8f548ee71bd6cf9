"""Impedance spectrum of one particle with crystal facets, as a laboratory would measure it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pybamm_facets._arrays import ComplexArray
from pybamm_facets.impedance.spectra.spectrum import Spectrum
from pybamm_facets.particle import Agglomerate
from pybamm_facets.studies.cell_spectra.faceted_particle import facet_areas, faceted_particle
from pybamm_facets.studies.cell_spectra.single_particle_cell import SingleParticleCell

LABORATORY_FREQUENCIES: tuple[float, ...] = tuple(np.logspace(5, -1, 43).tolist())
"""100 kHz to 0.1 Hz, 7 points a decade [Hz]: what a laboratory commonly sweeps."""

SERIES_RESISTANCE = 1e6
DOUBLE_LAYER = (0.3, 0.9)
"""Constant phase element of the surface, (Q per area [S.s^α.m-2], α): an estimate; some 3e-11 for
a particle of 5 µm."""


def single_particle_spectrum(
    particle: Mapping[str, float] | Agglomerate,
    cell: SingleParticleCell | None = None,
    *,
    frequencies: Sequence[float] = LABORATORY_FREQUENCIES,
    stoichiometry: float = 0.5,
    temperature: float = 293.15,
    series_resistance: float = SERIES_RESISTANCE,
    double_layer: tuple[float, float] = DOUBLE_LAYER,
) -> Spectrum:
    r"""Impedance of one particle with facets (Eqs. 2, 5).

    .. math:: Z = R_\mathrm{s} + \frac{1}{Q (i\omega)^\alpha + 1/Z_\mathrm{F}(\omega)}

    with the faradaic impedance :math:`Z_\mathrm{F}` of `FacetSPM` through PyBaMM's
    ``EISSimulation``.

    Parameters
    ----------
    particle
        Facet label to area [m2], read as the sphere with that surface and randomly lying layers
        (`faceted_particle`); or an `Agglomerate`, with its own radius and textures.
    cell
        Made once for many particles, or of other material; that of `DEFAULT_SET` by default.
    frequencies
        [Hz], falling.
    stoichiometry, temperature
        Lithium content, between 0 and 1, and temperature [K].
    series_resistance
        R_s [Ohm].
    double_layer
        Constant phase element of the surface: Q per area [S.s^α.m-2], and α.

    Returns
    -------
    Spectrum
        In Ohm of the particle.

    Examples
    --------
    >>> spectrum = single_particle_spectrum({"(104)": 3e-11, "(113)": 5e-11})
    >>> print(f"{spectrum.impedance.real.max() / 1e6:.0f} MOhm")
    96 MOhm
    """
    if not isinstance(particle, Agglomerate):
        particle = faceted_particle(particle)
    hertz = np.asarray(frequencies, dtype=float)
    faradaic = (cell or SingleParticleCell()).faradaic_impedance(
        particle, hertz, stoichiometry, temperature
    )
    per_area, exponent = double_layer
    coefficient = per_area * sum(facet_areas(particle).values())
    return Spectrum(
        hertz, with_double_layer(hertz, faradaic, series_resistance, coefficient, exponent)
    )


def with_double_layer(
    frequencies: npt.NDArray[np.float64],
    faradaic: ComplexArray,
    series_resistance: float,
    coefficient: float,
    exponent: float,
) -> ComplexArray:
    """R_s + 1/(Q (iω)^α + 1/Z_F) [Ohm]; `coefficient` is Q [S.s^α]."""
    if not (math.isfinite(series_resistance) and series_resistance >= 0):
        raise ValueError(f"series_resistance={series_resistance!r}: expected 0 or more Ohm")
    if not (coefficient >= 0 and 0 < exponent <= 1):
        raise ValueError(
            f"double_layer: Q={coefficient!r}, α={exponent!r}: expected Q >= 0 and 0 < α <= 1"
        )
    admittance = coefficient * (2j * np.pi * frequencies) ** exponent + 1 / faradaic
    return series_resistance + 1 / admittance
