"""The set of designs: what each variable may be, and what a design tolerates."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

from pybamm_facets.design import FoundDesign
from pybamm_facets.design.space import IN_ASINH
from pybamm_facets.report.style import OTHERS, letter, style


def profile_figure(found: FoundDesign, profiles: pd.DataFrame) -> Figure:
    """The least order with each variable held, a panel a variable; the star is the design."""
    free = found.space.free
    with style():
        figure = Figure(figsize=(2.3 * len(free) + 0.4, 2.5), layout="constrained")
        panels = np.atleast_1d(figure.subplots(1, len(free), sharey=True))
        letter(panels)
        for axes, name in zip(panels, free, strict=True):
            factor, label = SHOWN[name]
            rows = profiles[(profiles["variable"] == name) & profiles["met"]]
            own = found.variables[name], found.ordering
            line = sorted([*zip(rows["value"], rows["ordering"], strict=True), own])
            axes.plot(*np.array(line).T * [[factor], [1.0]], "o-", color=OTHERS[0])
            axes.plot(factor * own[0], own[1], "*", color="#f6c244", markeredgecolor="black",
                      markersize=11)  # fmt: skip
            axes.set_xlabel(label)
            if name in IN_ASINH:
                low, high = free[name]
                axes.set_xscale("asinh", linear_width=1.0)
                axes.set_xticks([one for one in TICKS if low <= one <= high], minor=False)
                axes.xaxis.set_minor_locator(NullLocator())
                axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:g}"))
        panels[0].set_ylabel("Ω [nat per grain]")
        panels[0].set_ylim(bottom=0)
    return figure


def tolerance_figure(table: pd.DataFrame) -> Figure:
    """How far each variable may go alone, in per cent of its value."""
    told = table[["low_percent", "high_percent"]].notna().any(axis=1)
    rows = table[told & (table["value"].abs() > SMALLEST * (table["to"] - table["from"]))].iloc[
        ::-1
    ]
    with style():
        figure = Figure(figsize=(4.6, 0.9 + 0.35 * max(len(rows), 1)), layout="constrained")
        axes = figure.subplots()
        for k, row in enumerate(rows.itertuples()):
            low, high = sorted((_clipped(row.low_percent, -1), _clipped(row.high_percent, 1)))
            axes.barh(k, high - low, left=low, color=OTHERS[0], height=0.55)
            for end, given in ((low, row.low_percent), (high, row.high_percent)):
                text = (
                    f"{given:+.{0 if abs(given) >= 10 else 1}f} %" if np.isfinite(given) else "any"
                )
                side, turn = (3, "left") if end > 0 else (-3, "right")
                axes.annotate(text, (end, k), (side, 0), fontsize=7, va="center", ha=turn,
                              textcoords="offset points")  # fmt: skip
        axes.axvline(0, color="black", lw=0.8)
        labels = [SHOWN[name][1].split(" [")[0] for name in rows["variable"]]
        axes.set_yticks(range(len(rows)), labels)
        axes.set(xlim=(-WIDEST * 1.3, WIDEST * 1.3), xlabel="Change that is tolerated [%]")
        axes.grid(visible=False, axis="y")
    return figure


TICKS = (-300, -30, -3, 0, 3, 30, 300)
WIDEST = 60.0
"""Per cent, up to which a tolerance is drawn."""
SMALLEST = 1e-2
"""Of its range: a variable nearer to zero has no tolerance in per cent of itself."""


def _clipped(percent: float, side: int) -> float:
    return side * WIDEST if not np.isfinite(percent) else float(np.clip(percent, -WIDEST, WIDEST))


SHOWN = {
    "radius_m": (1e6, "Particle radius [µm]"),
    "core_fraction": (1.0, "Core radius fraction"),
    "kappa_core": (1.0, "κ of the core"),
    "kappa_shell": (1.0, "κ of the shell"),
    "selection": (1.0, "Selection of facets [nat]"),
    "diffusivity_m2_s": (1.0, "D_ab [m²/s]"),
}
"""Factor and label of a variable in figures."""
