"""Why facets differ: Fig. 3, with illustrative work functions and interactions."""

from __future__ import annotations

import math

import pandas as pd

from pybamm_facets.paper.activation_claims import (
    DISTANCES,
    ELECTROLYTE,
    PAPER_SLOPES,
    REFERENCE,
    activation_findings,
)
from pybamm_facets.paper.reproduction.chapter import Desk, Found


def look_at_activation(desk: Desk) -> Found:
    """Activation energies, their slopes, and what the paper's slopes would mean."""
    whole = desk.effort.refinement >= 1
    found = activation_findings(desk.effort.refinement, DISTANCES if whole else DISTANCES[:1])
    kT, slopes = ELECTROLYTE.thermal_voltage, found.slopes
    measured = found.measured.j0["(201)"] / found.measured.j0[REFERENCE]
    implied = {
        cause: math.exp(slope * math.log(measured) / kT) for cause, slope in PAPER_SLOPES.items()
    }
    by_facet = pd.concat([r.to_frame().assign(work=w) for w, r in found.study.both.items()])
    said = [(name, "holds" if true else "does not hold") for name, true in found.statements.items()]
    return Found(
        {
            "kT_eV": kT,
            "implied_ratio_work_function": implied["work function"],
            "implied_ratio_interaction": implied["interaction"],
            "slope_both_meV": 1e3 * slopes["both, fixed work"],
            "slope_interaction_meV": 1e3 * slopes["interaction"],
            "trend_fixed_meV": 1e3 * found.fixed_trend,
            "trend_double_layer_meV": 1e3 * max(found.trends.values()),
            "lead_fixed_meV": 1e3 * (slopes["work function, fixed work"] - slopes["interaction"]),
            "lead_double_layer_meV": 1e3
            * (slopes["work function, double layer work"] - slopes["interaction"]),
        },
        {
            "Activation energies, both differences": by_facet.reset_index(drop=True),
            "Statements with these inputs": pd.DataFrame(said, columns=["statement", "here"]),
        },
        {
            "refinement of the solvent's meshes": f"{desk.effort.refinement:g}",
            "distances of the transition state": f"{len(found.trends)}",
        },
        drawn=found,
    )
