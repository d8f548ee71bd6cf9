"""Writing tables of cyclers, measured or computed, with the names that other tools know."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd

from pybamm_facets._arrays import FloatArray
from pybamm_facets._extras import require
from pybamm_facets.exchange import pyprobe_file as pyprobe
from pybamm_facets.exchange.side_file import side_path, write_origin
from pybamm_facets.exchange.standard_frame import Origin, check_frame

BDF_NAMES = {
    "time_s": "Test Time / s",
    "voltage_V": "Voltage / V",
    "current_A": "Current / A",
    "cycle": "Cycle Count / 1",
    "step": "Step Count / 1",
}
"""Standard column to preferred label of the Battery Data Format."""
SECONDS = 3600.0


def write_bdf(frame: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write a table in the Battery Data Format, as text.

    Parameters
    ----------
    frame
        Columns ``time_s``, ``current_A`` (positive charges), ``voltage_V``, ``step``, ``cycle``: of
        `read_cycler`, or one of `pybamm_facets.cycler_frames`. What ``frame.attrs`` says of its
        origin is written beside the table, to ``path`` with ``.origin.json`` at its end.
    path
        A new file's name, ``.bdf.csv`` as the format recommends, or ``.csv``.

    Raises
    ------
    ValueError
        For a table of another kind, another ending, and a file that exists.

    Examples
    --------
    >>> write_bdf(read_cycler("cell_7.ndax"), "cell_7.bdf.csv")  # doctest: +SKIP
    """
    target = _new(path, (".csv",))
    table = check_frame(frame, Origin("frame", {}))
    table[list(BDF_NAMES)].rename(columns=BDF_NAMES).to_csv(target, index=False)
    write_origin(frame, target)


def write_pyprobe(frame: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write a table with the column names of PyProBE, as Parquet or text.

    Parameters
    ----------
    frame
        As `write_bdf`.
    path
        A new file's name: ``.parquet``, which PyProBE imports as it is and which needs the extra
        ``parquet``, or ``.csv``.

    Raises
    ------
    ValueError
        For a table of another kind, another ending, and a file that exists.
    MissingExtraError
        For a Parquet file if the extra is not installed.

    Examples
    --------
    >>> write_pyprobe(read_cycler("cell_7.ndax"), "cell_7.parquet")  # doctest: +SKIP
    """
    target = _new(path, (".parquet", ".csv"))
    table = pyprobe_table(check_frame(frame, Origin("frame", {})))
    if target.suffix == ".csv":
        table.to_csv(target, index=False)
    else:
        require("parquet", f"{target.name}, a Parquet file,")
        table.to_parquet(target, index=False)
    write_origin(frame, target)


def pyprobe_table(frame: pd.DataFrame) -> pd.DataFrame:
    """A standard table with PyProBE's columns; its capacity is the net charge since the begin."""
    step, cycle = frame["step"].to_numpy(), frame["cycle"].to_numpy()
    changes = (np.diff(step) != 0) | (np.diff(cycle) != 0)
    return pd.DataFrame(
        {
            pyprobe.TIME: frame["time_s"],
            pyprobe.STEP: step,
            pyprobe.CYCLE: cycle,
            pyprobe.EVENT: np.append(0, np.cumsum(changes)),
            pyprobe.CURRENT: frame["current_A"],
            pyprobe.VOLTAGE: frame["voltage_V"],
            pyprobe.CAPACITY: net_charge(frame) / SECONDS,
        }
    )


def net_charge(frame: pd.DataFrame) -> FloatArray:
    """Net charge since the begin by trapezoids, positive after a charge [C], (rows,).

    Between the last point of a step and the first of the next nothing is counted, as in `steps_of`.
    """
    time, current, step = (frame[name].to_numpy() for name in ("time_s", "current_A", "step"))
    pieces = np.diff(time) * (current[1:] + current[:-1]) / 2
    pieces[np.diff(step) != 0] = 0.0
    charge: FloatArray = np.append(0.0, np.cumsum(pieces))
    return charge


def _new(path: str | os.PathLike[str], endings: tuple[str, ...]) -> Path:
    target = Path(path)
    if target.suffix not in endings:
        raise ValueError(
            f"path={str(target)!r}: expected a name that ends in {' or '.join(endings)}"
        )
    for one in (target, side_path(target)):
        if one.exists():
            raise ValueError(f"{one}: exists; expected a new file's name")
    return target
