"""Figures of the explanation: rate curves with their band, and Sobol indices."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from pybamm_facets.measured import li2025_capacities
from pybamm_facets.report.style import COLOURS, OTHERS, style
from pybamm_facets.studies.uncertainty import Uncertainty


def band_figure(band: pd.DataFrame, measured: dict[str, float] | None = None) -> Figure:
    """Blind capacity against rate: median and 90 % band of both particles, and what was measured.

    Parameters
    ----------
    band
        Of `pybamm_facets.studies.uncertainty.rate_band`.
    measured
        Particle to capacity at 10C [mAh/g].
    """
    measured = measured or _measured()
    with style():
        figure = Figure(figsize=(4.2, 3.2), layout="constrained")
        axes = figure.subplots()
        for particle, rows in band.groupby("particle", sort=False):
            colour = COLOURS[str(particle)]
            axes.fill_between(rows["c_rate"], rows[0.05], rows[0.95], color=colour, alpha=0.25,
                              linewidth=0)  # fmt: skip
            axes.plot(rows["c_rate"], rows[0.5], marker="o", color=colour,
                      label=f"{particle}, median and 90 %")  # fmt: skip
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


def _measured() -> dict[str, float]:
    table = li2025_capacities()
    return dict(zip(table["particle"], table["capacity_mAh_g"], strict=True))


def sobol_figure(result: Uncertainty) -> Figure:
    """First-order and total Sobol indices of the predicted core-shell capacity, a bar a prior."""
    labels = {prior.name: prior.label for prior in result.priors}
    indices = result.indices.sort_values("total")
    where = np.arange(len(indices))
    with style():
        figure = Figure(figsize=(4.6, 0.9 + 0.27 * len(indices)), layout="constrained")
        axes = figure.subplots()
        for offset, name, colour, label in (
            (0.19, "total", OTHERS[0], "total"),
            (-0.19, "first", OTHERS[2], "alone (first order)"),
        ):
            axes.barh(where + offset, indices[name], 0.36, xerr=indices[f"{name}_error"],
                      color=colour, label=label, error_kw={"linewidth": 0.8})  # fmt: skip
        axes.set_yticks(where, [labels[name] for name in indices.index])
        axes.grid(axis="y", visible=False)
        axes.set(xlabel="Share of the variance (Sobol index)",
                 xlim=(min(0, float(indices["first"].min()) - 0.02), None))  # fmt: skip
        axes.set_title("Predicted core-shell capacity at 10C", fontsize=9)
        axes.legend(loc="lower right")
    return figure


def prediction_figure(results: dict[str, Uncertainty]) -> Figure:
    """Distribution of the predicted core-shell capacity in each scenario, with the measured one."""
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
