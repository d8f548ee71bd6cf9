"""Figures of an inversion: j0 of the facets, and predicted against measured resistance."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from pybamm_facets._units import MOHM
from pybamm_facets.impedance.inversion.invert_files import FileInversion
from pybamm_facets.report.style import OTHERS, letter, save_figure, style

FOUND, TRUE, GREY = OTHERS[0], OTHERS[2], OTHERS[3]
KINDS = ((OTHERS[1], "o"), (OTHERS[0], "s"))
"""Colour and marker of groups of particles."""
BAND = 0.2


def facet_inversion_figure(
    table: pd.DataFrame,
    comparison: pd.DataFrame,
    truth: Mapping[str, float] | None = None,
) -> Figure:
    """The j0 of each facet (left), and R_CT predicted against measured (right).

    Parameters
    ----------
    table
        `FacetInversion.table`.
    comparison
        Rows of `Prediction.within`, with a column ``kind`` that names groups of particles.
    truth
        Facet to the true j0 [mA/cm²], where it is known.
    """
    with style():
        figure = Figure(figsize=(7.2, 3.2), layout="constrained")
        left, right = panels = figure.subplots(1, 2)
        letter(panels)
        draw_exchange_currents(left, table, truth)
        draw_comparison(right, comparison)
    return figure


def write_inversion(out_dir: Path, result: FileInversion) -> list[Path]:
    """Tables and figure of an inversion; the files."""
    names = ("facet_inversion.csv", "facet_particles.csv", "facet_inversion.png")
    facets, others, figure = (out_dir / name for name in names)
    result.inversion.table.to_csv(facets)
    result.particles.to_csv(others)
    paths = [facets, others, figure]
    if len(result.undetermined):
        paths.insert(2, out_dir / "facet_left_out.csv")
        result.undetermined.to_csv(paths[2])
    compared = result.particles.dropna(subset="measured_Ohm")
    save_figure(figure, facet_inversion_figure(result.inversion.table, compared))
    return paths


def draw_exchange_currents(
    axes: Axes, table: pd.DataFrame, truth: Mapping[str, float] | None = None
) -> None:
    """j0 of each facet with its standard error; an open triangle at the limit, at the bound."""
    position = np.arange(len(table))
    found = (~table["at_bound"]).to_numpy()
    axes.errorbar(
        position[found],
        table["j0_mA_cm2"][found],
        table["total_error_mA_cm2"][found].fillna(0),
        fmt="o",
        color=FOUND,
        capsize=3,
        label="from the particles, ±1σ",
        zorder=3,
    )
    if not found.all():
        axes.plot(
            position[~found],
            table["upper_95_mA_cm2"][~found],
            "v",
            color=FOUND,
            markerfacecolor="white",
            label="zero; 95 % upper limit",
            zorder=3,
        )
    if truth is not None:
        axes.scatter(
            position,
            [truth[facet] for facet in table.index],
            marker="_",
            s=220,
            color=TRUE,
            linewidths=1.6,
            label="put in",
            zorder=2,
        )
    axes.set_xticks(position, [str(facet) for facet in table.index])
    axes.set(xlabel="Facet", ylabel="$j_0$ [mA/cm²]")
    axes.set_yscale("log", nonpositive="clip")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda j0, _: f"{j0:g}"))
    axes.set_ylim(*_decades(table, truth))
    axes.margins(x=0.08)
    axes.legend(loc="lower right")
    axes.set_box_aspect(1)


def _decades(table: pd.DataFrame, truth: Mapping[str, float] | None) -> tuple[float, float]:
    """Ends of the axis: half a decade below the smallest, a little above the largest."""
    found = np.where(table["at_bound"], table["upper_95_mA_cm2"], table["j0_mA_cm2"])
    values = np.concatenate([found, list((truth or {}).values())])
    values = values[np.isfinite(values) & (values > 0)]
    return (float(values.min()) / 3, 2 * float(values.max())) if len(values) else (0.1, 1.0)


def draw_comparison(axes: Axes, comparison: pd.DataFrame) -> None:
    """Predicted against measured R_CT with the band of the paper's criterion."""
    known = comparison.dropna(subset="predicted_Ohm")
    if known.empty:
        axes.text(0.5, 0.5, "no particle to spare:\nnothing to compare", ha="center", va="center",
                  transform=axes.transAxes)  # fmt: skip
        axes.set_axis_off()
        return
    values = known[["measured_Ohm", "predicted_Ohm"]].to_numpy() / MOHM
    ends = np.array([0.8 * values.min(), 1.25 * values.max()])
    axes.fill_between(
        ends, (1 - BAND) * ends, (1 + BAND) * ends, color="#ececec", label=f"±{BAND:.0%}", zorder=1
    )
    axes.plot(ends, ends, color=GREY, linewidth=0.8, zorder=2)
    groups = known.groupby("kind", sort=False)
    for (kind, rows), (colour, marker) in zip(groups, KINDS, strict=False):
        axes.errorbar(
            rows["measured_Ohm"] / MOHM,
            rows["predicted_Ohm"] / MOHM,
            rows["standard_error_Ohm"].fillna(0) / MOHM,
            fmt=marker,
            capsize=3,
            color=colour,
            markerfacecolor="white",
            label=f"{kind}, predicted",
            zorder=3,
        )
    axes.set(
        xlabel=r"Measured $R_\mathrm{CT}$ [MΩ]",
        ylabel=r"Predicted $R_\mathrm{CT}$ [MΩ]",
        xlim=ends,
        ylim=ends,
    )
    axes.set_aspect("equal")
    axes.legend(loc="upper left")
