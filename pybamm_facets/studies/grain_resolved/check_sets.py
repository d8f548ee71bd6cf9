"""The chemo-mechanical check of whole sets: cell runs, then the sections of their particles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import pybamm
from scipy.optimize import brentq

from pybamm_facets import names
from pybamm_facets._extras import require
from pybamm_facets.cross_section.stress.eigenstrain import Eigenstrain
from pybamm_facets.crystal import Texture
from pybamm_facets.models import FacetDFN
from pybamm_facets.particle import Agglomerate
from pybamm_facets.progress import Progress, Tell, silent
from pybamm_facets.sets.cell import number
from pybamm_facets.sets.start import start_state
from pybamm_facets.studies.grain_resolved.check_particle import MechanicsCheck, check_mechanics
from pybamm_facets.studies.grain_resolved.radial_profile import check_depth

YOUNGS_MODULUS = "Positive electrode Young's modulus [Pa]"
POISSONS_RATIO = "Positive electrode Poisson's ratio"

_KAPPA = (-1e3, 1e3)
_RATIOS = (names.CORE_RATIO, names.SHELL_RATIO)


@dataclass(frozen=True)
class Elastic:
    """Elastic constants of the grains.

    Parameters
    ----------
    youngs_modulus
        [Pa].
    poissons_ratio
        Dimensionless.
    """

    youngs_modulus: float
    poissons_ratio: float

    @classmethod
    def of(cls, values: pybamm.ParameterValues, name: str) -> Elastic:
        """Those of a set; ``ValueError`` if it has none."""
        missing = [one for one in (YOUNGS_MODULUS, POISSONS_RATIO) if one not in values]
        if missing:
            raise ValueError(
                f"{name}: no {missing[0]!r}; expected material.mechanics_of in the set's file"
            )
        return cls(number(values, YOUNGS_MODULUS), number(values, POISSONS_RATIO))


@dataclass(frozen=True, eq=False)
class SetsMechanics:
    """Checks of particles in their cells.

    Attributes
    ----------
    table
        As of `check_mechanics`, with ``particle`` and ``run``.
    statements
        All of them.
    parameter_values
        The sets that ran, by particle.
    reported_strain
        What was compared with, if anything.
    """

    table: pd.DataFrame
    statements: tuple[str, ...]
    parameter_values: dict[str, pybamm.ParameterValues]
    reported_strain: float | None = None


def runs_of(values: pybamm.ParameterValues, c_rate: float) -> dict[str, tuple[str, str]]:
    """A discharge at a rate and a charge at C/2 over a set's window: name to direction and step."""
    lower, upper = (number(values, name) for name in (names.LOWER_CUT_OFF, names.UPPER_CUT_OFF))
    return {
        f"{c_rate:g}C discharge": ("discharge", f"Discharge at {c_rate:g}C until {lower:g} V"),
        f"charge to {upper:g} V": ("charge", f"Charge at 0.5C until {upper:g} V"),
    }


def mechanics_of_sets(
    sets: Mapping[str, pybamm.ParameterValues],
    seeds: Sequence[int] = (0, 1, 2),
    *,
    c_rate: float = 10.0,
    depth: str = "separator",
    h: float = 0.04,
    laws: Mapping[str, Eigenstrain] | Mapping[str, Mapping[str, Eigenstrain]] | None = None,
    elastic: Elastic | None = None,
    reported_strain: float | None = None,
    progress: Tell | None = None,
) -> SetsMechanics:
    """Check each set's particle during a discharge at a rate and a charge at C/2.

    Parameters
    ----------
    sets
        Name to half-cell set with facets.
    seeds, depth, h, reported_strain
        As `check_mechanics`; at high rates the particle at the separator works hardest.
    laws
        As `check_mechanics`, or such laws by name of the set.
    c_rate
        Of the discharge.
    elastic
        Constants of the grains; each set's own by default.
    progress
        Called with a `Progress` after each check.

    Raises
    ------
    ValueError
        For a set without elastic constants, and one whose diffusivity ratios no texture has.
    MissingExtraError
        Without scikit-fem, before any work.
    """
    check_depth(depth)
    require("mechanics", "the stress of grains")
    constants = {name: elastic or Elastic.of(values, name) for name, values in sets.items()}
    particles = {name: particle_of(values) for name, values in sets.items()}
    tell = progress or silent
    chosen = [(name, run) for name, values in sets.items() for run in runs_of(values, c_rate)]
    tables: list[pd.DataFrame] = []
    statements: list[str] = []
    for done, (name, run) in enumerate(chosen):
        tell(Progress("checks", done, len(chosen)))
        direction, step = runs_of(sets[name], c_rate)[run]
        solution = run_from_equilibrium(sets[name], direction, step)
        check: MechanicsCheck = check_mechanics(
            solution,
            particles[name],
            youngs_modulus=constants[name].youngs_modulus,
            poissons_ratio=constants[name].poissons_ratio,
            name=f"{name}, {run}",
            depth=depth,
            laws=_laws_of(laws, name),
            seeds=seeds,
            h=h,
            reported_strain=reported_strain,
        )
        tables.append(check.table.assign(particle=name, run=run))
        statements += check.statements
    tell(Progress("checks", len(chosen), len(chosen)))
    table = pd.concat(tables, ignore_index=True)
    first = ["particle", "run"]
    ordered = table[first + [c for c in table if c not in first]]
    return SetsMechanics(ordered, tuple(statements), dict(sets), reported_strain)


def _laws_of(
    laws: Mapping[str, Eigenstrain] | Mapping[str, Mapping[str, Eigenstrain]] | None, name: str
) -> Mapping[str, Eigenstrain] | None:
    """The laws of a set: its own where they are given by set."""
    if laws is None:
        return None
    own = laws.get(name)
    if isinstance(own, Mapping):
        return own
    return {key: law for key, law in laws.items() if not isinstance(law, Mapping)}


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
