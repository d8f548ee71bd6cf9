"""The page as one file: sliders that interpolate a grid in the browser, without a server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from bokeh.document import Document
from bokeh.embed import file_html
from bokeh.events import DocumentReady
from bokeh.models import Column, CustomJS, Toggle
from bokeh.palettes import Cividis256
from bokeh.resources import INLINE

from pybamm_facets.page.computed.answers import answer_of
from pybamm_facets.page.computed.interpolation_grid import (
    ALONG,
    AXES,
    CURVE_RATES,
    DIRECTIONS,
    GridAxis,
    InterpolationGrid,
    computed_grid,
)
from pybamm_facets.page.computed.kept_engine import KeptEngine
from pybamm_facets.page.drawn import page_words as written
from pybamm_facets.page.drawn.browser_wires import BrowserWires, named
from pybamm_facets.page.drawn.cell_figures import CellFigures
from pybamm_facets.page.drawn.controls import Control
from pybamm_facets.page.drawn.look import repaint, sheet
from pybamm_facets.page.drawn.markup import template, variables, words
from pybamm_facets.page.drawn.particle_figures import COLOURS, FACETS, ParticleFigures
from pybamm_facets.page.state.design_fields import FIELDS
from pybamm_facets.page.state.design_state import DesignState
from pybamm_facets.page.state.preset_sets import Preset
from pybamm_facets.progress import Tell
from pybamm_facets.studies.particle_picture import (
    drawn_section,
    seen_points,
    sphere_directions,
)
from pybamm_facets.studies.rates import DEFAULT_RATES

HERE = Path(__file__).parent


def write_page(
    path: Path, preset: Preset, progress: Tell | None = None, axes: Sequence[GridAxis] = AXES,
    *, held_out: int = 24, compiled: bool = True,
) -> str:  # fmt: skip
    """Compute a grid about a set and write it as a page of its own.

    Parameters
    ----------
    path
        The file, which is replaced.
    preset
        The set.
    progress
        Called with a `Progress` after each design.
    axes
        What moves in the page.
    held_out, compiled
        As `computed_grid`.

    Returns
    -------
    str
        The interpolation error, in words; it is printed in the page too.

    Raises
    ------
    ValueError
        For a broken set, or one without textures; before anything is computed for a path that
        cannot be written.
    """
    if preset.problem:
        raise ValueError(preset.problem)
    if not path.parent.is_dir():
        raise ValueError(f"export={str(path)!r}: expected a file in a folder that exists")
    grid = computed_grid(preset, axes, progress, held_out=held_out, compiled=compiled)
    path.write_text(static_html(grid), encoding="utf-8")
    return grid.error_words


def static_html(grid: InterpolationGrid) -> str:
    """The page of a grid, all that it needs inside."""
    engine = KeptEngine(compiled=False)
    answer = answer_of(_start(grid), engine)
    engine.close()
    particle, cell = ParticleFigures(), CellFigures()
    particle.show(answer)
    picture = particle.picture(answer.state)
    assert picture is not None
    particle.draw(picture)
    cell.show([answer], CURVE_RATES)
    controls = {axis.name: _control(axis, answer.state) for axis in grid.axes}
    sliders = {name: control.slider for name, control in controls.items()}
    ground = Toggle(label="Dark", width=70, stylesheets=[sheet()])
    places = {
        "numbers": words("numbers", written.capacity_table([answer])),
        "particle_words": words("particle_words", written.particle_words(answer)),
        "measured_words": words("measured_words", written.measured_words(answer)),
    }
    move = CustomJS(
        args={**_data(grid), "sliders": sliders, **places, **_sources(particle, cell)},
        code=(HERE / "interpolate.js").read_text(encoding="utf-8"),
    )
    for slider in sliders.values():
        slider.js_on_change("value", move)
    figures = [*particle.figures, cell.rates, cell.voltages]
    ground.js_on_change("active", repaint(ground, figures, [*particle.repainted, *cell.repainted]))
    roots = named([
        ("tools", Column(ground)), ("controls", Column(*(c.layout for c in controls.values()),
                                                       sizing_mode="stretch_width")),
        ("particle_words", places["particle_words"]), ("grains_by", particle.choice),
        ("section", particle.section), ("sphere", particle.sphere), ("shares", particle.bar),
        ("currents", particle.currents), ("diffusivity", particle.diffusivity),
        ("numbers", places["numbers"]), ("measured_words", places["measured_words"]),
        ("rates", cell.rates), ("voltages", cell.voltages),
    ])  # fmt: skip
    document = Document()
    for root in roots:
        document.add_root(root)
    document.js_on_event(DocumentReady, BrowserWires().ready(ground))
    note = f"{escape(grid.preset.name)}, {_size(grid)}; {escape(grid.error_words)}."
    return str(
        file_html(
            document, INLINE, "Facet designer", template=template(),
            template_variables=variables(note, live=False), suppress_callback_warning=True,
        )
    )  # fmt: skip


def _start(grid: InterpolationGrid) -> DesignState:
    """The set's own design, moved inside the grid where it lies outside."""
    own = DesignState(grid.preset)
    return own.moved(**{a.name: min(max(own[a.name], a.low), a.high) for a in grid.axes})


