"""Figures of a particle's cross-section: grains, stresses, and their radial means."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.tri import Triangulation

from pybamm_facets.cross_section.section.grain_mesh import GrainMesh
from pybamm_facets.cross_section.stress.ensemble import StressEnsemble
from pybamm_facets.cross_section.stress.mean_field import MeanField
from pybamm_facets.cross_section.stress.stress_field import StressField
from pybamm_facets.report.style import colours, letter, style

STRESSES = {
    "von_mises": "von Mises",
    "principal_1": "first principal",
    "hydrostatic": "hydrostatic",
}
MICROMETRE = 1e6
_TICK = 0.33
_MEGAPASCALS = 1e8


def stress_maps_figure(fields: Mapping[str, StressField]) -> Figure:
    """One row a particle: c-axis angle, stresses, and lithium content where it varies.

    Parameters
    ----------
    fields
        By title. One colour scale a column.
    """
    varies = any(np.ptp(field.content) > 0 for field in fields.values())
    n_columns = 1 + len(STRESSES) + varies
    with style():
        figure = Figure(figsize=(2.1 * n_columns, 2.1 * len(fields) + 0.7), layout="constrained")
        panels = figure.subplots(len(fields), n_columns, squeeze=False)
        for (title, field), row in zip(fields.items(), panels, strict=True):
            _bare(row, field.mesh)
            row[0].set_ylabel(f"{title}, simulated")
        _angles(figure, panels[:, 0], fields)
        for name, column in zip(STRESSES, panels.T[1:], strict=False):
            _stresses(figure, column, fields, name)
        if varies:
            _contents(figure, panels[:, -1], fields)
        letter(panels.flat)
    return figure


def radial_means_figure(
    ensembles: Mapping[str, StressEnsemble],
    closed_forms: Mapping[str, MeanField] | None = None,
    law: str = "tensor",
) -> Figure:
    """Von Mises and hydrostatic stress over the radius: mean and sd over seeds, per EΔ.

    Parameters
    ----------
    ensembles
        Unit solves, by particle.
    closed_forms
        Drawn over the particles of the same name.
    law
        Which law's rows to take.
    """
    with style():
        figure = Figure(figsize=(7.2, 3.2), layout="constrained")
        axes = dict(zip(("von_mises", "hydrostatic"), figure.subplots(1, 2), strict=True))
        letter(axes.values())
        colour = colours(list(ensembles))
        for quantity, panel in axes.items():
            for name, ensemble in ensembles.items():
                rows = ensemble.radial[ensemble.radial["law"] == law]
                _band(panel, rows, quantity, colour[name], name)
            label = f"Mean {STRESSES[quantity]} stress / (E Δ)"
            panel.set(xlabel="r / R", ylabel=label, xlim=(0, 1))
        axes["von_mises"].set_ylim(0, None)
        for name, form in (closed_forms or {}).items():
            axes["hydrostatic"].plot(
                form.r_over_R, form.hydrostatic, "--", color="black", linewidth=1,
                label=f"{name}, closed form",
            )  # fmt: skip
        axes["von_mises"].legend(loc="lower left")
        low, high = axes["hydrostatic"].get_ylim()
        axes["hydrostatic"].set_ylim(low, high + 0.25 * (high - low))
        axes["hydrostatic"].legend(loc="upper right")
    return figure


def draw_map(
    axes: Axes, mesh: GrainMesh, values: np.ndarray, norm: Normalize, cmap: str
) -> Collection:
    """A value a triangle (Nt,), with the grain boundaries over it; returns the artist."""
    x, y = mesh.points * MICROMETRE
    triangles = Triangulation(x, y, mesh.triangles.T)
    artist = axes.tripcolor(
        triangles, values, norm=norm, cmap=cmap, rasterized=True, edgecolors="none"
    )
    edges = np.concatenate([mesh.boundaries[0], mesh.rim_edges], axis=1)
    lines = LineCollection(
        (mesh.points.T[edges.T] * MICROMETRE).tolist(), colors="black", linewidths=0.35
    )
    axes.add_collection(lines)
    return artist


def _bare(row: np.ndarray, mesh: GrainMesh) -> None:
    for panel in row:
        panel.set_aspect("equal")
        panel.grid(False)
        panel.set(xticks=[], yticks=[])
        panel.spines[:].set_visible(False)
    radius = mesh.radius * MICROMETRE
    row[0].plot([-radius / 2, radius / 2], [-1.12 * radius] * 2, color="black", linewidth=1.5)
    row[0].text(0, -1.17 * radius, f"{radius:g} µm", ha="center", va="top", fontsize=7)


def _angles(figure: Figure, column: np.ndarray, fields: Mapping[str, StressField]) -> None:
    norm = Normalize(0, 180)
    for panel, field in zip(column, fields.values(), strict=True):
        mesh = field.mesh
        theta = np.degrees(mesh.microstructure.theta)[mesh.grain]
        artist = draw_map(panel, mesh, theta, norm, "twilight")
        panel.add_collection(_layer_ticks(mesh))
    column[0].set_title("c axis in the section", fontsize=9)
    bar = figure.colorbar(
        artist, ax=column, location="bottom", label="θ [°]", shrink=0.85, aspect=18
    )
    bar.set_ticks([0, 90, 180])


def _layer_ticks(mesh: GrainMesh) -> LineCollection:
    """Traces of the layer planes, long where the c axis lies in the section."""
    area = np.bincount(mesh.grain, mesh.area)
    middle = mesh.points[:, mesh.triangles].mean(axis=1)
    centre = np.array([np.bincount(mesh.grain, mesh.area * x) / area for x in middle])
    nx, ny = mesh.microstructure.c_axis[:, :2].T
    half = _TICK * np.sqrt(area) * np.array([-ny, nx])
    ends = np.stack([centre - half, centre + half]).transpose(2, 0, 1) * MICROMETRE
    return LineCollection(ends.tolist(), colors="white", linewidths=0.9)


def _stresses(
    figure: Figure, column: np.ndarray, fields: Mapping[str, StressField], name: str
) -> None:
    means = {
        title: (getattr(field, name) * field.dx).sum(axis=1) / field.dx.sum(axis=1)
        for title, field in fields.items()
    }
    largest = max(float(np.percentile(abs(values), 99)) for values in means.values())
    scale, unit = (1e-9, "GPa") if largest > _MEGAPASCALS else (1e-6, "MPa")
    signed = name != "von_mises"
    limit = largest * scale or 1.0
    norm = Normalize(-limit if signed else 0, limit)
    for panel, field, values in zip(column, fields.values(), means.values(), strict=True):
        artist = draw_map(panel, field.mesh, values * scale, norm, "PuOr" if signed else "viridis")
    column[0].set_title(STRESSES[name], fontsize=9)
    figure.colorbar(
        artist, ax=column, location="bottom", label=f"stress [{unit}]", shrink=0.85, aspect=18,
        extend="both" if signed else "max",
    )  # fmt: skip


def _contents(figure: Figure, column: np.ndarray, fields: Mapping[str, StressField]) -> None:
    contents = [field.content.mean(axis=1) for field in fields.values()]
    norm = Normalize(min(c.min() for c in contents), max(c.max() for c in contents))
    for panel, field, content in zip(column, fields.values(), contents, strict=True):
        artist = draw_map(panel, field.mesh, content, norm, "magma")
    column[0].set_title("lithium content", fontsize=9)
    figure.colorbar(artist, ax=column, location="bottom", label="x", shrink=0.85, aspect=18)


def _band(panel: Axes, rows: pd.DataFrame, quantity: str, colour: str, label: str) -> None:
    groups = rows.groupby("r_over_R")[quantity]
    mean, sd = groups.mean(), groups.std()
    panel.plot(mean.index, mean, color=colour, label=label)
    panel.fill_between(mean.index, mean - sd, mean + sd, color=colour, alpha=0.2, linewidth=0)
