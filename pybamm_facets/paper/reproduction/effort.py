"""How much of the reproduction is computed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

from pybamm_facets._checks import positive, whole


@dataclass(frozen=True)
class Effort:
    """Draws, seeds and meshes of all chapters.

    Parameters
    ----------
    draws
        Size of the Saltelli scheme of the uncertainty, a power of two.
    cells
        How many cells and readings of the loading are drawn for, of four.
    sections
        Drawn sections of each particle in the chapter on stress.
    grain_sections
        Drawn sections of each particle in which lithium moves.
    mesh
        Mesh size in a section, in units of its radius.
    refinement
        Of the meshes of the theory of the solvent.
    mechanisms
        How many of the mechanisms of ageing are tried, from the first; all of them in full.
    """

    draws: int
    cells: int
    sections: int
    grain_sections: int
    mesh: float
    refinement: float
    mechanisms: int

    reduced: ClassVar[Effort]
    full: ClassVar[Effort]

    def __post_init__(self) -> None:
        for name in ("draws", "cells", "sections", "grain_sections", "mechanisms"):
            whole(name, getattr(self, name), least=1)
        positive("mesh", self.mesh)
        positive("refinement", self.refinement)

    @property
    def words(self) -> str:
        """Its numbers, in a line."""
        return ", ".join(
            f"{name.replace('_', ' ')} {value:g}" for name, value in asdict(self).items()
        )


Effort.reduced = Effort(16, 1, 2, 1, 0.06, 0.5, 11)
Effort.full = Effort(256, 1, 20, 3, 0.03, 1.0, 11)
