"""What would tell mechanisms apart: how different one cell looks under them at equal retention."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

CAPACITY_NOISE, VOLTAGE_NOISE, RESISTANCE_NOISE = 0.01, 0.010, 0.05
"""One standard deviation of a measurement: 1 % of a capacity, 10 mV, 5 % of a resistance."""

CURVE, SLOW, VOLTAGE, RESISTANCE = "curve", "slow_capacity", "mean_voltage", "resistance"
KINDS = (CURVE, SLOW, VOLTAGE, RESISTANCE)
"""What is measured: the capacity over the cycles, a 0.1C check-up, the mean voltage of the cycle's
discharge, the resistance after 10 s of 10C."""

COLUMNS = ["first", "second", *KINDS, "all"]


def signatures(
    cycles: pd.DataFrame, check_ups: pd.DataFrame, particle: str, stops: Sequence[int]
) -> pd.DataFrame:
    """One particle's measurements under each mechanism, in standard deviations.

    Parameters
    ----------
    cycles, check_ups
        As of `Cycling`, of several mechanisms.
    particle
        Whose.
    stops
        Cycles at which the capacity is looked at; the last is that of all else.

    Returns
    -------
    pandas.DataFrame
        A row a mechanism; columns of two levels, kind and cycle.
    """
    end = stops[-1]
    mine = cycles[cycles["particle"] == particle]
    rows = {}
    for mechanism, some in mine.groupby("mechanism", sort=False):
        by_cycle = some.set_index("cycle")
        row = {
            (CURVE, stop): float(np.interp(stop, by_cycle.index, by_cycle["retention"]))
            / CAPACITY_NOISE
            for stop in stops
        }
        voltage = by_cycle["mean_voltage_V"]
        row[VOLTAGE, end] = float(voltage.iloc[-1] - voltage.iloc[0]) / VOLTAGE_NOISE
        looks = check_ups[
            (check_ups["particle"] == particle) & (check_ups["mechanism"] == mechanism)
        ]
        slow = looks[looks["c_rate"] == looks["c_rate"].min()].set_index("cycle")
        if {1, end} <= set(slow.index):
            kept = slow["capacity_mAh_g"][end] / slow["capacity_mAh_g"][1]
            risen = slow["resistance_10s_Ohm_cm2"][end] / slow["resistance_10s_Ohm_cm2"][1]
            row[SLOW, end] = float(kept) / CAPACITY_NOISE
            row[RESISTANCE, end] = float(np.log(risen)) / RESISTANCE_NOISE
        rows[mechanism] = row
    frame = pd.DataFrame.from_dict(rows, orient="index")
    frame.columns = pd.MultiIndex.from_tuples(frame.columns, names=("kind", "cycle"))
    return frame


def signature_distances(measured: pd.DataFrame) -> pd.DataFrame:
    """Distances between mechanisms, by what is measured and by all of it together.

    Parameters
    ----------
    measured
        As of `signatures`.

    Returns
    -------
    pandas.DataFrame
        ``first``, ``second``, a column for each of `KINDS` and ``all``, in standard deviations; the
        closest pair first.
    """
    rows = []
    for first, second in combinations(measured.index, 2):
        squared = (measured.loc[first] - measured.loc[second]) ** 2
        by_kind = squared.groupby(level="kind").sum(min_count=1)
        parts = {kind: float(np.sqrt(by_kind.get(kind, np.nan))) for kind in KINDS}
        rows.append(
            {"first": first, "second": second, **parts, "all": float(np.sqrt(squared.sum()))}
        )
    return pd.DataFrame(rows, columns=COLUMNS).sort_values("all", ignore_index=True)


def no_distances() -> pd.DataFrame:
    """The table where there are no two mechanisms."""
    return pd.DataFrame(columns=COLUMNS)
