"""The whole package in one figure: grains, facets, and what a texture does to both."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from pybamm_facets.crystal import GrainTexture, Texture
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.estimates import CORE_SHELL, ISOTROPIC
from pybamm_facets.report.particle_panels import FACETS, draw_grains, draw_sphere
from pybamm_facets.report.style import PAGE, facet_colours, letter, paper
from pybamm_facets.report.texture_panels import draw_ratio, draw_shares, draw_wulff
from pybamm_facets.studies.grain_resolved.check_sets import particle_of

ILLUSTRATIVE_ENERGIES = {"(003)": 1.0, "(104)": 1.02, "(102)": 1.1, "(101)": 1.16}
"""Of the drawn Wulff shape: a shape with several facets, no data."""

ALT = (
    "Six panels. Drawn sections of the isotropic and the core-shell particle, grains coloured by "
    "the facet that they turn outward: mostly slow ones in the isotropic particle, fast ones in "
    "the core-shell's shell. The facets' cells on a sphere with the directions of a shell's "
    "grains, far from (003). A Wulff shape. Facet shares and radial diffusivity against κ: from "
    "layers along the radius (no (003), ratio near 1) to basal planes outward ((003) only, near 0)."
)


def crystal_figure() -> Figure:
    """Both particles of the paper, the sphere of facets, a Wulff shape, shares and ratio over κ."""
    particles = {name: particle_of(li2025(name)) for name in (ISOTROPIC, CORE_SHELL)}
    kappas = {name: (_kappa(one.core), _kappa(one.shell)) for name, one in particles.items()}
    outer = {name: shell for name, (_, shell) in kappas.items()}
    with paper():
        figure = Figure(figsize=(PAGE, 0.74 * PAGE), layout="constrained")
        grid = figure.subplots(2, 3, height_ratios=(1.15, 1))
        letter(grid.flat)
        for axes, (name, one) in zip(grid[0], particles.items(), strict=False):
            draw_grains(axes, *kappas[name], one.core_fraction, one.radius)
            axes.set_title(f"{name}, simulated")
        draw_sphere(grid[0, 2], outer[CORE_SHELL])
        grid[0, 2].set_title(f"Grains of its shell, κ = {outer[CORE_SHELL]:g}".replace("-", "−"))
        draw_wulff(grid[1, 0], ILLUSTRATIVE_ENERGIES)
        grid[1, 0].set_title("Wulff shape (illustrative)")
        draw_shares(grid[1, 1], outer)
        draw_ratio(grid[1, 2], outer)
        palette = facet_colours(FACETS)
        figure.legend(
            handles=[Patch(color=palette[facet], label=facet) for facet in FACETS],
            loc="outside lower center", ncols=len(FACETS), title="facet, slow to fast",
        )  # fmt: skip
    return figure


def _kappa(texture: GrainTexture) -> float:
    """κ of a Watson texture, which those of the paper's particles are."""
    if not isinstance(texture, Texture):
        raise ValueError(f"texture={texture!r}: expected a Texture, whose grains can be drawn")
    return texture.kappa
