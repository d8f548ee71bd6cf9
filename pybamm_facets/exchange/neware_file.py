"""Files of Neware cyclers, read by the library NewareNDA."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd

from pybamm_facets._arrays import FloatArray
from pybamm_facets._extras import require
from pybamm_facets.exchange.standard_frame import Origin, check_frame

NAMES = {
    "time_s": "Time",
    "current_A": "Current(mA)",
    "voltage_V": "Voltage",
    "step": "Step",
    "cycle": "Cycle",
}
"""Standard column to its name in a table of NewareNDA."""
TIMESTAMP = "Timestamp"


def read_neware(path: str | Path) -> pd.DataFrame:
    """Read an .nda or .ndax file; see `read_cycler`."""
    path = Path(path)
    require("cycler", f"{path.name}, a file of Neware,")
    if path.suffix not in (".nda", ".ndax"):
        raise ValueError(f"{path}: {path.suffix!r}: expected .nda or .ndax in small letters")
    with path.open("rb") as file:
        if not file.read(1):
            raise ValueError(f"{path}: holds no bytes; expected a file of Neware")
    read: Callable[..., pd.DataFrame] = import_module("NewareNDA").read
    try:
        with warnings.catch_warnings():
            # pandas tells the library, not its users, what will be named otherwise.
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.simplefilter("ignore", FutureWarning)
            raw = read(str(path), log_level="CRITICAL")
    except Exception as error:  # a damaged file ends the library in any of a dozen ways
        what = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(f"{path}: cannot be read as a file of Neware ({what})") from error
    return neware_frame(raw, path)


def neware_frame(raw: pd.DataFrame, name: str | Path = "raw") -> pd.DataFrame:
    """A table of NewareNDA as the standard table.

    Parameters
    ----------
    raw
        What ``NewareNDA.read`` returns: current in mA, positive when it charges; ``Time`` begins
        anew in each step or does not, as the file has it.
    name
        What messages call it.

    Returns
    -------
    pandas.DataFrame
        Columns ``time_s``, ``current_A``, ``voltage_V``, ``step``, ``cycle``.

    Raises
    ------
    ValueError
        For a column that is missing, and for what `read_cycler` refuses, with the row, counted
        from 1.
    """
    for column in (*NAMES.values(), TIMESTAMP):
        if column not in raw:
            raise ValueError(f"{name}: no column {column!r}; expected a table of NewareNDA")
    if raw[TIMESTAMP].dtype.kind != "M":
        raise ValueError(f"{name}: column {TIMESTAMP!r}: expected dates with times")
    frame = pd.DataFrame({standard: raw[column].to_numpy() for standard, column in NAMES.items()})
    frame["current_A"] = frame["current_A"].astype(float) / 1e3
    origin = Origin(name, NAMES)
    if not frame.empty:
        frame["time_s"] = _test_time(raw, frame["step"].to_numpy(), origin)
    return check_frame(frame, origin)


def _test_time(raw: pd.DataFrame, step: np.ndarray, origin: Origin) -> FloatArray:
    """Seconds since the begin: `Time` within steps; where a step begins anew, what a clock says."""
    time = raw["Time"].to_numpy(dtype=float)
    passed = np.diff(time)
    begins = np.diff(step.astype(float)) != 0
    back = np.flatnonzero((passed < 0) & ~begins)
    if len(back):
        row = int(back[0]) + 1
        expected = f"at least {time[row - 1]:.12g}, the time before in this step"
        raise origin.refuse("time_s", row, float(time[row]), expected)
    clock = raw[TIMESTAMP].diff().dt.total_seconds().to_numpy(dtype=float)[1:]
    # Clocks of a second, or set by hand, may seem to run back; no charge flows between steps.
    passed = np.where(begins & (passed < 0), np.maximum(np.nan_to_num(clock), 0.0), passed)
    return np.append(0.0, np.cumsum(passed))
