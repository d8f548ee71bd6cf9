"""Spectra of particles, j0 of the facets and predicted resistances side by side."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pybamm_facets._units import MOHM
from pybamm_facets.impedance.spectra.spectrum import Spectrum
from pybamm_facets.report.facet_inversion import draw_comparison, draw_exchange_currents
from pybamm_facets.report.style import OTHERS, letter, save_figure, style

FLAT = 0.55
"""Height over width of the panel of spectra."""


def facet_experiment_figure(
    spectra: Mapping[str, Spectrum],
    table: pd.DataFrame,
    comparison: pd.DataFrame,
    truth: Mapping[str, float] | None = None,
) -> Figure:
    """Counterpart of Fig. 2b, f and g of Li et al. 2025 (doi 10.1038/s41467-025-65068-5).

    Parameters
    ----------
    spectra
        Particle to its spectrum.
    table, comparison, truth
        As `facet_inversion_figure`.
    """
    with style():
        figure = Figure(figsize=(7.2, 5.9), layout="constrained")
        grid = figure.add_gridspec(2, 2)
        above = figure.add_subplot(grid[0, :])
        left, right = (figure.add_subplot(grid[1, column]) for column in (0, 1))
        letter((above, left, right))
        draw_nyquist(above, spectra)
        draw_exchange_currents(left, table, truth)
        draw_comparison(right, comparison)
    return figure


def save_facet_experiment_figure(
    path: Path,
    spectra: Mapping[str, Spectrum],
    table: pd.DataFrame,
    comparison: pd.DataFrame,
    truth: Mapping[str, float] | None = None,
) -> None:
    """Write the figure to a file, as `save_figure` does."""
    save_figure(path, facet_experiment_figure(spectra, table, comparison, truth))


def draw_nyquist(axes: Axes, spectra: Mapping[str, Spectrum]) -> None:
    """Negative imaginary against real part, equal scales."""
    largest = 0.0
    for (name, spectrum), colour in zip(spectra.items(), cycle(OTHERS), strict=False):
        z = spectrum.impedance / MOHM
        largest = max(largest, z.real.max())
        axes.plot(z.real, -z.imag, ".-", color=colour, linewidth=0.8, label=name)
    axes.set(xlabel="Re Z [MΩ]", ylabel="−Im Z [MΩ]")
    axes.set_xlim(0, 1.05 * largest, auto=True)
    axes.set_ylim(0, 1.05 * FLAT * largest, auto=True)
    axes.set_aspect("equal", adjustable="datalim")
    axes.set_box_aspect(FLAT)
    axes.set_title("simulated", fontsize=9)
    axes.legend(loc="upper left", ncols=6, columnspacing=1.0, handlelength=1.2)
