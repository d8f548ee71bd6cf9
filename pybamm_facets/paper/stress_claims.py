"""What the paper says about stress, and in which reading it holds."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from functools import partial
from typing import Any, NamedTuple

import pandas as pd

from pybamm_facets.cross_section.section.microstructure import generate_microstructure
from pybamm_facets.cross_section.section.orientation import Orientation, in_plane_axes, watson_axes
from pybamm_facets.cross_section.stress.eigenstrain import (
    LINEAR,
    MOL_PER_LITRE,
    ContrastStrain,
    Eigenstrain,
    Eq9LiteralStrain,
    LatticeStrain,
)
from pybamm_facets.cross_section.stress.ensemble import StressEnsemble, over_seeds, stress_ensemble
from pybamm_facets.crystal import Lattice, maximum_concentration
from pybamm_facets.paper.stress_constants import (
    PAPER_ALPHA,
    PAPER_POISSONS_RATIO,
    PAPER_STRAIN,
    PAPER_YOUNGS_MODULUS,
)

SIMILAR = 0.25
"""Zones whose means differ by less than this share count as alike."""
EVEN = 0.2
"""A field whose standard deviation is below this share of its mean counts as uniform."""

_FULL = maximum_concentration(Lattice.nmc811())
_CHARGED = 1 - 200.0 / 275.5  # lithium content after 200 mAh/g


class Reading(NamedTuple):
    """A way to read α c in Eqs. 7 and 8: c = scale × share × c_max.

    The share is the change over 200 mAh/g by default.
    """

    name: str
    scale: float
    share: float = 1 - _CHARGED


READINGS = (
    Reading("SI as printed, change over 200 mAh/g", 1.0),
    Reading("SI, a third (linear)", LINEAR),
    Reading("SI, what is left at x = 0.2", 1.0, 0.2),
    Reading("α ten times smaller", 0.1),
    Reading("α ten times smaller, a third", 0.1 * LINEAR),
    Reading("c in mol/L", MOL_PER_LITRE),
    Reading("c in mol/L, a third", MOL_PER_LITRE * LINEAR),
    Reading("c in mol/L, what is left at x = 0.2", MOL_PER_LITRE, 0.2),
    Reading("c as a share of c_max", 1 / _FULL),
)


def readings_table(unit_p99: float, nu: float = PAPER_POISSONS_RATIO) -> pd.DataFrame:
    """Eq. 10 in every reading of αc, against the paper's 0.03 %.

    Parameters
    ----------
    unit_p99
        99th percentile of the von Mises stress in units of EΔ, from `stress_ensemble`.
    nu
        Poisson's ratio; the contrast of Eqs. 7 and 8 is Δ = αΔc (1+ν)/(1−ν).

    Returns
    -------
    pandas.DataFrame
        ``reading``, ``alpha_dc``, ``p99_strain_percent``, ``p99_stress_MPa``, ``holds``; last, for
        comparison, the lattice table at the same charge and at its largest contrast.
    """
    rows = []
    for name, scale, share in READINGS:
        alpha_dc = PAPER_ALPHA * scale * share * _FULL
        rows.append((name, alpha_dc, alpha_dc * (1 + nu) / (1 - nu)))
    for name, s in (("lattice table, 200 mAh/g", _CHARGED), ("lattice table, x = 0.35", 0.35)):
        across, along = LatticeStrain()(s)
        rows.append((name, float("nan"), float(along - across)))
    table = pd.DataFrame(rows, columns=["reading", "alpha_dc", "contrast"])
    strain = unit_p99 * table["contrast"]
    return table.assign(
        p99_strain_percent=100 * strain,
        p99_stress_MPa=strain * PAPER_YOUNGS_MODULUS / 1e6,
        holds=strain < PAPER_STRAIN,
    )


class PaperParticles(NamedTuple):
    """Ensembles of the paper's two particles with the c axes drawn in one way."""

    isotropic: StressEnsemble
    core_shell: StressEnsemble


