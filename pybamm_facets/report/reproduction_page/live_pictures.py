"""Figures of the reproduction that tell their values under the pointer; Bokeh draws them."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any

from bokeh.embed import json_item
from bokeh.layouts import row
from bokeh.models import ColumnDataSource, HoverTool, Model
from bokeh.palettes import Viridis256
from bokeh.plotting import figure
from bokeh.resources import Resources

from pybamm_facets.paper.main_job import MainJob
from pybamm_facets.paper.reproduction.chapter import Picture
from pybamm_facets.report.cycling import title_of
from pybamm_facets.report.style import colours
from pybamm_facets.runs.outcome import with_result
from pybamm_facets.studies.cycling.hypothesis_test import HypothesisTest

LIVE = "application/json"
"""Media type of such a figure: Bokeh's description of it."""
TOLD = ("fit", "particle", "c_rate", "capacity_mAh_g", "role")
TOOLS = "pan,wheel_zoom,box_zoom,reset"
DASHES = {"texture": "solid", "blind": "dashed"}
SIZE = {"width": 500, "height": 380}


def script_of_live_pictures() -> str:
    """BokehJS, to be written into a page so that it needs no network."""
    return "\n".join(Resources(mode="inline", components=["bokeh"]).js_raw)


def live_rates(job: MainJob) -> Picture:
    """Capacity against rate, and voltage against capacity at the highest rate."""
    table = with_result(job.table[job.table["direction"] == "discharge"])
    left = figure(x_axis_type="log", x_axis_label="C-rate", tools=TOOLS,
                  y_axis_label="Discharge capacity [mAh/g]", y_range=(0, 250), **SIZE)  # fmt: skip
    shade = colours(list(table["particle"].unique()))
    drawn = []
    for (fit, particle), line in table.groupby(["fit", "particle"], sort=False):
        source = ColumnDataSource(line[list(TOLD)].to_dict("list"))
        look: dict[str, Any] = {"color": shade[particle], "source": source}
        left.line("c_rate", "capacity_mAh_g", line_dash=DASHES[fit], line_width=2,
                  legend_label=f"{particle}, {fit}", **look)  # fmt: skip
        fitted = (line["role"] == "fitted").to_numpy()
        source.data["inside"] = [shade[particle] if one else "white" for one in fitted]
        drawn.append(left.scatter("c_rate", "capacity_mAh_g", size=8, fill_color="inside",
                                  line_color=shade[particle], source=source))  # fmt: skip
    measured = ColumnDataSource(
        table.dropna(subset="measured_mAh_g").drop_duplicates(["particle", "c_rate"])
        .assign(fit="measured", role="measured", capacity_mAh_g=lambda t: t["measured_mAh_g"])
        [list(TOLD)].to_dict("list")
    )  # fmt: skip
    star: dict[str, Any] = {"marker": "star", "size": 14, "color": "#333333", "fill_color": None}
    drawn.append(left.scatter("c_rate", "capacity_mAh_g", legend_label="measured", source=measured,
                              **star))  # fmt: skip
    _tell(left, drawn, [("", "@particle, @fit"), ("rate", "@c_rate{0.##}C"),
                        ("capacity", "@capacity_mAh_g{0.0} mAh/g"), ("role", "@role")])  # fmt: skip
    left.legend.location = "bottom_left"
    return _picture(
        "live-rates", row(left, _voltages(job, shade)),
        "Capacity against rate of both particles in both fits, and voltage at the highest rate",
        "The same, with values under the pointer. Filled: fitted; open: predicted.",
    )  # fmt: skip


def _voltages(job: MainJob, shade: dict[str, str]) -> figure:
    highest = job.curves["c_rate"].max()
    curves = job.curves[(job.curves["c_rate"] == highest)
                        & (job.curves["direction"] == "discharge")]  # fmt: skip
    right = figure(x_axis_label="Capacity [mAh/g]", y_axis_label="Voltage [V]", tools=TOOLS,
                   title=f"{highest:g}C", **SIZE)  # fmt: skip
    drawn = []
    for (fit, particle), curve in curves.groupby(["fit", "particle"], sort=False):
        source = ColumnDataSource({
            "capacity": curve["capacity_mAh_g"], "voltage": curve["voltage_V"],
            "of": [f"{particle}, {fit}"] * len(curve),
        })  # fmt: skip
        drawn.append(right.line("capacity", "voltage", line_dash=DASHES[fit], line_width=2,
                                color=shade[particle], source=source))  # fmt: skip
    _tell(right, drawn, [("", "@of"), ("capacity", "@capacity{0.0} mAh/g"),
                         ("voltage", "@voltage{0.000} V")])  # fmt: skip
    return right


def live_cycles(test: HypothesisTest, reference: str) -> Picture:
    """Capacity kept over the cycles by the particles that no rate was fitted to."""
    cycles = test.cycles[test.cycles["particle"] != reference]
    mechanisms = list(dict.fromkeys(cycles["mechanism"]))
    plot = figure(x_axis_label="Cycle", y_axis_label="Capacity kept [%]", tools=TOOLS,
                  width=1000, height=420, y_range=(0, 105))  # fmt: skip
    step = max(1, (len(Viridis256) - 30) // max(1, len(mechanisms)))
    drawn = []
    for number, mechanism in enumerate(mechanisms):
        for particle, line in cycles[cycles["mechanism"] == mechanism].groupby("particle"):
            source = ColumnDataSource({
                "cycle": line["cycle"], "kept": 100 * line["retention"],
                "of": [f"{particle}: {title_of(mechanism)}"] * len(line),
            })  # fmt: skip
            drawn.append(plot.line("cycle", "kept", line_width=2, source=source,
                                   color=Viridis256[number * step],
                                   legend_label=title_of(mechanism)))  # fmt: skip
    _tell(plot, drawn, [("", "@of"), ("cycle", "@cycle"), ("kept", "@kept{0.0} %")])
    plot.add_layout(plot.legend[0], "right")
    plot.legend.click_policy = "hide"
    return _picture(
        "live-cycles", plot,
        "Capacity kept over the cycles where no rate was fitted, a line a mechanism",
        f"Simulated: what each mechanism predicts where its rate was not fitted (not {reference}). "
        "A click in the key hides a line.",
    )  # fmt: skip


def _tell(plot: figure, drawn: Sequence[Any], words: list[tuple[str, str]]) -> None:
    plot.add_tools(HoverTool(renderers=list(drawn), tooltips=words))
    plot.toolbar.logo = None


def _picture(name: str, model: Model, alt: str, caption: str) -> Picture:
    text = json.dumps(json_item(model, name), separators=(",", ":"))
    return Picture(name, alt, caption, LIVE, base64.b64encode(text.encode()).decode())
