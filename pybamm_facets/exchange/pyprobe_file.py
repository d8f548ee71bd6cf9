"""Tables with the column names of PyProBE: text files, and its Parquet files.

Names, units and the sign of the current are those of PyProBE's ``RawData``,
https://imperialcollegelondon.github.io/PyProBE: a positive current charges, `Step` names the step
of a program and may come again, `Event` counts its changes.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pybamm_facets._arrays import IntArray
from pybamm_facets._extras import require
from pybamm_facets.exchange.standard_frame import Origin, check_frame
from pybamm_facets.exchange.step_numbers import cycles_of_current, steps_of_current, steps_of_labels
from pybamm_facets.tables import TextTable

TIME, CURRENT, VOLTAGE = "Time [s]", "Current [A]", "Voltage [V]"
STEP, EVENT, CYCLE, CAPACITY = "Step", "Event", "Cycle", "Capacity [Ah]"
NAMES = {"time_s": TIME, "current_A": CURRENT, "voltage_V": VOLTAGE}
COUNTS = (STEP, EVENT, CYCLE)


def has_pyprobe_names(header: Collection[str]) -> bool:
    """Whether a table's columns are PyProBE's, and not those of the Battery Data Format."""
    return TIME in header and CURRENT in header


def read_pyprobe_parquet(path: str | Path) -> pd.DataFrame:
    """Read a Parquet file of PyProBE; see `read_cycler`."""
    path = Path(path)
    require("parquet", f"{path.name}, a Parquet file,")
    try:
        header = import_module("pyarrow.parquet").read_schema(path).names
        used = [name for name in (*NAMES.values(), *COUNTS) if name in header]
        frame: pd.DataFrame = pd.read_parquet(path, columns=used)
    except FileNotFoundError:
        raise
    except (ValueError, OSError) as error:
        raise ValueError(f"{path}: cannot be read as a Parquet file ({error})") from None
    return _standard(frame, Origin(path, _columns(path, frame)), list(header))


def pyprobe_frame(table: TextTable) -> pd.DataFrame:
    """A text table with PyProBE's names as the standard table."""
    used = [name for name in (*NAMES.values(), *COUNTS) if name in table.frame]
    numbers = TextTable(table.path, table.frame[used], table.dialect).numbers()
    origin = Origin(table.path, _columns(table.path, numbers), tuple(table.frame.index))
    return _standard(numbers, origin, list(table.frame))


def _columns(path: Path, frame: pd.DataFrame) -> dict[str, str]:
    columns = dict(NAMES)
    step = EVENT if EVENT in frame else STEP
    return columns | {"step": step, "cycle": CYCLE}


def _standard(frame: pd.DataFrame, origin: Origin, header: list[str]) -> pd.DataFrame:
    for name in NAMES.values():
        if name not in frame:
            raise ValueError(
                f"{origin.name}: no column {name!r}; expected the names of PyProBE, in a file with "
                f"{', '.join(header)}"
            )
    found = pd.DataFrame({standard: frame[name] for standard, name in NAMES.items()})
    if found.empty:
        return check_frame(found.reindex(columns=[*found, "step", "cycle"]), origin)
    found["step"] = _steps(frame)
    current = frame[CURRENT].to_numpy()
    counted = CYCLE in frame
    found["cycle"] = frame[CYCLE] if counted else cycles_of_current(current, found["step"])
    return check_frame(found, origin)


def _steps(frame: pd.DataFrame) -> Any:
    """The file's own steps where each comes once, else its events, else what it does."""
    step, event = (frame[name].to_numpy() if name in frame else None for name in (STEP, EVENT))
    if step is None:
        return steps_of_current(frame[CURRENT].to_numpy()) if event is None else event
    once = bool((np.diff(step) >= 0).all())
    if event is None:
        return step if once else _runs(step)
    return step if once and bool(((np.diff(step) != 0) == (np.diff(event) != 0)).all()) else event


def _runs(step: np.ndarray) -> IntArray:
    return steps_of_labels([str(one) for one in step])
