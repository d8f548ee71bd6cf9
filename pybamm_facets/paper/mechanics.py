"""The chemo-mechanical check of both particles of Li et al. 2025, discharged and charged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pybamm_facets.cross_section.stress.eigenstrain import (
    LINEAR,
    MOL_PER_LITRE,
    Eigenstrain,
    Eq78Strain,
    LatticeStrain,
)
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.main_job import PARTICLES
from pybamm_facets.paper.stress_constants import (
    PAPER_ALPHA,
    PAPER_POISSONS_RATIO,
    PAPER_STRAIN,
    PAPER_YOUNGS_MODULUS,
)
from pybamm_facets.progress import Tell
from pybamm_facets.studies.grain_resolved.check_sets import (
    Elastic,
    SetsMechanics,
    mechanics_of_sets,
)

ELASTIC = Elastic(PAPER_YOUNGS_MODULUS, PAPER_POISSONS_RATIO)

LAWS: dict[str, Eigenstrain] = {
    "lattice": LatticeStrain(),
    "mol/L": Eq78Strain(
        PAPER_ALPHA,
        concentration_scale=LINEAR * MOL_PER_LITRE,
        poissons_ratio=PAPER_POISSONS_RATIO,
    ),
}
"""Stress-free strain by a(x) and c(x), and by Eqs. 7 and 8, turned from volume to length, with
concentrations in mol/L: the reading that gives what the paper states. In the printed units it is
a thousand times as much."""


def li2025_mechanics(
    seeds: Sequence[int] = (0, 1, 2),
    *,
    depth: str = "separator",
    h: float = 0.04,
    progress: Tell | None = None,
) -> SetsMechanics:
    """Check both particles during the 10C discharge and during the charge to 4.5 V.

    Parameters
    ----------
    seeds, depth, h
        As `check_mechanics`; at high rates the particle at the separator works hardest.
    progress
        Called with a `Progress` after each check.
    """
    found = mechanics_of_sets(
        {name: li2025(name) for name in PARTICLES},
        seeds,
        depth=depth,
        h=h,
        laws=LAWS,
        elastic=ELASTIC,
        reported_strain=PAPER_STRAIN,
        progress=progress,
    )
    words = tuple(line.replace("the reported", "the paper's") for line in found.statements)
    return replace(found, statements=words)
