"""Designing particles
===================

What orientation gives, the least ordered particle for a target, when facets pay.

Runs alone: ``python experiments/e07_design.py [--out DIR] [--quick]``; the last line that it prints
is one JSON object with its figures.

.. image:: /_static/design_front.png
   :alt: Least ordering of a particle for a target capacity, over radius and capacity
"""

from __future__ import annotations

# sphinx_gallery_thumbnail_path = "_static/design_front.png"
import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pybamm

import pybamm_facets as pf
from pybamm_facets import design
from pybamm_facets.design.responses import Responses
from pybamm_facets.report.design import payoff_figure
from pybamm_facets.report.design_plane import design_figure
from pybamm_facets.report.style import save_figure

BOX = {"core_fraction": (0.1, 0.9), "kappa_core": (-20.0, 10.0), "kappa_shell": (-300.0, 10.0)}
TARGETS = (design.Target("discharge", 10, 150), design.Target("discharge", 0.5, 220))
RADII = (3.5e-6, 3.75e-6, 4.0e-6, 4.5e-6, 4.75e-6, 4.9e-6)
CAPACITIES = (109.0, 117.0, 125.0, 133.0, 141.0, 149.0)
POINTS = (
    (10, "discharge", None, 0.138, 0.696),
    (10, "discharge", 3.0, 0.138, 0.696),
    (10, "charge", 4.5, 0.138, 0.696),
    (10, "discharge", 3.0, 0.5, 0.3),
    (10, "discharge", 3.0, 3.0, 0.3),
    (10, "charge", 4.5, 0.5, 0.5),
    (1, "charge", 4.3, 1.0, 1.0),
)
"""Rate, direction, end [V], Fo and Λ at which the gain is split."""
RATIOS = (0.5, 0.7, 0.8, 0.9, 0.95)
"""Radial diffusivities at which the range of the mean exchange current is told."""
CHOICES = (
    (("discharge", 10, 150, None),),
    (("discharge", 10, 150, None), ("charge", 10, 90, None)),
    (("discharge", 10, 100, 3.2),),
)
"""Targets (direction, rate, least, end [V]) for which facets may be chosen."""
MAPS = (
    (10, "discharge", 2.5),
    (10, "discharge", 3.0),
    (10, "charge", 4.5),
    (1, "discharge", 3.4),
    (1, "charge", 4.5),
    (1, "charge", 4.3),
)


def run(out: Path, quick: bool = False) -> dict[str, Any]:
    """Run the experiment, write its tables and figure, return its figures."""
    out.mkdir(parents=True, exist_ok=True)
    values = pf.li2025()
    radii = RADII[3:4] if quick else RADII
    space = design.Space(radius_m=(RADII[0], RADII[-1]), **BOX)
    over_radius = design.front(values, TARGETS, space, along="radius_m", values=radii)
    over_radius.to_csv(out / "e07_over_radius.csv", index=False)
    space = design.Space(radius_m=5e-6, **BOX)
    capacities = CAPACITIES[2:3] if quick else CAPACITIES
    over_capacity = design.front(values, TARGETS[:1], space, along=0, values=capacities)
    over_capacity.to_csv(out / "e07_over_capacity.csv", index=False)
    given = attainable_table()
    given.to_csv(out / "e07_attainable.csv", index=False)
    choices = choice_table(values, CHOICES[2:] if quick else CHOICES)
    choices.to_csv(out / "e07_choice_of_facets.csv", index=False)
    found = design.easiest(values, TARGETS, design.Space(radius_m=4.5e-6, **BOX))
    fronts = {"target": over_capacity, "radius": over_radius}
    own = design.Space(radius_m=5e-6, **BOX).held("kappa_shell", (-10.0, 10.0))
    order = Responses(values, TARGETS, own).order
    paper = {"core-shell of the paper": {"kappa_core": 0.0, "kappa_shell": -10.0},
             "isotropic": {"kappa_core": 2.409, "kappa_shell": 2.409}}  # fmt: skip
    marks = {
        name: (reached, order.ordering({"radius_m": 5e-6, "core_fraction": 0.5} | one))
        for (name, one), reached in zip(paper.items(), (143.9, 67.0), strict=True)
    }
    figure = design_figure(found, design.orientation_plane(found), fronts, marks)
    save_figure(out / "e07_design_front.png", figure)
    points = [
        design.payoff_at(values, rate, way, fourier=fo, lam=lam, end_voltage=end)
        for rate, way, end, fo, lam in (POINTS[:2] if quick else POINTS)
    ]
    payoff = pd.DataFrame(points)
    payoff.to_csv(out / "e07_payoff.csv", index=False)
    size = (15, 11) if quick else (41, 31)
    maps = [
        design.payoff_map(values, rate, way, end_voltage=end, points=size)
        for rate, way, end in (MAPS[:1] if quick else MAPS)
    ]
    save_figure(out / "e07_design_map.png", payoff_figure(maps))
    return {
        "ordering_over_radius_um": {
            f"{1e6 * row.value:g}": round(row.ordering, 4) for row in over_radius.itertuples()
        },
        "ordering_over_capacity_mAh_g": {
            f"{row.value:g}": round(row.ordering, 4) for row in over_capacity.itertuples()
        },
        "mean_current_of_any": {
            f"{row.d:g}": [round(row.least, 3), round(row.most, 3)]
            for row in given[given["tier"] == "any"].itertuples()
        },
        "ordering_by_choice": {
            f"{row.targets}, {row.facets}": round(row.ordering, 4) for row in choices.itertuples()
        },
        "share_of_facets": [round(float(share), 3) for share in payoff["share"]],
    }


def attainable_table() -> pd.DataFrame:
    """Range of the mean exchange current [mA/cm²] of each kind of texture at a diffusivity."""
    table = pf.FacetTable.nmc811()
    currents = {facet: j0 / 10 for facet, j0 in table.j0.items()}
    rows = []
    for d in RATIOS:
        for tier in ("watson", "fibre", "any"):
            found = pf.crystal.attainable(d, tier=tier, exchange_currents=currents)
            least, most = found.exchange_current or (float("nan"), float("nan"))
            shares = {f"most_{facet}": span[1] for facet, span in found.fractions.items()}
            rows.append({"d": d, "tier": tier, "least": least, "most": most, **shares})
    return pd.DataFrame(rows)


def choice_table(values: pybamm.ParameterValues, choices: Sequence[Any]) -> pd.DataFrame:
    """The least order where only the c axis, its mean facets, or the facet itself is chosen."""
    rows = []
    for asked in choices:
        targets = [design.Target(way, c, least, end_voltage=end) for way, c, least, end in asked]
        for facets in ("texture", "fibre", "any"):
            space = design.Space(radius_m=4.5e-6, **BOX, facets=facets)
            found = design.easiest(values, targets, space)
            rows.append(
                {"targets": " and ".join(one.label for one in targets), "facets": facets,
                 "ordering": found.ordering, "met": found.met, **found.variables,
                 "d": found.shell.d, "exchange_current_mA_cm2": found.shell.exchange_current,
                 **{f"f_{facet}": f for facet, f in found.particle.facet_fractions.items()}}
            )  # fmt: skip
    return pd.DataFrame(rows)


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("results"))
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    print(json.dumps(run(arguments.out, arguments.quick)))


if __name__ == "__main__":
    main()
