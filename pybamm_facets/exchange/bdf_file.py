"""Tables in the Battery Data Format of the Battery Data Alliance.

Names, units and the sign of the current are those of its ontology, version 1.3.0,
https://w3id.org/battery-data-alliance/ontology/battery-data-format.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pybamm_facets._arrays import IntArray
from pybamm_facets.exchange.standard_frame import Origin, check_frame
from pybamm_facets.exchange.step_numbers import (
    counts_rows,
    cycles_of_current,
    steps_of_counter,
    steps_of_current,
    steps_of_labels,
)
from pybamm_facets.tables import TextTable

TIME, UNIX = "Test Time / s", "Unix Time / s"
NAMES = {
    "test_time_second": TIME,
    "unix_time_second": UNIX,
    "current_ampere": "Current / A",
    "voltage_volt": "Voltage / V",
    "cycle_count": "Cycle Count / 1",
    "step_count": "Step Count / 1",
    "step_id": "Step ID",
    "step_index": "Step Index / 1",
    "step_record_index": "Step Record Index / 1",
}
"""Machine-readable name to preferred label; a file may use either, and leave out "/ 1"."""
STEP_LABELS = ("step_id", "step_index", "step_record_index")


def bdf_frame(table: TextTable) -> pd.DataFrame:
    """A text table with the names of the Battery Data Format as the standard table."""
    path = table.path
    columns = _columns(path, list(table.frame))
    time = next((name for name in ("test_time_second", "unix_time_second") if name in columns), "")
    for name, found in ((TIME, time), ("current_ampere", "current_ampere"),
                        ("voltage_volt", "voltage_volt")):  # fmt: skip
        if found not in columns:
            label = NAMES.get(name, name)
            raise ValueError(
                f"{path}: no column {label!r}; expected the names of the Battery Data Format, in "
                f"a file with {', '.join(table.frame)}"
            )
    used = {"time_s": columns[time], "current_A": columns["current_ampere"],
            "voltage_V": columns["voltage_volt"]}  # fmt: skip
    used |= {name: columns[key] for name, key in (("cycle", "cycle_count"), ("step", "step_count"))
             if key in columns}  # fmt: skip
    origin = Origin(path, used, tuple(table.frame.index))
    numbers = TextTable(path, table.frame[list(used.values())], table.dialect).numbers()
    frame = numbers.set_axis(list(used), axis="columns")
    return check_frame(_completed(frame, table.frame, columns), origin)


def _columns(path: Path, header: list[str]) -> dict[str, str]:
    """Machine-readable name to the column of the file, of those that are known."""
    known = {_plain(label): name for name, label in NAMES.items()}
    known |= {_plain(label.removesuffix(" / 1")): name for name, label in NAMES.items()}
    known |= {name: name for name in NAMES}
    found: dict[str, str] = {}
    for column in header:
        name = known.get(_plain(column))
        if name in found:
            raise ValueError(f"{path}: columns {found[name]!r} and {column!r}: expected one")
        if name:
            found[name] = column
    return found


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _completed(frame: pd.DataFrame, text: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """With time since the begin, and steps and cycles where the file has no numbers of them."""
    if frame.empty:
        return frame.reindex(columns=[*frame, "step", "cycle"])
    if "test_time_second" not in columns:
        frame = frame.assign(time_s=frame["time_s"] - frame["time_s"].iloc[0])
    if "step" not in frame:
        frame = frame.assign(step=_steps(frame, text, columns))
    if "cycle" not in frame:
        current, step = frame["current_A"].to_numpy(), frame["step"].to_numpy()
        frame = frame.assign(cycle=cycles_of_current(current, step))
    return frame


def _steps(frame: pd.DataFrame, text: pd.DataFrame, columns: dict[str, str]) -> IntArray:
    named = next((name for name in STEP_LABELS if name in columns), None)
    if named is None:
        return steps_of_current(frame["current_A"].to_numpy())
    labels = text[columns[named]].tolist()
    # Until version 1.3.0 a step index was the step in some files, the row of a step in others.
    if named != "step_id" and counts_rows(labels):
        return steps_of_counter(labels)
    return steps_of_labels(labels)
