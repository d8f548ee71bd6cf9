"""Computed runs as the tables that cyclers write, so that the same tools read both."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from pybamm_facets.runs.results import Finished, Results
from pybamm_facets.sets.cell import current_1c

SIMULATED = "simulated"


def cycler_frames(results: Results) -> dict[str, pd.DataFrame]:
    """Time, current and voltage of each run, as a cycler would have written them.

    Parameters
    ----------
    results
        Of runs whose curves were kept (``curves=True``).

    Returns
    -------
    dict
        A name for a file to a table: columns ``time_s``, ``current_A`` (positive charges the cell),
        ``voltage_V``, ``step`` and ``cycle``, both 1. The name begins with "simulated", and
        ``table.attrs`` says so too, with labels, direction, rate and versions.

    Raises
    ------
    ValueError
        If no run has a curve.

    Examples
    --------
    >>> import pybamm_facets as pf
    >>> results = pf.rate_capability("Li2025_core_shell", 10, curves=True)
    >>> list(pf.cycler_frames(results))
    ['simulated_Li2025_core_shell_discharge_10C']
    """
    frames: dict[str, pd.DataFrame] = {}
    for one in results:
        frame = _frame(one, results.versions)
        if frame is not None:
            name = file_name(one)
            same = sum(other == name or other.startswith(f"{name}_no") for other in frames)
            frames[f"{name}_no{same + 1}" if same else name] = frame
    if not frames:
        raise ValueError("results: expected runs with curves, computed with curves=True")
    return frames


def file_name(one: Finished) -> str:
    """What to call the file of a run, without an ending."""
    labels = (str(label) for label in one.run.labels.values())
    words = (SIMULATED, *labels, one.run.direction.value, f"{one.run.c_rate:g}C")
    return "_".join(re.sub(r"[^\w.+-]+", "-", word) for word in words)


def _frame(one: Finished, versions: dict[str, str]) -> pd.DataFrame | None:
    time, voltage = one.outcome.time, one.outcome.voltage
    if time is None or voltage is None:
        return None
    current = -one.run.direction.sign * one.run.c_rate * current_1c(one.run.values)
    frame = pd.DataFrame(
        {
            "time_s": np.asarray(time, float),
            "current_A": current,
            "voltage_V": np.asarray(voltage, float),
            "step": np.int64(1),
            "cycle": np.int64(1),
        }
    )
    frame.attrs = {
        "origin": SIMULATED,
        **{str(name): str(label) for name, label in one.run.labels.items()},
        "direction": one.run.direction.value,
        "c_rate": float(one.run.c_rate),
        "status": one.outcome.status.value,
        "versions": dict(versions),
    }
    return frame
