"""One look for all figures: readable at half a page, in colour and in grey."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

COLOURS = {"isotropic": "#b2432f", "core-shell": "#1f5f8b"}
"""Blue and red stand for the paper's particles and for nothing else."""

OTHERS = ("#3a7d44", "#8a5fa8", "#c08a1e", "#4a4a4a", "#d0749f", "#7a5a3a")
"""For everything that is neither a particle of the paper nor a facet."""

FACET_COLOURS = {
    "(003)": "#440154",
    "(104)": "#404387",
    "(102)": "#29788e",
    "(113)": "#22a784",
    "(101)": "#79d151",
    "(201)": "#fde724",
}
"""From the slow (003) to the fast (201): viridis, which is read without colour vision."""

MM = 1 / 25.4
COLUMN, PAGE = 89 * MM, 183 * MM
"""Widths of one and two columns of a journal [inch]."""

SETTINGS: dict[Any, Any] = {
    "figure.dpi": 100,
    "savefig.dpi": 300,
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e3e3e3",
    "grid.linewidth": 0.6,
    "axes.axisbelow": True,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "lines.linewidth": 1.6,
    "lines.markersize": 4.5,
}


@contextmanager
def style() -> Iterator[None]:
    """Apply the look while drawing."""
    with mpl.rc_context(SETTINGS):
        yield


PAPER: dict[Any, Any] = {
    "font.size": 7,
    "axes.titlesize": 7,
    "legend.fontsize": 6.5,
    "lines.linewidth": 1.0,
    "lines.markersize": 3.5,
    "axes.linewidth": 0.6,
}
"""What a journal asks for: 7 point, thin lines."""

BESIDE_PNG = (".pdf", ".svg")
"""The endings under which a figure that is written as PNG is written too."""

UNDATED = {".pdf": {"CreationDate": None}, ".svg": {"Date": None}}
FILES: dict[Any, Any] = SETTINGS | {
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": "pybamm-facets",
}
"""Fonts come with a PDF and text in an SVG stays text; the same figure is the same file."""


@contextmanager
def paper() -> Iterator[None]:
    """Apply the look at a journal's sizes, for figures of width `COLUMN` or `PAGE`."""
    with mpl.rc_context(SETTINGS | PAPER):
        yield


def facet_colours(facets: Iterable[str]) -> dict[str, str]:
    """A colour for each facet; those that are not NMC811's are grey."""
    return {facet: FACET_COLOURS.get(facet, "#888888") for facet in facets}


def letter(axes: Iterable[Axes]) -> None:
    """Write a, b, c, … at the panels of a figure; a panel alone needs none.

    Parameters
    ----------
    axes
        The panels in the order of reading, at most 26.
    """
    panels = list(axes)
    if len(panels) < 2:
        return
    for one, name in zip(panels, ascii_lowercase, strict=False):
        one.set_title(name, loc="left", fontweight="bold", fontsize=mpl.rcParams["font.size"] + 1)


def save_figure(path: Path, figure: Figure) -> None:
    """Write a figure in the common look; its ending says the format.

    Beside a PNG the same figure is written as PDF and as SVG.

    Parameters
    ----------
    path
        File to write; its ending is one that Matplotlib knows.
    figure
        What to draw.
    """
    endings = (path.suffix, *(BESIDE_PNG if path.suffix == ".png" else ()))
    with mpl.rc_context(FILES), _laid_out(figure):
        for ending in endings:
            figure.savefig(path.with_suffix(ending), metadata=UNDATED.get(ending))


@contextmanager
def _laid_out(figure: Figure) -> Iterator[None]:
    """Lay a figure out once, not anew for each file of it."""
    engine = figure.get_layout_engine()
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    try:
        yield
    finally:
        figure.set_layout_engine(engine)


def colours(particles: list[str]) -> dict[str, str]:
    """A colour for each particle; those of the paper keep theirs."""
    others = iter(OTHERS * (1 + len(particles) // len(OTHERS)))
    return {name: COLOURS.get(name) or next(others) for name in particles}
