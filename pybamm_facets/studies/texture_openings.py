"""How far any particle's texture opens its grain boundaries on charge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pybamm_facets._checks import whole
from pybamm_facets._extras import require
from pybamm_facets.ageing import REFERENCE_OPENING, known_openings
from pybamm_facets.cross_section.section.grain_mesh import mesh_microstructure
from pybamm_facets.cross_section.section.microstructure import microstructure_of
from pybamm_facets.cross_section.stress.boundary_openings import boundary_opening
from pybamm_facets.cross_section.stress.eigenstrain import ContrastStrain
from pybamm_facets.cross_section.stress.plane_stress import PlaneStressSolver
from pybamm_facets.crystal import Texture
from pybamm_facets.particle import Agglomerate
from pybamm_facets.particle.agglomerate import CORE_FRACTION
from pybamm_facets.progress import Progress, Tell, silent

PURPOSE = "the texture factors of a particle"
SEEDS = range(12)
MESH_SIZE = 0.05
"""In units of the radius."""

ANY_RATIO = 0.3
"""Poisson's ratio: the stress of a free section does not depend on it, but for the mesh's error."""

FEWEST = 2
"""Sections that have a standard error."""


@dataclass(frozen=True)
class OpeningFactors:
    """Texture factors of a particle, from sections drawn at random.

    Attributes
    ----------
    table
        One row a seed: ``seed``, ``g_core``, ``g_shell``.
    """

    table: pd.DataFrame

    @property
    def openings(self) -> tuple[float, float]:
        """Means over the sections, of core and shell."""
        means = self.table[["g_core", "g_shell"]].mean()
        return float(means["g_core"]), float(means["g_shell"])

    @property
    def standard_errors(self) -> tuple[float, float]:
        """Of the means."""
        errors = self.table[["g_core", "g_shell"]].sem()
        return float(errors["g_core"]), float(errors["g_shell"])


def opening_factors(
    particle: Agglomerate,
    seeds: Iterable[int] = SEEDS,
    *,
    h: float = MESH_SIZE,
    progress: Tell | None = None,
) -> OpeningFactors:
    """Texture factors of core and shell, as stored ones are computed: see `openings_table`.

    Sections of grains are drawn, meshed and solved for a unit contrast of strain between the c axis
    and the layers; c axes lie in space. A section takes about half a second.

    Parameters
    ----------
    particle
        Its textures and its core fraction; the radius does not matter.
    seeds
        Sections to draw, two at least.
    h
        Mesh size in units of the radius.
    progress
        Called after each section.

    Raises
    ------
    ValueError
        For fewer than two seeds, or a mesh coarser than the smallest grain.
    MissingExtraError
        Without scikit-fem (extra ``mechanics``), before any work; says how to install it.
    """
    require("mechanics", PURPOSE)
    drawn = tuple(whole("seed", seed) for seed in seeds)
    if len(drawn) < FEWEST:
        raise ValueError(f"seeds={drawn!r}: expected two at least, for a standard error")
    tell, rows = progress or silent, []
    for done, seed in enumerate(drawn, 1):
        core, shell = section_openings(particle, seed, h)
        rows.append({"seed": seed, "g_core": core, "g_shell": shell})
        tell(Progress(PURPOSE, done, len(drawn)))
    return OpeningFactors(pd.DataFrame(rows))


def section_openings(
    particle: Agglomerate, seed: int = 0, h: float = MESH_SIZE
) -> tuple[float, float]:
    """Texture factors of one section; parameters as for `opening_factors`."""
    mesh = mesh_microstructure(microstructure_of(particle, seed), h)
    # Modulus and contrast are the units of the traction.
    field = PlaneStressSolver(mesh, 1.0, ANY_RATIO).solve(ContrastStrain(1.0))
    openings = np.array(boundary_opening(field, particle.core_fraction)) / REFERENCE_OPENING
    return float(openings[0]), float(openings[1])


def particle_openings(
    particle: Agglomerate, *, progress: Tell | None = None
) -> tuple[float, float]:
    """Texture factors of core and shell: the stored ones, or else computed with the defaults.

    Parameters
    ----------
    particle
        Any.
    progress
        Called after each section, where some are computed.

    Raises
    ------
    MissingExtraError
        Where they have to be computed and scikit-fem (extra ``mechanics``) is missing.

    Examples
    --------
    >>> core, shell = particle_openings(Agglomerate.core_shell())
    >>> core > 5 * shell
    True
    """
    stored = _stored(particle)
    return stored if stored is not None else opening_factors(particle, progress=progress).openings


def _stored(particle: Agglomerate) -> tuple[float, float] | None:
    core, shell = particle.core, particle.shell
    if not isinstance(core, Texture) or not isinstance(shell, Texture):
        return None
    if abs(particle.core_fraction - CORE_FRACTION) > 1e-9:
        return None
    return known_openings(core.kappa, shell.kappa)
