"""Panels of what a texture does: facet shares and radial diffusivity; and the Wulff shape."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from pybamm_facets.crystal import NMC811_FACETS, Lattice, Texture
from pybamm_facets.crystal.polyhedron import polyhedron_faces
from pybamm_facets.report.particle_panels import FACETS, bare
from pybamm_facets.report.style import COLOURS, facet_colours
from pybamm_facets.studies.particle_picture import VIEW

KAPPAS = np.linspace(-12, 8, 161)


def draw_wulff(axes: Axes, surface_energies: Mapping[str, float]) -> None:
    """The equilibrium shape of a crystal, its c axis up and turned towards the eye.

    Parameters
    ----------
    axes
        Where.
    surface_energies
        By facet, in any common unit.
    """
    lattice, palette = Lattice.nmc811(), facet_colours(FACETS)
    families = [family for family in NMC811_FACETS if family.label in surface_energies]
    normals = np.concatenate([family.normals(lattice) for family in families])
    owner = [family.label for family in families for _ in range(family.multiplicity)]
    faces = polyhedron_faces(normals, np.array([surface_energies[label] for label in owner]))
    size = max(float(np.linalg.norm(face, axis=1).max()) for face in faces if len(face))
    seen = [
        (face @ VIEW.T / size, label)
        for face, normal, label in zip(faces, normals, owner, strict=True)
        if len(face) and (normal @ VIEW.T)[2] > 0
    ]
    axes.add_collection(
        PolyCollection(
            [face[:, :2] for face, _ in seen],
            facecolors=[palette[label] for _, label in seen],
            edgecolors="white",
            linewidths=0.8,
        )
    )
    bare(axes)


def draw_shares(axes: Axes, marked: Mapping[str, float]) -> None:
    """Share of each facet on a surface, against κ.

    Parameters
    ----------
    axes
        Where.
    marked
        Particle to the κ of its surface.
    """
    fractions = [Texture(float(kappa)).facet_fractions() for kappa in KAPPAS]
    shares = [[100 * one[facet] for one in fractions] for facet in FACETS]
    axes.stackplot(KAPPAS, shares, colors=list(facet_colours(FACETS).values()), labels=FACETS)
    _mark(axes, marked)
    axes.set(xlabel="κ of the texture", ylabel="Share of the surface [%]", ylim=(0, 100))
    axes.set_xlim(KAPPAS[0], KAPPAS[-1])


def draw_ratio(axes: Axes, marked: Mapping[str, float]) -> None:
    """Radial diffusivity over that in the layers, against κ.

    Parameters
    ----------
    axes
        Where.
    marked
        As `draw_shares`.
    """
    ratio = [Texture(float(kappa)).diffusivity_ratios()[0] for kappa in KAPPAS]
    axes.plot(KAPPAS, ratio, color="black")
    for particle, kappa in marked.items():
        value = Texture(kappa).diffusivity_ratios()[0]
        axes.plot(kappa, value, "o", color=COLOURS[particle], label=f"{particle}, {value:.2f}")
    axes.set(xlabel="κ of the texture", ylabel="Radial diffusivity / $D_{ab}$", ylim=(0, 1))
    axes.set_xlim(KAPPAS[0], KAPPAS[-1])
    axes.legend(loc="lower left")


def _mark(axes: Axes, marked: Mapping[str, float]) -> None:
    for particle, kappa in marked.items():
        axes.axvline(kappa, color="white", linewidth=2.4)
        axes.axvline(kappa, color=COLOURS[particle], linewidth=1.4)
