"""Figures of the explanation: rate curves with their band, and Sobol indices."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.estimates import CORE_SHELL, ISOTROPIC, measured_capacities
from pybamm_facets.paper.explanation import RANDOM_GRAINS, Explanation
from pybamm_facets.report.attribution import attribution_figure
from pybamm_facets.report.record import write_record
from pybamm_facets.report.style import COLOURS, OTHERS, save_figure, style
from pybamm_facets.studies.inference.uncertainty import Uncertainty


def band_figure(band: pd.DataFrame, measured: dict[str, float] | None = None) -> Figure:
    """Blind capacity against rate: median and 90 % band of both particles, and what was measured.

    Parameters
    ----------
    band
        Of `pybamm_facets.studies.inference.uncertainty.rate_band`.
    measured
        Particle to capacity at 10C [mAh/g].
    """
    measured = measured or measured_capacities()
    with style():
        figure = Figure(figsize=(4.2, 3.2), layout="constrained")
        axes = figure.subplots()
        for particle, rows in band.groupby("particle", sort=False):
            colour = COLOURS[str(particle)]
            axes.fill_between(rows["c_rate"], rows[0.05], rows[0.95], color=colour, alpha=0.25,
                              linewidth=0)  # fmt: skip
            axes.plot(rows["c_rate"], rows[0.5], marker="o", color=colour, markerfacecolor="white",
                      label=f"{particle}, median and 90 %")  # fmt: skip
            if particle == ISOTROPIC:
                fitted = rows[rows["c_rate"] == 10]
                axes.plot(fitted["c_rate"], fitted[0.5], "o", color=colour, label="filled: fitted",
                          zorder=6)  # fmt: skip
        for particle, capacity in measured.items():
            axes.plot(10, capacity, "*", markersize=11, color="black", markerfacecolor="#f6c244",
                      label="measured" if particle == "isotropic" else None, zorder=5)  # fmt: skip
            axes.annotate(f"{capacity:.0f}", (10, capacity), (-8, 0), textcoords="offset points",
                          ha="right", va="center")  # fmt: skip
        axes.set_xscale("log")
        axes.set_xticks(sorted(band["c_rate"].unique()))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda rate, _: f"{rate:g}"))
        axes.minorticks_off()
        axes.set(xlabel="C-rate", ylabel="Discharge capacity [mAh/g]")
        axes.set_ylim(0, 1.08 * max(band[0.95].max(), *measured.values()))
        axes.set_title(
            f"D_ab fitted to the isotropic {measured['isotropic']:.0f} mAh/g only", fontsize=9
        )
        axes.legend(loc="lower left")
    return figure


def write_explanation(out_dir: Path, result: Explanation, inputs: Mapping[str, Any]) -> list[Path]:
    """Tables, record and figures of an explanation, as files ``explain_*``; the files."""

    def named(ending: str) -> Path:
        return out_dir / f"explain_{ending}"

    found = {" ".join(key): one for key, one in result.uncertainties.items()}
    samples = _labelled({name: one.samples for name, one in found.items()})
    indices = _labelled({name: one.indices.rename_axis(None) for name, one in found.items()})
    tables = {
        "fits.csv": result.fits.rename_axis("fit").reset_index(),
        "attribution.csv": result.attribution,
        "samples.csv": samples,
        "sobol.csv": indices.rename_axis("prior").reset_index(),
        "band.csv": result.band,
        "nmc111.csv": result.nmc111.table,
    }
    for ending, table in tables.items():
        table.to_csv(named(ending), index=False)
    record = out_dir / "explain.json"
    sets = {name: li2025(name) for name in (ISOTROPIC, CORE_SHELL)}
    points = samples[["scenario", "status", "reason"]]
    write_record(record, points, inputs, sets, {"statements": result.statements})
    as_it_is = result.attribution[result.attribution["scenario"] == "as it is"]
    first = next(one for key, one in result.uncertainties.items() if key[-1] == RANDOM_GRAINS)
    scenarios = {", ".join(key): one for key, one in result.uncertainties.items()}
    figures = {
        "attribution.png": attribution_figure(as_it_is),
        "band.png": band_figure(result.band),
        "sobol.png": sobol_figure(first),
        "scenarios.png": prediction_figure(scenarios),
    }
    for ending, figure in figures.items():
        save_figure(named(ending), figure)
    return [*(named(ending) for ending in tables), record, *(named(end) for end in figures)]


def _labelled(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables, names=["scenario", None]).reset_index(level=0)


def sobol_figure(result: Uncertainty) -> Figure:
    """First-order and total Sobol indices of the predicted capacity, a bar per prior.

    An index that the draws do not settle is not drawn, and said not to be.
    """
    labels = {prior.name: prior.label for prior in result.priors}
    indices = result.settled_indices.sort_values("total")
    hidden = len(result.indices) - len(indices)
    where = np.arange(len(indices))
    with style():
        figure = Figure(figsize=(4.6, 1.1 + 0.27 * len(indices)), layout="constrained")
        axes = figure.subplots()
        for offset, name, colour, label in (
            (0.19, "total", OTHERS[0], "total"),
            (-0.19, "first", OTHERS[2], "alone (first order)"),
        ):
            axes.barh(where + offset, indices[name], 0.36, xerr=indices[f"{name}_error"],
                      color=colour, label=label, error_kw={"linewidth": 0.8})  # fmt: skip
        axes.set_yticks(where, [labels[name] for name in indices.index])
        axes.grid(axis="y", visible=False)
        lowest = indices["first"].min() - 0.02 if len(indices) else 0
        axes.set(xlabel="Share of the variance (Sobol index)", xlim=(min(0, lowest), None))
        title = f"Predicted {result.pair.second} capacity at {result.pair.c_rate:g}C"
        if hidden:
            title += f"\n{hidden} of {len(result.indices)} priors not settled: draw more"
        axes.set_title(title, fontsize=9)
        if len(indices):
            axes.legend(loc="lower right")
    return figure


def prediction_figure(results: dict[str, Uncertainty]) -> Figure:
    """Distribution of the predicted core-shell capacity in each scenario, with the measured one.

    Scenarios whose quantiles agree to 0.1 mAh/g are one row.
    """
    results = _distinct(results)
    with style():
        figure = Figure(figsize=(5.6, 0.9 + 0.42 * len(results)), layout="constrained")
        axes = figure.subplots()
        for row, result in enumerate(results.values()):
            q = result.quantiles
            axes.plot([q[0.05], q[0.95]], [row, row], color=COLOURS["core-shell"], linewidth=1.2)
            axes.plot([q[0.25], q[0.75]], [row, row], color=COLOURS["core-shell"], linewidth=6,
                      solid_capstyle="butt")  # fmt: skip
            axes.plot(q[0.5], row, "o", color="white", markersize=4)
        measured = next(iter(results.values())).measured
        axes.axvline(measured, color="black", linestyle="--", linewidth=1)
        axes.annotate(f"measured {measured:.0f}", (measured, -0.45), (-4, 0), ha="right",
                      va="center", textcoords="offset points", fontsize=8)  # fmt: skip
        axes.set_yticks(range(len(results)), list(results))
        axes.set_ylim(len(results) - 0.4, -0.8)
        axes.grid(axis="y", visible=False)
        axes.set(xlabel="Predicted capacity at 10C [mAh/g]")
        axes.set_title("Core-shell: median, middle half, 90 % of draws", fontsize=9)
    return figure


def _distinct(results: Mapping[str, Uncertainty]) -> dict[str, Uncertainty]:
    """Each distribution once, named by its first scenario and how many more are alike."""
    groups: dict[tuple[float, ...], list[str]] = {}
    for name, result in results.items():
        key = tuple(round(float(q), 1) for q in result.quantiles)
        groups.setdefault(key, []).append(name)
    return {
        names[0] + (f"\nand {len(names) - 1} more alike" if names[1:] else ""): results[names[0]]
        for names in groups.values()
    }