def paper_particles(
    orientation: Orientation = watson_axes,
    seeds: Iterable[int] = range(20),
    h: float = 0.04,
    executor: Executor | None = None,
) -> PaperParticles:
    """Unit solves of both particles, for a proper tensor and for Eq. 9 taken literally.

    Parameters
    ----------
    orientation
        Draws c axes: `watson_axes` in space, or `in_plane_axes` as the paper has them.
    seeds, h, executor
        As for `stress_ensemble`.

    Raises
    ------
    MissingExtraError
        Without scikit-fem (extra ``mechanics``).
    """
    # Eq. 9 with αΔc = 1: everything else follows by scaling.
    unit = Eq9LiteralStrain(alpha=1.0, maximum_concentration=1.0, reference=0.0)
    laws: dict[str, Eigenstrain] = {"tensor": ContrastStrain(), "Eq. 9 literal": unit}
    seeds = list(seeds)
    return PaperParticles(
        *(
            stress_ensemble(
                partial(generate_microstructure, kind, orientation=orientation),
                seeds, laws, poissons_ratio=PAPER_POISSONS_RATIO, h=h, executor=executor,
            )
            for kind in PaperParticles._fields
        )
    )  # fmt: skip


def claims_table(particles: dict[str, PaperParticles]) -> pd.DataFrame:
    """Which statements of the paper hold, for each way of drawing axes and each law.

    Parameters
    ----------
    particles
        What `paper_particles` returns, by the name of the axes.

    Returns
    -------
    pandas.DataFrame
        ``axes``, ``law``, ``statement``, ``measure``, ``value``, ``criterion``, ``holds``; values
        are means over seeds.
    """
    rows = []
    for axes, pair in particles.items():
        isotropic, shell = (over_seeds(ensemble.zones)["mean"] for ensemble in pair)
        for law in isotropic.index.unique("law"):
            rows += [(axes, law, *row) for row in _statements(isotropic.loc[law], shell.loc[law])]
    columns = ["axes", "law", "statement", "measure", "value", "criterion", "holds"]
    return pd.DataFrame(rows, columns=columns)


def _statements(isotropic: pd.DataFrame, layered: pd.DataFrame) -> list[tuple[Any, ...]]:
    vm, first = ("von_mises", "mean"), ("principal_1", "mean")
    spread = ("von_mises", "std")
    uniform = "isotropic: uniform stress"
    centred = "core-shell: stress in the centre"
    calm = "core-shell: less variation in the shell"

    def ratio(frame: pd.DataFrame, column: tuple[str, str]) -> float:
        return float(frame.loc["core", column] / frame.loc["shell", column])

    vm_isotropic = ratio(isotropic, vm)
    variation = float(isotropic.loc["all", spread] / isotropic.loc["all", vm])
    vm_layered, first_layered = ratio(layered, vm), ratio(layered, first)
    calmer = float(layered.loc["shell", spread] / isotropic.loc["shell", spread])
    near, far = f"within {1 - SIMILAR:g} to {1 + SIMILAR:g}", f"above {1 + SIMILAR:g}"
    even, below = f"below {EVEN:g}", f"below {1 - SIMILAR:g}"
    return [
        (uniform, "von Mises, core / shell", vm_isotropic, near, abs(vm_isotropic - 1) < SIMILAR),
        (uniform, "von Mises, sd / mean", variation, even, variation < EVEN),
        (centred, "von Mises, core / shell", vm_layered, far, vm_layered > 1 + SIMILAR),
        (centred, "first principal, core / shell", first_layered, far, first_layered > 1 + SIMILAR),
        (calm, "von Mises sd, core-shell / isotropic", calmer, below, calmer < 1 - SIMILAR),
    ]


def paper_claims(
    seeds: Iterable[int] = range(20), h: float = 0.04, executor: Executor | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, PaperParticles]]:
    """Statements and readings, with the ensembles they rest on.

    Readings use the paper's own axes, in the plane, and its isotropic particle.

    Parameters
    ----------
    seeds, h, executor
        As for `stress_ensemble`.

    Returns
    -------
    statements
        As of `claims_table`.
    readings
        As of `readings_table`.
    particles
        Ensembles by axes, ``"in plane"`` and ``"3-D"``.
    """
    seeds = list(seeds)
    ways = {"in plane": in_plane_axes, "3-D": watson_axes}
    particles = {name: paper_particles(way, seeds, h, executor) for name, way in ways.items()}
    zones = over_seeds(particles["in plane"].isotropic.zones)["mean"]
    p99 = float(zones.loc[("tensor", "all"), ("von_mises", "p99")])
    return claims_table(particles), readings_table(p99), particles
