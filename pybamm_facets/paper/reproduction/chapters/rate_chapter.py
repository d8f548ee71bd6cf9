"""Rate capability of both particles: Figs. 4g and 4h."""

from __future__ import annotations

import pandas as pd

from pybamm_facets.paper.estimates import CORE_SHELL, ISOTROPIC
from pybamm_facets.paper.main_job import MEASURED_RATE, li2025_rate_capability
from pybamm_facets.paper.reproduction.chapter import Desk, Found
from pybamm_facets.progress import renamed

SLOW_RATE = 0.1


def look_at_rate(desk: Desk) -> Found:
    """Every rate, both fits, from equilibrium and after the starts that the text allows."""
    job = li2025_rate_capability(progress=renamed(desk.tell, "discharges and charges"))
    bad = job.table[job.table["status"] != "ok"]
    discharge = job.table[job.table["direction"] == "discharge"]
    by = discharge.set_index(["fit", "particle", "c_rate"]).sort_index()
    capacity = by["capacity_mAh_g"]
    layered, plain = (capacity["texture", name] for name in (CORE_SHELL, ISOTROPIC))
    charged = job.starts.set_index(["start", "fit", "particle"])["capacity_mAh_g"]
    voltage, last = by["mean_voltage_V"], by["duration_s"]
    at = ("texture", CORE_SHELL, MEASURED_RATE)
    other = ("texture", ISOTROPIC, MEASURED_RATE)
    elsewhere = [rate for rate in layered.index if rate != MEASURED_RATE]
    return Found(
        {
            "core_shell_10C": float(capacity[at]),
            "isotropic_10C": float(capacity[other]),
            "blind_core_shell_10C": float(capacity["blind", CORE_SHELL, MEASURED_RATE]),
            "slow_difference_percent": 100 * float(layered[SLOW_RATE] / plain[SLOW_RATE] - 1),
            "least_lead_elsewhere": float(min(layered[r] - plain[r] for r in elsewhere)),
            "after_charge_core_shell_10C": float(charged["0.5C charge", "texture", CORE_SHELL]),
            "voltage_lead_mV": 1e3 * float(voltage[at] - voltage[other]),
            "core_shell_duration_s": float(last[at]),
            "duration_ratio": float(last[at] / last[other]),
            "failed": float(len(bad)),
        },
        {
            "Discharge capacity [mAh/g]": _wide(discharge),
            "10C after each start [mAh/g]": job.starts[
                ["start", "fit", "particle", "capacity_mAh_g", "measured_mAh_g", "role"]
            ],
            "10C in both cells and readings of the loading [mAh/g]": job.variants[
                ["cell", "reading", "fit", "particle", "capacity_mAh_g", "role"]
            ],
        },
        {"runs": f"{len(job.table) + len(job.variants) + len(job.starts)}"},
        tuple(job.statements),
        drawn=job,
    )


def _wide(table: pd.DataFrame) -> pd.DataFrame:
    wide = table.pivot_table("capacity_mAh_g", "c_rate", ["fit", "particle"], sort=False)
    wide.columns = [", ".join(column) for column in wide.columns]
    return wide.reset_index()
