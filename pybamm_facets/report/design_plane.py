"""A design among all orientations: what they can give and cost, and its fronts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.interpolate import griddata

from pybamm_facets.design import FoundDesign, OrientationPlane
from pybamm_facets.design.shell_plane import MARKED_KAPPAS
from pybamm_facets.report.style import OTHERS, letter, style


def design_figure(
    found: FoundDesign,
    plane: OrientationPlane,
    fronts: Mapping[str, pd.DataFrame] | None = None,
    marks: Mapping[str, tuple[float, float]] | None = None,
) -> Figure:
    """What orientation can give and costs, with the design in it, and its fronts.

    Parameters
    ----------
    found, plane
        The design, and the plane about it.
    fronts
        "target": of `front` along the first target; "radius": along the radius; "robust": the same
        at the worst corner of tolerances. Those that are there are drawn.
    marks
        Label to (what the first target gets, ordering) of particles to compare with.
    """
    given = fronts or {}
    panels = 1 + ("target" in given) + ("radius" in given)
    with style():
        figure = Figure(figsize=(4.0 if panels == 1 else 2.7 * panels, 3.9), layout="constrained")
        first, *more = axes = np.atleast_1d(figure.subplots(1, panels))
        letter(axes)
        _plane_panel(first, found, plane)
        if "target" in given:
            _target_panel(more.pop(0), found, given["target"], marks or {})
        if "radius" in given:
            _radius_panel(more.pop(0), given["radius"], given.get("robust"))
        key = first.get_legend_handles_labels()
        columns = 2 if panels == 1 else 3
        figure.legend(*key, loc="outside lower left", ncols=columns, fontsize=7)
    return figure


def _plane_panel(axes: Axes, found: FoundDesign, plane: OrientationPlane) -> None:
    for tier, shade, label in (
        ("any", "#ececec", "any orientation"),
        ("fibre", "#d2d2d2", "grains turned at random\nabout their c axis"),
    ):
        rows = plane.ranges[plane.ranges["tier"] == tier]
        axes.fill_between(rows["d"], rows["least"], rows["most"], color=shade, lw=0, label=label)
    prices = plane.prices
    d = np.linspace(0.08, 0.995, 140)
    j = np.linspace(0, float(prices["exchange_current"].max()), 140)
    known = prices[["d", "exchange_current"]].to_numpy()
    price = griddata(known, prices["ordering"].to_numpy(), tuple(np.meshgrid(d, j)))
    lines = axes.contour(d, j, price, PRICES, colors="#555555", linewidths=0.7)
    axes.clabel(lines, fmt="%g nat", fontsize=6.5)
    watson = plane.watson
    axes.plot(watson["d"], watson["exchange_current"], color="black", label="c axis alone (κ)")
    for kappa in MARKED_KAPPAS:
        row = watson[watson["kappa"] == kappa].iloc[0]
        axes.plot(row["d"], row["exchange_current"], ".", color="black", markersize=4)
        axes.annotate(
            f"{kappa:g}", (row["d"], row["exchange_current"]), (3, -8),
            textcoords="offset points", fontsize=6.5,
        )  # fmt: skip
    for target, colour in zip(found.targets, OTHERS, strict=False):
        rows = plane.reached[plane.reached["target"] == target.label]
        grid = rows.pivot(index="exchange_current", columns="d", values="reached")
        if grid.empty or not np.nanmin(grid) < target.at_least < np.nanmax(grid):
            continue
        axes.contour(grid.columns, grid.index, grid, [target.at_least], colors=colour)
        axes.plot([], [], color=colour, label=f"{target.at_least:g} {target.unit}, {target.label}")
    shell = found.shell
    axes.plot(
        shell.d, shell.exchange_current, "*", color="#f6c244", markeredgecolor="black",
        markersize=11, label="design", ls="none",
    )  # fmt: skip
    axes.set(xlim=(0.08, 1.0), xlabel="Radial diffusivity of the shell / $D_{ab}$")
    axes.set(ylim=(0, None), ylabel="Mean exchange current [mA/cm²]")
    axes.grid(visible=False)


def _target_panel(
    axes: Axes,
    found: FoundDesign,
    table: pd.DataFrame,
    marks: Mapping[str, tuple[float, float]],
) -> None:
    target, good = found.targets[0], table[table["met"]]
    axes.plot(good["value"], good["ordering"], "o-", color=OTHERS[0], label="least order")
    radii = good["radius_m"].unique()
    if len(radii) == 1:
        axes.set_title(f"radius {1e6 * radii[0]:g} µm", fontsize=9)
    if np.isclose(radii, found.variables["radius_m"]).all():
        axes.plot(target.at_least, found.ordering, "*", color="#f6c244", markeredgecolor="black",
                  markersize=11, label="design", ls="none")  # fmt: skip
    for label, (reached, ordering) in marks.items():
        axes.plot(reached, ordering, "^", color="black")
        right = reached > float(good["value"].mean())
        axes.annotate(
            label, (reached, ordering), (-5 if right else 5, 3), textcoords="offset points",
            fontsize=7, ha="right" if right else "left",
        )  # fmt: skip
    quantity = "Energy" if target.unit == "mWh/g" else "Capacity"
    axes.set(xlabel=f"{quantity}, {target.label} [{target.unit}]", ylabel="Ω [nat per grain]")
    axes.legend(loc="upper left")


def _radius_panel(axes: Axes, table: pd.DataFrame, robust: pd.DataFrame | None) -> None:
    good = table[table["met"]]
    axes.plot(1e6 * good["value"], good["ordering"], "o-", color=OTHERS[0], label="as designed")
    if robust is not None and robust["met"].any():
        sure = robust[robust["met"]]
        axes.plot(1e6 * sure["value"], sure["ordering"], "s--", color=OTHERS[1],
                  label="at the worst corner\nof the tolerances")  # fmt: skip
    missed = table[~table["met"] & (table["value"] > good["value"].max())]
    if len(missed):
        left = 0.5e6 * (good["value"].max() + missed["value"].min())
        axes.axvspan(left, 1e6 * table["value"].max(), color="#d9d9d9", lw=0)
        axes.text(
            left, axes.get_ylim()[1] * 0.95, " out of reach", va="top", fontsize=7, rotation=90
        )
    axes.set(xlabel="Particle radius [µm]", ylabel="Ω [nat per grain]")
    axes.legend(loc="upper left")


PRICES = (0.05, 0.2, 0.5, 1.0, 2.0)
"""Of order [nat per grain], drawn as contours."""
