"""One look for all figures: readable at half a page, in colour and in grey."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

COLOURS = {"isotropic": "#b2432f", "core-shell": "#1f5f8b"}
OTHERS = ("#3a7d44", "#8a5fa8", "#c08a1e", "#4a4a4a")

SETTINGS: dict[Any, Any] = {
    "figure.dpi": 100,
    "savefig.dpi": 200,
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


def save_figure(path: Path, figure: Figure) -> None:
    """Write a figure in the common look; its ending says the format."""
    with style():
        figure.savefig(path)


def colours(particles: list[str]) -> dict[str, str]:
    """A colour for each particle; those of the paper keep theirs."""
    others = iter(OTHERS * (1 + len(particles) // len(OTHERS)))
    return {name: COLOURS.get(name) or next(others) for name in particles}
