"""Tables of facet areas and of measured resistances: aligned by name, refused in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from pybamm_facets._arrays import FloatArray

AreaError: TypeAlias = float | pd.DataFrame | None
ResistanceError: TypeAlias = float | pd.Series | Mapping[str, float] | None


def checked_areas(areas: pd.DataFrame, argument: str = "areas") -> pd.DataFrame:
    """Facet areas as a table of floats; ``ValueError`` for any that cannot be meant.

    Parameters
    ----------
    areas
        Particle by facet [m2]; zero where a particle does not expose the facet.
    argument
        What to call it in an error.
    """
    table = _table(areas, argument)
    empty = table.index[~table.to_numpy().any(axis=1)]
    if len(empty):
        raise ValueError(f"{argument}: particle {empty[0]} exposes no facet at all")
    return table


def checked_resistances(r_ct: pd.Series | Mapping[str, float], argument: str) -> pd.Series:
    """Charge-transfer resistances as a series of floats [Ohm], all positive."""
    try:
        series = pd.Series(r_ct, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{argument}: expected resistances in Ohm by particle") from None
    _refuse_repeated(series.index, argument, "particle")
    for particle in series.index[~(np.isfinite(series) & (series > 0))]:
        value = float(series[particle])
        raise ValueError(f"{argument}[{particle!r}]={value!r}: expected a positive number [Ohm]")
    return series


def like(table: Any, reference: pd.DataFrame, argument: str, model: str = "areas") -> pd.DataFrame:
    """`table` in the order of `reference`; ``ValueError`` where names do not match."""
    table = _table(table, argument)
    for axis, what in (("index", "particle"), ("columns", "facet")):
        match_names(getattr(table, axis), getattr(reference, axis), argument, model, what)
    return table.loc[reference.index, reference.columns]


def match_names(found: pd.Index, wanted: pd.Index, argument: str, model: str, what: str) -> None:
    """``ValueError`` naming what one of two tables has and the other lacks."""
    unknown = [str(name) for name in found if name not in wanted]
    missing = [str(name) for name in wanted if name not in found]
    if unknown or missing:
        raise ValueError(
            f"{argument} and {model} name different {what}s: "
            + "; ".join(
                f"only {where} has {', '.join(names)}"
                for where, names in ((argument, unknown), (model, missing))
                if names
            )
        )


def area_deviations(error: AreaError, areas: pd.DataFrame, argument: str) -> FloatArray:
    """Standard deviation of each area [m2], (particles, facets); see `invert_facets`."""
    if error is None:
        return np.zeros(areas.shape)
    if isinstance(error, pd.DataFrame):
        found: FloatArray = like(error, areas, argument).to_numpy()
        return found
    result: FloatArray = relative_error(error, argument) * areas.to_numpy()
    return result


def resistance_deviations(
    error: ResistanceError, r_ct: pd.Series, argument: str
) -> FloatArray | None:
    """Relative standard deviation of each resistance, (particles,); None where none is stated."""
    if error is None:
        return None
    if isinstance(error, int | float):
        return np.full(len(r_ct), relative_error(error, argument, above=0.0))
    errors = checked_resistances(error, argument)
    match_names(errors.index, r_ct.index, argument, "r_ct", "particle")
    result: FloatArray | None = (errors.loc[r_ct.index] / r_ct).to_numpy()
    return result


def relative_error(error: Any, argument: str, above: float | None = None) -> float:
    """A relative error between 0 and 1 (above `above`), else ``ValueError``."""
    number = isinstance(error, int | float) and not isinstance(error, bool)
    if not (number and 0 <= error < 1) or (above is not None and error <= above):
        raise ValueError(
            f"{argument}={error!r}: expected a fraction of the value below 1 (0.01 for 1 %), or a "
            "table of absolute errors by name"
        )
    return float(error)


def _table(table: Any, argument: str) -> pd.DataFrame:
    if not isinstance(table, pd.DataFrame) or table.empty:
        raise ValueError(f"{argument}: expected a DataFrame of particles by facets, got {table!r}")
    _refuse_repeated(table.index, argument, "particle")
    _refuse_repeated(table.columns, argument, "facet")
    try:
        table = table.astype(float)
    except (TypeError, ValueError):
        raise ValueError(
            f"{argument}: expected numbers [m2], got {table.dtypes.to_dict()}"
        ) from None
    values = table.to_numpy()
    for p, i in np.argwhere(~(np.isfinite(values) & (values >= 0))):
        raise ValueError(
            f"{argument}: {float(values[p, i])!r} for facet {table.columns[i]} of particle "
            f"{table.index[p]}, expected zero or a positive number [m2]"
        )
    return table


def _refuse_repeated(names: pd.Index, argument: str, what: str) -> None:
    if not names.is_unique:
        repeated = ", ".join(str(name) for name in names[names.duplicated()].unique())
        raise ValueError(f"{argument}: {what} {repeated} appears more than once")
