"""Facets, textures and what follows from them alone: Figs. 1 and 2f, and the drawn particles."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from pybamm_facets._units import MA_CM2
from pybamm_facets.crystal import NMC811_FACETS, Lattice, Texture
from pybamm_facets.kinetics import FacetTable
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.main_job import PARTICLES
from pybamm_facets.paper.reproduction.chapter import Desk, Found
from pybamm_facets.studies.grain_resolved.check_sets import particle_of

SLOWEST, FASTEST = "(003)", "(201)"


def look_at_crystal(desk: Desk) -> Found:
    """Angles, shares and mean exchange currents."""
    lattice, table = Lattice.nmc811(), FacetTable.nmc811()
    j0 = {facet: value / MA_CM2 for facet, value in table.j0.items()}
    angles = {f.label: f.angle_to_basal_deg(lattice) for f in NMC811_FACETS}
    by_angle = sorted(angles, key=angles.__getitem__)
    steps = [j0[b] - j0[a] for a, b in pairwise(by_angle)]
    shares = {name: particle_of(li2025(name)).facet_fractions for name in PARTICLES}
    shares = {"random grains": Texture().facet_fractions()} | shares
    means = {name: sum(f[facet] * j0[facet] for facet in f) for name, f in shares.items()}
    provenance = {row.facet: row.provenance for row in table.rows}
    facets = pd.DataFrame(
        {
            "facet": by_angle,
            "angle_deg": [angles[f] for f in by_angle],
            "j0_mA_cm2": [j0[f] for f in by_angle],
            "provenance": [provenance[f] for f in by_angle],
            **{f"share, {name}": [f[facet] for facet in by_angle] for name, f in shares.items()},
        }
    )
    isotropic, layered = (means[name] for name in PARTICLES)
    return Found(
        {
            "ratio": j0[FASTEST] / j0[SLOWEST],
            "slowest_mA_cm2": j0[SLOWEST],
            "least_rise_with_angle_mA_cm2": min(steps),
            "basal_percent_isotropic": 100 * shares[PARTICLES[0]][SLOWEST],
            "basal_percent_core_shell": 100 * shares[PARTICLES[1]][SLOWEST],
            "basal_percent_random": 100 * shares["random grains"][SLOWEST],
            "mean_ratio": layered / isotropic,
        },
        {"Facets, and the share of the surface that each has": facets},
        {},
        tuple(f"mean j0 of {name}: {mean:.3f} mA/cm²" for name, mean in means.items()),
    )
