"""Where the difference at 10C comes from: behind Fig. 4g, and the check on NMC111."""

from __future__ import annotations

from dataclasses import replace

from pybamm_facets.paper.explanation import RANDOM_GRAINS, Extent, explain
from pybamm_facets.paper.reproduction.chapter import Desk, Found

RATES = (0.1, 1.0, 5.0, 10.0)
AS_IT_IS = "as it is"
IN_THE_TABLE = "3 attribution"
"""Of the statements: what the table of the split says too."""


def look_at_gap(desk: Desk) -> Found:
    """Blind prediction, attribution, uncertainty and the independent check."""
    effort = desk.effort
    extent = replace(
        Extent.full if effort.mesh < 0.05 else Extent.quick,
        n=effort.draws, scenarios=Extent.full.scenarios[: effort.cells],
    )  # fmt: skip
    result = explain(RATES, extent=extent, store=desk.file("draws"), progress=desk.tell)
    parts = result.attribution[
        (result.attribution["scenario"] == AS_IT_IS) & (result.attribution["c_rate"] == RATES[-1])
    ].set_index(["quantity", "group"])["contribution"]
    capacity, voltage = parts["capacity_mAh_g"], parts["mean_voltage_V"]
    first = next(one for key, one in result.uncertainties.items() if key[-1] == RANDOM_GRAINS)
    check = result.nmc111
    predicted = check.table.set_index(["diffusivity", "role"])["capacity_mAh_g"]
    draws = sum(len(one.samples) for one in result.uncertainties.values())
    return Found(
        {
            "blind_core_shell_mAh_g": float(result.fits["core_shell_mAh_g"]["blind"]),
            "kappa_isotropic": float(result.fits["kappa_isotropic"]["texture"]),
            "basal_percent": 100 * float(result.fits["basal_share"]["texture"]),
            "kinetics_mAh_g": float(capacity["kinetics"]),
            "transport_mAh_g": float(capacity["solid transport"]),
            "kinetics_percent": 100 * float(capacity["kinetics"] / capacity.sum()),
            "kinetics_mV": 1e3 * float(voltage["kinetics"]),
            "highest_drawn_mAh_g": float(first.capacities.max()),
            "nmc111_predicted_mAh_g": float(predicted["fitted", "predicted"]),
            "nmc111_overpotential_mV": check.overpotential_difference_mV,
            "nmc111_needed_mV": check.needed_mV,
        },
        {
            "Two fits": result.fits.rename_axis("fit").reset_index(),
            "The gap at 10C, split": result.attribution[
                (result.attribution["c_rate"] == RATES[-1])
                & (result.attribution["contribution"] != 0)
            ][["scenario", "quantity", "group", "contribution", "gap"]],
            "NMC111 at 5C": check.table,
        },
        {
            "draws": f"{draws} in {len(result.uncertainties)} scenarios, {len(first.draws)} "
            "independent in the first",
            "mesh": "default" if extent.numerics is None else "coarse",
        },
        tuple(
            line
            for heading, lines in result.statements.items()
            if heading != IN_THE_TABLE
            for line in lines
        ),
        drawn=result,
    )
