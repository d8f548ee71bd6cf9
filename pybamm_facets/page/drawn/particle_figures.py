"""The centre of the page: a section of the particle, the sphere of its facets, their shares."""

from __future__ import annotations

from typing import Any

import numpy as np
from bokeh.models import (
    ColumnDataSource,
    CustomJS,
    FactorRange,
    FixedTicker,
    HoverTool,
    PrintfTickFormatter,
    RadioButtonGroup,
)
from bokeh.palettes import Cividis256
from bokeh.plotting import figure

from pybamm_facets.page.computed.answers import Answer
from pybamm_facets.page.drawn.look import (
    DESIGN_LIGHT,
    Repainted,
    plain_figure,
    refill,
    sheet,
)
from pybamm_facets.page.state.design_fields import J0_PREFIX
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.report.style import FACET_COLOURS
from pybamm_facets.studies.particle_picture import (
    Section,
    drawn_section,
    seen_points,
    sphere_cells,
    sphere_directions,
)

FACETS = tuple(FACET_COLOURS)
COLOURS = tuple(FACET_COLOURS.values())
RIM = np.linspace(0, 2 * np.pi, 121)


class ParticleFigures:
    """Figures of a particle, with sources that a new design refills."""

    def __init__(self) -> None:
        self.grains = ColumnDataSource(
            {name: [] for name in ("xs", "ys", "facet", "angle", "by_facet", "by_angle")}
        )
        self.layers = ColumnDataSource({"x0": [], "y0": [], "x1": [], "y1": []})
        self.core = ColumnDataSource({"x": [], "y": []})
        self.dots = ColumnDataSource({"x": [], "y": []})
        self.shares = ColumnDataSource({n: [] for n in ("facet", "share", "colour")})
        self.strips = ColumnDataSource({n: [] for n in ("facet", "j0", "colour", "low", "high")})
        self.profile = ColumnDataSource({"r": [], "d": []})
        self.choice = RadioButtonGroup(
            labels=["by facet", "by angle"], active=0, stylesheets=[sheet()],
            name="grains_by", tags=["colour of grains"],
        )  # fmt: skip
        self.repainted: list[Repainted] = []
        self.section = self._section()
        self.sphere = self._sphere()
        self.bar = self._bar()
        self.currents = self._currents()
        self.diffusivity = self._diffusivity()
        self._drawn: tuple[float, float, float] | None = None

    @property
    def figures(self) -> list[figure]:
        """All of them."""
        return [self.section, self.sphere, self.bar, self.currents, self.diffusivity]

    def show(self, answer: Answer) -> None:
        """Show the particle of a design."""
        own = answer.state.numbers
        table = answer.facets
        bounds = answer.state.preset.bounds
        ends = [bounds.get(f"{J0_PREFIX}{f}", (np.nan, np.nan)) for f in table["facet"]]
        facets = table["facet"].tolist()
        colours = [FACET_COLOURS.get(facet, "#888888") for facet in facets]
        shares = {"facet": facets, "share": table["share"].tolist(), "colour": colours}
        refill(self.shares, shares)
        currents = {"facet": facets, "j0": table["j0_mA_cm2"].tolist(), "colour": colours}
        low, high = [list(column) for column in zip(*ends, strict=True)]
        refill(self.strips, {**currents, "low": low, "high": high})
        core, shell = (ratio * own.get("diffusivity_m2_s", np.nan) for ratio in answer.ratios)
        at = own["core_fraction"]
        refill(self.profile, {"r": [0, at, at, 1], "d": [core, core, shell, shell]})

    def picture(self, state: DesignState) -> dict[str, Any] | None:
        """What the section and the sphere of a design need; None if it is drawn already."""
        own = state.numbers
        core, shell = own.get("kappa_core", 0.0), own.get("kappa_shell", 0.0)
        wanted = (core, shell, own["core_fraction"])
        if wanted == self._drawn:
            return None
        section = drawn_section(*wanted)
        dots = seen_points(sphere_directions(shell))
        self._drawn = wanted
        return {"section": section, "dots": dots, "core_fraction": wanted[2]}

    def draw(self, picture: dict[str, Any]) -> None:
        """Show section and sphere."""
        section: Section = picture["section"]
        by_angle = [Cividis256[round(255 * a / 90)] for a in section.angle]
        self.grains.data = {
            "xs": [corners[:, 0] for corners in section.corners],
            "ys": [corners[:, 1] for corners in section.corners],
            "facet": [FACETS[k] for k in section.facet],
            "angle": section.angle.round(1),
            "by_facet": [COLOURS[k] for k in section.facet],
            "by_angle": by_angle,
        }
        (x0, y0), (x1, y1) = section.layers[:, 0].T, section.layers[:, 1].T
        self.layers.data = {"x0": x0, "y0": y0, "x1": x1, "y1": y1}
        at = picture["core_fraction"]
        self.core.data = {"x": at * np.cos(RIM), "y": at * np.sin(RIM)}
        self.dots.data = {"x": picture["dots"][:, 0], "y": picture["dots"][:, 1]}

    def _section(self) -> figure:
        made = _disc("Section of the particle, grains with the traces of their layers")
        grains = made.patches(
            "xs", "ys", source=self.grains, fill_color="by_facet", line_color="#40464c",
            line_width=0.6,
        )  # fmt: skip
        made.segment("x0", "y0", "x1", "y1", source=self.layers, line_color="white", line_width=1.4)
        made.line("x", "y", source=self.core, line_color="#b2432f", line_width=2, line_dash="4 3")
        made.add_tools(HoverTool(renderers=[grains], tooltips=[
            ("facet outward", "@facet"), ("c axis to radius", "@angle°")]))  # fmt: skip
        self.choice.js_on_change("active", CustomJS(
            args={"glyph": grains.glyph},
            code="glyph.fill_color = {field: cb_obj.active == 0 ? 'by_facet' : 'by_angle'}",
        ))  # fmt: skip
        return made

    def _sphere(self) -> figure:
        made = _disc("Directions of a grain's crystal, each cell nearest to one facet; dots: "
                     "where the shell's grains point")  # fmt: skip
        cells = sphere_cells()
        source = ColumnDataSource({
            "xs": [c[:, 0] for c in cells.corners], "ys": [c[:, 1] for c in cells.corners],
            "facet": [FACETS[k] for k in cells.facet],
            "colour": [COLOURS[k] for k in cells.facet],
        })  # fmt: skip
        patches = made.patches("xs", "ys", source=source, fill_color="colour", fill_alpha=0.8,
                               line_color="white", line_width=0.8)  # fmt: skip
        made.scatter("x", "y", source=self.dots, size=4, fill_color="white", line_color="#1d2125",
                     line_width=0.8)  # fmt: skip
        made.add_tools(HoverTool(renderers=[patches], tooltips=[("facet", "@facet")]))
        return made

    def _bar(self) -> figure:
        made = plain_figure("Share of each facet in the particle's surface", height=190,
                            y_range=FactorRange(*reversed(FACETS)), x_range=(0, 1))  # fmt: skip
        made.hbar(y="facet", right="share", height=0.7, source=self.shares, fill_color="colour",
                  line_color="#40464c")  # fmt: skip
        made.xaxis.axis_label = "share of the surface"
        made.ygrid.visible = False
        made.add_tools(HoverTool(tooltips=[("facet", "@facet"), ("share", "@share{0.0 %}")]))
        return made

    def _currents(self) -> figure:
        made = plain_figure("Exchange current density of each facet with its bounds", height=190,
                            y_range=FactorRange(*reversed(FACETS)), x_axis_type="log",
                            x_range=(0.02, 5))  # fmt: skip
        made.hbar(y="facet", left="low", right="high", height=0.25, source=self.strips,
                  fill_color="colour", fill_alpha=0.6, line_color="#7d848b")  # fmt: skip
        made.scatter("j0", "facet", source=self.strips, size=9, fill_color="colour",
                     line_color="#7d848b")  # fmt: skip
        made.xaxis.axis_label = "j0 [mA/cm²], strip: bounds"
        made.xaxis.ticker = FixedTicker(ticks=[0.03, 0.1, 0.3, 1, 3])
        made.ygrid.visible = False
        made.add_tools(HoverTool(tooltips=[("facet", "@facet"), ("j0", "@j0 mA/cm²"),
                                           ("bounds", "@low to @high")]))  # fmt: skip
        return made

    def _diffusivity(self) -> figure:
        made = plain_figure("Radial diffusivity over the radius", height=170, y_axis_type="log",
                            x_range=(0, 1))  # fmt: skip
        line = made.line("r", "d", source=self.profile, line_width=2.2, line_color=DESIGN_LIGHT[0])
        self.repainted.append(Repainted(line.glyph, ("line_color",), 0))
        made.xaxis.axis_label = "r / R"
        made.yaxis.axis_label = "radial D [m²/s]"
        made.yaxis.formatter = PrintfTickFormatter(format="%.1e")
        return made


def _disc(label: str) -> figure:
    made = plain_figure(label, aspect_ratio=1, x_range=(-1.04, 1.04), y_range=(-1.04, 1.04),
                        min_border=0)  # fmt: skip
    made.sizing_mode = "scale_width"
    made.toolbar_location = None
    made.axis.visible = False
    made.grid.visible = False
    return made
