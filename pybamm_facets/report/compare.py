"""Figure and files of the comparison with other people's measurements."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from pybamm_facets.paper.cycled_pair import CYCLES, RETENTION
from pybamm_facets.paper.literature_comparison import (
    Comparison,
)
from pybamm_facets.report.record import records, write_record
from pybamm_facets.report.style import COLOURS, OTHERS, letter, save_figure, style

COLUMNS_OF_GRID = 2
SET_LINES = {"default": "-", "hindered": "--"}
SET_MARKERS = {"default": "o", "hindered": "D"}
HINDERED = "dashed: D falls near the full lattice"
MARKERS = "osD^vP*X<>"
C_RATE = "C-rate, of the 1C that each states"
ROOM_FOR_KEY = 12
"""Below the points on an axis of decades."""
NMC111_COLOUR = OTHERS[3]
UNPLACED = "window or 1C not stated"


def comparison_figure(result: Comparison) -> Figure:
    """Capacity over rate in each window and 1C basis, needed D/R², retention, blind tests.

    Parameters
    ----------
    result
        Of `compare_with_literature`.
    """
    groups = list(dict.fromkeys(result.curves["group"]))
    panels = len(groups) + 4
    rows = -(-panels // COLUMNS_OF_GRID)
    with style():
        figure = Figure(figsize=(7.2, 2.75 * rows), layout="constrained")
        axes = list(figure.subplots(rows, COLUMNS_OF_GRID).flat)
        letter(axes[:panels])
        for ax, group in zip(axes, groups, strict=False):
            _group(ax, group, result)
        unplaced, needed, retention, blind = axes[len(groups) : panels]
        _unplaced(unplaced, result.points)
        _needed(needed, result.points)
        _retention(retention, result.fades)
        _blind(blind, result.blind)
        for ax in axes[panels:]:
            ax.set_axis_off()
    return figure


def write_comparison(out_dir: Path, result: Comparison, inputs: Mapping[str, Any]) -> list[Path]:
    """The table of points, the record with all other tables, and the figure; the files."""
    csv, record, figure = (out_dir / f"compare.{end}" for end in ("csv", "json", "png"))
    result.points.to_csv(csv, index=False)
    more = {
        "statements": result.statements,
        "curves": records(result.curves),
        "fades": records(result.fades),
        "mechanisms": records(result.mechanisms),
        "pairs": records(result.pairs),
        "blind": records(result.blind),
        "window": records(result.window),
        "conclusions": records(result.conclusions.rename_axis("conclusion").reset_index()),
    }
    write_record(record, result.points, inputs, {}, more)
    save_figure(figure, comparison_figure(result))
    return [csv, record, figure]


def _series_colours(names: list[str]) -> dict[str, str]:
    return dict(zip(names, cycle(OTHERS), strict=False))


def _group(axes: Axes, group: str, result: Comparison) -> None:
    curves = result.curves[result.curves["group"] == group]
    for (overlay, particle), line in curves.groupby(["set", "particle"], sort=False):
        colour = COLOURS.get(str(particle), NMC111_COLOUR)
        label = f"{particle}, simulated" if overlay == "default" else HINDERED
        shown = label if overlay == "default" or particle == "core-shell" else None
        axes.plot(line["c_rate"], line["capacity_mAh_g"], SET_LINES[str(overlay)], color=colour,
                  linewidth=1.2, label=shown)  # fmt: skip
    points = result.points[(result.points["group"] == group) & (result.points["set"] == "default")]
    points = points[points["reading"] != "ratio"]
    names = list(dict.fromkeys(points["series"]))
    shades = _series_colours(names)
    for k, (name, rows) in enumerate(points.groupby("series", sort=False)):
        own = str(name).startswith("Li2025")
        axes.plot(rows["c_rate"], rows["capacity_mAh_g"], "*" if own else MARKERS[k], color="black"
                  if own else shades[str(name)], markersize=9 if own else 5, label=str(name),
                  linestyle="none", zorder=5)  # fmt: skip
    _rate_axis(axes, group.replace(", ", "\n", 1))


def _unplaced(axes: Axes, points: pd.DataFrame) -> None:
    rows = points[(points["reading"] == "") & points["capacity_mAh_g"].notna()]
    axes.plot(rows["c_rate"], rows["capacity_mAh_g"], ".", color="#9a9a9a", linestyle="none",
              label=f"{len(rows)} points of {rows['series'].nunique()} series")  # fmt: skip
    for _, line in rows.groupby("series"):
        axes.plot(line["c_rate"], line["capacity_mAh_g"], "-", color="#c8c8c8", linewidth=0.7)
    _rate_axis(axes, UNPLACED)


def _rate_axis(axes: Axes, title: str) -> None:
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda rate, _: f"{rate:g}"))
    axes.set(xlabel=C_RATE, ylabel="Discharge capacity [mAh/g]", ylim=(0, None))
    axes.set_title(title, fontsize=8)
    axes.legend(loc="lower left", fontsize=6.5)


def _needed(axes: Axes, points: pd.DataFrame) -> None:
    known = points.dropna(subset="d_over_r2_per_s")
    known = known[known["reading"] == "absolute"]
    names = list(dict.fromkeys(known["series"]))
    colour = _series_colours([name for name in names if not name.startswith("Li2025")])
    for (name, overlay), rows in known.groupby(["series", "set"], sort=False):
        own = str(name).startswith("Li2025")
        shade = "black" if own else colour[str(name)]
        axes.plot(rows["c_rate"], rows["d_over_r2_per_s"], SET_LINES[str(overlay)],
                  marker="*" if own else SET_MARKERS[str(overlay)], color=shade,
                  markersize=8 if own else 4, linewidth=0.9,
                  label=str(name) if overlay == "default" else None)  # fmt: skip
    lowest = float(known["d_over_r2_per_s"].min())
    axes.set(xscale="log", yscale="log", xlabel=C_RATE, ylabel="Radial D/R² [1/s]")
    axes.set_ylim(lowest / ROOM_FOR_KEY, None)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda rate, _: f"{rate:g}"))
    axes.set_title(f"needed: level if the model is right\n{HINDERED}", fontsize=8)
    axes.legend(loc="lower center", fontsize=6.5, ncols=2)


def _retention(axes: Axes, fades: pd.DataFrame) -> None:
    known = fades.dropna(subset="retention")
    stated = known.dropna(subset="upper_voltage_V")
    for word, marker, which in (
        ("voltage of the cell", "s", "cell"),
        ("against lithium", "o", "lithium"),
        ("of which, not stated", "X", ""),
    ):
        rows = stated[stated["voltage_of"] == which]
        shown = axes.scatter(rows["cycles"], 100 * rows["retention"], c=rows["upper_voltage_V"],
                             cmap="viridis", vmin=4.2, vmax=4.7, marker=marker, s=28, label=word,
                             zorder=4)  # fmt: skip
    silent = known[known["upper_voltage_V"].isna()]
    axes.scatter(silent["cycles"], 100 * silent["retention"], marker="o", s=24, facecolors="none",
                 edgecolors="#8a8a8a", label="voltage not stated")  # fmt: skip
    axes.plot(CYCLES, 100 * RETENTION, "*", color="black", markersize=9, zorder=6,
              linestyle="none", label="Li2025 core-shell, more than")  # fmt: skip
    cycles = np.geomspace(100, 8000, 60)
    for percent in (0.02, 0.1, 0.5):
        axes.plot(cycles, np.maximum(100 - percent * cycles, 0), ":", color="#8a8a8a",
                  linewidth=0.8)  # fmt: skip
    figure = axes.figure
    assert isinstance(figure, Figure)
    figure.colorbar(shown, ax=axes, label="Upper voltage [V]", pad=0.01)
    axes.set(xscale="log", xlabel="Cycles", ylabel="Capacity kept [%]", ylim=(0, 103))
    axes.set_title("dotted: 0.02, 0.1 and 0.5 % a cycle", fontsize=8)
    axes.legend(loc="lower left", fontsize=6.5, frameon=True, framealpha=1, edgecolor="none",
                borderpad=0.1)  # fmt: skip


def _blind(axes: Axes, blind: pd.DataFrame) -> None:
    chosen = blind[blind["reading"] != "contact"]
    colour = _series_colours(list(dict.fromkeys(chosen["test"])))
    for (test, overlay), rows in chosen.groupby(["test", "set"], sort=False):
        shade = colour[str(test)]
        axes.plot(rows["measured"] / _scale(rows), rows["predicted"] / _scale(rows),
                  SET_MARKERS[str(overlay)], color=shade, markerfacecolor="white",
                  linestyle="none", label=str(test) if overlay == "default" else None)  # fmt: skip
    ends = (0.1, 5.0)
    axes.plot(ends, ends, color="#8a8a8a", linewidth=0.8)
    axes.set(xscale="log", yscale="log", xlim=ends, ylim=ends, xlabel="Measured",
             ylabel="Predicted")  # fmt: skip
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(FixedLocator([0.1, 0.2, 0.5, 1, 2, 5]))
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_title("blind tests: ratios, or capacity / 200 mAh/g\n"
                   "diamonds: D falls near the full lattice", fontsize=8)  # fmt: skip
    axes.legend(loc="upper left", fontsize=6.5)


def _scale(rows: pd.DataFrame) -> float:
    """Capacities go on the axis of the ratios."""
    return 200.0 if rows["measured"].max() > 20 else 1.0
