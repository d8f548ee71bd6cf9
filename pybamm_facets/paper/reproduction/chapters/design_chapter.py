"""Whether facets are what a fast particle should be designed by."""

from __future__ import annotations

import pandas as pd

from pybamm_facets.design.payoff import payoff_at
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.main_job import MEASURED_RATE
from pybamm_facets.paper.reproduction.chapter import Desk, Found
from pybamm_facets.progress import Progress

FOURIER, LAMBDA = 0.138, 0.696
"""Of the core-shell particle at 10C: D t/R² and (exchange current) / (current density)."""
ENDS = {"2.5 V": None, "3.0 V": 3.0}


def look_at_design(desk: Desk) -> Found:
    """How much of a better particle's gain its facets bring, at two cut-offs."""
    rows = []
    for name, end in ENDS.items():
        desk.tell(Progress(f"gain down to {name}"))
        rows.append(
            payoff_at(
                li2025(), MEASURED_RATE, "discharge", fourier=FOURIER, lam=LAMBDA, end_voltage=end
            )
        )
    table = pd.DataFrame(rows)
    low, high = (100 * float(share) for share in table["share"])
    return Found(
        {"share_percent_at_2.5V": low, "share_percent_at_3.0V": high},
        {"Gain at 10C by facets and by diffusion": table},
    )
