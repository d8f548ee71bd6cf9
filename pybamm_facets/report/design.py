"""Files of a design: tables and record; and the map of where facets pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from pybamm_facets import names
from pybamm_facets.design import FoundDesign, Payoff
from pybamm_facets.design.payoff import LAMBDA
from pybamm_facets.report.record import records, write_record
from pybamm_facets.report.style import letter, save_figure, style
from pybamm_facets.sets.files.loading import LoadedSet, loaded

LEVELS = (0.1, 0.5, 0.9)
"""Shares of the facets that are drawn as contours."""


def other_fits(one: LoadedSet) -> dict[str, float]:
    """Name of each other fit of a set's file to its D_ab [m2.s-1]."""
    found = {}
    variants = one.content.parsed.variants
    own = one.parameter_values
    for fit in variants.get("fit", []):
        values = loaded(one.content.path, {"fit": fit}).parameter_values
        scaled = names.DIFFUSIVITY_SCALE in values
        name = names.DIFFUSIVITY_SCALE if scaled else names.DIFFUSIVITY
        if name in own and values[name] != own[name]:
            found[fit] = float(values[name])
    return found


def write_design(
    out_dir: Path,
    found: FoundDesign,
    robust: FoundDesign | None,
    tables: Mapping[str, pd.DataFrame],
    words: Sequence[str],
    inputs: Mapping[str, Any],
    figures: Mapping[str, Figure],
) -> list[Path]:
    """Table of the design (and of the robust one), further tables, figures, record; the files."""
    designs = {"easiest": found} | ({} if robust is None else {"robust": robust})
    rows = [
        one.table.assign(design=name, ordering=one.ordering, met=one.met, **one.variables)
        for name, one in designs.items()
    ]
    csv, record = out_dir / "design.csv", out_dir / "design.json"
    table = pd.concat(rows, ignore_index=True)
    table.to_csv(csv, index=False)
    more = {
        "statements": list(words),
        "variables": {name: one.variables for name, one in designs.items()},
        "parameters": {name: one.parameters() for name, one in designs.items()},
        "evaluations": found.evaluations,
        "optimiser": found.message,
        "tables": {name: records(one) for name, one in tables.items()},
    }
    points = table[["design", "target", "status", "reason"]]
    write_record(record, points, inputs, {"set": found.parameter_values}, more)
    paths = [csv, record]
    for name, one in tables.items():
        paths.append(out_dir / f"design_{name}.csv")
        one.to_csv(paths[-1], index=False)
    for name, figure in figures.items():
        paths.append(out_dir / f"{name}.png")
        save_figure(paths[-1], figure)
    return paths


def payoff_figure(maps: Sequence[Payoff]) -> Figure:
    """Where facets pay: their share of the gain over Fo and Λ, a panel a run.

    Colour is the share, lines are at 10, 50 and 90 %, dashed lines the gain of both [mAh/g], the
    star is the set's own particle. White: no gain to share, or not computed.
    """
    columns = min(3, len(maps))
    rows = -(-len(maps) // columns)
    with style():
        figure = Figure(figsize=(2.6 * columns + 0.6, 2.45 * rows + 0.3), layout="constrained")
        panels = figure.subplots(rows, columns, squeeze=False, sharex=True, sharey=True)
        for axes in panels.flat[len(maps) :]:
            axes.set_visible(False)
        for axes, one in zip(panels.flat, maps, strict=False):
            grid = one.table.pivot(index="lambda", columns="fourier")
            x, y = grid["share"].columns.to_numpy(float), grid["share"].index.to_numpy(float)
            share = np.clip(grid["share"].to_numpy(float), 0, 1)
            gain = (grid["both_mAh_g"] - grid["random_mAh_g"]).to_numpy(float)
            mesh = axes.pcolormesh(x, y, share, cmap="YlGn", vmin=0, vmax=1, shading="nearest")
            lines = axes.contour(x, y, share, LEVELS, colors="black", linewidths=0.9)
            axes.clabel(lines, fmt=lambda v: f"{100 * v:.0f} %", fontsize=7)
            dashed = axes.contour(
                x, y, gain, [5, 10, 20, 40], colors="#7a3b00", linewidths=0.7, linestyles="--"
            )
            axes.clabel(dashed, fmt="%g", fontsize=6.5)
            axes.plot(*one.own, "*", color="#f6c244", markeredgecolor="black", markersize=10)
            axes.set(xscale="log", yscale="log", xlim=(x[0], x[-1]), ylim=LAMBDA)
            axes.set_title(one.label, fontsize=9)
            for axis in (axes.xaxis, axes.yaxis):
                axis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:g}"))
            axes.grid(visible=False)
        for axes in panels[-1]:
            axes.set_xlabel("Fo = $D_{ab}$ t/R²")
        for axes in panels[:, 0]:
            axes.set_ylabel("Λ = (1 mA/cm²)/i_p")
        letter(panels.flat[: len(maps)])
        figure.colorbar(mesh, ax=panels, label="Share of the facets in the gain", shrink=0.9)
    return figure
