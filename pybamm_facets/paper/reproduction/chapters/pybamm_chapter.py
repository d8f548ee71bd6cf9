"""The same discharge as a plain PyBaMM experiment, beside the engine of this package."""

from __future__ import annotations

import pandas as pd
import pybamm

from pybamm_facets.models import FacetDFN
from pybamm_facets.paper.coin_cells import li2025
from pybamm_facets.paper.main_job import MEASURED_RATE, PARTICLES
from pybamm_facets.paper.reproduction.chapter import Desk, Found
from pybamm_facets.progress import Progress
from pybamm_facets.sets.cell import active_mass
from pybamm_facets.studies.rates import rate_capability


def look_at_pybamm(desk: Desk) -> Found:
    """Both particles at 10C from 4.5 V, solved twice."""
    sets = {name: li2025(name) for name in PARTICLES}
    engine = rate_capability(sets, MEASURED_RATE).table.set_index("particle")["capacity_mAh_g"]
    rows = []
    for name, values in sets.items():
        desk.tell(Progress(f"PyBaMM's own solve of the {name} particle"))
        rows.append((name, _by_experiment(values), float(engine[name])))
    table = pd.DataFrame(rows, columns=["particle", "experiment_mAh_g", "engine_mAh_g"])
    gap = (table["experiment_mAh_g"] - table["engine_mAh_g"]).abs().max()
    return Found({"largest_difference_mAh_g": float(gap)}, {"10C, solved twice [mAh/g]": table})


def _by_experiment(values: pybamm.ParameterValues) -> float:
    model = FacetDFN()
    values = values.copy()
    values.set_initial_state("4.5 V", options=model.options)
    steps = [f"Discharge at {MEASURED_RATE:g}C until 2.5 V"]
    simulation = pybamm.Simulation(
        model, parameter_values=values, experiment=pybamm.Experiment(steps)
    )
    passed = simulation.solve()["Discharge capacity [A.h]"].entries
    return float(passed[-1] - passed[0]) / active_mass(values)
