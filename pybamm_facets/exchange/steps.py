"""One row for each step of a test: what it was, and whether it can be used."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from pybamm_facets._arrays import FloatArray
from pybamm_facets._checks import finite, positive
from pybamm_facets.exchange.nominal_rates import nominal_rate
from pybamm_facets.exchange.standard_frame import Origin, check_frame
from pybamm_facets.exchange.step_parts import Part, parts_of
from pybamm_facets.exchange.verdicts import Ends, verdict

STEP_COLUMNS = (
    "cycle", "step", "kind", "c_rate", "nominal_rate", "capacity_mAh_g", "start_voltage_V",
    "end_voltage_V", "duration_s", "status", "reason",
)  # fmt: skip
REST_RATE = 1e-3
"""C-rate below which a cell rests."""


def steps_of(
    frame: pd.DataFrame,
    *,
    mass_g: float,
    one_c_mA_g: float,
    lower_V: float | None = None,
    upper_V: float | None = None,
) -> pd.DataFrame:
    """The steps of a test.

    A step of one current that ends in a hold of the voltage gives two rows, of which the first is
    the step of one current: it ends where the current leaves its plateau by more than 2 %.

    Parameters
    ----------
    frame
        Of `read_cycler`; a positive current charges.
    mass_g
        Of the active material [g].
    one_c_mA_g
        What 1C is [mA/g].
    lower_V, upper_V
        Cut-off of discharge and of charge [V]. Without it steps that were stopped before are not
        recognised.

    Returns
    -------
    pandas.DataFrame
        Columns ``cycle``, ``step``, ``kind`` (``rest``, ``charge``, ``discharge``, ``hold``,
        ``mixed``), ``c_rate`` (median current), ``nominal_rate`` (one that tests are made at within
        5 %, else `c_rate` to three digits; NaN if the kind is neither charge nor discharge),
        ``capacity_mAh_g`` (trapezoids of the current, without sign), ``start_voltage_V``,
        ``end_voltage_V``, ``duration_s``, ``status`` (``ok``; ``incomplete``, it ends before its
        cut-off; ``mixed``, the current changes inside the step; ``reversed``, the voltage moves the
        wrong way for the sign of the current) and ``reason``, empty if all is well.

    Raises
    ------
    ValueError
        For a mass, 1C or cut-off that is not sensible, and for a frame that is not of
        `read_cycler`'s kind.
    """
    one_c_A = positive("mass_g", mass_g, "g") * positive("one_c_mA_g", one_c_mA_g, "mA/g") / 1e3
    ends = _ends(lower_V, upper_V)
    frame = check_frame(frame, Origin("frame", {}))
    rows = []
    for number, points in frame.groupby("step", sort=False):
        time, current, voltage = (points[c].to_numpy() for c in ("time_s", "current_A",
                                                                 "voltage_V"))  # fmt: skip
        parts = parts_of(current, voltage, REST_RATE * one_c_A)
        for part, after in zip(parts, [*parts[1:], None], strict=True):
            status, reason = verdict(part, voltage, ends, held=after is not None)
            rate = 0.0 if part.kind == "rest" else _rate(current, part, one_c_A)
            charge = charge_passed(time, current, part)[-1]
            rows.append(
                (
                    int(points["cycle"].iloc[0]),
                    int(number),
                    part.kind,
                    rate,
                    nominal_rate(rate) if part.kind in ("charge", "discharge") else math.nan,
                    charge / 3.6 / mass_g,
                    voltage[part.first],
                    voltage[part.end - 1],
                    time[part.end - 1] - time[part.since],
                    status,
                    reason,
                )
            )
    return pd.DataFrame(rows, columns=list(STEP_COLUMNS))


def charge_passed(time: FloatArray, current: FloatArray, part: Part) -> FloatArray:
    """Charge without sign since a part began, at each row from `part.since` [C], (points,)."""
    rows = slice(part.since, part.end)
    pieces = np.diff(time[rows]) * (current[rows][1:] + current[rows][:-1]) / 2
    passed: FloatArray = np.abs(np.append(0.0, np.cumsum(pieces)))
    return passed


def _rate(current: FloatArray, part: Part, one_c_A: float) -> float:
    return float(np.median(np.abs(current[part.first : part.end]))) / one_c_A


def _ends(lower_V: float | None, upper_V: float | None) -> Ends:
    lower = None if lower_V is None else finite("lower_V", lower_V, "V")
    upper = None if upper_V is None else finite("upper_V", upper_V, "V")
    if lower is not None and upper is not None and lower >= upper:
        raise ValueError(f"lower_V={lower!r}: expected a number below upper_V={upper!r} [V]")
    return Ends(lower, upper)
