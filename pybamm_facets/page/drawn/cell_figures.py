"""The right of the page: capacity over rate, voltage curves, lost capacity, the payoff map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from bokeh.models import ColumnDataSource, FixedTicker, HoverTool, Whisker
from bokeh.palettes import Viridis256
from bokeh.plotting import figure
from bokeh.transform import linear_cmap

from pybamm_facets.page.computed.answers import FITTED, Answer
from pybamm_facets.page.computed.late_answers import LateAnswer
from pybamm_facets.page.drawn.look import (
    DESIGN_LIGHT,
    LOSS_COLOURS,
    MARKERS,
    Repainted,
    plain_figure,
    refill,
)
from pybamm_facets.page.state.url_query import MOST_PINS
from pybamm_facets.runs.outcome import Status
from pybamm_facets.studies.rates import DEFAULT_RATES

SLOTS = 1 + MOST_PINS
CURVE_POINTS = 60
"""Points of a curve that are sent to the browser."""
DIRECTIONS = ("discharge", "charge")


class CellFigures:
    """Figures of a cell, with sources that new answers refill: the design first, then the pins."""

    def __init__(self) -> None:
        self.repainted: list[Repainted] = []
        self.capacity = [
            {way: ColumnDataSource({"rate": [], "capacity": []}) for way in DIRECTIONS}
            for _ in range(SLOTS)
        ]
        self.gaps = ColumnDataSource({"rate": [], "at": [], "reason": []})
        self.measured = ColumnDataSource({n: [] for n in ("rate", "value", "low", "high", "fill",
                                                          "role")})  # fmt: skip
        self.curves = [
            {way: ColumnDataSource({"xs": [], "ys": [], "rate": []}) for way in DIRECTIONS}
            for _ in range(SLOTS)
        ]
        self.lost = ColumnDataSource({n: [] for n in ("part", "left", "right", "value", "colour")})
        self.map = ColumnDataSource({n: [] for n in ("left", "right", "bottom", "top", "share")})
        self.stars = [ColumnDataSource({"x": [], "y": []}) for _ in range(SLOTS)]
        self.rates = self._rates()
        self.voltages = self._voltages()
        self.losses = self._losses()
        self.payoff = self._payoff()

    @property
    def figures(self) -> list[figure]:
        """All of them."""
        return [self.rates, self.voltages, self.losses, self.payoff]

    def show(self, answers: Sequence[Answer], curve_rates: Sequence[float]) -> None:
        """Show designs: the present one, then the pins."""
        for slot in range(SLOTS):
            answer = answers[slot] if slot < len(answers) else None
            for way in DIRECTIONS:
                refill(self.capacity[slot][way], _capacities(answer, way))
        self._show_measured(answers[0])
        self.show_curves(answers, curve_rates)

    def show_curves(self, answers: Sequence[Answer], curve_rates: Sequence[float]) -> None:
        """Show voltage curves at some rates."""
        for slot in range(SLOTS):
            answer = answers[slot] if slot < len(answers) else None
            for way in DIRECTIONS:
                refill(self.curves[slot][way], _curves(answer, way, curve_rates))

    def show_late(self, late: LateAnswer, pins: Sequence[tuple[float, float]]) -> None:
        """Show what follows later: the stacked bar and the map."""
        refill(self.lost, _stack(late.lost))
        refill(self.map, _map(None if late.payoff is None else late.payoff.table))
        for source, (x, y) in zip(self.stars, [late.own, *pins], strict=False):
            source.data = {"x": [x], "y": [y]} if np.isfinite([x, y]).all() else {"x": [], "y": []}
        for source in self.stars[1 + len(pins) :]:
            source.data = {"x": [], "y": []}

    def _show_measured(self, answer: Answer) -> None:
        known = answer.measured
        filled = 1.0 if answer.role == FITTED else 0.0
        refill(self.measured, {
            "rate": [rate for _, rate in known],
            "value": [value for value, _ in known.values()],
            "low": [value - error for value, error in known.values()],
            "high": [value + error for value, error in known.values()],
            "fill": [filled] * len(known), "role": [answer.role] * len(known),
        })  # fmt: skip
        table = answer.table
        bad = table[~table["status"].map(lambda s: Status(s).has_result)]
        refill(self.gaps, {"rate": bad["c_rate"].tolist(), "at": [4.0] * len(bad),
                           "reason": bad["reason"].tolist()})  # fmt: skip

    def _rates(self) -> figure:
        made = plain_figure("Capacity over rate", height=280, x_axis_type="log",
                            x_range=(0.08, 12.5), y_range=(0, 250))  # fmt: skip
        for slot in reversed(range(SLOTS)):
            colour = DESIGN_LIGHT[slot]
            for way, dash in zip(DIRECTIONS, ("solid", [5, 4]), strict=True):
                source = self.capacity[slot][way]
                line = made.line("rate", "capacity", source=source, line_color=colour,
                                 line_dash=dash, line_width=2.4 if not slot else 1.6)  # fmt: skip
                dots = made.scatter("rate", "capacity", source=source, marker=MARKERS[slot],
                                    size=7, line_color=colour,
                                    fill_color=colour if way == "discharge" else None)  # fmt: skip
                self.repainted.append(Repainted(line.glyph, ("line_color",), slot))
                names = ("line_color", "fill_color") if way == "discharge" else ("line_color",)
                self.repainted.append(Repainted(dots.glyph, names, slot))
        whisker = Whisker(base="rate", lower="low", upper="high", source=self.measured,
                          line_color="#b2432f", level="annotation", upper_head=None,
                          lower_head=None)  # fmt: skip
        made.add_layout(whisker)
        self.repainted.append(Repainted(whisker, ("line_color",), 1))
        points = made.scatter("rate", "value", source=self.measured, marker="star", size=15,
                              fill_color="#b2432f", fill_alpha="fill", line_color="#b2432f",
                              line_width=1.6)  # fmt: skip
        gaps = made.scatter("rate", "at", source=self.gaps, marker="x", size=11,
                            line_color="#b2432f", line_width=2.5)  # fmt: skip
        self.repainted.append(Repainted(points.glyph, ("line_color", "fill_color"), 1))
        self.repainted.append(Repainted(gaps.glyph, ("line_color",), 1))
        made.xaxis.axis_label, made.yaxis.axis_label = "C-rate", "capacity [mAh/g]"
        made.xaxis.ticker = FixedTicker(ticks=list(DEFAULT_RATES))
        made.add_tools(
            HoverTool(renderers=[points], tooltips=[("measured", "@value mAh/g, @role")]),
            HoverTool(renderers=[gaps], tooltips=[("no result at", "@rate C: @reason")]),
            HoverTool(renderers=[r for r in made.renderers if r not in (points, gaps)][1::2],
                      tooltips=[("@rate C", "@capacity{0.0} mAh/g")]),
        )  # fmt: skip
        return made

    def _voltages(self) -> figure:
        made = plain_figure("Voltage over capacity", height=250, x_range=(0, 250),
                            y_range=(2.4, 4.6))  # fmt: skip
        for slot in reversed(range(SLOTS)):
            for way, dash in zip(DIRECTIONS, ("solid", [5, 4]), strict=True):
                lines = made.multi_line("xs", "ys", source=self.curves[slot][way],
                                        line_color=DESIGN_LIGHT[slot], line_dash=dash,
                                        line_width=2.0 if not slot else 1.4)  # fmt: skip
                self.repainted.append(Repainted(lines.glyph, ("line_color",), slot))
        made.xaxis.axis_label, made.yaxis.axis_label = "capacity [mAh/g]", "voltage [V]"
        made.add_tools(HoverTool(tooltips=[("rate", "@rate C"), ("", "$x{0.0} mAh/g, $y{0.00} V")]))
        return made

    def _losses(self) -> figure:
        made = plain_figure("Where the capacity is lost, a stacked bar", height=110,
                            y_range=(0, 1), x_range=(0, 250))  # fmt: skip
        made.quad(left="left", right="right", bottom=0.2, top=0.8, source=self.lost,
                  fill_color="colour", line_color="#40464c")  # fmt: skip
        made.yaxis.visible = False
        made.ygrid.visible = False
        made.xaxis.axis_label = "capacity of the window [mAh/g]"
        made.add_tools(HoverTool(tooltips=[("@part", "@value{0.00} mAh/g")]))
        return made

    def _payoff(self) -> figure:
        made = plain_figure("Where facets pay: their share of the gain", height=270,
                            x_axis_type="log", y_axis_type="log", x_range=(0.026, 11.5),
                            y_range=(0.042, 24))  # fmt: skip
        colour = linear_cmap("share", Viridis256, 0, 1, nan_color="#9aa0a6")
        made.quad(left="left", right="right", bottom="bottom", top="top", source=self.map,
                  line_color=colour, fill_color=colour)  # fmt: skip
        for slot in reversed(range(SLOTS)):
            star = made.scatter("x", "y", source=self.stars[slot], line_color="white",
                                marker="star" if not slot else MARKERS[slot], line_width=1.5,
                                size=18 if not slot else 11,
                                fill_color=DESIGN_LIGHT[slot])  # fmt: skip
            self.repainted.append(Repainted(star.glyph, ("fill_color",), slot))
        made.xaxis.axis_label = "Fo = D_ab · 1 h / (C R²)"
        made.yaxis.axis_label = "Λ = (1 mA/cm²) / i_p"
        made.add_tools(HoverTool(tooltips=[("share of facets", "@share{0 %}")]))
        return made


def _capacities(answer: Answer | None, way: str) -> dict[str, list[float]]:
    if answer is None:
        return {"rate": [], "capacity": []}
    found = [one for one in answer.results if one.run.direction.value == way]
    return {
        "rate": [one.run.c_rate for one in found],
        "capacity": [
            float(one.capacity(one.outcome.duration)) if one.outcome.status.has_result else np.nan
            for one in found
        ],
    }


def _curves(answer: Answer | None, way: str, rates: Sequence[float]) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {"xs": [], "ys": [], "rate": []}
    if answer is None:
        return found
    for one in answer.results:
        time, voltage = one.outcome.time, one.outcome.voltage
        if one.run.direction.value != way or one.run.c_rate not in rates:
            continue
        if time is None or voltage is None or not len(time):
            continue
        grid = np.linspace(0, time[-1], CURVE_POINTS)
        found["xs"].append(np.round(one.capacity(grid), 2).tolist())
        found["ys"].append(np.round(np.interp(grid, time, voltage), 4).tolist())
        found["rate"].append(f"{one.run.c_rate:g}")
    return found


def _stack(lost: pd.DataFrame | None) -> dict[str, list[object]]:
    if lost is None:
        return {n: [] for n in ("part", "left", "right", "value", "colour")}
    delivered = float(lost.attrs["capacity_mAh_g"])
    parts = ["delivered", *lost["part"]]
    values = np.array([delivered, *lost["loss_mAh_g"]])
    right = np.cumsum(values)
    return {"part": parts, "left": [0.0, *right[:-1]], "right": list(right),
            "value": values.tolist(), "colour": list(LOSS_COLOURS)}  # fmt: skip


def _map(table: pd.DataFrame | None) -> dict[str, list[float]]:
    if table is None:
        return {n: [] for n in ("left", "right", "bottom", "top", "share")}
    ends = {}
    for name in ("fourier", "lambda"):
        grid = np.unique(table[name])
        half = np.sqrt(grid[1] / grid[0])
        ends[name] = table[name].to_numpy(float) / half, table[name].to_numpy(float) * half
    return {
        "left": ends["fourier"][0].tolist(), "right": ends["fourier"][1].tolist(),
        "bottom": ends["lambda"][0].tolist(), "top": ends["lambda"][1].tolist(),
        "share": table["share"].tolist(),
    }  # fmt: skip
