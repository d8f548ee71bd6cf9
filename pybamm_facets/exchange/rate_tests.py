"""Capacity against rate, and voltage curves, of measured steps."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from pybamm_facets._checks import positive, whole
from pybamm_facets.exchange.standard_frame import Origin, check_frame
from pybamm_facets.exchange.step_parts import parts_of
from pybamm_facets.exchange.steps import REST_RATE, STEP_COLUMNS, charge_passed

RATE_COLUMNS = ("particle", "direction", "c_rate", "capacity_mAh_g", "error_mAh_g", "repeats")
LEAST_ERROR = 0.005
"""Part of a capacity that its error is at least, for the mass and the current."""


def rate_table(
    steps: pd.DataFrame, particle: str, *, skip_cycles: Collection[int] = ()
) -> pd.DataFrame:
    """Capacity at each rate, from the steps that are ``ok``.

    Parameters
    ----------
    steps
        Of `steps_of`.
    particle
        What was measured; a column of the table.
    skip_cycles
        Numbers of cycles that are left out, such as those of formation, which is not known
        otherwise.

    Returns
    -------
    pandas.DataFrame
        Columns ``particle``, ``direction``, ``c_rate`` (nominal), ``capacity_mAh_g`` (mean of the
        repeats), ``error_mAh_g`` (standard error of the mean, std/√repeats with one degree of
        freedom taken off, but at least 0.5 % of the capacity, which is all where there is one
        step) and ``repeats``; by direction and rising rate. Without any step it has no rows.

    Raises
    ------
    ValueError
        For a table that lacks a column of `steps_of`.
    """
    missing = [column for column in STEP_COLUMNS if column not in steps]
    if missing:
        raise ValueError(f"steps: no column {missing[0]}; expected {', '.join(STEP_COLUMNS)}")
    used = (steps["status"] == "ok") & steps["kind"].isin(["charge", "discharge"])
    used &= ~steps["cycle"].isin(list(skip_cycles))
    rows = []
    for (kind, rate), same in steps[used].groupby(["kind", "nominal_rate"]):
        values = same["capacity_mAh_g"].to_numpy()
        mean = float(values.mean())
        spread = values.std(ddof=1) / np.sqrt(len(values)) if len(values) > 1 else 0.0
        error = max(float(spread), LEAST_ERROR * mean)
        rows.append((particle, kind, float(rate), mean, error, len(values)))
    table = pd.DataFrame(rows, columns=list(RATE_COLUMNS))
    return table.sort_values(["direction", "c_rate"], ascending=[False, True], ignore_index=True)


def measured_curve(frame: pd.DataFrame, step: int, mass_g: float) -> pd.DataFrame:
    """Voltage against capacity of one step, without the hold that may follow its current.

    Parameters
    ----------
    frame
        Of `read_cycler`.
    step
        Its number, as in the column ``step``.
    mass_g
        Of the active material [g].

    Returns
    -------
    pandas.DataFrame
        Columns ``capacity_mAh_g``, rising from the begin of the step, and ``voltage_V``.

    Raises
    ------
    ValueError
        For a step that the frame does not have, or that is none of one current.
    """
    mass_g = positive("mass_g", mass_g, "g")
    frame = check_frame(frame, Origin("frame", {}))
    points = frame[frame["step"] == step]
    if points.empty:
        numbers = f"{frame['step'].iloc[0]} to {frame['step'].iloc[-1]}"
        raise ValueError(f"step={step!r}: expected a step of the frame, which has {numbers}")
    time, current, voltage = (points[c].to_numpy() for c in ("time_s", "current_A", "voltage_V"))
    part = parts_of(current, voltage, REST_RATE * float(np.abs(current).max()))[0]
    if part.kind not in ("charge", "discharge"):
        raise ValueError(f"step={step!r}: expected a step of one current, this one is {part.kind}")
    passed = charge_passed(time, current, part)[part.first - part.since :]
    return pd.DataFrame(
        {"capacity_mAh_g": passed / 3.6 / mass_g, "voltage_V": voltage[part.first : part.end]}
    )


def curve_points(
    frame: pd.DataFrame, steps: pd.DataFrame, particle: str, mass_g: float, points: int
) -> pd.DataFrame:
    """Points of the voltage curve of each rate: the capacity at which it passes a voltage.

    The first step of a rate and direction that is ``ok`` gives them, at voltages evenly spaced
    between those at a tenth and at nine tenths of its capacity. A curve that a rest or noise lets
    turn back counts where it passes a voltage first.

    Parameters
    ----------
    frame, steps
        Of `read_cycler` and `steps_of`.
    particle
        What was measured; a column of the table.
    mass_g
        Of the active material [g].
    points
        How many of each curve.

    Returns
    -------
    pandas.DataFrame
        Columns ``particle``, ``direction``, ``c_rate``, ``capacity_mAh_g``, ``error_mAh_g`` (0.5 %
        of the step's capacity) and ``voltage_V``.
    """
    used = steps[(steps["status"] == "ok") & steps["kind"].isin(["charge", "discharge"])]
    rows = []
    for (kind, rate), same in used.groupby(["kind", "nominal_rate"]):
        curve = measured_curve(frame, int(same["step"].iloc[0]), mass_g)
        capacity, voltage = (curve[c].to_numpy() for c in ("capacity_mAh_g", "voltage_V"))
        sign = 1.0 if kind == "charge" else -1.0
        rising = np.maximum.accumulate(sign * voltage)
        first, last = np.interp([0.1, 0.9], capacity / capacity[-1], rising)
        number = whole("points", points, least=1, most=100)
        for level in np.linspace(float(first), float(last), number):
            k = int(np.searchsorted(rising, level))
            low, high = max(k - 1, 0), min(k, len(rising) - 1)
            span = rising[high] - rising[low]
            share = (level - rising[low]) / span if span > 0 else 0.0
            at = float(capacity[low] + share * (capacity[high] - capacity[low]))
            error = LEAST_ERROR * float(capacity[-1])
            rows.append((particle, kind, float(rate), at, error, sign * float(level)))
    columns = [*RATE_COLUMNS[:5], "voltage_V"]
    return pd.DataFrame(rows, columns=columns)
