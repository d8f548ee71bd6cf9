"""The chemo-mechanical check of both particles of Li et al. 2025, discharged and charged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import pandas as pd
import pybamm
from scipy.optimize import brentq

from pybamm_facets import names
from pybamm_facets._extras import require
from pybamm_facets.cross_section.stress.eigenstrain import (
    LINEAR,
    MOL_PER_LITRE,
    Eigenstrain,
    Eq78Strain,
    LatticeStrain,
)
from pybamm_facets.crystal import Texture
from pybamm_facets.models import FacetDFN
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.main_job import PARTICLES
from pybamm_facets.paper.stress_constants import (
    PAPER_ALPHA,
    PAPER_POISSONS_RATIO,
    PAPER_STRAIN,
    PAPER_YOUNGS_MODULUS,
)
from pybamm_facets.particle import Agglomerate
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.start import start_state
from pybamm_facets.studies.grain_resolved.check_particle import (
    MechanicsCheck,
    check_mechanics,
    worst,
)
from pybamm_facets.studies.grain_resolved.radial_profile import check_depth

__all__ = ["LAWS", "RUNS", "Li2025Mechanics", "li2025_mechanics", "particle_of", "worst"]

RUNS = {
    "10C discharge": ("discharge", "Discharge at 10C until 2.5 V"),
    "charge to 4.5 V": ("charge", "Charge at 0.5C until 4.5 V"),
}
"""The paper's cycle: name to direction (from equilibrium at its start) and PyBaMM step."""

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

_KAPPA = (-1e3, 1e3)
_RATIOS = (names.CORE_RATIO, names.SHELL_RATIO)


@dataclass(frozen=True, eq=False)
class Li2025Mechanics:
    """Checks of both particles.

    Attributes
    ----------
    table
        As of `check_mechanics`, with ``particle`` and ``run``.
    statements
        All of them.
    parameter_values
        The sets that ran, by particle.
    """

    table: pd.DataFrame
    statements: tuple[str, ...]
    parameter_values: dict[str, pybamm.ParameterValues]


def li2025_mechanics(
    seeds: Sequence[int] = (0, 1, 2),
    *,
    depth: str = "separator",
    h: float = 0.04,
    progress: Tell | None = None,
) -> Li2025Mechanics:
    """Check both particles during the 10C discharge and during the charge to 4.5 V.

    Parameters
    ----------
    seeds, depth, h
        As `check_mechanics`; at high rates the particle at the separator works hardest.
    progress
        Called with a `Progress` after each check.
    """
    tables: list[pd.DataFrame] = []
    statements: list[str] = []
    check_depth(depth)
    require("mechanics", "the stress of grains")
    tell = progress or silent
    sets = {name: li2025(name) for name in PARTICLES}
    chosen = list(product(sets, RUNS))
    for done, (name, run) in enumerate(chosen):
        tell(Progress("checks", done, len(chosen)))
        check = _checked(sets[name], run, f"{name}, {run}", seeds, depth, h)
        tables.append(check.table.assign(particle=name, run=run))
        statements += check.statements
    tell(Progress("checks", len(chosen), len(chosen)))
    table = pd.concat(tables, ignore_index=True)
    first = ["particle", "run"]
    return Li2025Mechanics(
        table[first + [c for c in table if c not in first]], tuple(statements), sets
    )


def _checked(
    values: pybamm.ParameterValues,
    run: str,
    name: str,
    seeds: Sequence[int],
    depth: str,
    h: float,
) -> MechanicsCheck:
    direction, step = RUNS[run]
    solution = run_from_equilibrium(values, direction, step)
    return check_mechanics(
        solution,
        particle_of(values),
        youngs_modulus=PAPER_YOUNGS_MODULUS,
        poissons_ratio=PAPER_POISSONS_RATIO,
        name=name,
        depth=depth,
        laws=LAWS,
        seeds=seeds,
        h=h,
        reported_strain=PAPER_STRAIN,
    )


def run_from_equilibrium(
    values: pybamm.ParameterValues, direction: str, step: str
) -> pybamm.Solution:
    """Solve `FacetDFN` through one experiment step, from full (discharge) or empty (charge)."""
    model = FacetDFN()
    started = values.copy()
    started.update(start_state(values, model.options, direction))
    return pybamm.Simulation(
        model, parameter_values=started, experiment=pybamm.Experiment([step])
    ).solve()


def particle_of(values: pybamm.ParameterValues, anisotropy: float = 0.01) -> Agglomerate:
    """The particle of a set, its textures from the diffusivity ratios of its zones.

    Parameters
    ----------
    values
        A set with facets.
    anisotropy
        D_c/D_ab with which the ratios were made.

    Raises
    ------
    ValueError
        If a ratio is that of no texture.
    """
    core, shell = (_texture(name, number(values, name), anisotropy) for name in _RATIOS)
    return Agglomerate(
        core=core,
        shell=shell,
        radius=number(values, names.PARTICLE_RADIUS),
        core_fraction=number(values, names.CORE_RADIUS_FRACTION),
        diffusivity_anisotropy=anisotropy,
    )


def _texture(name: str, ratio: float, anisotropy: float) -> Texture:
    def miss(kappa: float) -> float:
        return Texture(kappa).diffusivity_ratios(anisotropy)[0] - ratio

    low, high = _KAPPA
    if not miss(low) >= 0 >= miss(high):
        raise ValueError(
            f"{name}={ratio!r}: no texture has it with D_c/D_ab = {anisotropy:g}, expected from "
            f"{miss(high) + ratio:.4f} to {miss(low) + ratio:.4f}"
        )
    return Texture(float(brentq(miss, low, high, xtol=1e-9)))
