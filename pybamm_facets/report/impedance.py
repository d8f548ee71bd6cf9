"""Figures of impedance spectra: Nyquist, Bode, and Kramers-Kronig residuals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from pybamm_facets._arrays import ComplexArray, FloatArray
from pybamm_facets.impedance.circuits.circuit_fit import CircuitFit
from pybamm_facets.impedance.circuits.circuit_ranking import CircuitRanking
from pybamm_facets.impedance.circuits.fit_files import FileFit, fit_table, resistance_table
from pybamm_facets.impedance.circuits.fit_verdict import Description
from pybamm_facets.impedance.spectra.frequency_words import frequency_text
from pybamm_facets.impedance.spectra.kramers_kronig import KramersKronig
from pybamm_facets.impedance.spectra.relaxation_times import RelaxationTimes, relaxation_times
from pybamm_facets.impedance.spectra.spectrum import Spectrum
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.report.record import write_record
from pybamm_facets.report.style import OTHERS, letter, save_figure, style

POINTS, LINE = OTHERS[3], OTHERS[2]
REAL, IMAGINARY = OTHERS[0], OTHERS[1]
UNITS = ((1e9, "GΩ"), (1e6, "MΩ"), (1e3, "kΩ"), (1.0, "Ω"), (1e-3, "mΩ"))


def spectrum_figure(fit: CircuitFit, test: KramersKronig | None = None, title: str = "") -> Figure:
    """Nyquist plot (left), Bode plot (right) and residuals of a spectrum with its fit.

    Parameters
    ----------
    fit
        Of `fit_circuit`.
    test
        Of `kramers_kronig`; its residuals stand below, on the left, and those of the fit beside
        them in the same scale.
    title
        Name of the spectrum.
    """
    with style():
        figure = Figure(figsize=(7.2, 5.0), layout="constrained")
        grid = figure.add_gridspec(3, 2, width_ratios=[1.35, 1])
        modulus = figure.add_subplot(grid[0, 1])
        phase = figure.add_subplot(grid[1, 1], sharex=modulus)
        nyquist = figure.add_subplot(grid[:2, 0])
        draw_nyquist(nyquist, {"measured": fit.spectrum}, fit)
        draw_bode(modulus, phase, fit.spectrum, fit)
        frequency, out = fit.spectrum.frequency, list(fit.outliers)
        if test is None:
            draw_residuals(figure.add_subplot(grid[2, :]), frequency, fit.residuals, "Fit", out)
        else:
            left = figure.add_subplot(grid[2, 0])
            draw_residuals(left, frequency, test.residuals, "K–K", out)
            right = figure.add_subplot(grid[2, 1], sharey=left)
            draw_residuals(right, frequency, fit.residuals, "Fit", out)
            _scale_alike(left, [test.residuals, fit.residuals], out)
        modulus.tick_params(labelbottom=False)
        modulus.set_xlabel("")
        letter([nyquist, modulus, phase, *figure.axes[3:]])
        figure.align_ylabels(figure.axes)
        figure.suptitle(title, fontsize=10)
    return figure


def save_spectrum_figure(
    path: Path, fit: CircuitFit, test: KramersKronig | None = None, title: str = ""
) -> None:
    """Write the figure to a file; its ending says the format."""
    save_figure(path, spectrum_figure(fit, test, title))


def relaxation_figure(times: RelaxationTimes, title: str = "") -> Figure:
    """The distribution of relaxation times, with each arc named by frequency and resistance."""
    with style():
        figure = Figure(figsize=(4.6, 2.8), layout="constrained")
        axes = figure.subplots()
        size, unit = ohm_unit(max(float(times.gamma.max()), 1e-30))
        frequency = 1 / (2 * np.pi * times.tau)
        axes.fill_between(frequency, times.gamma / size, color=POINTS, alpha=0.25, linewidth=0)
        axes.plot(frequency, times.gamma / size, color=POINTS)
        first, last = times.spectrum.frequency[[0, -1]]
        for edge, beyond in ((first, frequency[0]), (last, frequency[-1])):
            axes.axvspan(*sorted((edge, beyond)), color="#e9eef2", zorder=0, linewidth=0)
        for _, arc in times.arcs.iterrows():
            part, sign = ohm_unit(arc["resistance_ohm"])
            height = np.interp(arc["frequency_Hz"], frequency[::-1], times.gamma[::-1]) / size
            text = (
                f"{frequency_text(arc['frequency_Hz'])}\n{arc['resistance_ohm'] / part:.3g} {sign}"
            )
            axes.annotate(text, (arc["frequency_Hz"], height), xytext=(0, 3), fontsize=7,
                          textcoords="offset points", ha="center")  # fmt: skip
        axes.set(xscale="log", xlabel="1/(2πτ) [Hz]", ylabel=f"γ [{unit}]")
        axes.set_ylim(0, 1.3 * max(times.gamma.max() / size, 1e-30))
        axes.invert_xaxis()
        count = len(times.arcs)
        axes.set_title(f"{title}: {count} arc{'' if count == 1 else 's'}".lstrip(": "), fontsize=9)
    return figure


def write_fits(
    folder: Path,
    files: Sequence[FileFit],
    temperature: float,
    electrons: int,
    inputs: Mapping[str, Any],
) -> list[Path]:
    """Tables and record of fits; the files."""
    folder.mkdir(parents=True, exist_ok=True)
    table = fit_table(files, temperature, electrons)
    paths = [folder / name for name in ("eis_fit.csv", "eis_fit.json", "r_ct.csv")]
    table.to_csv(paths[0], index=False)
    # JSON knows no infinite error, that of a parameter which the spectrum does not show.
    write_record(paths[1], table.replace([math.inf], math.nan), inputs, {})
    resistance_table(files).to_csv(paths[2], index=False)
    return paths


def write_fit_figures(folder: Path, files: Sequence[FileFit], tell: Tell = silent) -> list[Path]:
    """A figure of each spectrum that was fitted; the files."""
    fitted = [(file, file.fit) for file in files if file.fit is not None]
    paths = [folder / f"eis_{file.name}.png" for file, _ in fitted]
    for k, ((file, fit), path) in enumerate(zip(fitted, paths, strict=True), 1):
        save_spectrum_figure(path, fit, file.test, _title(file))
        tell(Progress("figures", k, len(fitted)))
    return paths


def write_relaxation_figures(
    folder: Path, files: Sequence[FileFit], tell: Tell = silent
) -> list[Path]:
    """The distribution of relaxation times of each spectrum that was tested; the files."""
    tested = [(f.name, f.fit.spectrum, f.test) for f in files if f.fit and f.test]
    paths = [folder / f"eis_{name}_drt.png" for name, _, _ in tested]
    for k, ((name, spectrum, test), path) in enumerate(zip(tested, paths, strict=True), 1):
        save_figure(path, relaxation_figure(relaxation_times(spectrum, test), name))
        tell(Progress("figures of relaxation times", k, len(tested)))
    return paths


def write_rankings(folder: Path, rankings: Mapping[str, CircuitRanking]) -> list[Path]:
    """One table of all rankings, if there are any; the files."""
    if not rankings:
        return []
    tables = [r.table.reset_index().assign(particle=name, gain=r.gain())
              for name, r in rankings.items()]  # fmt: skip
    table = pd.concat(tables)
    path = folder / "eis_compare.csv"
    table[["particle", *(c for c in table if c != "particle")]].to_csv(path, index=False)
    return [path]


def _title(file: FileFit) -> str:
    """The name, and what speaks against the fit."""
    described = file.verdict and file.verdict.description
    told = f"{file.name}: the circuit does not describe the spectrum"
    return told if described == Description.DOES_NOT else file.name


def nyquist_figure(spectra: Mapping[str, Spectrum]) -> Figure:
    """Nyquist plot of spectra by name."""
    with style():
        figure = Figure(figsize=(4.6, 2.8), layout="constrained")
        draw_nyquist(figure.subplots(), spectra)
    return figure


def bode_figure(spectrum: Spectrum, fit: CircuitFit | None = None) -> Figure:
    """Modulus and phase of a spectrum against frequency."""
    with style():
        figure = Figure(figsize=(4.2, 3.6), layout="constrained")
        modulus, phase = figure.subplots(2, 1, sharex=True)
        draw_bode(modulus, phase, spectrum, fit)
        letter((modulus, phase))
        modulus.set_xlabel("")
    return figure


def ohm_unit(largest: float) -> tuple[float, str]:
    """Size in Ohm and sign of the unit in which the largest value is 1 or more."""
    return next((unit for unit in UNITS if largest >= unit[0]), UNITS[-1])


def draw_nyquist(
    axes: Axes, spectra: Mapping[str, Spectrum], fit: CircuitFit | None = None
) -> None:
    """Points of spectra, -Im upward and both axes alike, with a fit as a line."""
    size, unit = ohm_unit(max(spectrum.modulus.max() for spectrum in spectra.values()))
    colours = (POINTS, *OTHERS)
    for i, (name, spectrum) in enumerate(spectra.items()):
        z = spectrum.impedance / size
        style_of_points: dict[str, Any] = {"markerfacecolor": "white", "zorder": 3}
        colour = colours[i % len(colours)]
        axes.plot(z.real, -z.imag, "o", color=colour, label=name, **style_of_points)
    if fit is not None:
        line = fit.impedance(fit.smooth_frequencies()) / size
        axes.plot(line.real, -line.imag, "-", color=LINE, label="fit", zorder=2)
        if fit.outliers:
            z = fit.spectrum.impedance[list(fit.outliers)] / size
            axes.plot(z.real, -z.imag, "x", color=LINE, markersize=7, label="left out", zorder=6)
    if len(spectra) == 1:
        _write_frequencies(axes, next(iter(spectra.values())), size)
    _frame(axes, [spectrum.impedance / size for spectrum in spectra.values()])
    axes.set(xlabel=f"Re Z [{unit}]", ylabel=f"−Im Z [{unit}]")
    axes.legend(loc="upper left", ncols=3, borderaxespad=0.1, columnspacing=1.2)


def _frame(axes: Axes, impedances: list[ComplexArray]) -> None:
    """Both axes alike, from the origin or what lies beyond it, with room for the legend."""
    z = np.concatenate(impedances)
    width = np.abs(z).max()
    left, bottom = min(-0.06 * width, 1.1 * z.real.min()), min(-0.04 * width, -1.1 * z.imag.max())
    axes.set_xlim(left, 1.08 * z.real.max(), auto=True)
    axes.set_ylim(bottom, max(-z.imag) + 0.2 * width, auto=True)
    # The panel fills its place, so that it stands in line with those beside and below it.
    axes.set_aspect("equal", adjustable="datalim")
    axes.yaxis.set_major_locator(MaxNLocator(4))


def _write_frequencies(axes: Axes, spectrum: Spectrum, size: float) -> None:
    """Name the point of each decade that stands clear of the real axis, outside the arc."""
    z = spectrum.impedance / size
    clear = 0.08 * np.abs(z).max()
    centre = complex(z.real.mean(), 0)
    for decade in np.arange(-3, 8):
        place = int(np.argmin(np.abs(np.log10(spectrum.frequency) - decade)))
        near = abs(np.log10(spectrum.frequency[place]) - decade) < 0.1
        if near and -z[place].imag > clear:
            out = (z[place] - centre) / abs(z[place] - centre)
            axes.plot(z[place].real, -z[place].imag, "o", color=POINTS, zorder=4)
            axes.annotate(
                frequency_text(spectrum.frequency[place]),
                (z[place].real, -z[place].imag),
                xytext=(7 * out.real, -7 * out.imag),
                textcoords="offset points",
                ha="left" if out.real > 0 else "right",
                va="center",
                fontsize=7,
            )


def draw_bode(
    modulus: Axes, phase: Axes, spectrum: Spectrum, fit: CircuitFit | None = None
) -> None:
    """Modulus and phase against frequency, with a fit as a line."""
    size, unit = ohm_unit(spectrum.modulus.max())
    points: dict[str, Any] = {"color": POINTS, "markerfacecolor": "white", "markersize": 3.5}
    modulus.plot(spectrum.frequency, spectrum.modulus / size, "o", **points)
    phase.plot(spectrum.frequency, -spectrum.phase, "o", **points)
    if fit is not None and fit.outliers:
        out = list(fit.outliers)
        cross: dict[str, Any] = {"color": LINE, "linestyle": "none", "marker": "x"}
        modulus.plot(spectrum.frequency[out], spectrum.modulus[out] / size, **cross)
        phase.plot(spectrum.frequency[out], -spectrum.phase[out], **cross)
    if fit is not None:
        smooth = fit.smooth_frequencies()
        line = fit.impedance(smooth)
        modulus.plot(smooth, np.abs(line) / size, color=LINE)
        phase.plot(smooth, -np.degrees(np.angle(line)), color=LINE)
    modulus.set(xscale="log", yscale="log", ylabel=f"|Z| [{unit}]", xlabel="Frequency [Hz]")
    phase.set(xscale="log", ylabel="−Phase [°]", xlabel="Frequency [Hz]")
    phase.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 1.5, 3, 5, 10]))


def draw_residuals(
    axes: Axes,
    frequency: FloatArray,
    residuals: ComplexArray,
    name: str = "Fit",
    outliers: Sequence[int] = (),
) -> None:
    """Real and imaginary residuals in percent of the modulus against frequency.

    Those of outliers do not set the scale; a cross at the edge marks their frequency.
    """
    shown = np.array(residuals)
    shown[list(outliers)] = complex(np.nan, np.nan)
    for values, colour, mark, label in (
        (shown.real, REAL, "o", "Re"),
        (shown.imag, IMAGINARY, "s", "Im"),
    ):
        axes.plot(frequency, 100 * values, f"{mark}-", color=colour, linewidth=0.7, markersize=2.5,
                  label=label)  # fmt: skip
    axes.axhline(0, color="#4a4a4a", linewidth=0.8)
    axes.set(xscale="log", xlabel="Frequency [Hz]", ylabel=f"{name} [% of |Z|]")
    highest = _scale_alike(axes, [residuals], outliers)
    if outliers:
        places = np.full(len(outliers), -0.85 * highest)
        axes.plot(frequency[list(outliers)], places, "x", color=LINE, markersize=4, label="out")
    axes.legend(loc="upper right", ncols=3, handlelength=1.4, borderaxespad=0.1)


def _scale_alike(axes: Axes, residuals: Sequence[ComplexArray], outliers: Sequence[int]) -> float:
    """Limits that hold all residuals but those of outliers; the largest [%]."""
    kept = [np.delete(values, list(outliers)) for values in residuals]
    highest = max(1.15 * 100 * max(np.abs(stack(values)).max() for values in kept), 1e-3)
    axes.set_ylim(-highest, 1.7 * highest)
    return float(highest)


def stack(values: ComplexArray) -> FloatArray:
    """Real and imaginary parts in one row."""
    return np.concatenate([values.real, values.imag])
