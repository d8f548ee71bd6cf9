"""Panels of one particle: its grains in a section, and its texture on the sphere of facets."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.patches import Circle

from pybamm_facets.crystal import NMC811_FACETS
from pybamm_facets.report.style import facet_colours
from pybamm_facets.studies.particle_picture import (
    drawn_section,
    seen_points,
    sphere_cells,
    sphere_directions,
)

FACETS = [family.label for family in NMC811_FACETS]


def draw_grains(
    axes: Axes, kappa_core: float, kappa_shell: float, core_fraction: float, radius: float
) -> None:
    """Grains of a drawn section, in the colour of the facet that each turns outward.

    Parameters
    ----------
    axes
        Where.
    kappa_core, kappa_shell, core_fraction
        Of the particle.
    radius
        Of the particle [m], for the scale bar.
    """
    section, palette = drawn_section(kappa_core, kappa_shell, core_fraction), facet_colours(FACETS)
    colours = [palette[FACETS[k]] for k in section.facet]
    grains = PolyCollection(section.corners, facecolors=colours, edgecolors="white", linewidths=0.4)
    axes.add_collection(grains)
    axes.add_collection(LineCollection(list(section.layers), colors="white", linewidths=0.7))
    if kappa_core != kappa_shell:
        rim = Circle((0, 0), core_fraction, fill=False, edgecolor="black", linewidth=0.8)
        axes.add_patch(rim)
    axes.plot([-1, -1 + 1e-6 / radius], [-1.06, -1.06], color="black", linewidth=2,
              solid_capstyle="butt")  # fmt: skip
    axes.text(-1 + 0.5e-6 / radius, -1.09, "1 µm", ha="center", va="top", fontsize="small")
    bare(axes)


def draw_sphere(axes: Axes, kappa: float) -> None:
    """The cells of the facets on a sphere, and the outward directions of a texture's grains.

    Parameters
    ----------
    axes
        Where.
    kappa
        Of the texture.
    """
    cells, palette = sphere_cells(), facet_colours(FACETS)
    colours = [palette[FACETS[k]] for k in cells.facet]
    axes.add_collection(
        PolyCollection(
            cells.corners, facecolors=colours, edgecolors="white", linewidths=0.5, alpha=0.85
        )
    )
    points = seen_points(sphere_directions(kappa))
    axes.plot(points[:, 0], points[:, 1], ".", color="black", markersize=1.6)
    angle = np.linspace(0, 2 * np.pi, 121)
    axes.plot(np.cos(angle), np.sin(angle), color="black", linewidth=0.6)
    bare(axes)


def bare(axes: Axes) -> None:
    """A panel of a thing, not of numbers."""
    axes.set(xlim=(-1.12, 1.12), ylim=(-1.25, 1.12), aspect="equal")
    axes.set_axis_off()
