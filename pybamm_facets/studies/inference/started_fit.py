"""Fits to capacities that were measured after a charge, instead of from equilibrium.

The gradients behind a fit are those of runs from equilibrium. What the protocol costs, the capacity
from equilibrium minus that after the protocol, changes little as the unknowns move. So the data are
raised by that cost, fitted, the cost computed anew at what was found, and so on until it stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pybamm

from pybamm_facets._arrays import FloatArray
from pybamm_facets.models import FacetDFN
from pybamm_facets.runs.cell_protocol import Protocol
from pybamm_facets.runs.engine import run_all
from pybamm_facets.runs.numerics import Numerics
from pybamm_facets.runs.run import Run
from pybamm_facets.studies.sweeps import design_runs

Start = Protocol | Sequence[Any]

MOST_ROUNDS, STEADY = 12, 0.005
"""Rounds in which the cost has to settle, and the change below which it has [mAh/g]."""


def protocol_costs(
    particles: Mapping[str, pybamm.ParameterValues],
    columns: Mapping[str, Mapping[str, float]],
    data: pd.DataFrame,
    start: Start,
    model: pybamm.BaseModel | None,
    numerics: Numerics,
) -> FloatArray:
    """Capacity from equilibrium minus capacity after the protocol, for each row of data [mAh/g].

    Parameters
    ----------
    particles
        The sets, by name.
    columns
        Design columns of each.
    data
        ``particle``, ``c_rate``, ``direction``.
    start
        The protocol.
    model, numerics
        As `run_all`.

    Raises
    ------
    RuntimeError
        For a run that gives no result.
    """
    model = model or FacetDFN()
    runs: list[Run] = []
    for before in ((), start):
        for row in data.itertuples():
            design = pd.DataFrame([dict(columns[row.particle])])
            runs += design_runs(
                particles[row.particle],
                design,
                [float(row.c_rate)],
                row.direction,
                model=model,
                start=before,
            )
    table = run_all(runs, model=model, numerics=numerics).table
    capacity = table["capacity_mAh_g"].to_numpy(float)
    bad = np.flatnonzero(~np.isfinite(capacity))
    if bad.size:
        row = data.iloc[int(bad[0]) % len(data)]
        raise RuntimeError(
            f"{row['particle']} at {row['c_rate']:g}C: {table['reason'].iloc[int(bad[0])]}"
        )
    rested, charged = np.split(capacity, 2)
    difference: FloatArray = rested - charged
    return difference
