"""The tidy table of a sweep: one row a case."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pybamm_facets.sweep.case import Case, Outcome
from pybamm_facets.sweep.cell import active_mass, current_1c

MAH_G = 1 / 3.6
"""mAh/g in one A.s.g-1 times 1e3, i.e. A.s per g to mAh per g."""


def case_row(case: Case, outcome: Outcome) -> dict[str, object]:
    """A row of the table; capacity and energy per gram of positive active material."""
    grams = 1e3 * active_mass(case.parameter_values)
    current = case.c_rate * current_1c(case.parameter_values)
    charge = current * outcome.duration
    energy = abs(outcome.energy)
    return {
        "particle": case.particle,
        **case.labels,
        "direction": case.direction,
        "c_rate": case.c_rate,
        "capacity_mAh_g": charge / grams * MAH_G,
        "energy_mWh_g": energy / grams * MAH_G,
        "mean_voltage_V": energy / charge if charge > 0 else float("nan"),
        "end_voltage_V": outcome.end_voltage,
        "duration_s": outcome.duration,
        "termination": outcome.termination,
        "status": outcome.status,
        "reason": outcome.reason,
        "particle_lithium_error": outcome.particle_lithium_error,
        "electrolyte_lithium_error": outcome.electrolyte_lithium_error,
    }


def to_frame(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """The table, rows in the order of the cases."""
    return pd.DataFrame([case_row(c, o) for c, o in zip(cases, outcomes, strict=True)])


def curves_frame(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Voltage curves in long form: particle, labels, direction, c_rate, capacity, voltage."""
    frames = []
    for case, outcome in zip(cases, outcomes, strict=True):
        if outcome.time is None or outcome.voltage is None:
            continue
        grams = 1e3 * active_mass(case.parameter_values)
        current = case.c_rate * current_1c(case.parameter_values)
        labels = {"particle": case.particle, **case.labels}
        labels |= {"direction": case.direction, "c_rate": case.c_rate}
        columns = {
            "time_s": outcome.time,
            "capacity_mAh_g": current * outcome.time / grams * MAH_G,
            "voltage_V": outcome.voltage,
        }
        frames.append(pd.DataFrame(labels | columns))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