def _control(axis: GridAxis, state: DesignState) -> Control:
    """The widgets of an axis, its slider as wide as the grid and no number to type."""
    ends = replace(FIELDS[axis.name], low=axis.low, high=axis.high)
    control = Control(ends, lambda name, value, over: None)
    control.show(state)
    control.text.visible = False
    return control


def _data(grid: InterpolationGrid) -> dict[str, Any]:
    counts = [axis.count for axis in grid.axes]
    size = int(np.prod(counts))
    numbers = np.round(grid.numbers.reshape(size, -1), 4)
    voltages = np.round(grid.voltages.reshape(size, -1), 4)
    start = _start(grid)
    kappas = [FIELDS["kappa_shell"].scale.back(one) for one in grid.axes[0].nodes]
    fractions = grid.axes[1].nodes.tolist()
    sections = [
        drawn_section(start["kappa_core"], k, f) for k in kappas for f in fractions
    ]  # fmt: skip
    corners = [
        {axis: [np.round(c[:, n], 3).tolist() for c in one.corners] for n, axis in enumerate("xy")}
        for one in sections[: len(fractions)]
    ]
    turned = [
        {"facet": one.facet.tolist(), "angle": np.round(one.angle, 1).tolist(),
         "layers": np.round(one.layers, 3).tolist()}
        for one in sections
    ]  # fmt: skip
    dots = [np.round(seen_points(sphere_directions(k)), 3).T.tolist() for k in kappas]
    return {
        "axes": [
            {"name": a.name, "nodes": a.nodes.tolist(), "weights": a.barycentric.tolist()}
            for a in grid.axes
        ],
        "numbers_at": _plain(numbers), "voltages_at": _plain(voltages),
        "rates": list(DEFAULT_RATES), "curve_rates": list(CURVE_RATES),
        "ways": list(DIRECTIONS), "along": ALONG.tolist(), "corners": corners, "turned": turned,
        "dot_places": dots, "facets": list(FACETS), "colours": list(COLOURS),
        "cividis": list(Cividis256), "d_ab": start["diffusivity_m2_s"],
    }  # fmt: skip


def _plain(values: np.ndarray) -> list[list[float | None]]:
    """Rows without NaN, which JSON does not have."""
    return [[None if v != v else v for v in row] for row in values.tolist()]


def _sources(particle: ParticleFigures, cell: CellFigures) -> dict[str, Any]:
    return {
        "capacity": cell.capacity[0], "curves": cell.curves[0], "measured": cell.measured,
        "facet_shares": particle.shares, "profile": particle.profile, "grains": particle.grains,
        "layers": particle.layers, "core": particle.core, "dots": particle.dots,
    }  # fmt: skip


def _size(grid: InterpolationGrid) -> str:
    parts = [f"{FIELDS[a.name].label} {a.low:g} to {a.high:g} ({a.count})" for a in grid.axes]
    return f"computed for {int(np.prod([a.count for a in grid.axes]))} designs: {', '.join(parts)}"


__all__ = ["static_html", "write_page"]
