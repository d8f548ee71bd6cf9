"""Animation of lithium entering the grains of several particles side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.animation import FuncAnimation, PillowWriter
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from pybamm_facets.report.grain_transport import Runs, draw_content
from pybamm_facets.report.style import style

FRAMES, PER_SECOND, DPI = 48, 10, 90


def save_lithiation_animation(path: Path, runs: Runs, frames: int = FRAMES) -> None:
    """Write a GIF of all runs on one clock; each stops at its own end.

    Parameters
    ----------
    path
        File that ends in .gif.
    runs
        Title to mesh and result.
    frames
        Pictures from the start to the end of the longest run.
    """
    end = max(result.time[-1] for _, result in runs.values())
    with style():
        figure = Figure(figsize=(3.1 * len(runs) + 0.9, 3.5), layout="constrained", dpi=DPI)
        FigureCanvasAgg(figure)
        panels = figure.subplots(1, len(runs), squeeze=False)[0]
        artists = [
            draw_content(axes, mesh, result, 0.0)
            for axes, (mesh, result) in zip(panels, runs.values(), strict=True)
        ]
        figure.colorbar(artists[-1], ax=panels, label="Lithium content x", shrink=0.8)

        def draw(time: float) -> list[Any]:
            for axes, artist, (title, (_, result)) in zip(
                panels, artists, runs.items(), strict=True
            ):
                shown = min(time, result.time[-1])
                artist.set_array(result.field(shown))
                capacity = np.interp(shown, result.time, result.capacity)
                axes.set_title(f"{title}\n{shown:.0f} s, {capacity:.0f} mAh/g", fontsize=9)
            return artists

        animation = FuncAnimation(figure, draw, frames=np.linspace(0, end, frames).tolist())
        animation.save(path, writer=PillowWriter(fps=PER_SECOND), dpi=DPI)
