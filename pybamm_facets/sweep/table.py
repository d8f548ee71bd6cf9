"""The tidy table of a sweep, one row a run, and its voltage curves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pybamm_facets.sweep.case import Case, Outcome
from pybamm_facets.sweep.cell import active_mass, current_1c

if TYPE_CHECKING:
    import xarray as xr

MAH = 1 / 3.6
"""mAh in one A.s."""

CURVE_POINTS = 101
"""Points of a curve in a dataset, even in capacity."""


def result_columns(case: Case, outcome: Outcome) -> dict[str, Any]:
    """Columns of a run's result; capacity and energy per gram of positive active material."""
    grams = 1e3 * active_mass(case.parameter_values)
    charge = case.c_rate * current_1c(case.parameter_values) * outcome.duration
    energy = abs(outcome.energy)
    return {
        "capacity_mAh_g": charge / grams * MAH,
        "energy_mWh_g": energy / grams * MAH,
        "mean_voltage_V": energy / charge if charge > 0 else float("nan"),
        "end_voltage_V": outcome.end_voltage,
        "duration_s": outcome.duration,
        "termination": outcome.termination,
        "status": outcome.status,
        "reason": outcome.reason,
        "particle_lithium_error": outcome.particle_lithium_error,
        "electrolyte_lithium_error": outcome.electrolyte_lithium_error,
    }


def case_row(case: Case, outcome: Outcome) -> dict[str, Any]:
    """A row of a rate-capability table."""
    key = {"particle": case.particle, **case.labels}
    key |= {"direction": case.direction, "c_rate": case.c_rate}
    return key | result_columns(case, outcome)


def to_frame(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """The table, rows in the order of the cases."""
    return pd.DataFrame([case_row(c, o) for c, o in zip(cases, outcomes, strict=True)])


def curves_frame(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Voltage curves in long form: particle, labels, direction, c_rate, capacity, voltage."""
    frames = []
    for case, outcome in zip(cases, outcomes, strict=True):
        if outcome.time is None or outcome.voltage is None:
            continue
        labels = {"particle": case.particle, **case.labels}
        labels |= {"direction": case.direction, "c_rate": case.c_rate}
        columns = {
            "time_s": outcome.time,
            "capacity_mAh_g": _capacity(case, outcome.time),
            "voltage_V": outcome.voltage,
        }
        frames.append(pd.DataFrame(labels | columns))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def curves_dataset(
    keys: Sequence[tuple[Any, str, float]],
    cases: Sequence[Case | None],
    outcomes: Sequence[Outcome],
) -> xr.Dataset:
    """Voltage curves on an even grid of each run's capacity.

    Parameters
    ----------
    keys
        (design, direction, C-rate) of each run: a full product, in that order.
    cases, outcomes
        The runs; ``None`` for a design that could not be built.

    Returns
    -------
    xarray.Dataset
        ``voltage_V`` and ``capacity_mAh_g`` over ``design``, ``direction``, ``c_rate`` and
        ``fraction`` (of the run's capacity, 0 to 1); NaN where there is no result.
    """
    import xarray as xr

    fraction = np.linspace(0, 1, CURVE_POINTS)
    axes = [list(dict.fromkeys(values)) for values in zip(*keys, strict=True)]
    shape = (*(len(axis) for axis in axes), CURVE_POINTS)
    capacity, voltage = np.full((2, len(keys), CURVE_POINTS), np.nan)
    for index, (case, outcome) in enumerate(zip(cases, outcomes, strict=True)):
        if case is None or outcome.time is None or outcome.voltage is None:
            continue
        if outcome.time[-1] > 0:
            grid = fraction * outcome.time[-1]
            capacity[index] = _capacity(case, grid)
            voltage[index] = np.interp(grid, outcome.time, outcome.voltage)
    dims = ("design", "direction", "c_rate", "fraction")
    return xr.Dataset(
        {
            "voltage_V": (dims, voltage.reshape(shape)),
            "capacity_mAh_g": (dims, capacity.reshape(shape)),
        },
        coords=dict(zip(dims, (*axes, fraction), strict=True)),
    )


def _capacity(case: Case, time: np.ndarray) -> np.ndarray:
    values = case.parameter_values
    return case.c_rate * current_1c(values) * time / (1e3 * active_mass(values)) * MAH


def write_table(table: pd.DataFrame, out: Path) -> None:
    """Write a table as CSV or Parquet, by the suffix of `out`.

    Raises
    ------
    ValueError
        For another suffix.
    ImportError
        If Parquet is asked for and pyarrow is missing, with the line that installs it.
    """
    if out.suffix not in (".csv", ".parquet"):
        raise ValueError(f"out={str(out)!r}: expected a name that ends in .csv or .parquet")
    if out.suffix == ".csv":
        table.to_csv(out, index=False)
        return
    # A column has one type in Parquet, but sweeps in one ledger may label designs differently.
    objects = [table[name] for name in table if table[name].dtype == object]
    mixed = [column for column in objects if column.dropna().map(type).nunique() > 1]
    table = table.assign(**{str(c.name): c.map(str, na_action="ignore") for c in mixed})
    try:
        table.to_parquet(out, engine="pyarrow", index=False)
    except ImportError as error:
        raise ImportError('Parquet needs pyarrow: pip install "pybamm-facets[parquet]"') from error
