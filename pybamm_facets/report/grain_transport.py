"""Figures of grain-resolved transport: lithium in the grains, curves, and the radial model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, TriMesh
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from matplotlib.tri import Triangulation

from pybamm_facets._units import MA_CM2
from pybamm_facets.cross_section.section.grain_mesh import GrainMesh
from pybamm_facets.cross_section.transport.transport_result import TransportResult
from pybamm_facets.report.cross_section import MICROMETRE
from pybamm_facets.report.style import OTHERS, colours, letter, style

CONTENT = Normalize(0.15, 1.0)
MAP = "magma"
MARKERS = {"in space": "o", "in plane": "s"}

Runs = Mapping[str, tuple[GrainMesh, TransportResult]]
"""Title to mesh and run."""


def lithiation_figure(runs: Runs, times: Sequence[float]) -> Figure:
    """Lithium content at times (columns) of runs (rows); a run that has ended shows its end once.

    Parameters
    ----------
    runs
        Title to mesh and result.
    times
        [s].
    """
    with style():
        figure = Figure(
            figsize=(1.9 * len(times) + 0.9, 2.05 * len(runs) + 0.3), layout="constrained"
        )
        grid = figure.subplots(len(runs), len(times), squeeze=False)
        for row, (title, (mesh, result)) in zip(grid, runs.items(), strict=True):
            over = False
            for axes, time in zip(row, times, strict=True):
                if over:
                    axes.set_axis_off()
                    continue
                shown = min(time, result.time[-1])
                over = shown < time
                artist = draw_content(axes, mesh, result, shown)
                axes.set_title(
                    f"{shown:.0f} s, its end" if over else f"{shown:.0f} s", fontsize=8.5
                )
            row[0].set_ylabel(f"{title}, simulated")
            _scale_bar(row[0], mesh)
        letter(axes for axes in grid.flat if axes.axison)
        figure.colorbar(artist, ax=grid, label="Lithium content x", shrink=0.8, aspect=30)
    return figure


def _scale_bar(axes: Axes, mesh: GrainMesh) -> None:
    """A bar of one micrometre under a section."""
    radius = mesh.radius * MICROMETRE
    axes.plot([-radius, 1 - radius], [-1.1 * radius] * 2, color="black", linewidth=2)
    axes.text(0.5 - radius, -1.15 * radius, "1 µm", ha="center", va="top", fontsize=7)


def curves_figure(runs: Runs, radial: Mapping[str, pd.DataFrame]) -> Figure:
    """Voltage against capacity beside the radial model's, and the current around the rim.

    Parameters
    ----------
    runs
        Title to mesh and result.
    radial
        Title to a voltage curve with ``capacity_mAh_g`` and ``voltage_V``.
    """
    with style():
        figure = Figure(figsize=(7.2, 3.1), layout="constrained")
        left, right = panels = figure.subplots(1, 2)
        letter(panels)
        colour = colours(list(runs))
        for title, (_, result) in runs.items():
            left.plot(result.capacity, result.voltage, color=colour[title], label=title)
            middle = int(np.searchsorted(result.time, result.time[-1] / 2))
            right.plot(
                np.degrees(result.rim_position),
                result.rim_current[middle] / MA_CM2,
                color=colour[title],
                linewidth=1,
            )
        for title, curve in radial.items():
            left.plot(curve["capacity_mAh_g"], curve["voltage_V"], "--", color=colour[title])
        left.plot([], [], "--", color="black", label="radial model")
        left.set(xlabel="Capacity [mAh/g]", ylabel="Particle voltage [V]", xlim=(0, None))
        left.legend(loc="upper right")
        right.set(
            xlabel="Polar angle [°]",
            ylabel="Rim current density [mA/cm²]",
            title="halfway through the discharge",
            xlim=(-180, 180),
            xticks=[-180, -90, 0, 90, 180],
        )
        right.title.set_fontsize(9)
    return figure


def utilisation_figure(summary: pd.DataFrame) -> Figure:
    """Utilisation of grains, disk and radial model against the rate, a panel a particle.

    Parameters
    ----------
    summary
        Of `pybamm_facets.studies.grain_resolved.grains.over_seeds`.
    """
    particles = list(summary["particle"].unique())
    with style():
        figure = Figure(figsize=(7.2, 2.9), layout="constrained")
        panels = np.atleast_1d(figure.subplots(1, len(particles), sharey=True))
        letter(panels)
        for axes, particle in zip(panels, particles, strict=True):
            rows = summary[summary["particle"] == particle]
            _utilisations(axes, rows)
            axes.set_title(f"{particle}, κ = {rows['kappa'].iloc[0]:g}", fontsize=9)
        panels[0].set(ylabel="Share of the window used", ylim=(0, 1))
        panels[0].legend(loc="lower left", handlelength=2.4)
    return figure


def anisotropy_figure(table: pd.DataFrame) -> Figure:
    """Utilisation against D_ab/D_c; table of `utilisation_against_anisotropy`."""
    with style():
        figure = Figure(figsize=(4.2, 3.1), layout="constrained")
        axes = figure.subplots()
        colour = colours(list(table["particle"].unique()))
        for (particle, way), rows in table.groupby(["particle", "axes"], sort=False):
            groups = rows.groupby("ratio")["utilisation"]
            axes.errorbar(
                groups.mean().index,
                groups.mean(),
                groups.std().fillna(0),
                marker=MARKERS.get(way, "o"),
                linestyle="-" if way == "in space" else ":",
                color=colour[particle],
                capsize=2,
                label=f"{particle}, axes {way}",
            )
        closed = table["homogeneous"].iloc[0]
        axes.axhline(closed, color="black", linewidth=0.9, linestyle="--", label="D_ab throughout")
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda ratio, _: f"{ratio:g}"))
        axes.set(xlabel="D_ab / D_c", ylabel="Share of the window used, 10C", ylim=(0, None))
        axes.legend(loc="lower left")
    return figure


def draw_content(axes: Axes, mesh: GrainMesh, result: TransportResult, time: float) -> TriMesh:
    """Lithium content at a time, grain boundaries over it, on bare axes."""
    nodes = result.nodes
    x, y = nodes.points * MICROMETRE
    artist = axes.tripcolor(
        Triangulation(x, y, nodes.triangles.T),
        result.field(time),
        norm=CONTENT,
        cmap=MAP,
        shading="gouraud",
        rasterized=True,
    )
    edges = mesh.points.T[mesh.boundaries[0].T] * MICROMETRE
    axes.add_collection(LineCollection(edges.tolist(), colors="white", linewidths=0.2, alpha=0.6))
    axes.set_aspect("equal")
    axes.grid(False)
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    return artist


def _utilisations(axes: Axes, rows: pd.DataFrame) -> None:
    one = rows[rows["axes"] == rows["axes"].iloc[0]]
    axes.plot(one["c_rate"], one["utilisation_radial"], "-", color="black", label="radial model")
    axes.plot(one["c_rate"], one["utilisation_disk"], "--", color="#8a8a8a", label="its disk")
    for (way, points), colour in zip(rows.groupby("axes", sort=False), OTHERS[1:3], strict=False):
        axes.errorbar(
            points["c_rate"],
            points["utilisation_grains"],
            points["sd_grains"].fillna(0),
            marker=MARKERS.get(str(way), "o"),
            linestyle="none",
            color=colour,
            capsize=2,
            label=f"grains, axes {way}",
        )
    axes.set_xscale("log")
    axes.set_xticks(sorted(one["c_rate"].unique()))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda rate, _: f"{rate:g}"))
    axes.minorticks_off()
    axes.set_xlabel("C-rate")
