"""Stress in both particles: Supplementary Figs. 20 and 21, Eqs. 7 to 10."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import pandas as pd

from pybamm_facets.cross_section import (
    LatticeStrain,
    PlaneStressSolver,
    generate_microstructure,
    mesh_microstructure,
)
from pybamm_facets.cross_section.stress.stress_field import StressField
from pybamm_facets.paper.reproduction.chapter import Desk, Found
from pybamm_facets.paper.stress_claims import PaperParticles, paper_claims
from pybamm_facets.paper.stress_constants import PAPER_POISSONS_RATIO, PAPER_YOUNGS_MODULUS
from pybamm_facets.progress import Progress

KINDS = {"isotropic": "isotropic", "core-shell": "core_shell"}
CHARGED = 0.15
"""Lithium content at 4.5 V."""
SECTION_SEED = 3
AXES, LAW = "in plane", "tensor"
"""The paper's own axes, and the proper rotation of strains."""


@dataclass(frozen=True, eq=False)
class DrawnStress:
    """What the pictures of this chapter show.

    Parameters
    ----------
    fields
        Particle to the stress of one section of it, fully charged.
    particles
        Ensembles by axes.
    """

    fields: dict[str, StressField]
    particles: dict[str, PaperParticles]


def look_at_stress(desk: Desk) -> Found:
    """Which statements hold, in which reading of the printed equations."""
    effort = desk.effort
    desk.tell(Progress("sections under stress"))
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as executor:
        said, readings, particles = paper_claims(
            range(effort.sections), max(effort.mesh, 0.04), executor
        )
    desk.tell(Progress("maps of stress"))
    law = LatticeStrain()
    fields = {
        name: PlaneStressSolver(
            mesh_microstructure(generate_microstructure(kind, seed=SECTION_SEED), effort.mesh),
            PAPER_YOUNGS_MODULUS,
            PAPER_POISSONS_RATIO,
        ).solve(law, CHARGED)
        for name, kind in KINDS.items()
    }
    own = said[(said["axes"] == AXES) & (said["law"] == LAW)]
    value = own.set_index(["statement", "measure"])["value"]
    strain = readings.set_index("reading")["p99_strain_percent"]
    return Found(
        {
            "isotropic_core_over_shell": _of(value, "isotropic", "von Mises, core / shell"),
            "isotropic_variation": _of(value, "isotropic", "von Mises, sd / mean"),
            "layered_core_over_shell": _of(value, "centre", "von Mises, core / shell"),
            "layered_first_principal": _of(value, "centre", "first principal, core / shell"),
            "shell_variation": _of(value, "variation", "von Mises sd, core-shell / isotropic"),
            "strain_as_printed_percent": float(strain["SI as printed, change over 200 mAh/g"]),
            "strain_mol_L_third_percent": float(strain["c in mol/L, a third"]),
            "strain_lattice_percent": float(strain["lattice table, 200 mAh/g"]),
        },
        {
            "Statements by axes and law": said,
            "Eq. 10 in every reading": readings,
        },
        {"sections": f"{effort.sections} of each particle", "mesh size": f"{effort.mesh:g} radii"},
        drawn=DrawnStress(fields, particles),
    )


def _of(value: pd.Series, statement: str, measure: str) -> float:
    """The value of the one statement whose name contains a word."""
    (found,) = (v for (s, m), v in value.items() if statement in s and m == measure)
    return float(found)
