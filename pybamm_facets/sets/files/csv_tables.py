"""The CSV files beside a set's file: found in its folder only, and checked before any use."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from pybamm_facets._arrays import FloatArray
from pybamm_facets.sets.curves import Points, thinned
from pybamm_facets.sets.files.entry import Given
from pybamm_facets.sets.files.folder import inside
from pybamm_facets.tables import TextTable, read_text_table

FEWEST_POINTS = 8
POTENTIAL_TOLERANCE = 2e-4
"""By which a thinned table may miss a point [V]."""
DIFFUSIVITY_TOLERANCE = 0.02
"""The same in ln D."""
TEXT = ("provenance", "source", "facet")
CLOSEST = 1e-9
"""Lithium contents nearer to each other than this are one."""
LARGEST = 20_000_000
"""Bytes of a file: far more than any of these tables has."""

LIMITS = {
    "stoichiometry": (0.0, 1.0),
    "voltage_V": (-5.0, 20.0),
    "diffusivity_m2_s": (1e-22, 1e-6),
    "a_angstrom": (2.0, 4.0),
    "c_angstrom": (10.0, 20.0),
    "fraction": (0.0, 1.0),
    "j0_mA_cm2": (1e-6, 1e3),
    "lower_mA_cm2": (1e-6, 1e3),
    "upper_mA_cm2": (1e-6, 1e3),
    "reference_stoichiometry": (1e-6, 0.9999),
    "temperature_K": (213.15, 423.15),
}
"""Column to what its numbers can be; beyond it, another unit was meant."""


def beside(given: Given) -> Path:
    """The file that a key names; ``ValueError`` if it is not in the set's folder."""
    return inside(Path(given.file).parent, given.word, given.where, ".csv")


def read_columns(
    given: Given, needed: tuple[str, ...], optional: tuple[str, ...] = ("provenance", "source")
) -> pd.DataFrame:
    """Columns of a CSV file, numbers but for `TEXT`; ``ValueError`` with file, row and column.

    A cell of an optional column may be empty.
    """
    path = beside(given)
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path}: expected a table of at most {LARGEST / 1e6:g} MB")
    table = read_text_table(path)
    columns = list(table.frame.columns)
    missing = [name for name in needed if name not in columns]
    unknown = [name for name in columns if name not in (*needed, *optional)]
    if missing or unknown:
        what = f"no column {missing[0]!r}" if missing else f"column {unknown[0]!r} is unknown"
        raise ValueError(f"{path}: {what}; expected {', '.join((*needed, *optional))}")
    frame = table.numbers(TEXT, optional=[name for name in optional if name not in TEXT])
    for name in columns:
        if name not in TEXT:
            _check_limits(table, name, frame[name].to_numpy(float), name in optional)
    return frame


def _check_limits(table: TextTable, name: str, values: FloatArray, may_miss: bool) -> None:
    """``ValueError`` for the first number of a column that cannot be meant."""
    least, most = LIMITS[name]
    bad = ~((values >= least) & (values <= most)) & ~(may_miss & np.isnan(values))
    if bad.any():
        row = int(np.argmax(bad))
        raise ValueError(
            f"{table.path}, row {table.frame.index[row]}, column {name!r}: "
            f"{table.frame[name].iloc[row]!r}: expected a number from {least:g} to {most:g}"
        )


def read_potential(given: Given) -> Points:
    """A table of the open-circuit potential: x from 0 to 1, falling, enough points."""
    frame = read_columns(given, ("stoichiometry", "voltage_V")).sort_values("stoichiometry")
    x, y = frame["stoichiometry"].to_numpy(float), frame["voltage_V"].to_numpy(float)
    _check_contents(given, x)
    rising = np.flatnonzero(np.diff(y) >= 0)
    if rising.size:
        k = int(rising[0])
        whole = y[-1] > y[0]
        hint = (
            "; is x the state of charge? expected the lithium content, at which the potential falls"
            if whole
            else ""
        )
        raise ValueError(
            f"{given.where}: from x = {x[k]:g} to {x[k + 1]:g} the potential goes from {y[k]:g} to "
            f"{y[k + 1]:g} V: expected it to fall{hint}"
        )
    keep = thinned(x, y, POTENTIAL_TOLERANCE)
    return Points(tuple(x[keep].tolist()), tuple(y[keep].tolist()), Path(given.word).stem)


def read_diffusivity(given: Given) -> tuple[Points, float]:
    """A table of D_ab as points of ln(D/scale), and the scale: the mean of ln D over x."""
    frame = read_columns(given, ("stoichiometry", "diffusivity_m2_s")).sort_values("stoichiometry")
    x, d = frame["stoichiometry"].to_numpy(float), frame["diffusivity_m2_s"].to_numpy(float)
    _check_contents(given, x, fewest=2)
    y = np.log(d)
    mean = float(np.trapezoid(y, x) / (x[-1] - x[0]))
    keep = thinned(x, y, DIFFUSIVITY_TOLERANCE)
    ends_x = np.r_[0.0 if x[0] > 0 else [], x[keep], 1.0 if x[-1] < 1 else []]
    ends_y = np.r_[y[0] if x[0] > 0 else [], y[keep], y[-1] if x[-1] < 1 else []] - mean
    points = Points(tuple(ends_x.tolist()), tuple(ends_y.tolist()), Path(given.word).stem)
    return points, float(np.exp(mean))


def read_fractions(given: Given) -> dict[str, float]:
    """Area fractions by facet."""
    frame = read_columns(given, ("facet", "fraction"))
    if frame.empty:
        raise ValueError(f"{given.where}: holds no rows, expected a facet a row")
    twice = frame["facet"][frame["facet"].duplicated()]
    if len(twice):
        raise ValueError(f"{given.where}: facet {twice.iloc[0]} stands twice: expected each once")
    return dict(zip(frame["facet"], frame["fraction"].astype(float), strict=True))


def _check_contents(given: Given, x: FloatArray, fewest: int = FEWEST_POINTS) -> None:
    if len(x) < fewest:
        raise ValueError(f"{given.where}: {len(x)} points, expected at least {fewest}")
    same = np.flatnonzero(np.diff(x) <= CLOSEST)
    if same.size:
        raise ValueError(
            f"{given.where}: stoichiometry {x[same[0]]:g} stands twice: expected each once"
        )
